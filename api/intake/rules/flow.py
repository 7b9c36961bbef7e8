"""How a draft grows with each message, and what is asked next."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from api.core.text import fold
from api.inbox.schemas import PHOTO, PIN
from api.intake import phrases
from api.intake.inquiries import in_passing, is_question
from api.intake.names_of_people import name_in
from api.intake.neutral import has_insult, is_only_anger, phone_in, without_number
from api.intake.rules.answered import answered_answer, content, only_where
from api.intake.rules.follow import answered_follow, is_about_following
from api.intake.rules.identity import answered_identity, take_identity
from api.intake.rules.matter import (
    answered_two,
    append,
    is_sure,
    named_topic,
    rejects_topic,
    take_act,
    take_information_request,
    take_topic,
    take_two,
)
from api.intake.rules.more import Extras, answered_more, next_extra
from api.intake.rules.place import (
    answered_detail,
    answered_place,
    answered_place_choice,
    take_photo,
    take_pin,
    take_place,
)
from api.intake.rules.steps import (
    GIVE_UP_AFTER,
    MATTERS,
    OTHER_TOPIC,
    QUESTIONS_BEFORE_SUMMARY,
    WITHOUT_A_SPOT,
    Place,
    Step,
)
from api.intake.rules.summary import (
    answered_confirm,
    answered_content,
    answered_edit,
    answered_evidence,
    answered_praise_name,
    asks_if_sent,
    is_unclear_send,
    is_undecided,
    mended,
    says_yes,
)
from api.intake.rules.taps import about_ticket, put_back, tapped, typed_choice
from api.intake.schemas import Asked, Draft, Heard

# The law's answer to the same question is another for these acts.
_FOR_THE_ACT = {
    ("denounce", "utter_faq_privacy"): "utter_secret",
    ("denounce", "utter_faq_agency"): "utter_notice_denounce",
    ("complain", "utter_faq_agency"): "utter_faq_complain",
}
_ASIDES = frozenset({"greet", "thanks", "bye", "human", "emergency", "out_of_scope", "status", "rate"})
_OPENED: frozenset[Asked] = frozenset({"edit", "content", "identity"})
_AT_SUMMARY: frozenset[Asked] = frozenset({"confirm", "edit", "evidence", "praise_name"})
_BYE = re.compile(r"\b(?:chao|tam biet|bye|hen|ngu ngon|the nhe|thoi nhe|di day|nghi day|goodbye)\b|^thoi\W*$|^👋")
_THAT_ONE = re.compile(r"\b(?:phieu|cai|viec|vu|don) (?:do|nay|ay|kia|vua|luc|cu|truoc|hom)\b")
# What a turn says that is small talk indeed, whatever the classifier makes of it.
_SMALL_TALK = {
    "bye": _BYE,
    "greet": re.compile(r"\b(?:chao|hello|hi|hey|alo|a lo|good)\b"),
    "thanks": re.compile(r"\b(?:cam on|cam ta|biet on|thanks?|thank you|tks|tk|c\.on|cmon|on)\b"),
    "human": re.compile(
        r"\b(?:gap|noi chuyen|nguoi (?:that|ta|nao|phu trach|truc)|can bo|tong dai|lien he|hotline|nhan vien|ai do|"
        r"robot|bot|goi (?:lai |dien )?(?:cho|giup|toi|em)|chuyen (?:cho|qua|sang)|tu van|ho tro|"
        r"(?:khong|ko) (?:muon|thich))\b"
    ),
    "status": re.compile(
        r"\b(?:phieu|ma|hy|(?:den|toi) dau|tra loi|ket qua|the nao|sao roi|ra sao|xong|xu ly|giai quyet|tien do|"
        r"bao gio|khi nao|tinh hinh|don|viec|vu|chua|status|lau)\b"
    ),
}
_A_TURN = 4
_SHORT_CANCEL = 8
_LONG_CANCEL = 20
_NEW_STORY = 5
_SHORT_SCRAP = 5
_BARE_NAME = 3


def advance(
    draft: Draft,
    heard: Heard,
    place: Place,
    topics: Mapping[str, str] | None = None,
    extras: Extras | None = None,
    taken_at: Place | None = None,
) -> Step:
    """Take a message into the draft: a tapped button, an answer to the last question, or something new.

    Of a photo with a caption, the words are the message, and `taken_at` is the place that the photo tells.
    """
    step = Step(topics=topics or {}, extras=extras or {})
    payload = heard.payload or typed_choice(draft, heard)
    if payload == PIN:
        take_pin(draft, place, step)
        draft.asked = draft.asked or "story"
    elif payload == PHOTO:
        take_photo(draft, place, step)
        draft.asked = draft.asked or "story"
    elif payload is not None:
        tapped(draft, payload, step)
    elif draft.asked is None:
        _first_words(draft, heard, place, step)
    elif _said_before(draft, heard):
        step.say("utter_heard_already")
    elif phrases.RESTART.search(fold(heard.text)):
        _start_again(draft, heard, place, step)
    elif _cancels(draft, heard, place):
        draft.outcome = "cancelled"
    elif phrases.MISTAPPED.search(fold(heard.text)) and draft.before:
        put_back(draft)
    elif not _beside_the_question(draft, heard, place, step):
        _answered(draft, heard, place, step)
    if draft.detail is not None:
        draft.detail = without_number(draft.detail) or None
    if draft.outcome == "open":
        if taken_at is not None:
            take_pin(draft, taken_at, step)
        ask_next(draft, step.extras)
    return step


def ask_next(draft: Draft, extras: Extras) -> None:
    """Ask what is missing. A topic that was offered beside another question and not chosen is proposed at the end."""
    before, draft.asked = draft.asked, next_question(draft, extras)
    if draft.asked == "topic" and draft.topic_offered and before != "edit":
        draft.topic, *draft.topic_choices = [*draft.topic_choices, OTHER_TOPIC]
        draft.asked = next_question(draft, extras)
    draft.more_done = draft.more_done or draft.asked in _AT_SUMMARY  # after the summary nothing more is asked
    if draft.asked == "more":
        asked = next_extra(draft, extras)
        draft.more = asked.number if asked else None
    if draft.topic is None and draft.asked in ("place", "detail"):
        draft.topic_offered = True
    if draft.asked != before and draft.asked in ("two", "topic", "place", "place_choice", "detail", "more"):
        draft.questions += 1


def _first_words(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take everything that the first message of a matter gives; if it only announces one, ask for it."""
    draft.asked = None
    if heard.caution.emergency and not _is_over(draft, heard):
        step.say("utter_emergency")
    take_act(draft, heard, step)
    take_identity(draft, heard.text, step)
    if phrases.signs(heard.text) or has_insult(heard.text):
        step.say("utter_calm_first")
    if _tells_nothing(heard, place):
        draft.asked = "story"
        return
    bare_name = place.status in ("found", "ambiguous") and len(heard.text.split()) <= _BARE_NAME
    bare_name = bare_name and not phrases.FAULT.search(fold(heard.text))
    if (only_where(heard.text) and place.status == "found" and not is_sure(heard.topic)) or bare_name:
        take_place(draft, place, step)  # a place alone is no matter, and of no topic
        draft.asked = "story"
        return
    draft.text = phrases.beside_send(heard.text) or heard.text  # "..., gửi luôn nhé" is no part of the matter
    draft.understood = _understood(heard)
    take_topic(draft, heard.topic)
    take_information_request(draft, heard.text)
    if draft.english:
        draft.topic, draft.topic_sure, draft.topic_choices = (
            OTHER_TOPIC,
            False,
            [],
        )  # learnt from Vietnamese: a guess would be none
    take_place(draft, place, step)
    take_two(draft, heard)
    draft.asked = None
    if draft.two is None and phrases.TWO_MATTERS.search(fold(heard.text)) and draft.act != "denounce":
        step.say("utter_one_by_one", topic=draft.topic or OTHER_TOPIC)
    elif draft.topic not in (None, OTHER_TOPIC) and draft.two is None and _worth_telling(draft):
        step.say("utter_understood" if draft.topic_sure else "utter_guessed", act=draft.act, topic=draft.topic or "")


