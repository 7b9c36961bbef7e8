"""`python -m api.places IN OUT`, on the database of the settings."""

import sys

from api.core.batch import run
from api.places.lines import answer

sys.exit(run(sys.argv[1:], answer))
