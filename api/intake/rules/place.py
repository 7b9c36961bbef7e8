"""Where the matter is: the commune, and the spot in the citizen's words."""

import re
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.names_of_people import name_in
from api.intake.neutral import without_phone
from api.intake.rules.matter import append
from api.intake.rules.steps import GIVE_UP_AFTER, OTHER_TOPIC, Place, Step
from api.intake.schemas import Draft, Heard

_POINTS: Final = re.compile(r"\s+(?:ấy|đó|kia|này|nớ|ay|do|nay|day|đấy)$", re.IGNORECASE)
_VAGUE: Final = re.compile(r"^(?:ở )?(?:chỗ|cho|cái|đoạn|khu)\s+", re.IGNORECASE)
# "thon Dong o Chi Minh": the commune behind the spot is known already.
_COMMUNE_BEHIND: Final = re.compile(r"(?<=\w) (?:ở|o|thuộc|thuoc|của|cua|xã|xa|phường|phuong) .*$", re.IGNORECASE)
_LONG: Final = 12
_PIECES: Final = re.compile(r"[,;.\n]+")
_COURTESY: Final = re.compile(r"(?:[\s,]+(?:nhé|nhe|nha|ạ|a|á|luôn|luon|ad|thôi|thoi))+$")  # "Hoàng Nha" is a name
_SAYS_ANOTHER: Final = re.compile(r"\b(?:khong|ko|k|nham|lon|phai|ben|chu)\b")
_DISTRICT: Final = re.compile(r"(?:huyện|thị xã|thành phố) ([^,;)]+)")
_NAME_WORDS: Final = 5
_AROUND: Final = 3
_ASKS_WHICH: Final = re.compile(r"\b(?:gi|j|nao|may|bao nhieu)\W*(?:thi|cung|toi|em|minh)?\W*$")
_LETTERS_OF_NOTHING: Final = 2
# Words that no spot is named by.
_NO_NAME: Final = re.compile(
    r"\b(?:toi|em|minh|chau|tao|tui|chung|khong|ko|chua|roi|biet|hieu|muon|can|gui|goi|nhe|nha|ghi|them|noi|bao|hoi|"
    r"thi|la|vay|the|cam on|xin|giup|dung|sai|nham|thoi|cu|phai|duoc|nua|ok|chup|anh|giay|hen|"
    r"nhau|may ong|ho|no)\b"
)
_LINES: Final = (
    "topic", "topic_sure", "topic_offered", "topic_choices", "commune", "detail", "place_note", "place_choices",
    "detail_asked", "no_place", "questions",
)  # fmt: skip


def take_place(draft: Draft, place: Place, step: Step) -> bool:
    """Take a place from a message; say so when it replaces another. Return whether it gave a commune or a choice."""
    if place.status == "found" and place.commune:
        changed = draft.commune is not None and draft.commune != place.commune
        draft.commune, draft.place_note, draft.place_choices = place.commune, place.note, []
        draft.no_place = False
        _judge_pin(draft, step)
        if changed:
            draft.detail, draft.detail_asked, draft.place_changed = None, False, True
            step.say("utter_place_changed", place=place.commune)
        elif place.note:
            step.say("utter_place_today", note=place.note)
        if place.detail and spot_words(place.detail):
            add_spot(draft, spot_words(place.detail) or "")
        return True
    if place.status == "ambiguous" and draft.commune is None:
        _offer(draft, place)
        draft.detail = draft.detail or place.detail
        return True
    if place.status == "outside" and draft.commune is None:
        step.say("utter_place_outside", where=place.outside or "Nơi này có vẻ nằm ngoài tỉnh Hưng Yên.")
        return True
    if place.detail and draft.detail is None:
        draft.detail = spot_words(place.detail)
    return False


def _offer(draft: Draft, place: Place) -> None:
    """Ask which of several communes is meant; a pin that was sent before leaves those that it may lie in."""
    near = [code for code in place.choices if code in draft.pin_reach]
    draft.place_choices = near or list(place.choices)
    draft.place_words, draft.place_asked = dict(place.words), place.asked


def _judge_pin(draft: Draft, step: Step) -> None:
    """Drop a pin far from the commune of the matter: it shows where the citizen is, not where the matter is."""
    if draft.pin is not None and draft.commune not in draft.pin_reach:
        draft.pin, draft.pin_reach = None, []
        step.say("utter_pin_dropped", place=draft.commune or "")


