"""``python -m loyalty``: see `loyalty.cli`."""

import sys

from loyalty.cli import keep_quiet, main

if __name__ == "__main__":
    keep_quiet()
    sys.exit(main())
