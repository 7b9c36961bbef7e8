"""`make place`, `make due`, `make route`, `make answer`: JSON lines answered by the province's rules and answers.

python -m ops.lines place|due|route|answer IN.jsonl OUT.jsonl
"""

import sys

from api.clock import lines as clock
from api.core import batch
from api.knowledge import lines as knowledge
from api.places import lines as places
from api.routing import lines as routing
from ops.run import database_at_hand

_ANSWERS: dict[str, batch.Answer] = {
    "place": places.answer,
    "due": clock.answer,
    "route": routing.answer,
    "answer": knowledge.answer,
}


def main(arguments: list[str]) -> int:
    """Answer the lines of a file on a database that is up to date."""
    with database_at_hand() as settings:
        return batch.run(arguments[1:], _ANSWERS[arguments[0]], settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
