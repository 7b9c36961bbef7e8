"""Danger to people, told by the words themselves: heard on every channel, whatever the classifiers make of it. Pure.

The numbers then come first and alone. A commune's name or "em gọi rồi" raises no alarm, whatever the classifier makes
of it.
"""

import re
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.english import is_english
from api.intake.inquiries import is_question
from api.intake.schemas import Heard, TopicGuess

_WHO: Final = (
    "chồng|vợ|bố|cha|bố dượng|mẹ|mẹ kế|anh trai|con trai|con rể|cháu trai|thầy|thầy giáo|cô giáo|bảo mẫu|hắn|nó|"
    "chúng nó|thằng|người|hàng xóm|ông ta|ông ấy|anh ta|chủ nhà|chúng"
)
_WHOM: Final = "tôi|tao|em|con|cháu|vợ|mẹ|bà|bé|mình|chị|nó|trẻ|đứa"
_DESPAIR: Final = (
    r"(?:^|\b(?:tôi|tao|em|mình|tớ|con|cháu|chỉ|cũng|thật)\s+)muốn chết\b(?! (?:vì|được|mất|đi được))|"
    r"\b(?:tôi|tao|em|mình|con|cháu)(?: \S+){0,3} (?:tự tử|tự sát)\b|^(?:muốn|định|sắp) (?:tự tử|tự sát)\b|"
    r"\b(?:không|ko|chẳng|chả|hết)(?: còn)? (?:muốn|thiết) sống\b|\bsống (?:chẳng|không|ko)(?: còn)? để làm gì\b|"
    r"\bsống (?:làm gì nữa|chẳng còn ý nghĩa|không còn ý nghĩa)\b|\bchết (?:cho xong|quách)\b|"
    r"\bkết (?:thúc cuộc đời|liễu)\b|\bchết (?:đi |quách )+cho (?:xong|rồi|nhẹ|rảnh)\b|"
    r"\bchán sống\b(?! ở)"
)
_DESPAIR_EN: Final = r"\b(?:kill myself|suicide|want to die|end my life|don't want to live|do not want to live)\b"
_VIOLENCE: Final = (
    rf"\b(?:{_WHO})\b(?: \S+){{0,7}}? (?:đánh|đánh đập|đập|đấm|tát|đạp|bóp cổ|hành hạ) (?:{_WHOM})\b|"
    rf"\b(?:{_WHO})\b(?: \S+){{0,6}}? (?:đập phá)\b|"
    r"\b(?:dọa|đe dọa|đòi) (?:giết|chém|đâm|đốt nhà)\b|"
    r"\b(?:dâm ô|sờ soạng|sàm sỡ|xâm hại|hiếp dâm|quấy rối tình dục|lạm dụng tình dục)\b"
)
# "bạo hành" without its marks is a guarantee, "tự vẫn" is advice.
_ONLY_MARKED: Final = re.compile(r"\bbạo hành\b|\btự vẫn\b")
_DANGER_EN: Final = (
    r"\b(?:on fire|dying|car accident|traffic accident|bleeding|not breathing|unconscious|drowning|stabbed|"
    r"heart attack|gas leak|raped?|being attacked|kidnapped|has a (?:knife|gun)|"
    r"(?:beats?|beating|hits?|hitting|killing|attacking) (?:me|her|him|his|my|us|a child|the child)|"
    r"(?:kill|murder) (?:me|him|her|us))\b"
)
# Any word of danger, in the widest sense: without one, nothing short is an emergency.
_ANY: Final = (
    r"\b(?:cháy|khói|lửa|phát nổ|tiếng nổ|nổ (?:bình|gas|khí|to|lớn|rồi|tung)|đuối|chìm|rơi (?:xuống|từ)|"
    r"trượt chân|cuốn|"
    r"xiết|ngập|lụt|nhảy|giật|dây điện|cột điện|điện phóng|rò điện|gas|hóa chất|ngạt|ngã|sập|đổ (?:xuống|ập|"
    r"trúng|rồi|sập)|"
    r"đè (?:lên|trúng)|bị đè|kẹt|vùi|lở đất|sạt lở|lật|tông (?:vào|xe|trúng|nhau|chết|phải|người)|đâm|"
    r"cán (?:người|qua|phải)|"
    r"tai nạn|bất tỉnh|bất động|ngất|xỉu|(?:không|ngừng|khó|không còn) thở|thở (?:không|yếu|khò khè)|co giật|"
    r"đột quỵ|máu|"
    r"gãy|bị thương|thương nặng|hấp hối|lịm|gục|nằm im|nằm la liệt|nôn|đau (?:bụng|tim|ngực|quá|dữ dội)|sốc|"
    r"hóc|ngộ độc|"
    r"uống (?:nhầm|thuốc)|"
    r"thuốc (?:sâu|chuột|trừ sâu|diệt cỏ|ngủ)|rắn|đẻ rơi|trở dạ|sắp đẻ|mê man|đứt|dao|súng|kiếm|tuýp|"
    r"chém|đánh|đập|bị bắn|cướp|bắt cóc|trói|nhốt|bóp cổ|hiếp|trộm|phá (?:khóa|cửa|nhà)|kêu (?:cứu|thét|gào)|"
    r"tự tử|tự sát|"
    r"tự vẫn|chết|muốn sống|bạo hành|axit|nghiện|ngáo|chó (?:cắn|dại)|mất tích|(?:đi|bị) lạc|bỏ rơi|bom|cứu|sos|"
    r"giết|dọa|nguy kịch|nguy hiểm|113|114|115|giúp với|help|fire|hurt|accident|danger|emergency|gun|knife|blood|dead|"
    r"police)\b"
)
_CALLED: Final = re.compile(
    r"\b(?:goi|bao)(?: \S+){0,2} (?:roi|duoc roi|xong)\b|\bdap (?:tat|xong)\b|\bco nguoi (?:toi|den) roi\b"
    r"|\b(?:cong an|cuu hoa|cap cuu|xe)(?: \S+){0,2} (?:dang den|den roi|toi roi|dang toi)\b"
)
_NO_LINE: Final = re.compile(
    r"\b(?:goi|bam)(?: \S+){0,3} (?:khong|ko|k|chua|hoai|mai)(?: \S+){0,2} (?:duoc|bat may|nghe|lien lac)\b"
    r"|\b(?:khong|ko|k) (?:goi duoc|lien lac duoc|ai nghe may|ai bat may)\b"
)
# Much danger is told in few odd words ("bé tím tái không khóc nữa"), so only what is plainly something else is calm.
_CALM: Final = re.compile(
    r"^(?:(?:a|da|vang|u|um|oi|gui|sai|nham|roi|la|o|tai|nha toi|toi|em)[\s,.]+)*(?:xa|phuong|thi tran|thon|huyen) \S+"
    r"(?: \S+){0,3}$|\bnham\b|\b(?:tien|luong|tro cap|phu cap|che do|chuyen khoan|lua dao|hoc phi|ho so|giay to)\b"
    r"|\b(?:name|ten toi|ten em|so dien thoai|sdt)\b|\b(?:khong|ko|chua) ai (?:kham|tiep|nhan)\b"
    r"|^(?:hom nay|hom qua)(?: \S+){0,3} (?:lai xa|nua)$"
)
_SHORT: Final = 12
_CALL_WORDS: Final = 10
_LIKELY: Final = 0.5
_SURELY: Final = 0.8
_PUBLIC_ORDER: Final = "6d"
_THANKS: Final = re.compile(r"\b(?:cam on|khen|cam ta|biet on|cam kich)\b")
_BECOMES: Final = {"ask": "report", "praise": "report", "report": "report", "suggest": "report"}