def _is_over(draft: Draft, heard: Heard) -> bool:
    """Whether words that sound of danger are thanks for what went well, or an addition to what was told."""
    return heard.act == "praise" or (
        draft.waiting_ticket is not None and phrases.ADDS.search(fold(heard.text)) is not None
    )


def _said_before(draft: Draft, heard: Heard) -> bool:
    """Whether the whole message was taken before: sent twice, it adds nothing."""
    words = heard.text.strip()
    return len(words.split()) > _NEW_STORY and words in (line.strip() for line in draft.text.splitlines())


def _understood(heard: Heard) -> dict[str, Any]:
    """Return what the ticket keeps of the machine's reading, so that an officer sees it and can mend it."""
    return {
        "act": heard.act,
        "act_confidence": round(heard.act_confidence, 3),
        "topics": [[code, round(confidence, 3)] for code, confidence in heard.topic.ranking[:3]],
        "why": heard.topic.why,
    }


def _worth_telling(draft: Draft) -> bool:
    return draft.act != "denounce" and (draft.topic_sure or draft.act != "praise")


def _tells_nothing(heard: Heard, place: Place) -> bool:
    """Whether a message holds no matter: only anger, only signs, only that something will be told."""
    if phrases.signs(heard.text) or _is_a_scrap(heard, place):
        return True
    if place.status == "found" and len(heard.text.split()) > _NEW_STORY:
        return False
    if phrases.denounces(fold(heard.text)):
        return False
    angry = has_insult(heard.text) and len(heard.text.split()) <= 10
    vague = not is_sure(heard.topic)
    return is_only_anger(heard.text) or (angry and vague) or phrases.announces_only(heard.text)


