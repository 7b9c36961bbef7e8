"""Tests of what needs numpy and scikit-learn, which only Rasa's environment has: run by test_in_rasa.py there."""

import unittest

import numpy as np

from bot.nlu.calibration import calibration_error, fit_calibration, softmax, surest_from
from bot.nlu.caution import caution_of, guarded
from bot.nlu.classifier import Accepted, Ranked, TextClassifier
from bot.nlu.features import Features, act_features, edges, folded, marked, topic_features
from bot.nlu.measures import Judged, macro_f1, summary
from bot.nlu.normalize import normalize
from bot.nlu.report import page

_WHERE = ("làng", "xã", "xóm", "thôn", "khu", "tổ", "ngõ", "phố")
_ROADS = [f"đường {where} hỏng nặng đầy ổ gà" for where in _WHERE]
_WATER = [f"nước máy {where} đục ngầu mùi tanh" for where in _WHERE]


_HELD_OUT = [
    Accepted("đường ngõ nhà em vỡ nát đầy ổ gà", frozenset({"6c.road"})),
    Accepted("nuoc may nha em duc ngau", frozenset({"6c.water"})),
    Accepted("đường đầy ổ gà mà nước máy cũng đục", frozenset({"6c.road", "6c.water"})),
]


def _learnt() -> TextClassifier:
    labels = ["6c.road"] * len(_ROADS) + ["6c.water"] * len(_WATER)
    return TextClassifier(topic_features()).fit(_ROADS + _WATER, labels, _HELD_OUT)


class ClassifierTest(unittest.TestCase):
    """A classifier of two topics."""

    @classmethod
    def setUpClass(cls) -> None:
        """Learn once."""
        cls.topics = _learnt()

    def test_roads_are_found_however_they_are_typed(self) -> None:
        for text in ("đường đầy ổ gà", "duong day o ga", "đường hỏngggg nặng qá"):
            best = self.topics.rank(normalize(text))[0]
            assert best.label == "6c.road", text
            assert best.confidence > 0.5

    def test_probabilities_add_up(self) -> None:
        for text in ("gì đó", "", "đường hỏng"):
            np.testing.assert_allclose(self.topics.probabilities(text).sum(), 1)

    def test_why_names_words_of_the_message(self) -> None:
        text = normalize("Đường nhà tôi đầy ổ gà")
        why = self.topics.why(text, "6c.road")
        assert why
        assert all(words in text for words in why)

    def test_the_same_data_gives_the_same_model(self) -> None:
        text = normalize("nước đục mấy hôm nay")
        np.testing.assert_allclose(_learnt().probabilities(text), self.topics.probabilities(text))

    def test_it_answers_alone_only_from_where_held_out_messages_were_right(self) -> None:
        assert 0 < self.topics.alone_from <= 1
        unanswerable = [Accepted(text, frozenset({"7a"})) for text in ("nước đục", "đường hỏng")]
        labels = ["6c.road"] * len(_ROADS) + ["6c.water"] * len(_WATER)
        never = TextClassifier(topic_features()).fit(_ROADS + _WATER, labels, unanswerable)
        assert never.alone_from == 1


class FeaturesTest(unittest.TestCase):
    """The tables that read one message, beside the vectorizers that they were made from."""

    def test_a_row_is_what_the_vectorizer_gives(self) -> None:
        texts = [normalize(text) for text in (*_ROADS, *_WATER)]
        for view in (marked(2), folded(2)):
            features = Features([("view", view, 1.0)])
            learnt = features.fit_transform(texts)
            for at, text in enumerate(texts):
                columns, values = features.row(text)
                expected = learnt[at].toarray()[0]
                np.testing.assert_allclose(values, expected[columns])
                assert np.count_nonzero(expected) == len(columns)

    def test_unknown_words_give_an_empty_row(self) -> None:
        features = topic_features()
        features.fit_transform([normalize(text) for text in (*_ROADS, *_WATER)])
        assert len(features.row("zzz")[0]) == 0

    def test_edges_are_the_first_and_last_words_of_each_part(self) -> None:
        found = edges("đường hỏng lâu rồi. bao giờ mới sửa?")
        assert {"asks", "from duong hong", "to lau roi", "from bao gio", "to moi sua"} <= set(found)

    def test_act_features_read_signs_of_danger(self) -> None:
        features = act_features()
        features.fit_transform(["cháy nhà rồi cứu với", "chào"] * 4)
        assert any(name.startswith("danger__") for name in features.names())


