"""What the matter is: its act, its topic, its words, and a second matter told with it."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.inquiries import is_question
from api.intake.neutral import has_insult
from api.intake.rules.steps import CHOICES_OFFERED, CORRUPTION, INFORMATION, MATTERS, OTHER_TOPIC, Step
from api.intake.schemas import Draft, Heard, Matter, TopicGuess

# Used when the classifier does not say itself whether it is sure.
TOPIC_SURE: Final = 0.75
# From here on a topic is proposed in the summary, with the others as buttons beside it; below, it is asked for.
TOPIC_PROPOSED: Final = 0.35
_SECOND_FROM: Final = 0.2
_PART_SURE: Final = 0.9
_PART_WORDS: Final = 5
# What one sees in the street is no denunciation while nobody is named for it; of a neighbour or a firm it is a report
# to who manages the field (Luật Tố cáo 2018, Điều 41), and so are the fields beside it.
_SEEN: Final = frozenset({"6c.road", "6c.power", "6c.water", "6c.waste"})  # few words tell it whole: "rác không ai dọn"
_THINGS: Final = _SEEN | {"7b", "8b"}
_WATCHED: Final = _THINGS | {"7a", "6d", "5b"}
_COURTESY: Final = re.compile(r"(?:\s+(?:nhé|nhe|nha|ạ|á|thôi|thoi|mới đúng|cơ|co|chứ))+$", re.IGNORECASE)
_WORDS_OF_IT: Final = re.compile(r"^(?:chữ|chu|từ|chỗ|câu|đoạn|phần) ", re.IGNORECASE)
_SMALL: Final = phrases.words("khong phai chu ma la va cua o")
_TALK: Final = frozenset({"3a", "3b", "8c"})
_ACT_SURE: Final = 0.8
_NAMED_INSTEAD: Final = frozenset({"report", "out_of_scope"})
# Praise is believed by its words; without any only where the classifier is very sure, of a sentence and not of a place.
_PRAISES: Final = re.compile(
    r"\b(?:khen|cam on|cam ta|cam kich|cam dong|cam phuc|biet on|tri an|hoan nghenh|hoan ho|tuyen duong|bieu duong|"
    r"hai long|het long|tuyet|tot|gioi|dep|vui|tan tinh|tan tam|tan tuy|chu dao|nhiet tinh|nhanh|nhe nhang|lich su|"
    r"than thien|tu te|niem no|de thuong|dang quy|phan khoi|yen tam|an tam|kip thoi|chuyen nghiep|xuat sac|ghi nhan|"
    r"kien nhan|an can|qua ung|thank|thanks|great|excellent|kind)\b"
)
_HARMS: Final = re.compile(
    r"\b(?:bam tim|(?:chua|khong|ko|chang|cha) (?:\S+ )?(?:tot|hai long|giai quyet|xong)|bat dong|qua te|hach sach|"
    r"nhung nhieu|tham nhung|hoi lo)\b"
)
_PRAISE_SURE: Final = 0.85
_SENTENCE: Final = 7
_WISHES: Final = re.compile(r"\b(?:muon|xin|can|phai) (khieu nai|phan anh|kien nghi)\b")
_SETTLES: Final = 9  # so many words settle a topic that was only proposed: "thêm cái xà đơn cho các cụ" does not
_DENOUNCES_SURELY: Final = 0.6
# Where nobody at all is named the classifier must be surer (held out: below it 4 of 5 were reports).
_ACCUSES_SURELY: Final = 0.85
# Acts that may hide a denunciation; a question about how to denounce is a question.
ACCUSING: Final = frozenset({"report", "complain", "denounce"})
_CORRUPTION_TOPICS: Final = frozenset({"4a", "4b.health", "4b.edu", "4c", "4d"})


def take_act(draft: Draft, heard: Heard, step: Step) -> None:
    """Set the act of a first message, or the one that the citizen names against ours."""
    folded = fold(heard.text)
    said = phrases.act_said(folded)
    if said is not None:
        draft.act_said = True
        if draft.asked is not None:
            step.say("utter_act_changed", act=said)
        draft.act = said
    elif draft.asked is None and not draft.act_said:
        draft.act = _act_of(heard, folded)
    _hear_denunciation(draft, heard, step)


def _act_of(heard: Heard, folded: str) -> str:
    """Return the classifier's act, or the one that the citizen names where the classifier is not sure."""
    if heard.act == "praise" and (has_insult(heard.text) or not _praises(heard, folded)):
        return "complain" if wished_act(folded) == "complain" else "report"
    if heard.act in _NAMED_INSTEAD and heard.act_confidence < _ACT_SURE:
        if phrases.ASKS.search(folded):
            return "ask"
        if phrases.PROPOSES.search(folded):
            return "suggest"
    if heard.act == "complain" and phrases.NEIGHBOUR.search(folded) and not phrases.DECIDED.search(folded):
        return "report"  # a complaint is against a decision of an office (Luật Khiếu nại 2011, Điều 2)
    if heard.act == "ask" and phrases.REPORTS.search(folded) and "?" not in heard.text:
        return "report"
    if heard.act == "complain" and phrases.REPORTS.search(folded) and wished_act(folded) != "complain":
        return "report"
    told = heard.act == "ask" and not is_question(phrases.without_may_i(folded))
    doubted = heard.act_confidence < _ACT_SURE and not phrases.ASKS.search(folded)
    if told and (phrases.FAULT.search(folded) or doubted):
        return "report"  # "cho hỏi cống bị tắc": a courtesy before a fault, and no question
    return heard.act if heard.act in MATTERS else "report"


