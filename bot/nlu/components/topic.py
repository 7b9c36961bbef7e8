"""Rasa component: the topic of a message, learnt from the `metadata` of the same examples."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import TextClassifier
from bot.nlu.components.learnt import LearntComponent
from bot.nlu.components.normalizer import NORMAL
from bot.nlu.examples import MATTERS, Example
from bot.nlu.features import topic_features

TOPIC = "topic"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(LearntComponent):
    """Sets `topic`: `{"code", "confidence", "ranking": [[code, p], ... best 5]}`; stands behind the act."""

    def learn(self, examples: list[Example]) -> TextClassifier:
        """Return a classifier of topics, learnt from examples that have one."""
        labelled = [(e.text, e.topic) for e in examples if e.topic]
        return TextClassifier(topic_features, bayes_weight=0.3).fit([text for text, _ in labelled], [topic for _, topic in labelled])

    def understand(self, message: Message) -> None:
        """Set the topic; a chat act has none, though the ranking stays for the form to use."""
        ranked = self._model.rank(message.get(NORMAL))
        act = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
        topic = {
            "code": ranked[0].label if act in MATTERS else None,
            "confidence": ranked[0].confidence,
            "ranking": [[r.label, r.confidence] for r in ranked],
        }
        message.set(TOPIC, topic, add_to_output=True)