class PartsTest(unittest.TestCase):
    """Calibration, caution, the emergency's place in the ranking, the figures of an evaluation."""

    def test_calibration_mends_timid_scores_and_counts_every_right_answer(self) -> None:
        rng = np.random.default_rng(1)
        labels = rng.integers(0, 3, 600)
        scores = np.eye(3)[labels] * 0.5 + rng.normal(0, 0.15, (600, 3))
        # Every third message has a second label that a fair judge accepts too.
        accepted = [frozenset({int(a), int(a + 1) % 3} if at % 3 == 0 else {int(a)}) for at, a in enumerate(labels)]
        fitted = fit_calibration(scores, accepted).confidences(scores)

        def error(rows: np.ndarray) -> float:
            right = np.array([int(row.argmax()) in fine for row, fine in zip(scores, accepted)])  # noqa: B905
            return calibration_error(rows.max(axis=1), right)

        assert error(fitted) < 0.05 < error(softmax(scores))
        np.testing.assert_array_equal(fitted.argmax(axis=1), scores.argmax(axis=1))
        np.testing.assert_allclose(fitted.sum(axis=1), 1)

    def test_the_threshold_is_the_lowest_that_keeps_the_aim(self) -> None:
        confidences = np.array([0.9, 0.8, 0.7, 0.6])
        right = np.array([True, True, True, False])
        assert surest_from(confidences, right, 0.95) == 0.7
        assert surest_from(confidences, ~right, 0.95) == 1

    def test_a_likely_denunciation_is_kept_closed(self) -> None:
        doubtful = [Ranked("report", 0.7), Ranked("denounce", 0.2), Ranked("emergency", 0.001)]
        assert caution_of("ông ấy lấy tiền", doubtful).restricted
        assert not caution_of("đường hỏng", [Ranked("report", 0.99), Ranked("denounce", 0.001)]).restricted

    def test_who_says_to_cao_is_heard_unless_it_is_only_asked(self) -> None:
        text = normalize("to cao quan nuoc dau lang danh bac")
        assert caution_of(text, [Ranked("report", 0.999), Ranked("denounce", 0.001)]).restricted
        assert not caution_of(text, [Ranked("ask", 0.999), Ranked("denounce", 0.001)]).restricted

    def test_words_of_danger_bring_the_numbers_whatever_the_classifier_says(self) -> None:
        nothing = [Ranked("report", 1.0), Ranked("emergency", 0.0)]
        assert caution_of(normalize("cháy nhà rồi cứu với"), nothing).emergency
        assert not caution_of(normalize("đường hỏng"), nothing).emergency

    def test_danger_puts_the_emergency_first(self) -> None:
        ranked = [Ranked("report", 0.7), Ranked("emergency", 0.2)]
        assert guarded(normalize("cháy nhà rồi cứu với"), ranked)[0].label == "emergency"

    def test_without_danger_the_emergency_is_not_first(self) -> None:
        ranked = [Ranked("emergency", 0.35), Ranked("out_of_scope", 0.3), Ranked("report", 0.1)]
        labels = [r.label for r in guarded(normalize("hôm nay trời đẹp"), ranked)]
        assert labels == ["out_of_scope", "emergency", "report"]

    def test_figures_count_alternates(self) -> None:
        said = {
            "act": "report", "act_confidence": 0.9, "act_sure": True, "topic_confidence": 0.9, "topic_sure": True,
            "topics": [["7b", 0.9], ["7a", 0.1]], "restricted": False, "emergency": False,
        }  # fmt: skip
        rows = [Judged({"text": "a", "act": "report", "topic": "7a", "topic_alt": ["7b"]}, said)]
        figures = summary(rows)
        assert (figures["topic, strict"], figures["topic, with alternates"]) == (0, 1)
        assert "<svg" in page(rows, figures, "today")

    def test_macro_f1_weighs_labels_alike(self) -> None:
        assert round(macro_f1([("a", "a"), ("a", "a"), ("b", "a")]), 6) == 0.4


if __name__ == "__main__":
    unittest.main()
