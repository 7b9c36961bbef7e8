"""Rasa component: the topic of a message, learnt from the `metadata` of the same examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import TextClassifier
from bot.nlu.components.learnt import LearntComponent
from bot.nlu.components.normalizer import NORMAL
from bot.nlu.examples import MATTERS, Example, HeldOut
from bot.nlu.learning import learn_topics
from bot.nlu.matters import find_matters
from bot.nlu.normalize import LIMIT, normalize

TOPIC = "topic"
SEVERAL = "matters"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(LearntComponent):
    """Sets `topic` and `matters`; stands behind the act.

    `topic`: `{"code", "confidence", "sure", "ranking": [[code, p], ... best 5], "why": [words]}`.
    `matters`: `[{"start", "end", "topic", "confidence"}]`, empty unless the message clearly holds several.
    """

    def learn(self, examples: Sequence[Example], held_out: Sequence[HeldOut]) -> TextClassifier:
        """Return a classifier of topics."""
        return learn_topics(examples, held_out)

    def understand(self, message: Message) -> None:
        """Set the topic; a chat act has none, though the ranking stays for the form to use."""
        normal = message.get(NORMAL)
        ranked = self._model.rank(normal)
        matter = (message.get(INTENT) or {}).get(INTENT_NAME_KEY) in MATTERS
        topic = {
            "code": ranked[0].label if matter else None,
            "confidence": ranked[0].confidence,
            "sure": ranked[0].confidence >= self._model.alone_from,
            "ranking": [[r.label, r.confidence] for r in ranked],
            "why": self._model.why(normal, ranked[0].label) if matter else [],
        }
        several = find_matters(message.get(TEXT)[:LIMIT], self._read) if matter else []
        message.set(TOPIC, topic, add_to_output=True)
        message.set(SEVERAL, [asdict(m) for m in several], add_to_output=True)

    def _read(self, text: str) -> dict[str, float]:
        return dict(zip(self._model.labels, self._model.probabilities(normalize(text)).tolist()))  # noqa: B905
