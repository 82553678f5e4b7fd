"""`python -m gpu_task`."""

import sys

from gpu_task.cli import main

sys.exit(main())
