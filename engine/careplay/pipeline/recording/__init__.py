"""What people say became of the work, held against what they were told, and kept."""
