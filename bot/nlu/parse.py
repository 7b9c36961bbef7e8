"""JSON lines `{"id", "text"}` in, one line of act and topic each out: `python -m bot.nlu.parse --model M`."""

import argparse
import json
import sys

from bot.nlu.loaded import LoadedModel


def main() -> None:
    """Read all lines first, so that a broken one is told before anything is written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    model_path = parser.parse_args().model
    asked = [json.loads(line) for line in sys.stdin if line.strip()]
    predictions = LoadedModel(model_path).predict(str(item["text"]) for item in asked)
    for item, prediction in zip(asked, predictions):  # noqa: B905  (3.10: one prediction per item by construction)
        sys.stdout.write(json.dumps({"id": item["id"], **prediction}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
