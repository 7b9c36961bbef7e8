"""The guard for emergencies: words of danger that a classifier may not overlook, and figures of speech it may not take.

Words and classifier decide together: where danger and "now" are both said, little is needed to believe the
classifier; where no word of danger is said at all, it must be sure. The patterns carry their marks, since without
them fire is rice and a wound is a colour (lửa, lúa; máu, màu); only a text without any marks is read folded.
"""

import re

from bot.nlu.fold import fold, is_marked

# By what hurts: fire, water, current and gas, falls and weights, wounds and illness, violence.
_FIRE = """
cháy nhà|cháy chợ|cháy xe|cháy rừng|cháy lớn|cháy to|cháy kho|cháy xưởng|cháy rồi|cháy lan|cháy rực|
cháy quán|cháy phòng|cháy bên|bốc cháy|đang cháy|bếp cháy|lửa|bốc khói|khói đen|khói bốc|khói ra|
khói mù|phát nổ|nổ bình|nổ gas|nổ khí|nổ ga|nổ to|nổ lụp
"""
_WATER = """
đuối nước|chết đuối|chìm|rơi xuống|trượt chân|cuốn trôi|cuốn đi|nước xiết|chới với|không biết bơi|
ngoi lên|lụt|nhảy cầu|nhảy lầu|nhảy xuống|định nhảy|lan can
"""
_CURRENT = """
điện giật|giật điện|điện phóng|điện hạ thế phóng|dây điện đứt|đứt dây điện|dây trần|rò điện|
rò rỉ điện|tủ điện|xẹt xẹt|xì gas|xì ra|mùi gas|gas xì|rò gas|rò rỉ gas|rò khí|hóa chất|ngạt khí
"""
_WEIGHT = """
rơi từ|ngã xuống|ngã từ|ngã giàn giáo|sập|đổ ập|đè lên|đè trúng|đổ đè|mắc kẹt|kẹt|vùi|lở đất|lật xe|
lật thuyền|xe lật|tông|đâm trực diện|đâm vào|cán người|cán qua|cuốn chân|tai nạn|lao xuống|
bay trúng|văng trúng
"""
_WOUND = """
bất tỉnh|bất động|ngất|xỉu|không thở|ngừng thở|khó thở|thở không|thở yếu|không còn thở|thở khò khè|
co giật|đột quỵ|máu|gãy|bị thương|trọng thương|hấp hối|lịm|gục|nằm la liệt|nằm im|nôn|
đau bụng dữ dội|sốc phản vệ|hóc|ngộ độc|ăn nấm|uống nhầm|uống thuốc|thuốc trừ sâu|thuốc diệt cỏ|
thuốc chuột|rắn|đẻ rơi|trở dạ|không dậy|mê man|đứt ngón
"""
_VIOLENCE = """
dao|dí dao|súng|mã tấu|kiếm|tuýp|đâm chém|đánh nhau|đánh hội đồng|bị đâm|bị chém|bị đánh|bị bắn|
bị cướp|bị bắt cóc|bị trói|bị nhốt|bị giữ|bị theo dõi|đang đánh|bóp cổ|bắt cóc|tiền chuộc|hiếp|cướp|
trộm đang|phá khóa|phá cửa|đạp cửa|đập cửa|kêu cứu|kêu thét|kêu gào|tự tử|tự sát|tự vẫn|rạch tay|
từ biệt|vĩnh biệt|chết cho xong|muốn sống|bạo hành|nhốt|axit|con nghiện|thằng nghiện|ngáo đá|
chó cắn|chó dại|mất tích|đi lạc|bỏ rơi|quả bom
"""
# Needs no "now": nobody writes these about last month.
_CRY = """
cứu với|cứu tôi|cứu em|cứu cháu|cứu chúng|cứu người|cứu mẹ|cứu bố|cứu con|cứu gia đình|cứu cứu|sos|
gọi cấp cứu|gọi xe cấp cứu|gọi cứu hỏa|gọi 113|gọi 114|gọi 115|không muốn sống|không còn muốn sống|
đang cháy|đang bị cháy|đang chìm|đang đuối nước|cháy nhà rồi|cháy nhà em|cháy nhà tôi|
cháy nhà hàng xóm|ngừng thở|không thở nữa|không thấy thở|bị đâm|bị chém
"""
_NOW = """
đang|ngay|gấp|khẩn|cứu|mau lên|nhanh lên|nhanh nhanh|vừa xong|bây giờ|lúc này|rồi ơi|trời ơi|với ạ|
giúp với|đến nhanh|chưa thấy xe|kìa|đây này|làm ơn|xe cấp cứu|113|114|115
"""
# Said of goods, prices, moods, lamps and equipment, of drills.
_FIGURE = """
cháy hàng|cháy túi|cháy vé|cháy máy|cháy bóng|cháy giáo án|cháy deadline|cháy đồ ăn|cháy phố|
cháy sàn|cháy hết mình|như lửa|lửa đảo|lửa yêu|bóng cháy|bóng đèn cháy|đèn cháy|đèn đường cháy|
phòng cháy|pccc|chữa cháy|diễn tập|tập huấn|cứu trợ|cứu xét|đói chết|mệt chết|buồn chết|nóng chết|
tức chết|cười ngất|chết cười|đẹp xỉu|muốn xỉu|chìm đắm|sốc giá|sốt đất|rơi ra ngoài
"""
# Long over, only feared, or a habit: a report, not an emergency.
_PAST = """
hôm qua|hôm kia|hôm trước|hôm nọ|tuần trước|tuần qua|tháng trước|tháng qua|năm ngoái|năm trước|
đợt trước|đã từng|mấy lần rồi|mấy vụ rồi|sợ có ngày|sợ xảy ra|nguy cơ|có ngày|lỡ mà|lỡ như|lỡ có|
đề phòng|nếu|đêm nào|ngày nào|hay bị|mơ thấy
"""


