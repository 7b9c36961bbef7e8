"""Rasa component: words by underthesea, for what in Rasa works on tokens (entities, its test reports)."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from underthesea import word_tokenize

from bot.nlu.source import fingerprint


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class UndertheseaTokenizer(Tokenizer):
    """Vietnamese words of several syllables as one token; offsets are those of the citizen's own text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that Rasa's base class reads."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any) -> UndertheseaTokenizer:
        """Return the tokenizer."""
        return cls(config)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what Rasa's cache must see beside this class."""
        return fingerprint()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave training messages alone: nothing here learns from tokens, and 20,000 messages take 25 s."""
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words with their places in the text; what underthesea changed is looked up as it was."""
        text = str(message.get(attribute) or "")
        tokens, at = [], 0
        for word in word_tokenize(text):
            found = text.find(word, at)
            if found < 0:
                continue
            tokens.append(Token(word, found))
            at = found + len(word)
        return tokens
