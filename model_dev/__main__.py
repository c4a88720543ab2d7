"""``python -m model_dev``."""

import sys

from model_dev.cli import main

sys.exit(main())
