"""The guard for emergencies: words of danger that a classifier may not overlook, and figures of speech it may not take.

Words and classifier decide together. Where danger to life and "now" are both said, it is an emergency whatever the
classifier thinks; where no word of danger is said at all, the classifier must be nearly certain.
Patterns are read on the folded normal form, since half of the citizens type without marks.
"""

import re

from bot.nlu.fold import fold

# Needs no "now": nobody writes these about last month.
_CRY = re.compile(
    r"\bcuu (?:voi|toi|em|chau|chung|nguoi|me|bo|con)\b|\bcuu cuu\b|\bsos\b|\bgoi (?:ho |"
    r"giup )?(?:xe )?(?:cap cuu|cuu hoa|"
    r"11[345])\b|\bkhong (?:con )?muon song\b|\bdang (?:bi )?(?:chay|duoi nuoc|chet duoi|boc chay)\b|"
    r"\bchay nha (?:roi|em|toi|hang "
    r"xom)\b|\b(?:bat tinh|ngung tho|kho tho|co giat|soc phan ve|tim tai)\b.*\b(?:roi|qua|voi|dang|gap|"
    r"ngay)\b|"
    r"\b(?:dam|chem|danh) nhau .{0,40}\b(?:mau|dao|phong|ngat)\b"
)
# By what hurts: fire, water, current and gas, falls and weights, wounds and illness, violence.
_DANGERS = (
    r"chay (?:nha|cho|xe|rung|lon|to|kho|xuong|roi|lan|ro|quan|phong)|(?:boc|bep|dang) chay|lua|"
    r"boc khoi|khoi (?:den|boc|ra|mu)|phat no|no (?:binh|gas|khi|ga|to|lup)",
    r"duoi nuoc|chet duoi|chim|roi (?:xuong|tu)|truot chan|cuon (?:troi|di)|nuoc xiet|choi voi|"
    r"khong biet boi|ngoi len|luc|lut|nhay (?:cau|lau|xuong)|dinh nhay|lan can",
    r"dien giat|giat dien|dien phong|day (?:dien|tran)|ro dien|tu dien|xet xet|xi (?:gas|ra)|gas|"
    r"hoa chat|ngat khi",
    r"nga (?:xuong|tu|gian giao)|sap|do ap|de (?:len|trung|xe)|mac ket|ket|vui|lo dat|mo lo|hoc|"
    r"lat (?:xe|do|thuyen)|tong|dam (?:truc dien|vao)|can (?:nguoi|qua)|tai nan|o to lao|hut",
    r"bat tinh|bat dong|ngat|tho (?:yeu|khong|kho)|(?:khong|ngung|kho|khong con) tho|co giat|dot quy|"
    r"mau|gay|bi thuong|trong thuong|hap hoi|lim di|guc|nam la liet|non|dau bung du doi|tim tai|"
    r"hoc (?:hat|di vat)|ngo doc|an nam|uong (?:nham|thuoc)|thuoc (?:tru sau|diet co|chuot|ngu)|ran|"
    r"de roi|tro da|khong nhin thay gi",
    r"dao|keo|sung|ma tau|kiem|gay|tuyp|dam chem|danh nhau|bi (?:dam|chem|danh|ban|cuop|bat|troi|nhot|"
    r"giu|khoa)|dang danh|bop co|bat coc|chuoc|hiep|cuop|trom dang|pha (?:khoa|cua)|dap cua|keu (?:cuu|"
    r"thet|gao|yeu)|tu (?:tu|sat|van)|rach tay|tu biet|bao hanh|nhot|troi|axit|con nghien|ngao da|"
    r"cho (?:can|dai)|mat tich|di lac|bo roi|bom|bo trong",
)
_KINDS = tuple(re.compile(rf"\b(?:{kind})\b") for kind in _DANGERS)
_DANGER = re.compile(rf"\b(?:{'|'.join(_DANGERS)})\b")
_NOW = re.compile(
    r"\b(?:dang|ngay|gap|khan|cuu|mau len|nhanh len|vua (?:xong|moi)?|bay gio|luc nay|roi oi|voi a|"
    r"giup voi|den nhanh|chua thay xe|"
    r"kia|day nay|lam on|xe cap cuu|113|114|115)\b"
)
# Said of goods, prices, moods, lamps and equipment, of drills, of what is long over or only feared.
_FIGURE = re.compile(
    r"\b(?:chay (?:hang|tui|ve|may|bong|giao an|deadline|do an|pho|san)|chay bong den|nhu lua|lua dao|"
    r"bong (?:den )?chay|"
    r"den (?:duong )?chay|phong chay|pccc|chua chay|dien tap|tap huan|cuu tro|cuu xet|doi chet|met chet|"
    r"chet (?:doi|cuoi|me)|"
    r"buon chet|nong chet|tuc chet|cuoi ngat|soc (?:gia|dien thoai)|sot dat)\b"
)
_PAST = re.compile(
    r"\b(?:hom (?:qua|kia|truoc|no)|tuan (?:truoc|qua)|thang (?:truoc|qua|\d+)|nam (?:ngoai|truoc|"
    r"20\d\d)|dot truoc|da tung|"
    r"may (?:lan|vu) roi|so (?:co ngay|xay ra|mot ngay)|nguy co|co ngay|lo (?:ma|nhu|co)|de phong|neu|"
    r"dem nao|ngay nao|hay bi)\b"
)
# Long stories tell of what has been; who is in danger writes short.
_LONG_WORDS = 60
_SHORT_WORDS = 14


def said(normal_text: str) -> str:
    """Return what the words say: `now`, `maybe` (danger, but not clearly now) or `none`."""
    text = _FIGURE.sub(" ", fold(normal_text))
    if len(text.split()) > _LONG_WORDS or _PAST.search(text):
        return "maybe" if _DANGER.search(text) or _CRY.search(text) else "none"
    if _CRY.search(text) or (_DANGER.search(text) and _NOW.search(text)):
        return "now"
    return "maybe" if _DANGER.search(text) else "none"


def signs(normal_text: str) -> list[str]:
    """Return what the classifier reads beside the words: which kinds of danger are named, when, how long the story."""
    text = _FIGURE.sub(" figure ", fold(normal_text))
    kinds = [f"kind{at}" for at, kind in enumerate(_KINDS) if kind.search(text)]
    words = len(text.split())
    length = "short" if words <= _SHORT_WORDS else "middle" if words <= _LONG_WORDS // 2 else "long"
    when = [name for name, pattern in (("now", _NOW), ("past", _PAST), ("cry", _CRY)) if pattern.search(text)]
    some = ["danger"] if kinds else []
    return [length, *kinds, *when, *(f"{one} {other}" for one in (*kinds, *some) for other in (length, *when))]


# From which probability on the classifier is believed, by what the words say; chosen by cross-validation.
_BELIEVED_FROM = {"now": 0.1, "maybe": 0.2, "none": 0.4}


def is_emergency(normal_text: str, probability: float) -> bool:
    """Tell whether to show the emergency numbers at once, from the words and the classifier's probability."""
    return probability >= _BELIEVED_FROM[said(normal_text)]
