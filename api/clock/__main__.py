"""`python -m api.clock IN OUT`, on the database of the settings."""

import sys

from api.clock.lines import answer
from api.core.batch import run

sys.exit(run(sys.argv[1:], answer))