def take_pin(draft: Draft, place: Place, step: Step) -> None:
    """Keep a pin and offer the communes near it: a centre point is no border, so none is taken in silence.

    A pin far from the province is not kept: people write from elsewhere about their village.
    """
    if place.position is None:
        step.say("utter_pin_lost")
        return
    if place.outside is not None:
        step.say("utter_pin_near_border" if place.choices else "utter_pin_outside", where=place.outside)
    if not place.choices:
        return
    draft.pin, draft.pin_reach = place.position, sorted(place.reachable)
    draft.detail_asked = True  # the pin says it
    if draft.commune is not None:
        step.say("utter_pin_kept")
        _judge_pin(draft, step)
        return
    draft.place_choices, draft.place_words, draft.place_asked = list(place.choices), dict(place.words), place.asked
    draft.no_place = False


def take_photo(draft: Draft, place: Place, step: Step) -> None:
    """Say that a photo is kept; where it was taken is treated as a pin."""
    step.say("utter_photo_kept")
    if place.position is not None:
        take_pin(draft, place, step)


def add_spot(draft: Draft, words: str) -> None:
    """Keep a spot beside the one already named, or name it: "ngay cạnh chợ", then "chợ Phủ" -> "cạnh chợ Phủ"."""
    words = _COURTESY.sub("", words.strip(" ,."))
    words = _POINTS.sub("", words) if draft.detail is not None else words  # "chợ Đậu đó" names it already
    if draft.detail is None or fold(draft.detail) in fold(words):
        draft.detail = words
        return
    if fold(words) in fold(draft.detail):
        return
    old = _VAGUE.sub("", _POINTS.sub("", draft.detail)).split()
    new = words.split()
    if old and new and fold(old[-1]) == fold(new[0]):
        draft.detail = " ".join([*old[:-1], *new])
    else:
        draft.detail = f"{draft.detail}, {words}"