class _Words:
    """A pattern with marks, and the same without them for texts that carry none."""

    def __init__(self, marked: str) -> None:
        self._marked, self._folded = re.compile(marked), re.compile(_without_marks(marked))

    def said_in(self, text: str) -> bool:
        """Tell whether it is found."""
        lower = text.lower()
        return (self._folded if lower == _without_marks(lower) else self._marked).search(lower) is not None


def _without_marks(text: str) -> str:
    """Return a text or a pattern without Vietnamese marks; what stands between the words is kept."""
    return "".join(fold(letter) if letter.isalpha() and not letter.isascii() else letter for letter in text)


_SAYS_DESPAIR, _SAYS_VIOLENCE, _SAYS_ANY = _Words(_DESPAIR), _Words(_VIOLENCE), _Words(_ANY)
_ENGLISH_DESPAIR, _ENGLISH_DANGER = re.compile(_DESPAIR_EN, re.I), re.compile(_DANGER_EN, re.I)


def despairs(text: str) -> bool:
    """Whether somebody writes of ending their own life: the numbers and kind words, and nothing is filed."""
    return _SAYS_DESPAIR.said_in(text) or _ENGLISH_DESPAIR.search(text) is not None


def in_danger(text: str) -> bool:
    """Whether a text tells of violence against a person or, in English, of danger to life."""
    hurt = _SAYS_VIOLENCE.said_in(text) or _ONLY_MARKED.search(text.lower()) is not None
    return despairs(text) or hurt or _ENGLISH_DANGER.search(text) is not None


