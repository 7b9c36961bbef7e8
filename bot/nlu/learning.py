"""The two classifiers as they are fitted for the bot: which features, which votes, which held-out labels."""

from collections.abc import Sequence

from bot.nlu.classifier import Accepted, TextClassifier
from bot.nlu.examples import Example, HeldOut
from bot.nlu.features import act_features, topic_features


def learn_acts(examples: Sequence[Example], held_out: Sequence[HeldOut]) -> TextClassifier:
    """Return a classifier of acts."""
    return TextClassifier(act_features()).fit(
        [example.text for example in examples],
        [example.act for example in examples],
        [Accepted(message.text, message.acts) for message in held_out],
    )


def learn_topics(examples: Sequence[Example], held_out: Sequence[HeldOut]) -> TextClassifier:
    """Return a classifier of topics, learnt from the messages that have one."""
    labelled = [(example.text, example.topic) for example in examples if example.topic]
    return TextClassifier(topic_features()).fit(
        [text for text, _ in labelled],
        [topic for _, topic in labelled],
        [Accepted(message.text, message.topics) for message in held_out if message.topics],
    )