def _praises(heard: Heard, folded: str) -> bool:
    """Whether a message is praise indeed: nothing that tells harm or wishes to complain is filed as such."""
    if wished_act(folded) is not None or _HARMS.search(folded):
        return False
    if _PRAISES.search(folded):
        return True
    return heard.act_confidence >= _PRAISE_SURE and len(folded.split()) >= _SENTENCE


def wished_act(folded: str) -> str | None:
    """Return the act of "tôi muốn khiếu nại"; None if the words wish for none."""
    found = _WISHES.search(folded)
    return phrases.ACTS[found.group(1)] if found else None


def _hear_denunciation(draft: Draft, heard: Heard, step: Step) -> None:
    """Hear a denunciation in any message of the draft, and never forget it: it must not reach the accused.

    A few words that answer "where?" are no denunciation, whatever the classifier makes of them.
    """
    folded = fold(heard.text)
    by_words = phrases.denounces(folded)
    only_answers = draft.asked is not None and phrases.is_short(folded)
    by_class = heard.act == "denounce" and (draft.asked is None or heard.act_confidence >= _DENOUNCES_SURELY)
    vague = phrases.accuses_nobody(heard.text) and heard.act_confidence < _ACCUSES_SURELY
    if by_class and not by_words and (vague or _of_a_firm_or_neighbour(heard)):
        by_class = False
        draft.act = "report" if draft.asked is None else draft.act
    if draft.act_said or draft.act == "praise":
        return
    if draft.english and not phrases.ACCUSES_EN.search(heard.text):
        return  # the closing is learnt from Vietnamese
    plain = (_likeliest(heard.topic) in _THINGS or draft.topic in _THINGS) and phrases.accuses_nobody(heard.text)
    if heard.caution.restricted and not only_answers and heard.act in ACCUSING and not plain:
        draft.doubtful = True
    if phrases.CONFIDENTIAL.search(folded) or _hints_at_office(draft, folded):
        draft.doubtful = True
    if by_words or (by_class and not only_answers):
        if draft.act != "denounce" and draft.asked is not None:
            step.say("utter_notice_denounce")
        draft.act = "denounce"


def _of_a_firm_or_neighbour(heard: Heard) -> bool:
    """Whether what sounds of a denunciation is about a matter of the street and names nobody in office."""
    folded = fold(heard.text)
    official = phrases.in_office(folded) or any(p.search(folded) for p in (phrases.BRIBE, phrases.COVERS))
    return _likeliest(heard.topic) in _WATCHED and not official


def _hints_at_office(draft: Draft, folded: str) -> bool:
    """Whether somebody in office is hinted at in a matter of corruption, by one who fears to be known."""
    afraid = phrases.KEEP_SECRET.search(folded) is not None or phrases.FEARS.search(folded) is not None
    return draft.topic in _CORRUPTION_TOPICS and phrases.in_office(folded) and afraid


def _likeliest(guess: TopicGuess) -> str | None:
    return guess.ranking[0][0] if guess.ranking else guess.code