def after_a_call(text: str) -> str | None:
    """Return the answer to "em gọi rồi" or "114 gọi không được", or None."""
    folded = fold(text)
    if len(folded.split()) > _CALL_WORDS:
        return None
    if _NO_LINE.search(folded):
        return "utter_no_line"
    return "utter_help_called" if _CALLED.search(folded) and not in_danger(text) else None


def minded(heard: Heard, *, in_a_draft: bool = False) -> Heard:
    """Return the message with its danger set right by the words: none overlooked, none where nothing is said of it.

    Before a matter is told, danger may show in odd words and the classifier is believed. The short answers to our
    questions it does not know: there, and in English, only words of danger warn.
    """
    if heard.payload is not None:
        return heard
    if in_danger(heard.text):
        return _endangered(heard)
    warned = heard.caution.emergency or heard.act == "emergency"
    if in_a_draft and phrases.beside_send(heard.text) == "":
        return _calmed(heard)  # "gửi nhanh lên"
    wordless = not _SAYS_ANY.said_in(heard.text)
    surely = heard.act == "emergency" and heard.act_confidence >= _SURELY
    unknown = (in_a_draft and not surely) or is_english(heard.text)
    if not warned or not wordless or not (unknown or _is_calm(heard.text)):
        return heard
    return _calmed(heard)


def _calmed(heard: Heard) -> Heard:
    calm = heard.caution.model_copy(update={"emergency": False})
    act = "out_of_scope" if heard.act == "emergency" else heard.act
    return heard.model_copy(update={"caution": calm, "act": act})


def _is_calm(text: str) -> bool:
    """Whether a short text is a place, a correction, a thing done, money or a name: without danger it is no alarm."""
    folded = fold(text)
    return len(folded.split()) <= _SHORT and (_CALM.search(folded) is not None or after_a_call(text) is not None)


def _endangered(heard: Heard) -> Heard:
    """Warn; talk becomes an emergency, and praise or a cry a report. Where no topic is likely, public order is."""
    asks = heard.act == "ask" and is_question(heard.text) and len(heard.text.split()) > _CALL_WORDS
    thanks = heard.act == "praise" and _THANKS.search(fold(heard.text)) is not None
    act = heard.act if asks or thanks or heard.act in ("complain", "denounce") else _BECOMES.get(heard.act, "emergency")
    topic = heard.topic
    if not topic.sure and (not topic.ranking or topic.ranking[0][1] < _LIKELY or heard.act not in _BECOMES):
        topic = TopicGuess(code=_PUBLIC_ORDER, confidence=0.5, ranking=[(_PUBLIC_ORDER, 0.5)], sure=False)
    warned = heard.caution.model_copy(update={"emergency": True})
    return heard.model_copy(update={"act": act, "caution": warned, "topic": topic})
