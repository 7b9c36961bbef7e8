"""Rasa component: adds the normal form of the text; the text itself stays the citizen's."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.normalize import normalize
from bot.nlu.source import fingerprint

NORMAL = "normal"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Normalizer(GraphComponent):
    """Sets `normal` on each message that is understood; training makes noise first and normalises itself."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Normalizer:
        """Return the component, which has no settings."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what Rasa's cache must see beside this class."""
        return fingerprint()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave training messages alone: the classifiers normalise their noisy copies."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the normal form to each message."""
        for message in messages:
            message.set(NORMAL, normalize(message.get(TEXT) or ""))
        return messages
