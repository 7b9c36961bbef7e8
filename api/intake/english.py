"""English gets short English answers; the matter itself is filed in the citizen's own words. Pure."""

import re
from typing import Final

from api.intake.phrases import words
from api.intake.schemas import Saying
from api.outbox.schemas import Button

_WORDS: Final = re.compile(
    r"\b(?:the|is|are|was|my|your|our|in|on|of|and|there|please|help|hello|hi|not|no|how|what|where|when|why|"
    r"who|street|road|"
    r"light|water|house|near|broken|fix|can|could|would|want|need|report|noise|garbage|trash|every|after|very|"
    r"all|into|they|were|at|by|weeks|days|am|smoke|for|from|with|has|have|been|"
    r"yes|send|it|this|that|we|you|i)\b",
    re.IGNORECASE,
)
_FROM: Final = 0.4
_FROM_OF_A_STORY: Final = 0.25
_AT_LEAST: Final = 3
_A_STORY: Final = 12
_NAMES: Final = 0.25  # so many of the words may be Vietnamese names
# Vietnamese typed without marks has these too ("thế", "ổn", "nó", "cần", "in").
_IN_BOTH: Final = words("the on no in can hi not so to an")
TRANSLATED: Final = words(
    "utter_ask_story utter_ask_place utter_ask_place_topic utter_ask_place_again utter_ask_place_spot "
    "utter_ask_place_choice utter_ask_place_pin utter_ask_place_split utter_ask_place_district "
    "utter_ask_detail utter_ask_detail_topic utter_ask_confirm utter_ask_topic utter_filed "
    "utter_cancelled utter_out_of_scope utter_greet utter_added_to_draft utter_understood utter_guessed "
    "utter_place_left_open utter_topic_left_open utter_place_today utter_ask_follow utter_photo_kept "
    "utter_emergency utter_despair utter_draft_kept utter_thanks utter_faq_time utter_faq_cost "
    "utter_ask_edit utter_ask_content utter_ask_identity utter_anonymous utter_filed_anonymous utter_filed_restricted "
    "utter_place_changed utter_place_kept utter_place_noted utter_spot_taken utter_place_outside utter_topic_changed "
    "utter_heard_already utter_button_over utter_calm_first utter_question_noted utter_resumed utter_faq_privacy "
    "utter_faq_agency utter_human_in_draft"
)
# Titles of buttons as the questions have them.
_TITLES: Final = {
    "Gửi": "Send",
    "Gửi luôn": "Send now",
    "Không gửi nữa": "Do not send",
    "Sửa nội dung": "Change the text",
    "Sửa lĩnh vực": "Change the field",
    "Sửa nơi": "Change the place",
    "Sửa danh tính": "Change who may know me",
    "Bỏ qua": "Skip",
    "Việc khác": "Something else",
    "Nơi khác": "Another place",
    "Tôi không rõ xã, phường": "I do not know the commune",
    "Để cán bộ điều phối lo tiếp": "Leave the rest to an officer",
    "Theo dõi phiếu đó": "Follow that ticket",
    "Vẫn gửi riêng": "Send my own",
    "Gửi thành hai phiếu": "Send two tickets",
    "Gửi thành phiếu riêng": "Send a ticket of its own",
    "Ghi kèm phiếu này": "Add it to this ticket",
    "Thôi, không gửi": "No, do not send",
    "Không có thêm, gửi kín": "Nothing more, send it closed",
    "Gửi không kèm tên": "Send without a name",
    "Cơ quan xử lý được biết": "The agency may know",
    "Ẩn với cơ quan xử lý": "Hidden from the agency",
    "Ẩn danh": "Anonymous",
}
_FIELD: Final = "Lĩnh vực: "
# What an English citizen says to us, in the words that the rules know, and its act.
_COMMANDS: Final = (
    (re.compile(r"^(?:yes|ok|okay|right|correct|sure|please|,|\.|\s)*(?:send|submit|file)(?: (?:it|this|that|now|"
                r"please|away|the report))*[\s.!]*$", re.I), "gửi đi", "affirm"),
    (re.compile(r"^(?:yes|yeah|yep|correct|right|that(?:'s| is) (?:right|correct))[\s.,!]*$", re.I), "đúng", "affirm"),
    (re.compile(r"\b(?:status|progress) of (?:my|the)\b|\bcheck my (?:ticket|report)\b", re.I), None, "status"),
    (re.compile(r"\b(?:withdraw|take back|retract)\b", re.I), None, "cancel"),
)  # fmt: skip
_LONGEST_COMMAND: Final = 12
_LONGEST_GREETING: Final = 6
_ANNOUNCES: Final = re.compile(r"\b(?:report|complain|problem|english|help)\b", re.I)
_TALK: Final = (
    ("utter_thanks_en", re.compile(r"^(?:ok |okay )?(?:thanks|thank you)\b[^?]*$", re.I)),
    ("utter_faq_time_en", re.compile(r"\bhow long\b|\bwhen (?:will|do|does|can|should)\b", re.I)),
    ("utter_faq_cost_en", re.compile(r"\b(?:is|are)\b.*\bfree\b|\bhow much (?:does|do) (?:it|this) cost\b", re.I)),
    (
        "utter_greet_en",
        re.compile(r"\b(?:hello|hi|hey|good (?:morning|afternoon|evening)|report|complain|problem)\b", re.I),
    ),
)


def as_meant(text: str) -> tuple[str, str] | None:
    """Return an English command in the words that the rules know, with its act; None if it is none."""
    if len(text.split()) > _LONGEST_COMMAND:
        return None
    for pattern, vietnamese, act in _COMMANDS:
        if pattern.search(text):
            return vietnamese or text, act
    return None


def talk(text: str) -> str | None:
    """Return the answer to English talk outside a matter, or None if nothing of it is understood."""
    found = next((response for response, pattern in _TALK if pattern.search(text)), None)
    asks = len(text.split()) > _LONGEST_GREETING and not _ANNOUNCES.search(text)
    return None if found == "utter_greet_en" and asks else found


def on_the_way(text: str) -> str | None:
    """Return the answer to an English question about the way itself, in the middle of a matter."""
    found = talk(text) if len(text.split()) <= _LONGEST_COMMAND else None
    return found if found in ("utter_faq_time_en", "utter_faq_cost_en") else None


def is_english(text: str) -> bool:
    """Whether a message is English: enough common English words, and few words with Vietnamese marks."""
    spoken = re.findall(r"[^\W\d_]+", text)
    marked = sum(not word.isascii() for word in spoken)
    if len(spoken) < _AT_LEAST or marked > len(spoken) * _NAMES:
        return False
    found = {word.lower() for word in _WORDS.findall(text)}
    share = len(_WORDS.findall(text)) / (len(spoken) - marked)
    if len(spoken) < _A_STORY:
        return marked == 0 and len(found) >= 2 and share >= _FROM
    return len(found - _IN_BOTH) >= 3 and share >= _FROM_OF_A_STORY


def translated(saying: Saying) -> Saying:
    """Return a question in English, with its buttons."""
    buttons = [Button(title=_title(button["title"]), payload=button["payload"]) for button in saying.buttons]
    return saying.model_copy(update={"response": in_english(saying.response), "buttons": buttons})


def _title(title: str) -> str:
    if title.startswith(_FIELD):
        return f"Field: {title.removeprefix(_FIELD)}"
    return _TITLES.get(title, title)


def in_english(response: str) -> str:
    """Return the English variant of a text where there is one."""
    return f"{response}_en" if response in TRANSLATED else response
