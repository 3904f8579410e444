"""What the stories of a business reach of it: rules, rows, limits, and ways through flows."""
