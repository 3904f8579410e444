"""Rules: what is done, by when, in which words, and how often."""
