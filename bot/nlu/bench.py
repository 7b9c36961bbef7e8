"""Speed and memory of the understanding, as a running Rasa has them: `python -m bot.nlu.bench --model M`."""

import argparse
import gc
import json
import resource
import statistics
import sys
import time
from pathlib import Path

from bot.nlu.loaded import LoadedModel

_MESSAGES = Path(__file__).resolve().parents[2] / "nlu_data" / "held_out.jsonl"
_WARM_UP = 50


def main() -> None:
    """Understand every held-out message once, after a warm-up, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    model = LoadedModel(parser.parse_args().model)
    texts = [json.loads(line)["text"] for line in _MESSAGES.read_text(encoding="utf-8").splitlines()]
    for text in texts[:_WARM_UP]:
        model.parse(text)
    gc.freeze()  # as the running Rasa does: the model is not searched for garbage at each collection
    took = []
    for text in texts:
        begun = time.perf_counter()
        model.parse(text)
        took.append((time.perf_counter() - begun) * 1000)
    p95 = statistics.quantiles(took, n=20)[-1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{'one message through Rasa, act, topic, matters':<48} median {statistics.median(took):9.3f} ms   "
        f"p95 {p95:9.3f} ms   n {len(took)}\n{'peak memory of that process':<48} {peak:9.0f} MiB\n"
    )


if __name__ == "__main__":
    main()
