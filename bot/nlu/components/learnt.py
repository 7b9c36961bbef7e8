"""What the two classifiers' Rasa components have in common: create, keep, load."""

from __future__ import annotations

import hashlib
import pickle
from abc import abstractmethod
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.examples import Example, HeldOut, read_held_out
from bot.nlu.source import fingerprint

_FILE = "model.pickle"


class LearntComponent(GraphComponent):
    """A component that learns from examples and keeps what it learnt in Rasa's model archive.

    Setting `held_out`: the file of messages that are never learnt, on which confidences and thresholds are fitted.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Any = None) -> None:
        self._held_out = Path(config["held_out"])
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that `config.yml` may leave out."""
        return {"held_out": "nlu_data/held_out.jsonl"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LearntComponent:
        """Return the component, untrained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LearntComponent:
        """Return the trained component. The archive is our own: pickles are not read from elsewhere."""
        with model_storage.read_from(resource) as folder, (folder / _FILE).open("rb") as stream:
            return cls(config, model_storage, resource, pickle.load(stream))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what Rasa's cache must see beside this class: the helpers' source and the held-out messages."""
        return fingerprint() + hashlib.sha256(Path(config["held_out"]).read_bytes()).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that carry an act."""
        examples = [example_of(message) for message in training_data.intent_examples]
        self._model = self.learn(examples, list(read_held_out(self._held_out)))
        with self._storage.write_to(self._resource) as folder, (folder / _FILE).open("wb") as stream:
            pickle.dump(self._model, stream, protocol=pickle.HIGHEST_PROTOCOL)
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
    def learn(self, examples: list[Example], held_out: list[HeldOut]) -> Any:
        """Return the fitted model."""

    @abstractmethod
    def understand(self, message: Message) -> None:
        """Add this component's output to the message."""


def example_of(message: Message) -> Example:
    """Return the training example; its topic stands in the `metadata` block of its intent."""
    block = (message.get(METADATA) or {}).get(INTENT) or {}
    return Example(text=message.get(TEXT), act=message.get(INTENT), topic=block.get("topic"))
