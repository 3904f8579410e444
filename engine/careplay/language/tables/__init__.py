"""Decision tables: their inputs, rows, outputs, and the files rows may stand in."""
