"""How values are written: dates, spans of time, numbers, words, parameters."""
