"""Rasa component: the act of a message, as Rasa's intent."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import Ranked, TextClassifier
from bot.nlu.components.learnt import LearntComponent
from bot.nlu.components.normalizer import NORMAL
from bot.nlu.danger import is_emergency
from bot.nlu.examples import Example
from bot.nlu.features import act_features
from bot.nlu.thresholds import RESTRICTED_FROM

CAUTION = "caution"
_REPORTED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(LearntComponent):
    """Sets `intent`, `intent_ranking` and `caution`: `{"restricted", "denounce"}`."""

    def learn(self, examples: list[Example]) -> TextClassifier:
        """Return a classifier of acts."""
        model = TextClassifier(act_features, bayes_weight=0.3)
        return model.fit([e.text for e in examples], [e.act for e in examples])

    def understand(self, message: Message) -> None:
        """Set the act, the five likeliest, and whether it could be a denunciation."""
        normal = message.get(NORMAL)
        ranked = guarded(normal, self._model.rank(normal, best=len(self._model.labels)))
        ranking = [{INTENT_NAME_KEY: r.label, PREDICTED_CONFIDENCE_KEY: r.confidence} for r in ranked[:_REPORTED]]
        denounce = next((r.confidence for r in ranked if r.label == "denounce"), 0.0)
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        caution = {"restricted": denounce >= RESTRICTED_FROM, "denounce": denounce}
        message.set(CAUTION, caution, add_to_output=True)


def guarded(normal_text: str, ranked: list[Ranked]) -> list[Ranked]:
    """Return the ranking with the emergency first where words and classifier together say so, else not first."""
    emergency = next((r for r in ranked if r.label == "emergency"), None)
    if emergency is None:
        return ranked
    others = [r for r in ranked if r is not emergency]
    if is_emergency(normal_text, emergency.confidence):
        return [Ranked(emergency.label, max(emergency.confidence, others[0].confidence)), *others]
    rest = sorted([*others[1:], emergency], key=lambda r: -r.confidence)
    return [others[0], *rest]
