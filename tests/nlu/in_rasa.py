"""Tests of what needs numpy and scikit-learn, which only Rasa's environment has: run by test_in_rasa.py there."""

import unittest

import numpy as np

from bot.nlu.calibration import calibration_error, fit_scale, softmax
from bot.nlu.classifier import Ranked, TextClassifier
from bot.nlu.components.act import guarded
from bot.nlu.features import act_features, topic_features
from bot.nlu.measures import Judged, macro_f1, summary
from bot.nlu.normalize import normalize
from bot.nlu.report import page

_WHERE = ("làng", "xã", "xóm", "thôn", "khu", "tổ", "ngõ", "phố")
_ROADS = [f"đường {where} hỏng nặng đầy ổ gà" for where in _WHERE]
_WATER = [f"nước máy {where} đục ngầu mùi tanh" for where in _WHERE]


class ClassifierTest(unittest.TestCase):
    """A classifier of two topics."""

    @classmethod
    def setUpClass(cls) -> None:
        """Learn once."""
        labels = ["6c.road"] * len(_ROADS) + ["6c.water"] * len(_WATER)
        cls.topics = TextClassifier(topic_features, bayes_weight=0.3).fit(_ROADS + _WATER, labels)

    def test_roads_are_found_however_they_are_typed(self) -> None:
        for text in ("đường đầy ổ gà", "duong day o ga", "đường hỏngggg nặng qá"):
            best = self.topics.rank(normalize(text))[0]
            assert best.label == "6c.road", text
            assert best.confidence > 0.5

    def test_probabilities_add_up(self) -> None:
        np.testing.assert_allclose(self.topics.probabilities(["gì đó", ""]).sum(axis=1), [1, 1])

    def test_why_names_words_of_the_message(self) -> None:
        text = normalize("Đường nhà tôi đầy ổ gà")
        why = self.topics.why(text, "6c.road")
        assert why
        assert all(words in text for words in why)

    def test_the_same_data_gives_the_same_model(self) -> None:
        again = TextClassifier(topic_features, bayes_weight=0.3)
        again.fit(_ROADS + _WATER, ["6c.road"] * len(_ROADS) + ["6c.water"] * len(_WATER))
        text = normalize("nước đục mấy hôm nay")
        np.testing.assert_allclose(again.probabilities([text]), self.topics.probabilities([text]))


class PartsTest(unittest.TestCase):
    """Calibration, the emergency's place in the ranking, the figures of an evaluation."""

    def test_act_features_read_signs_of_danger(self) -> None:
        features = act_features()
        features.fit_transform(["cháy nhà rồi cứu với", "chào"] * 3)
        assert any(name.startswith("danger__") for name in features.names())

    def test_one_scale_mends_timid_scores(self) -> None:
        rng = np.random.default_rng(1)
        labels = rng.integers(0, 3, 600)
        scores = np.eye(3)[labels] * 0.5 + rng.normal(0, 0.15, (600, 3))

        def error(rows: np.ndarray) -> float:
            return calibration_error(rows.max(axis=1), rows.argmax(axis=1) == labels)

        assert error(softmax(scores * fit_scale(scores, labels))) < error(softmax(scores))

    def test_danger_puts_the_emergency_first(self) -> None:
        ranked = [Ranked("report", 0.7), Ranked("emergency", 0.2)]
        assert guarded(normalize("cháy nhà rồi cứu với"), ranked)[0].label == "emergency"

    def test_without_danger_the_emergency_is_not_first(self) -> None:
        ranked = [Ranked("emergency", 0.35), Ranked("out_of_scope", 0.3), Ranked("report", 0.1)]
        labels = [r.label for r in guarded(normalize("hôm nay trời đẹp"), ranked)]
        assert labels == ["out_of_scope", "emergency", "report"]

    def test_figures_count_alternates(self) -> None:
        said = {"act": "report", "act_confidence": 0.9, "topic_confidence": 0.9, "topics": [["7b", 0.9], ["7a", 0.1]]}
        rows = [Judged({"text": "a", "act": "report", "topic": "7a", "topic_alt": ["7b"]}, said)]
        figures = summary(rows)
        assert (figures["topic, strict"], figures["topic, with alternates"]) == (0, 1)
        assert "<svg" in page(rows, "today")

    def test_macro_f1_weighs_labels_alike(self) -> None:
        assert round(macro_f1([("a", "a"), ("a", "a"), ("b", "a")]), 6) == 0.4


if __name__ == "__main__":
    unittest.main()
