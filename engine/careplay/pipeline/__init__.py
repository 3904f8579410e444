"""The order of things: the one room that knows every other."""
