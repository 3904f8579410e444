"""Records in SQL: cases and stays, folded from the events that speak of them."""
