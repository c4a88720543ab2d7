"""``python -m benchmarks``: the command line tool ``edge-bench``."""

import sys

from benchmarks.cli import main

if __name__ == "__main__":
    sys.exit(main())
