"""``python -m samples playbooks/`` writes the shipped data anew."""

from __future__ import annotations

import sys
from pathlib import Path

from samples.writing import write

if __name__ == "__main__":
    write(Path(sys.argv[1]))