def is_sure(guess: TopicGuess) -> bool:
    """Whether the classifier needs no asking back."""
    return guess.sure if guess.sure is not None else guess.confidence >= TOPIC_SURE


def take_topic(draft: Draft, guess: TopicGuess) -> None:
    """Take the topic of a message: surely, as a proposal, or as choices. A denunciation is about corruption."""
    ranked = [(code, p) for code, p in guess.ranking if code != OTHER_TOPIC]
    code = guess.code if guess.code is not None else (ranked[0][0] if ranked else None)
    sure = is_sure(guess)
    if draft.act == "denounce":
        draft.topic = code if sure and code in _CORRUPTION_TOPICS else draft.topic or CORRUPTION
        draft.topic_sure, draft.topic_choices = True, []
    elif code is not None and sure:
        draft.topic, draft.topic_sure = code, True
        draft.topic_choices = [other for other, _ in ranked if other != code][: CHOICES_OFFERED - 1]
    elif ranked and ranked[0][1] >= TOPIC_PROPOSED:
        draft.topic, draft.topic_sure = ranked[0][0], False
        draft.topic_choices = [other for other, _ in ranked[1:CHOICES_OFFERED]]
    else:
        # A question goes to the coordinator when nobody else can be found; its sender is not asked for a class.
        draft.topic, draft.topic_sure = OTHER_TOPIC if draft.act == "ask" else None, False
        draft.topic_choices = [other for other, _ in ranked[:CHOICES_OFFERED]]


def take_information_request(draft: Draft, text: str) -> None:
    """Hear a request for a document or data of an office: a class of its own with its own form and clock."""
    if draft.act in ("denounce", "praise") or draft.act_said or not phrases.wants_a_paper(fold(text)):
        return
    draft.act, draft.topic, draft.topic_sure, draft.topic_choices = "ask", INFORMATION, True, []


def retake_topic(draft: Draft, heard: Heard) -> bool:
    """Let a later, longer message settle a topic that was only proposed. Return whether it changed."""
    before = draft.topic
    if (
        draft.topic_sure
        or draft.english
        or not is_sure(heard.topic)
        or heard.topic.code is None
        or len(heard.text.split()) < _SETTLES
    ):
        return False
    take_topic(draft, heard.topic)
    return draft.topic != before


def take_two(draft: Draft, heard: Heard) -> None:
    """Notice a second matter in the words of the first: by its clause, or by a second likely topic behind a joiner."""
    if draft.act not in ("report", "suggest", "complain") or draft.topic is None:
        return
    told_as_two = phrases.MORE.search(fold(heard.text)) is not None
    others = [
        part.topic
        for part in heard.matters
        if part.topic not in (draft.topic, OTHER_TOPIC) and (told_as_two or _stands_alone(part, heard.text))
    ]
    likely = [c for c, p in heard.topic.ranking if p >= _SECOND_FROM and c not in (draft.topic, OTHER_TOPIC)]
    second = others or (likely if told_as_two and not draft.topic_sure else [])
    if second:
        draft.second, draft.two = second[0], "ask"


def _stands_alone(part: Matter, text: str) -> bool:
    """Whether a part of a message is a matter by itself: surely of its topic, long enough, and no talk about us.

    An apology, an address, or "đã gọi 114 rồi" in front of the matter is none.
    """
    long_enough = part.end == 0 or part.topic in _SEEN or len(text[part.start : part.end].split()) > _PART_WORDS
    return part.confidence >= _PART_SURE and part.topic not in _TALK and long_enough


def answered_two(draft: Draft, heard: Heard, step: Step) -> None:
    """Take which of two matters is the main one; both means two tickets."""
    folded = fold(heard.text)
    if phrases.BOTH.search(folded):
        settle_two(draft, "both")
        return
    chosen = next((code for code, _ in heard.topic.ranking if code in (draft.topic, draft.second)), draft.topic)
    append(draft, heard.text)
    settle_two(draft, chosen or "")
    step.say("utter_main_taken", topic=draft.topic or OTHER_TOPIC, second=draft.second or OTHER_TOPIC)


def settle_two(draft: Draft, main: str) -> None:
    """Keep one as the main matter and the other as its addition, or make them two."""
    if main == "both":
        draft.two = "separate"
    else:
        if main == draft.second:
            draft.topic, draft.second = draft.second, draft.topic
        draft.two = "noted"
    draft.topic_sure, draft.topic_choices = True, []