def _is_a_scrap(heard: Heard, place: Place) -> bool:
    """Whether a first message is a scrap ("bv", "máy thì biết gì"): its topic would be drawn by lot."""
    folded = fold(heard.text)
    words = len(folded.split())
    if place.status != "none" or phrases.FAULT.search(folded) or words > _SHORT_SCRAP:
        return False
    return words == 1 or phrases.TO_THE_BOT.search(folded) is not None


def _start_again(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Drop what was told so far; what the message tells beside that is the new matter."""
    for name, value in Draft(english=draft.english).model_dump().items():
        setattr(draft, name, value)
    step.say("utter_started_again")
    rest = phrases.RESTART.split(fold(heard.text))[-1]
    if len(rest.split()) >= _NEW_STORY and not phrases.ANOTHER.search(rest):
        _first_words(draft, heard, place, step)
    else:
        draft.asked = "story"


def _cancels(draft: Draft, heard: Heard, place: Place) -> bool:
    """A cancel is short; a long message that sounds like one is something to add."""
    folded = fold(heard.text)
    if draft.asked in ("answer", "answers", "which_ticket"):
        return False  # there it means that nothing is to be filed, or which one
    if draft.asked != "content" and place.status != "found" and phrases.DROPS.search(folded):
        return not is_unclear_send(heard.text) and len(folded.split()) <= _LONG_CANCEL
    if (
        heard.act != "cancel"
        or not phrases.TAKES_BACK.search(folded)
        or place.status == "found"
        or len(folded.split()) > _SHORT_CANCEL
    ):
        return False
    if phrases.LATER.search(folded):
        return False
    if is_unclear_send(heard.text):
        return False  # "dung gui di" may be "đúng, gửi đi"
    if phrases.SKIPS.match(folded) and draft.asked in ("detail", "praise_name", "evidence", "confirm"):
        return False
    return not (phrases.SEND.match(folded) or phrases.KEEP_SECRET.search(folded) or draft.asked == "content")


def _beside_the_question(draft: Draft, heard: Heard, place: Place, step: Step) -> bool:
    """Answer what is no answer to the question: small talk, a question in the middle. The question stands."""
    signs = phrases.signs(heard.text)
    if signs and not phrases.is_yes_sign(heard.text) and not phrases.is_no_sign(heard.text):
        step.say("utter_upset" if signs & phrases.ANGRY_SIGNS else "utter_wordless")
        return True
    if draft.asked in _AT_SUMMARY and phrases.beside_send(heard.text) is not None:
        return False  # "gửi, tên tôi là ..." sends, whatever it sounds like
    if draft.act == "ask" and draft.asked == "place" and heard.act in ("thanks", "bye") and place.status != "found":
        content(draft, step)  # a question that was not answered, and need not be
        return True
    if draft.asked in _AT_SUMMARY and asks_if_sent(heard.text):
        step.say("utter_not_sent_yet")
        return True
    answer = in_passing(heard.text) if draft.asked not in ("content", "story", "answer", "answers") else None
    if answer is not None and place.status != "found":
        take_identity(draft, heard.text, step)
        step.say(_FOR_THE_ACT.get((draft.act, answer), answer))
        if answer == "utter_faq_compensation":
            append(draft, heard.text)  # the damage belongs to the matter
        return True
    if _only_a_number(draft, heard, place):
        take_identity(draft, heard.text, step)
        return True
    if _only_about_the_name(draft, heard, place):
        take_identity(draft, heard.text, step)
        return True
    says_so = _is_said(heard)
    if heard.act in _ASIDES and says_so and not _answers_question(draft, heard, place):
        draft.failures += heard.act == "out_of_scope"
        if heard.act == "emergency" and len(heard.text.split()) >= _NEW_STORY:
            append(draft, heard.text)  # the numbers come first, and what happened is not lost
        step.aside = "human" if draft.failures >= GIVE_UP_AFTER else heard.act
        return True
    return False


def _is_said(heard: Heard) -> bool:
    """Whether small talk says so in its words; a longer turn without them is an answer ("mất 23 triệu rồi hu hu")."""
    words = _SMALL_TALK.get(heard.act)
    if words is None or words.search(fold(heard.text)) or phrases.signs(heard.text):
        return True
    return heard.act != "bye" and len(heard.text.split()) < _A_TURN


def _only_a_number(draft: Draft, heard: Heard, place: Place) -> bool:
    """Whether a message gives a phone number and little else: no wish for a person, no spot, no part of the matter."""
    if phone_in(heard.text) is None or place.status == "found" or draft.anonymity == "anonymous":
        return False
    if draft.asked in ("content", "story", "evidence") or name_in(heard.text) is not None:
        return False
    return len(fold(heard.text).split()) <= _SHORT_CANCEL


def _only_about_the_name(draft: Draft, heard: Heard, place: Place) -> bool:
    """Whether a message only wishes or asks for secrecy: it is neither a spot nor a part of the matter."""
    folded = fold(heard.text)
    if (
        place.status == "found"
        or draft.asked in ("content", "story", "identity", "answer")
        or name_in(heard.text) is not None
    ):
        return False
    wishes = phrases.ANONYMOUS.search(folded) is not None
    if phrases.SEND.match(folded) or (says_yes(heard) and not wishes):
        return False
    if draft.asked == "evidence" and phrases.EVIDENCE.search(folded):
        return False
    secret = draft.act == "denounce" and phrases.KEEP_SECRET.search(folded) is not None
    return secret or (wishes and phrases.announces_only(heard.text))


def _answers_question(draft: Draft, heard: Heard, place: Place) -> bool:
    """Whether a message that looks like small talk is the answer that was asked for."""
    if draft.asked in ("answer", "answers"):
        return True
    if draft.asked in ("topic", "two", "which_ticket"):
        return heard.act in ("out_of_scope", "rate")
    if draft.asked in ("content", "detail", "story", "evidence", "more"):
        return heard.act not in ("human", "emergency")
    if draft.asked in ("place", "place_choice"):
        return place.status in ("found", "ambiguous") or place.detail is not None or heard.act == "out_of_scope"
    if draft.asked == "follow":
        return is_about_following(fold(heard.text))
    if draft.asked == "praise_name" and name_in(heard.text, asked=True) is not None:
        return True
    if place.status == "found" or place.detail is not None:
        return True
    folded = fold(heard.text)
    if draft.asked == "confirm" and is_undecided(folded):
        return True
    send = says_yes(heard) or phrases.SEND.match(folded) is not None or is_unclear_send(heard.text)
    unsure = heard.act == "out_of_scope" and not is_question(heard.text) and len(folded.split()) >= _NEW_STORY
    wishes = phrases.KEEP_SECRET.search(folded) or phrases.ANONYMOUS.search(folded) or phrases.act_said(folded)
    return draft.asked in _AT_SUMMARY | _OPENED and (
        send or unsure or wishes is not None or phrases.is_no_sign(heard.text)
    )


def _answered(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Read a message as the answer to what was asked last."""
    if draft.asked == "story":
        _first_words_of_story(draft, heard, place, step)
        return
    if heard.caution.emergency:
        step.say("utter_emergency")
    act_before, name_before = draft.act, draft.contact_name
    take_act(draft, heard, step)
    if draft.act == "denounce" and act_before != "denounce":
        take_topic(draft, heard.topic)
    take_identity(draft, heard.text, step)
    if phrases.act_said(fold(heard.text)) is not None and phrases.is_short(fold(phrases.without_denied(heard.text))):
        return
    says_where = place.status != "none" or place.detail is not None
    if draft.asked == "confirm" and mended(draft, heard.text, step):
        return
    if draft.asked not in _OPENED and not says_where and rejects_topic(draft, heard, step):
        return
    assert draft.asked is not None
    named = draft.contact_name is not None and draft.contact_name != name_before
    sends = phrases.beside_send(heard.text) is not None
    if (
        named
        and draft.asked == "confirm"
        and not sends
        and len(heard.text.split()) <= len((draft.contact_name or "").split()) + 5
    ):
        return  # nothing but the name
    _HANDLERS[draft.asked](draft, heard, place, step)


def _first_words_of_story(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """The matter itself, after it was announced; what was settled before (the name, the act) stays."""
    concrete = is_sure(heard.topic) and place.status == "found" and heard.act in MATTERS
    if draft.to_person and concrete:
        # Whoever is in charge reads and answers it.
        draft.to_person, draft.act, draft.act_said = False, heard.act, False
    act, said = draft.act, draft.act_said
    if draft.to_person and not phrases.signs(heard.text):
        draft.text, draft.topic, draft.topic_sure = heard.text, OTHER_TOPIC, True
        draft.understood, draft.no_place, draft.asked = _understood(heard), True, None
        take_identity(draft, heard.text, step)
        return
    _first_words(draft, heard, place, step)
    if act in ("denounce", "complain") and draft.act == "report":
        draft.act, draft.act_said = act, said
    if draft.asked == "story":
        draft.failures += 1
        if draft.failures >= GIVE_UP_AFTER - 1:
            step.aside = "human"


def _answered_topic(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take the topic in words; what only says where leaves it to the people who coordinate."""
    take_place(draft, place, step)
    folded = fold(heard.text)
    says_where = place.detail is not None or place.status == "found"
    named = named_topic(heard.text, draft.topic_choices, step.topics)
    if named is not None:
        draft.topic, draft.topic_sure = named, True
        append(draft, heard.text)
        return
    if is_question(heard.text) and heard.act == "ask" and draft.act != "ask":
        append(draft, heard.text)
        step.say("utter_question_noted")
        return
    if heard.act == "affirm" and draft.topic_choices and phrases.is_short(folded):
        draft.topic, draft.topic_sure = draft.topic_choices[0], True
    elif not says_where and heard.topic.code in draft.topic_choices:
        draft.topic, draft.topic_sure = heard.topic.code, True
        append(draft, heard.text)
    else:
        if not says_where and not phrases.SEND.match(folded):
            append(draft, heard.text)
        if is_sure(heard.topic) and not says_where:
            take_topic(draft, heard.topic)
    if draft.topic is None:
        draft.topic = OTHER_TOPIC
        step.say("utter_topic_left_open")


def _answered_which_ticket(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    folded = fold(heard.text)
    adds = phrases.ADDS.search(folded) is not None or phrases.ADDS_WHAT.match(folded) is not None
    denies = heard.act == "deny" and _THAT_ONE.search(folded) is None
    about_ticket(draft, yes=adds or not (phrases.says_no(folded) or denies))


_HANDLERS: dict[Asked, Callable[[Draft, Heard, Place, Step], None]] = {
    "two": lambda draft, heard, place, step: answered_two(draft, heard, step),
    "topic": _answered_topic,
    "place": answered_place,
    "place_choice": answered_place_choice,
    "detail": answered_detail,
    "more": answered_more,
    "follow": answered_follow,
    "evidence": answered_evidence,
    "praise_name": answered_praise_name,
    "confirm": answered_confirm,
    "edit": answered_edit,
    "content": answered_content,
    "identity": lambda draft, heard, place, step: answered_identity(draft, heard, step),
    "which_ticket": _answered_which_ticket,
    "answer": answered_answer,
    "answers": answered_answer,
}


def next_question(draft: Draft, extras: Extras | None = None) -> Asked:
    """Return what is missing, one thing at a time; a line that was opened for change comes first."""
    if draft.waiting_ticket is not None:
        return "which_ticket"
    if draft.answer in ("given", "choose"):
        return "answer" if draft.answer == "given" else "answers"
    if draft.asked in ("edit", "content", "identity", "story"):
        return draft.asked
    if draft.two == "ask":
        return "two"
    if draft.asked == "topic" and draft.topic is None and not draft.topic_offered:
        return "topic"
    if draft.place_choices:
        return "place_choice"
    if draft.commune is None and not draft.no_place:
        return "place"
    if _wants_detail(draft):
        return "detail"
    if draft.topic is None:
        return "topic"
    if draft.act == "denounce" and not draft.last_words_asked:
        return "evidence"
    nameless = draft.contact_name is None and draft.anonymity == "open"
    if draft.act == "praise" and nameless and not draft.last_words_asked:
        return "praise_name"
    if next_extra(draft, extras or {}) is not None:
        return "more"
    return "follow" if draft.follow_code is not None and not draft.follow_settled else "confirm"


def _wants_detail(draft: Draft) -> bool:
    """The spot is asked once, of matters that have one, while there are not too many questions already."""
    if draft.act in ("praise", "ask", "denounce") or draft.no_place or draft.detail or draft.detail_asked:
        return False
    spotless = draft.topic in WITHOUT_A_SPOT
    if spotless and (draft.topic_sure or not phrases.FAULT.search(fold(draft.text))):
        return False
    return draft.questions < QUESTIONS_BEFORE_SUMMARY or draft.asked == "detail"
