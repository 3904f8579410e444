"""The process the package runs in, and who watches over it."""