def rejects_topic(draft: Draft, heard: Heard, step: Step) -> bool:
    """Take "không phải X mà là Y" about the topic: another one if X is what we understood. Return whether it was."""
    match = phrases.NOT_THAT.search(fold(heard.text))
    if match is None or draft.topic is None or draft.act == "denounce":
        return False
    denied, meant = match.group(1), match.group(2)
    told = fold(step.topics.get(draft.topic, ""))
    if not _shares_words(denied, told):
        append(draft, heard.text)
        step.say("utter_topic_kept", topic=draft.topic)
        return True
    others = [code for code, _ in heard.topic.ranking] + draft.topic_choices
    draft.topic_choices = [code for code in dict.fromkeys(others) if code not in (draft.topic, OTHER_TOPIC)][
        :CHOICES_OFFERED
    ]
    by_words = [code for code in draft.topic_choices if _shares_words(meant, fold(step.topics.get(code, "")))]
    draft.topic = by_words[0] if by_words else None
    draft.topic_sure = False
    append(draft, heard.text)
    if draft.topic is not None:
        step.say("utter_topic_changed", topic=draft.topic)
    return True


def named_topic(text: str, choices: list[str], topics: Mapping[str, str]) -> str | None:
    """Return the one of the offered topics that is named in words against another ("trang trại chứ không phải rác").

    None if nothing is denied, or if not exactly one of the others shares words with what is meant.
    """
    meant = phrases.without_denied(text)
    if meant == text.strip(" ,."):
        return None
    denied = fold(text).replace(fold(meant), "")
    left = [code for code in choices if not set(fold(topics.get(code, "")).split()) & set(denied.split()) - _SMALL]
    shared = {
        code: len(set(fold(topics.get(code, "")).replace(",", "").split()) & set(fold(meant).split())) for code in left
    }
    best = sorted(shared, key=lambda code: -shared[code])
    clear = bool(best) and shared[best[0]] > 0 and (len(best) == 1 or shared[best[0]] > shared[best[1]])
    return best[0] if clear else None


def _shares_words(said: str, name: str) -> bool:
    """Whether two words in a row stand in both."""
    words = said.replace(",", " ").split()
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return any(f" {pair} " in f" {name.replace(',', ' ').replace('  ', ' ')} " for pair in pairs)


def append(draft: Draft, text: str) -> None:
    """Add words to the matter, once."""
    if text.strip() and text.strip() not in draft.text:
        draft.text = f"{draft.text}\n{text}".strip()


def mend_words(draft: Draft, text: str) -> tuple[str, str] | None:
    """Change words of the matter as the citizen says: taken out, or put right. Return what was and what is, or None.

    Only words that stand in the matter are touched; everything else is for a person to read.
    """
    for pattern in (*phrases.TAKES_OUT, *phrases.PUTS_RIGHT):
        found = _found_as_it_stands(pattern, text)
        if found is None:
            continue
        wrong, right = _strip_courtesy(found["wrong"]), _strip_courtesy(found.get("right", ""))
        for words in (wrong, _WORDS_OF_IT.sub("", wrong)):  # "sửa chữ X thành Y"; "chủ nhật" is no "chữ"
            mended = _put(draft.text, words, right)
            if mended is not None:
                draft.text = mended
                return words, right
    return None


def _found_as_it_stands(pattern: re.Pattern[str], text: str) -> dict[str, str] | None:
    """Return the groups of a pattern for folded text, in the citizen's own letters."""
    plain = " ".join(text.split())
    folded = fold(plain)
    match = pattern.search(folded)
    if match is None or len(folded) != len(plain):
        return None
    return {name: plain[slice(*match.span(name))] for name in match.groupdict()}


def _strip_courtesy(words: str) -> str:
    return _COURTESY.sub("", words.strip(" ,.;\"'«»"))


def _put(text: str, wrong: str, right: str) -> str | None:
    """Replace words where they stand in a text, whatever marks they carry; None if they do not stand there."""
    folded, sought = "".join(fold(letter) if letter.strip() else letter for letter in text), fold(wrong)
    at = re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", folded)
    if not sought or at is None or len(folded) != len(text):
        return None
    whole = f"{text[: at.start()].rstrip()} {right} {text[at.end() :].lstrip()}"
    return re.sub(r" +([,.;]|$)", r"\1", re.sub(r" {2,}", " ", whole)).strip()
