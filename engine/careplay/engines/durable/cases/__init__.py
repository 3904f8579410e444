"""Cases of flows: drawn as state charts of the package, and replayed from their events."""
