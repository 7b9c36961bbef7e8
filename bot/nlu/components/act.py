"""Rasa component: the act of a message, as Rasa's intent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.caution import caution_of, guarded
from bot.nlu.classifier import TextClassifier
from bot.nlu.components.learnt import LearntComponent
from bot.nlu.components.normalizer import NORMAL
from bot.nlu.examples import Example, HeldOut
from bot.nlu.learning import learn_acts

CAUTION = "caution"
_REPORTED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(LearntComponent):
    """Sets `intent` (with `sure`: no asking back is needed), `intent_ranking` and `caution`."""

    def learn(self, examples: Sequence[Example], held_out: Sequence[HeldOut]) -> TextClassifier:
        """Return a classifier of acts."""
        return learn_acts(examples, held_out)

    def understand(self, message: Message) -> None:
        """Set the act, the five likeliest, and what must be minded before an easy answer."""
        normal = message.get(NORMAL)
        whole = self._model.rank(normal, best=len(self._model.labels))
        ranked = guarded(normal, whole)
        ranking = [{INTENT_NAME_KEY: r.label, PREDICTED_CONFIDENCE_KEY: r.confidence} for r in ranked[:_REPORTED]]
        act = {**ranking[0], "sure": ranked[0].confidence >= self._model.alone_from}
        message.set(INTENT, act, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(CAUTION, asdict(caution_of(normal, whole)), add_to_output=True)
