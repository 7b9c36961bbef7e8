"""What the two classifiers' Rasa components have in common: create, keep, load."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.examples import Example
from bot.nlu.source import fingerprint

_FILE = "model.joblib"


class LearntComponent(GraphComponent):
    """A component that learns from examples and keeps what it learnt in Rasa's model archive."""

    def __init__(self, storage: ModelStorage, resource: Resource, model: Any = None) -> None:
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LearntComponent:
        """Return the component, untrained."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LearntComponent:
        """Return the trained component. The archive is our own: joblib is not read from elsewhere."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / _FILE))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what Rasa's cache must see beside this class."""
        return fingerprint()

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that carry an act."""
        self._model = self.learn([example_of(m) for m in training_data.intent_examples])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / _FILE, compress=1)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave training messages as they are."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is understood to each message."""
        for message in messages:
            self.understand(message)
        return messages

    @abstractmethod
    def learn(self, examples: list[Example]) -> Any:
        """Return the fitted model."""

    @abstractmethod
    def understand(self, message: Message) -> None:
        """Add this component's output to the message."""


def example_of(message: Message) -> Example:
    """Return the training example; its topic stands in the `metadata` block of its intent."""
    block = (message.get(METADATA) or {}).get(INTENT) or {}
    return Example(text=message.get(TEXT), act=message.get(INTENT), topic=block.get("topic"))
