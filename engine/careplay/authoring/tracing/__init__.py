"""One action traced back to what it came of."""