class _Words:
    """A list of words and phrases, found in texts with marks and, folded, in texts without any."""

    def __init__(self, *lists: str) -> None:
        body = "|".join(phrase for one in lists for phrase in one.replace("\n", "").split("|"))
        self._marked = re.compile(rf"\b(?:{body})\b")
        self._folded = re.compile(rf"\b(?:{fold(body)})\b")

    def _pattern(self, text: str) -> "re.Pattern[str]":
        return self._marked if is_marked(text) else self._folded

    def found_in(self, text: str) -> bool:
        """Tell whether one of them stands in the text."""
        return self._pattern(text).search(text) is not None

    def taken_out(self, text: str) -> str:
        """Return the text without them."""
        return self._pattern(text).sub("", text)


# Said of people: believed without a "now" and however little the classifier makes of it. No feature: the classifier
# was trained without them.
_AGAINST_PEOPLE = _Words("""
đánh tôi|đánh tao|đánh em|đánh con tôi|đánh con em|đánh cháu|đánh vợ|đánh mẹ|đánh bà|đánh đập tôi|đánh đập con|
đánh đập vợ|bóp cổ tôi|dọa giết|đòi giết|dọa chém|đòi chém|dâm ô|sờ soạng|sàm sỡ|xâm hại|hiếp dâm|
tôi muốn chết|tao muốn chết|em muốn chết|cháu muốn chết|con muốn chết|không thiết sống|chẳng muốn sống|
chả muốn sống|sống chẳng để làm gì|sống không để làm gì|muốn tự tử|định tự tử|sẽ tự tử|
on fire|people are dying|is dying|not breathing|is bleeding|car accident|want to die|kill myself
""")
_KINDS = [_Words(kind) for kind in (_FIRE, _WATER, _CURRENT, _WEIGHT, _WOUND, _VIOLENCE)]
_DANGER = _Words(_FIRE, _WATER, _CURRENT, _WEIGHT, _WOUND, _VIOLENCE)
_CRIES, _TIME_NOW, _TIME_PAST, _FIGURES = _Words(_CRY), _Words(_NOW), _Words(_PAST), _Words(_FIGURE)
# Long stories tell of what has been; who is in danger writes short.
_LONG_WORDS = 60
_SHORT_WORDS = 14
# From which probability on the classifier is believed, by what the words say; chosen by cross-validation.
_BELIEVED_FROM = {"now": 0.08, "maybe": 0.2, "none": 0.4}


_ASKS_THE_LAW = re.compile(r"\b(?:bị phạt|xử phạt|phạt bao nhiêu|phạt thế nào|quy định|theo luật|tội gì)\b")
# From which probability on the numbers are shown before the answer, whatever the answer is: a line too many is cheap,
# an emergency without the numbers is not. By cross-validation: docs/understanding.md, section Emergencies.
_WARNED_FROM = {"now": 0.0, "maybe": 0.015, "none": 0.025}


def said(normal_text: str) -> str:
    """Return what the words say: `now`, `maybe` (danger, but not clearly now) or `none`."""
    text = _FIGURES.taken_out(normal_text)
    against = _AGAINST_PEOPLE.found_in(text)
    danger, cry = against or _DANGER.found_in(text), _CRIES.found_in(text) or against
    if len(text.split()) > _LONG_WORDS or _TIME_PAST.found_in(text) or (against and _ASKS_THE_LAW.search(text)):
        return "maybe" if danger or cry else "none"
    if cry or (danger and _TIME_NOW.found_in(text)):
        return "now"
    return "maybe" if danger else "none"


def signs(normal_text: str) -> list[str]:
    """Return what the classifier reads beside the words: which dangers are named, when, how long the story is."""
    text = _FIGURES.taken_out(normal_text)
    kinds = [f"kind{at}" for at, kind in enumerate(_KINDS) if kind.found_in(text)]
    words = len(text.split())
    length = "short" if words <= _SHORT_WORDS else "middle" if words <= _LONG_WORDS // 2 else "long"
    times = (("now", _TIME_NOW), ("past", _TIME_PAST), ("cry", _CRIES))
    when = [name for name, pattern in times if pattern.found_in(text)]
    some = ["danger"] if kinds else []
    return [length, *kinds, *when, *(f"{one} {other}" for one in (*kinds, *some) for other in (length, *when))]


def is_emergency(normal_text: str, probability: float) -> bool:
    """Tell whether to show the emergency numbers at once, from the words and the classifier's probability."""
    return probability >= _BELIEVED_FROM[said(normal_text)]


def may_be_emergency(normal_text: str, probability: float) -> bool:
    """Tell whether to show the emergency numbers before the answer, since it could be one."""
    return probability >= _WARNED_FROM[said(normal_text)]
