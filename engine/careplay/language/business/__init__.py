"""What a business is made of: people, channels, tables of data, hours, words."""
