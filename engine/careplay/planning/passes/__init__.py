"""Small rewrites, one file each, that keep the meaning and spare the engine work."""
