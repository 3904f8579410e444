"""Facts: those of the data, and those made of events and of other facts."""