def take_spot(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Keep what was typed as the spot as far as it says where; what else it tells goes to the matter, nothing is lost.

    A message is a spot only where it looks like one: an answer beside the point must not stand as the place.
    """
    if _is_nothing(heard):
        return
    said = phrases.without_denied(heard.text) or heard.text
    spots, told = told_apart(said, place.detail)
    if spots:
        add_spot(draft, ", ".join(spots))
    if not told:
        return
    if phrases.ASKS_BACK.search(fold(told)) and not spots:
        append(draft, heard.text)
        step.say("utter_question_noted")
        return
    append(draft, heard.text if spots else told)
    if not spots:
        step.say("utter_added_to_draft")


def told_apart(text: str, known: str | None) -> tuple[list[str], str]:
    """Return the pieces of an answer to "where?" that say where, and the others.

    `known` is the spot that the gazetteer found. A piece is a spot by how it begins, or when it is short and nothing
    but a name; one that says that something is not known is neither.
    """
    pieces = [piece.strip() for piece in _PIECES.split(phrases.beside_send(text) or text) if piece.strip(" .")]
    spots: list[str] = []
    told: list[str] = []
    for whole in pieces:
        piece = _before_unknown(whole)
        folded, words = fold(piece), len(piece.split())
        tells = phrases.FAULT.search(folded) is not None or _tells_matter(folded)
        if words <= _LONG and phrases.SPOT_BEGINS.match(folded) and not tells:
            spots.append(_COURTESY.sub("", piece))
        elif (phrases.UNKNOWN.search(folded) and phrases.FAULT.search(folded) is None) or _is_personal(piece):
            continue
        elif len(pieces) == 1 and words <= _NAME_WORDS and not tells and _may_be_a_name(folded):
            spots.append(_COURTESY.sub("", piece))
        else:
            told.append(piece)
    if not spots and known and fold(known) in fold(text) and (spot := spot_words(known)):
        spots = [spot]
        told = [] if len(text.split()) <= len(spot.split()) + _AROUND else told
    return spots, ", ".join(told)


def _before_unknown(piece: str) -> str:
    """Return what a piece says before "không nhớ tên": "cầu mới k biết tên" -> "cầu mới"; ask-words leave none."""
    words = piece.split()
    for number in range(len(words)):
        if phrases.UNKNOWN.match(fold(" ".join(words[number:]))):
            head = " ".join(words[:number])
            return "" if _ASKS_WHICH.search(fold(head)) else head
    return piece


def _may_be_a_name(folded: str) -> bool:
    """Whether a few words may name a spot: no question, no time, no pronoun, and more than two letters."""
    if phrases.ASKS_BACK.search(folded) or phrases.WHEN.match(folded) or len(folded) <= _LETTERS_OF_NOTHING:
        return False
    return not _NO_NAME.search(folded)


def _is_nothing(heard: Heard) -> bool:
    """Whether a turn is neither a spot nor a part of the matter: a yes, "gửi luôn", a wish about the name."""
    folded = fold(heard.text).strip(" .!,")
    if phrases.SEND.match(folded) or phrases.SKIPS.match(folded) or phrases.THINKS.match(folded):
        return True
    return bool(phrases.signs(heard.text)) or phrases.only_about_the_name(heard.text)


def _tells_matter(folded: str) -> bool:
    if phrases.SPOT_BEGINS.match(folded):
        return False
    return phrases.TELLS.match(folded) is not None or phrases.FAULT.search(folded) is not None


def spot_words(text: str) -> str | None:
    """Return the words without the parts that tell a name, a phone or a wish about them; None if nothing is left."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip(" .")]
    kept = [part for part in parts if not _is_personal(part)]
    return text if len(kept) == len(parts) else ", ".join(kept) or None


def _is_personal(part: str) -> bool:
    named = name_in(part) is not None or phrases.only_about_the_name(part)
    return named or without_phone(part) != part


def corrects(draft: Draft, heard: Heard, place: Place, step: Step) -> bool:
    """Take what a turn says against the lines already taken: another place, or that a line is wrong.

    It is read before any yes: "ok nhưng xã Tống Trân" must not send the ticket to the commune it denies.
    """
    short = len(heard.text.split()) <= _LONG
    if short and _chooses_again(draft, heard, step):
        return True
    if place.status == "found" and place.commune != draft.commune and short:
        return take_place(draft, place, step)
    against = phrases.is_contrary(heard.text)
    if place.status == "ambiguous" and draft.commune not in place.choices and short and against:
        draft.commune = draft.detail = draft.place_note = None
        draft.detail_asked, draft.no_place, draft.place_changed = False, False, True
        draft.detail = place.detail
        _offer(draft, place)
        return True
    right = place.detail is not None and fold(place.detail) in fold(phrases.without_denied(heard.text))
    if place.status == "none" and place.detail and right and against and phrases.is_short(fold(heard.text)):
        draft.detail = place.detail
        step.say("utter_spot_taken", spot=place.detail)
        return True
    line = phrases.wrong_line(fold(heard.text))
    if line is not None and place.status == "none" and place.detail is None:
        open_line(draft, line)
    return line is not None and place.status == "none" and place.detail is None


def _chooses_again(draft: Draft, heard: Heard, step: Step) -> bool:
    """Take another of the places that were offered: "ơ không, phải bên Phù Cừ cơ"."""
    folded = fold(heard.text)
    others = {code: hint for code, hint in draft.place_words.items() if code != draft.commune}
    if draft.commune is None or draft.commune not in draft.place_words or not _SAYS_ANOTHER.search(folded):
        return False
    named = [code for code, hint in others.items() if any(part in folded for part in _parts_of_hint(hint))]
    if len(named) != 1:
        return False
    draft.commune, draft.place_changed, draft.detail, draft.detail_asked = named[0], True, None, False
    step.say("utter_place_changed", place=named[0])
    return True


def _parts_of_hint(hint: str) -> list[str]:
    """Return the names in what tells a place from the others: "xã Minh Tân cũ, huyện Phù Cừ" -> its district."""
    return [fold(name) for name in _DISTRICT.findall(hint)]


def open_line(draft: Draft, part: str) -> None:
    """Open one line of the summary again; as it was, it can be put back."""
    draft.before = {name: getattr(draft, name) for name in _LINES}
    if part == "topic":
        draft.topic, draft.topic_sure, draft.topic_offered = None, False, False
        draft.topic_choices = draft.topic_choices or [OTHER_TOPIC]
        draft.asked = "topic"
    elif part == "place":
        if draft.asked != "place_choice":  # "nơi khác" than those near the pin: the pin itself may be right
            draft.pin, draft.pin_reach = None, []
        draft.commune = draft.detail = draft.place_note = None
        draft.place_choices, draft.detail_asked, draft.no_place, draft.asked = [], False, False, "place"
        draft.questions = 0
    elif part in ("content", "identity"):
        draft.asked = "content" if part == "content" else "identity"
    else:
        draft.asked = "edit"


def answered_place(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take the answer to "where?"; after three vain ones a person finds it out."""
    if _leaves_open(draft, heard, step):
        return
    folded = fold(heard.text)
    length = len(folded.split())
    if take_place(draft, place, step):
        draft.failures = 0 if place.status != "outside" else draft.failures + 1
        if place.status == "found" and draft.detail is None:
            pieces = _PIECES.split(heard.text)
            begins = [piece for piece in pieces if phrases.SPOT_BEGINS.match(fold(piece))]
            spots = told_apart(begins[0], None)[0] if len(pieces) > 1 and begins else []
            draft.detail = spots[0] if spots else None  # "its Phung Cong, near Xuan Quan bridge"
        if length > (_LONG // 2 if draft.act == "denounce" else _LONG):
            append(draft, heard.text)
    else:
        if phrases.WHEN.match(folded):
            append(draft, heard.text)
        elif draft.act == "ask" and not phrases.UNKNOWN.search(folded) and not _is_nothing(heard):
            append(draft, heard.text)  # more of the question; a spot means nothing to it
            step.say("utter_added_to_draft")
        elif not (heard.act == "deny" and phrases.is_short(folded)) and not phrases.signs(heard.text):
            take_spot(draft, heard, place, step)
        draft.failures += 1
    _give_up(draft, step)


def answered_place_choice(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take which of several places of a name is meant."""
    if _leaves_open(draft, heard, step):
        return
    if place.status == "found" and place.commune:
        take_place(draft, place, step)
        draft.failures = 0
        return
    narrowed = [code for code in place.choices if code in draft.place_choices]
    if len(narrowed) == 1:
        draft.commune, draft.place_choices, draft.failures = narrowed[0], [], 0
        return
    if narrowed:
        draft.place_choices = narrowed
    elif place.status == "ambiguous":
        _offer(draft, place)  # another name than those in question
    if not _is_nothing(heard) and (not narrowed or len(heard.text.split()) > _LONG // 2):
        _keep_what_else(draft, heard, place, step)
    draft.failures += 1
    _give_up(draft, step)


def _keep_what_else(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Keep the matter itself, or the spot, told where one of several communes was asked."""
    spots, told = told_apart(heard.text, place.detail)
    if spots:
        add_spot(draft, ", ".join(spots))
    if told:
        append(draft, heard.text if spots else told)
        step.say("utter_added_to_draft")


def _leaves_open(draft: Draft, heard: Heard, step: Step) -> bool:
    """Whether "gửi", said again where a place is asked again, wants no more questions: a person finds the place."""
    if draft.failures == 0 or phrases.beside_send(heard.text) != "":
        return False
    draft.failures = GIVE_UP_AFTER
    _give_up(draft, step)
    return True


def _give_up(draft: Draft, step: Step) -> None:
    if draft.commune is None and draft.failures >= GIVE_UP_AFTER:
        draft.no_place, draft.place_choices, draft.failures = True, [], 0
        step.say("utter_place_left_open")


def answered_detail(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take the spot: a phrase as it is, of a longer message the part that is a place."""
    before = draft.commune
    draft.detail_asked = True
    if _chooses_again(draft, heard, step):
        return
    take_place(draft, place, step)
    if draft.commune != before:
        return  # the commune was mended: the spot is asked there
    folded = fold(heard.text)
    words = len(folded.split())
    if _is_nothing(heard):
        return  # "gửi đi" skips the detail, the summary still waits for its yes
    unknown = phrases.UNKNOWN.search(folded) is not None and words <= 4
    if unknown or (heard.act in ("deny", "affirm") and words <= 3 and place.detail is None):
        return
    said = phrases.without_denied(heard.text)
    if place.status == "found":
        denied_only = place.detail is not None and fold(place.detail) not in fold(said)
        draft.detail = draft.detail if draft.detail and not denied_only else None
        if draft.detail is None and not denied_only:
            draft.detail = _COMMUNE_BEHIND.sub("", spot_words(said) or "") or None
        if said != heard.text.strip(" ,."):
            step.say("utter_place_kept", place=place.commune or "")
    elif phrases.WHEN.match(folded):
        append(draft, heard.text)
    else:
        draft.detail = None
        take_spot(draft, heard, place, step)
