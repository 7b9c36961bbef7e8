"""Rasa component: the act of a message, as Rasa's intent."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import TextClassifier
from bot.nlu.components.learnt import LearntComponent
from bot.nlu.components.normalizer import NORMAL
from bot.nlu.examples import Example
from bot.nlu.features import act_features


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(LearntComponent):
    """Sets `intent` and `intent_ranking`."""

    def learn(self, examples: list[Example]) -> TextClassifier:
        """Return a classifier of acts."""
        return TextClassifier(act_features, bayes_weight=0.3).fit([e.text for e in examples], [e.act for e in examples])

    def understand(self, message: Message) -> None:
        """Set the act and the five likeliest."""
        ranking = [
            {INTENT_NAME_KEY: r.label, PREDICTED_CONFIDENCE_KEY: r.confidence}
            for r in self._model.rank(message.get(NORMAL))
        ]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
