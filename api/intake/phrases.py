"""Turns of speech that mean something beside what the classifiers find. All patterns are for folded text."""

import re
from typing import Final

from api.core.text import fold


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


# --- yes, no, send
# What agrees, a word at a time. Nothing here can be read in two ways ("dung roi" is "dung" and "roi", "oke" beside a
# bare "e" would be "ok" and "e"): a pattern that repeats such words would try every way, and stand still on a long row.
_NODS: Final = "thoi|vay|the|u|uh|uk|um|o|ok|okie|yes|dong y|chuan|dung|duoc|roi|vang|da|a"
_BEFORE_SEND: Final = rf"(?:(?:{_NODS}|oke|nho|(?:chu|co|em|anh|chi|bac|ad|bot|chau)(?: oi)?)[\s,.!]+)*"
SEND: Final = re.compile(
    rf"^{_BEFORE_SEND}(?:thi )?(?:cu )?(?:gui|goi)"
    r"(?: \S+)*? (?:di|giup|ho|dum|gium|dzum|luon|da|nhe|nha|nhen|cho|nghen)\b"
    rf"|^{_BEFORE_SEND}(?:thi )?(?:cu )?gui$|^(?:(?:yes|ok|please)[\s,]+)*send(?: (?:it|this|now|please))*$"
)
# The same as a piece of a longer message: "bến cũ thôn Thanh Trai. ok gửi".
_SEND_PIECE: Final = re.compile(
    rf"^{_BEFORE_SEND}(?:thi )?(?:cu )?(?:gui|goi)"
    r"(?: (?:di|giup|ho|dum|gium|dzum|luon|da|nhe|nha|nhen|cho|nghen|a|e|em|anh|chi|bac|ad|toi|minh|bot|ban|roi|duoc|"
    r"cai|may|con|chau|dan|nay|phieu|do|day|not|het|ca|kia|nhanh|len|le|gap))*$"
)
_SEND_PIECE_EN: Final = re.compile(
    r"^(?:(?:yes|ok|okay|please|pls|just)[\s,]*)*(?:send|submit)(?: (?:it|this|that|now|please|pls|off))*$"
)
_AGREES: Final = re.compile(rf"^(?:(?:{_NODS}|thi|cung|e|em|ad|nhe)\s*)+$")
# A piece of a message with the marks behind it; "1,5 m" is one.
_PIECES: Final = re.compile(r"(?:[^.,;!\n]|(?<=\d)[.,](?=\d))+[.,;!\s]*|[.,;!\s]+")
_MARKS: Final = " \t\n.,;!"
# Beside a yes these take it back: "ok nhưng ...", "ừ mà khoan". Bare letters are what is typed without marks.
_CONTRARY: Final = words(
    "nhưng nhung khoan nhầm nham lộn sai đợi doi đừng chưa chua sửa sua thiếu thieu but wait wrong don't dont not"
)
_NOTHING_WRONG: Final = re.compile(
    r"(?<!\w)(?:không|khong|ko|k|chẳng|chả|khỏi|khoi) (?:cần |can |có |co |phải |phai |bị |bi )?"
    r"(?:sửa|sua|sai|thiếu|thieu|nhầm|nham|lộn)(?!\w)"
)
# A wish who is to have it ("gửi cho chủ tịch xã", "đừng gửi cho xã"): no yes, and worth an answer.
RECEIVER: Final = re.compile(
    r"\b(?:gui|chuyen|trinh)(?: \S+)?? (?:(?:cho|toi|den|len|thang)(?: \S+){0,2}?|len) "
    r"(?:chu tich|bi thu|cong an|thu tuong|bo truong|thanh tra|tinh|trung uong|giam doc)\b"
    r"|\b(?:dung|khong|ko) (?:gui|chuyen|dua|bao)(?: \S+){0,2} (?:xa|phuong|ubnd|truong)\b"
)
# One line of the summary is said to be wrong, and not how it is right.
_BAD: Final = r"(?:sai|nham|lon|chua dung|khong dung|ko dung|chua phai|khong phai)"
_LINE_WORDS: Final = {
    "place": r"(?:cho|noi(?! dung)|dia chi|dia diem|dia ban|vi tri|xa|phuong)",
    "topic": r"(?:linh vuc|loai viec|chuyen muc|chu de)",
    "content": r"noi dung",
}
WRONG_LINES: Final = {
    part: re.compile(
        rf"\b{_BAD} (?:mat |ca |cai |ve )?{line}\W*(?:roi|nay|kia|a|mat|nhe)?\W*$"
        rf"|\b{line.replace('|xa|phuong', '')} (?:(?:bi|la|thi|nay) )?{_BAD}\b"
        rf"|^(?:\S+ )?(?:sua|doi) (?:lai |giup )?{line}(?: (?:giup|cho|di|nhe|a)\b.*)?$"
    )
    for part, line in _LINE_WORDS.items()
}
CORRECTS: Final = re.compile(
    r"\b(?:nham|lon|sua (?:lai|thanh)|doi (?:lai|thanh)|moi dung|khong phai|ko phai|sai roi|phai la|dung ra)\b"
)
# "Thôi cứ gửi luôn": no more questions, whatever is asked.
INSISTS: Final = re.compile(
    r"^(?:thoi |vay |the |u |uh |ok |oke |dung |roi |duoc |da |vang )*"
    r"(?:(?:thi )?cu (?:gui|goi)|(?:gui|goi) (?:luon|ngay|da))\b"
)
# Typed without marks this is "đúng, gửi đi" or "đừng gửi đi": one tap decides.
SEND_OR_NOT: Final = re.compile(r"^dung (?:co )?gui\b")
WAIT: Final = re.compile(r"\b(?:khoan|chua gui|dung gui|dung co gui|khong gui|ko gui|k gui|tu tu|doi da|de da)\b")
# Not now: the draft is kept, nothing is sent.
LATER: Final = re.compile(r"\b(?:khoan|tu tu|doi da|de da|de toi (?:nghi|xem|hoi))\b")
# Dropped for good, however long the reason told with it.
DROPS: Final = re.compile(
    r"\b(?:khong|ko|k|khoi|dung) (?:muon |can |phai )?gui (?:o day |di |gi )?(?:nua|dau)\b"
    r"|\bthoi (?:khong|ko|khoi|dung) gui\b(?! (?:kem )?(?:ten|so)\b)"
    r"|\b(?:khoi|khong can|khong phai) gui\b(?: gi)?\W*$"
    r"|\bkhong (?:bao|phan anh|to cao|khieu nai) nua\b|\bbo di\b$|\b(?:do not|don't|dont) send\b|\bnever mind\b"
)
# A slip of the finger: the line that was opened is as it was.
MISTAPPED: Final = re.compile(
    r"\b(?:bam|an|cham|nhan) (?:nham|lon)\b|\bkhong (?:can )?sua (?:gi|nua|dau)\b|\bgiu nguyen\b"
)
# A thumb or a nod after a question is a yes, whatever else the classifier makes of it.
YES_SIGNS: Final = frozenset("👍👌✅🆗")
NO_SIGNS: Final = frozenset("👎❌🚫")
ANGRY_SIGNS: Final = frozenset("😡🤬😠👿💢😤😞😢😭")
UNKNOWN: Final = re.compile(r"\b(?:k|ko|khong|hong|chang|cha|quen)\s*(?:biet|nho|ro)\b|\bquen (?:mat|roi)\b")
SKIPS: Final = re.compile(r"^(?:thoi|khoi|thoi khoi|(?:thoi )?(?:khong|ko|k) can|bo qua)(?: a| nhe| em| ad| dau)*$")
_SAYS_NO: Final = re.compile(r"^(?:da )?(?:khong|ko|k|hong|thoi|chang)\b")

# --- choosing
ORDINAL: Final = re.compile(
    r"^(?:(?:cai|so|thu|y|muc|chon|o|viec|phuong an)\s*)*"
    r"(?:thu\s*)?(\d|nhat|hai|nhi|ba|tu|dau|cuoi)\b"
)
NUMBERS: Final = {"nhat": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "cuoi": -1}
BOTH: Final = re.compile(r"\b(?:ca hai|ca 2|hai viec|hai phieu|2 phieu|rieng ra|tach ra|gui rieng|tat ca)\b")

# --- who may know who wrote
# "dấu tên" is a common misspelling of "giấu tên"; without marks both are "dau ten".
# "Danh sách không ghi tên tôi" complains of a list: the wish begins its clause.
ANONYMOUS: Final = re.compile(
    r"\b(?<!cong )(?:an danh|(?:khong|ko|k|dung|cam) (?:muon |can |duoc |nen )?(?:(?:de|cho|bi|muon) ){1,2}"
    r"(?:(?:ai|ho|no|chung no|bon no|ben (?:kia|do)|hang xom|xa|thon|nguoi khac|nguoi ta) )?(?:biet|lo|lo ra) "
    r"(?:toi la ai\b|ten(?! duong| pho| thon| xa)|danh tinh|"
    r"(?:thong tin|sdt|so dien thoai) (?:cua )?(?:toi|em|minh)\b)|"
    r"(?:khong|ko|k) (?:muon|de|cho) ai biet (?:toi|em|minh|chau)\b|"
    r"(?:an|giau|giu kin) (?:di )?ten (?:toi|em|minh|chau|bac)\b|"
    r"(?:khong|ko|k|dung) hoi ten(?: (?:toi|em|minh|chau|bac))?\b|"
    r"(?:^|[,.;!]\s*|\b(?:va|thi|di|luon|gui|the|nho|xin) )"
    r"(?:an|giau|dau) ten(?: (?:nhe|nha|di|a|giup)|\s*[,.;!?]|\s*$)|"
    r"dung (?:bi|de) lo (?:la|ra|ten|toi|em|minh|chau)\b|"
    r"(?:^|[,.;!]\s*|(?:nhung|xin|nho) )(?:bo|xoa) ten (?:toi|em|minh|chau|bac)\b(?! (?:ra )?(?:khoi|trong))|"
    r"(?:^|[,.;!]\s*|(?:nhung|ma|xin|nho|toi|em|chau|minh|bac|va|da|luon|di|ok|thi|roi|duoc) )"
    r"(?:khong|ko|dung) (?:muon |co |nen |phai |duoc )?(?:ghi|dua|nhac|hien) ten"
    r"(?: (?:toi|em|minh|chau|bac))?(?: (?:nua|vao|ra|nhe|nha|di|a|dau)|\s*[,.;!?]|\s*$)|"
    r"(?:don't|dont|do not|without) (?:\w+ )?(?:give |show |use )?my name|"
    r"keep (?:me|my name) (?:secret|hidden|private)|"
    r"anonymous(?:ly)?\b|(?:giau|dau|an|kin|khong lo|dung (?:de )?(?:ai |bi )?lo|ko lo|"
    r"k lo|khong (?:de )?lo|tuyet doi khong (?:de )?lo) "
    r"(?:ten|danh tinh|thong tin)\b|khong (?:muon )?(?:de|neu|noi|khai) ten\b)"
)
# "Không cần ghi tên": said to the one who asks for a name to praise with, it is only a no.
_NO_NEED: Final = re.compile(
    r"(?<!sach )\b(?:khong|ko|k|khoi|chang) (?:can |phai )(?:\S+ )?(?:ghi|neu|de|khai|dua) ten"
    r"(?: (?:toi|em|minh|chau|bac))?\b"
)
EVIDENCE: Final = re.compile(
    r"\b(?:ghi am|quay|clip|video|anh chup|chup|giay (?:to|viet|bien|tay)|bien lai|hoa don|danh sach|ban sao|ban chup|"
    r"lam chung|nhan chung|chung cu|bang chung|tin nhan|chuyen khoan|so sach|"
    r"khong co (?:them |gi )|nguoi (?:thay|biet|nghe))"
)
# A denouncer without a name is heard too, though not as the law's denunciation (Luật Tố cáo 2018, Điều 25).
NAMELESS: Final = re.compile(
    r"\b(?<!cong )(?:an danh|nac danh|"
    r"(?:khong|ko|k) (?:muon |dam |the )?(?:de|neu|noi|khai|ghi|xung) (?:ten|danh tinh))\b"
)
OPENLY: Final = re.compile(
    r"\b(?:(?:khong|ko|k|chang) (?:can|phai) (?:giau|dau|an)(?: ten| danh)?|cu (?:de|ghi|neu|gui) ten|cong khai ten|"
    r"(?:ghi|de|neu|gui|kem) (?:ca |luon |kem )?ten (?:toi|em|minh|chau|bac))\b"
)
KEEP_SECRET: Final = re.compile(
    r"\b(?:(?:khong|ko|dung) (?:muon |can |co |nen |phai |duoc )?(?:ghi|dua|neu|de|gui) ten\b"
    r"(?! (?:\S+ )?(?:vao|trong))|"
    r"an (?:di )?ten (?:toi|em|minh|chau|bac)\b|"
    r"(?:^|[,.;!] ?)(?:bo|xoa) ten (?:toi|em|minh)\b(?! (?:ra )?(?:khoi|trong))|"
    r"my name\b|cho ai biet (?:ten|danh tinh|toi)\b|"
    r"giu kin|bi mat|tru dap|tra thu|giau ten|dau ten|lo ten|"
    r"(?:dung|khong) (?:gui|chuyen|dua|bao)(?: \S+){0,3} (?:xa|phuong|ubnd|truong))\b"
)

# "Gửi kín": for the eyes of who may read it alone.
CONFIDENTIAL: Final = re.compile(r"\b(?:gui|bao|nhan|chuyen)(?: \S+){0,2} kin\b")
FEARS: Final = re.compile(r"\bso (?:bi )?(?:lo|tru|tra thu|de|biet|truot|duoi|mat viec|lien luy)\b")

# --- denunciations
# Whoever says "tố cáo" of somebody in office is heard as a denouncer: better a report too many in the restricted
# queue than a denunciation on the desk of the accused (Luật Tố cáo 2018, Điều 8-9).
DENOUNCES: Final = re.compile(r"\b(?:to cao|to giac|to cao giac)\b")
OFFICE: Final = re.compile(
    r"\b(?:chu tich|bi thu|can bo|cong chuc|cong an|truong thon|truong ban|truong phong|truong xa|dia chinh|"
    r"lanh dao|giam doc|hieu truong|ke toan|pho chu tich|to truong|xa doi|thanh tra|quan chuc|ong xa|quan ly)\b"
)
# Deputies and heads of a unit hold an office too; "cán bộ điện lực" of a swindler does not make one.
_HEADS: Final = re.compile(
    r"\b(?:pho (?:phong|giam doc|thon|bi thu|chu nhiem|hieu truong)|hieu pho|chu nhiem|ban quan ly)\b"
)
BRIBE: Final = re.compile(
    r"\b(?:nhan (?:tien|hoi lo|phong bi)|an (?:tien|hoi lo|chan)|"
    r"voi (?:tien|vinh)|doi (?:tien|phong bi|lot tay|hoi lo)|"
    r"tham o|tham nhung|hoi lo|lot tay|boi tron|bien thu|chung chi)\b"
)
# Somebody who covers, shares or threatens: what a matter of the street must not tell to be an ordinary one.
COVERS: Final = re.compile(
    r"\b(?:bao ke|chong lung|dung sau|moc noi|cau ket|rut ruot|khai khong|khai man|an chia|chia chac|tru dap|de doa|"
    r"nguoi nha (?:can bo|chu tich|lanh dao)|lam ngo|phong bi|ky khong|lam gia|gia mao|gian lan)\b"
)
# Somebody or some firm that is named with what they did.
_NAME: Final = r"[A-ZĐÂĂÊÔƠƯ]\w*"
SOMEBODY: Final = re.compile(
    rf"\b(?:[ôÔ]ng|[bB]à|[aA]nh|[cC]hị|[tT]hằng|[cC]ô|[cC]hú|[bB]ác) {_NAME}|"
    r"\b(?:[cC]ông ty|cty|[dD]oanh nghiệp|[nN]hà máy|[xX]í nghiệp|[hH]ợp tác xã|htx|[nN]hà xe|"
    r"chủ (?:quán|xưởng|trại|trọ|đầm|cơ sở)|nhân viên|trạm trưởng|quản đốc)\b|"
    rf"\b(?:[qQ]uán|[tT]iệm|[xX]ưởng|[cC]ơ sở)(?: \w+)? {_NAME}"
)
ACCUSES_EN: Final = re.compile(
    r"\b(?:brib\w*|corrupt\w*|kickback|envelope|embezzl\w*|official\w*|officer\w*|police|chairman|denounc\w*|steal\w*)\b",
    re.I,
)
_ACT: Final = r"(to cao|khieu nai|phan anh|kien nghi|de nghi|gop y|hoi|khen)"
_NOT_ACT: Final = re.compile(rf"\b(?:khong|ko|k|chang|dau|chu khong) (?:phai|co y|dinh|muon|he) (?:la )?{_ACT}\b")
_ONLY_ACT: Final = re.compile(rf"\b(?:chi|muon|la|thanh|sang)(?: \S+)?? {_ACT}\b")
ACTS: Final = {
    "to cao": "denounce",
    "khieu nai": "complain",
    "phan anh": "report",
    "kien nghi": "suggest",
    "de nghi": "suggest",
    "gop y": "suggest",
    "hoi": "ask",
    "khen": "praise",
}

# Named by the citizen in the first words: believed when the classifier is not sure.
PROPOSES: Final = re.compile(r"^(?:\S+ ){0,4}?(?:kien nghi|de xuat|gop y)\b")
NEIGHBOUR: Final = re.compile(r"\b(?:hang xom|lang gieng|nha (?:ben(?: canh)?|ke ben|canh nha|doi dien))\b")
DECIDED: Final = re.compile(r"\b(?:quyet dinh|khieu nai|xu phat|phat|thu hoi|den bu|cuong che|tu choi|ubnd|uy ban)\b")
REPORTS: Final = re.compile(r"^(?:\S+ ){0,3}?phan anh\b(?! (?:lai|nhieu|may|mai|hoai|khong|ko))")
ASKS: Final = re.compile(r"^(?:\S+ ){0,2}?(?:cho|xin|muon|can)(?: \S+){0,2}? hoi\b")
# Who asks how it is done does not do it.
HOW_TO: Final = re.compile(
    r"\bhoi\b.*\b(?P<act>to cao|khieu nai)\b.*\b"
    r"(?:o dau|cho nao|the nao|lam sao|can (?:gi|nhung gi)|co can|gui ai|bao lau)\b"
)

# --- corrections and second matters
# "Bỏ chữ chủ nhật đi", "cái chỗ 42 cháu bỏ đi": words of the matter to be taken out.
_WORDS_OF_IT: Final = r"(?:cai |may )?(?:chu|cho|cau|doan|phan|khuc|dong)"
TAKES_OUT: Final = (
    re.compile(
        rf"\b(?:bo|xoa|cat|dung (?:ghi|de|viet)|khong (?:ghi|de)) (?:di )?{_WORDS_OF_IT} (?P<wrong>.+?)"
        r"(?: (?:di|ra|giup|ho|nhe|nha|a|keo|vi|cho)\b.*|[,.;].*)?$"
    ),
    re.compile(rf"\b{_WORDS_OF_IT} (?P<wrong>.+?),? (?:thi )?(?:bo|xoa|cat)(?: (?:di|ra|giup|ho|nhe|nha|a))*\b"),
)
# "Không phải nhà bí thư mà nhà phó thôn": words of the matter to be put right.
PUTS_RIGHT: Final = (
    re.compile(r"\b(?:khong|ko|k) phai (?:la |o )?(?P<wrong>.+?),? (?:ma(?: la| o)?|phai la|la) (?P<right>[^,.;]+)"),
    re.compile(r"\b(?:sua|doi) (?:lai )?(?P<wrong>.+?) (?:thanh|lai thanh|lai la) (?P<right>[^,.;]+)"),
    re.compile(r"\b(?P<right>[^,.;]+?)(?: co| moi dung)?,? (?:chu )?(?:khong|ko|k) phai (?:la |o )?(?P<wrong>[^,.;]+)"),
)
NOT_THAT: Final = re.compile(
    r"\b(?:khong phai|ko phai|k phai|chang phai|dau phai|nham roi|sai roi) (.+?)(?: ma(?: la)?| la|,) (.+)"
)
DENIED: Final = re.compile(r"[,\s]*\b(?:chứ|chu|mà|ma)?\s*(?:không|khong|ko|k|hông|đâu|dau) (?:phải|phai)\b.*$", re.I)
MAINLY: Final = re.compile(r"\b(?:chu yeu|quan trong nhat|chinh la|viec chinh|truoc het|truoc tien|nhat la)\b")
MORE: Final = re.compile(
    r"\b(?:ngoai ra|voi lai|hon nua|(?:them|con) (?:mot |1 |cai )?(?:viec|chuyen|vu)|tien the|nhan tien|"
    r"hai viec|2 viec|mot viec nua|con nua)\b"
)
RESTART: Final = re.compile(
    r"\b(?:(?:lam|noi|ke|viet) lai tu dau|tu dau di|"
    r"(?:bo|huy) (?:cai|viec|phieu|chuyen)(?: \S+){0,2} (?:do|kia|truoc|nay|ay)\b(?: di\b)?(?!.*\bgui\b)|"
    r"(?:thoi|bo|huy|khong gui)(?: \S+){0,6} (?:viec|chuyen) khac)\b"
)
TWO_MATTERS: Final = re.compile(r"\b(?:hai|2|ba|3|may) (?:viec|chuyen|vu|van de)\b(?! gi)")
ANOTHER: Final = re.compile(r"\b(?:viec|chuyen|vu) (?:khac|moi)\W*$")
# Something that is broken, blocked or gone, as it is told.
FAULT: Final = re.compile(
    r"\b(?:bi (?:tac|hong|vo|sut|lun|gay|ngap|mat|chay|do|ro|ri)|tac|tran|ngap|hong|vo|sut|lun|mat dien|mat nuoc|"
    r"duc ngau|nuoc duc|hoi thoi|khet|chap chon|khong (?:sang|chay|co (?:nuoc|dien))|"
    r"chay tran|boc mui|u dong|chat dong|o ga|roi xuong|dut|do nga)\b"
)
_MAY_I: Final = re.compile(
    r"^(?:da |a |oi |ad |em |bac |anh |chi )*(?:cho|xin) (?:toi |em |minh |chau |bac )?hoi\b[\s,:]*"
)
# Who wants a paper that an office holds asks for information by law (Luật Tiếp cận thông tin 104/2016/QH13).
WANTS_A_PAPER: Final = re.compile(
    r"\b(?:xin|de nghi|yeu cau|muon|can|cho) (?:\S+ ){0,4}?(?:cung cap|cap|xin|duoc xem|xem|sao chup|trich luc|cho) "
    r"(?:\S+ ){0,4}?(?:ban sao|tai lieu|thong tin|ban do|van ban|ho so luu|so lieu|bien ban|quyet dinh|bang ke)\b"
)
_ABOUT_A_CASE: Final = re.compile(r"\b(?:sao y|chung thuc|cong chung|khai sinh|so do|can cuoc|tam tru|ket hon)\b")
ADDS: Final = re.compile(
    r"^(?:a |u |oi |thoi chet )*(?:quen|bo sung|noi them|ghi them|them (?:la|thong tin|cai|chi tiet)|con thieu)\b"
    r"|\bbo sung (?:them )?(?:cho|vao|thong tin)\b"
    r"|\b(?:them|ghi|noi) (?:them )?(?:vao|cho) (?:cai|phieu|viec|chuyen|don)\b"
    r"|^(?:y|y la) (?:toi|em|minh|chau|chi|anh|bac) (?:la|noi)\b"
)
# Says that something is to be added to what was filed, and not what.
ADDS_WHAT: Final = re.compile(
    r"^(?:a |u |oi |roi |thi )*(?:(?:bo sung|ghi|them|noi|cho)(?: them)?(?: (?:vao|cho))?"
    r"(?: (?:cai|phieu|viec|chuyen|don|vu))?(?: (?:luc|vua|hoi|ban))?"
    r"(?: (?:nay|roi|truoc|do|kia|ay|cu|ho|giup|minh|toi|em|chi|voi|di|nhe|nha|a))*)$"
)
# A ticket that was filed is to be taken back; "xã bỏ đơn của tôi" is a matter.
WITHDRAWS: Final = re.compile(
    r"^(?:\S+ ){0,9}?(?:muon|xin|cho|giup|thoi|nho|dinh) (?:\S+ ){0,2}?(?:rut|huy|bo|thu hoi)(?: lai| di| ho| giup)?"
    r"(?: \S+){0,2}? (?:don|phieu|phan anh|khieu nai|kien nghi)\b"
    r"|^(?:thoi |vang |da |u )*(?:rut|huy|thu hoi)(?: lai| di| ho| giup)?(?: \S+){0,2}? (?:don|phieu|phan anh|lai)\b"
)
TAKES_BACK: Final = re.compile(
    r"\b(?:rut|huy|bo|thu hoi|xoa|thoi|khoi|dung|khong (?:gui|can|muon|phan anh)|cancel|withdraw)\b"
)
# "Cũng ở đấy": where the last ticket of this conversation is.
_THERE: Final = r"(?:do|day|ay|kia|tren|cu|nay|luc nay|hoi nay)"
SAME_PLACE: Final = re.compile(
    rf"^(?:\S+ ){{0,3}}?(?:cung|van|dung)(?: la)?(?: o)? (?:(?:cho|noi|khu|thon|xa|dia chi) )?{_THERE}\b"
    rf"|\b(?:cung|van|dung)(?: la)? (?:cung )?(?:cho|khu|thon|xa|noi|dia chi)(?: {_THERE})?\W*$"
    r"|\b(?:nhu (?:tren|cu|ban nay|luc nay)|cho (?:cu|luc nay|ban nay|vua nay)|(?:day|do|ay) luon)\W*$"
)

# "Còn căn cước thì sao": the next question after an answer.
NEXT_QUESTION: Final = re.compile(r"^(?:the |vay |a |u |oke |ok |da )*con ")

# Asked where, somebody asks back, or tells a part of the matter: neither is a spot.
ASKS_BACK: Final = re.compile(
    r"\?|\b(?:bao nhieu|bao gio|bao lau|khi nao|may ngay|may gio|the nao|lam sao|la sao|tai sao|vi sao|"
    r"sao (?:vay|the|lai)|lam gi|la gi|gi (?:vay|the|a)|duoc khong|duoc ko|co (?:\S+ )+(?:khong|ko)|"
    r"o dau (?:vay|the|a|duoc|nhi)|what|how|when|where|why)\b"
)
TELLS: Final = re.compile(
    r"^(?:\S+ ){0,2}?(?:toi|tao|em|minh|chau|chung toi|ho|no|chung no|bon no|bo me|me toi|bo toi|chong|nguoi ta|xa|i)\b"
    r"(?: \S+){0,3}? (?:la|bi|muon|so|phan anh|khong|ko|chua|da|dang|danh|bao|noi|nghi|hoi|can|goi|dong|thu|lam|se|hay|"
    r"xin|ten|want|need|have|am)\b"
)
SPOT_BEGINS: Final = re.compile(
    r"^(?:\W|a |da |o |tai |ngay |doan |cho |phia |ben |khu |goc )*"
    r"(?:ngo|ngach|hem|thon|xom|lang|ap|khu|to|to dan pho|duong|pho|quoc lo|ql|so(?: nha)? \S*\d\S*|nha|"
    r"truoc|sau|canh|gan|dau|tuyen|dai lo|vong xoay|ngam|bo (?:song|ho|kenh|muong|de)|kenh|muong|song|ho|ao|bai|ben|"
    r"canh dong|dong|nghia trang|mieu|den(?! gio| nay| luc| khi)|nha tho|benh vien|bv|tru so|ubnd|uy ban|ngan hang|"
    r"san(?! sang)|cap [123]|thcs|thpt|mam non|tdp|kdc|kcn|khoa|phong kham|cong ty|cty|xuong|quan|tiem|"
    r"cuoi|giua|cong(?! (?:an|trinh|nhan|dan|viec|khai|chuc|van|suat))|nga|"
    r"doi dien|cau|cho(?! (?:toi|em|minh|chau|hoi))|"
    r"trg|tr|truong(?! (?:thon|phong|ban|cong an|xom))|tram|dinh|chua(?! (?:co|ai|thay|duoc|lam|sua|xong))|"
    r"de(?! (?:toi|em|minh|ai))|ben xe|ven|km|doc|trong|tren|duoi|near|in front)\b"
)
THINKS: Final = re.compile(
    r"^(?:de |cho )?(?:toi|em|minh|chau|bac) (?:nghi|xem|hoi)(?: \S+)?$"
    r"|^(?:cai|y|thu) (?:thu )?(?:\d|nhat|hai|ba|cuoi)$"
    r"|^(?:u|uh|uk|um|ok|oke|vang|da|duoc|dung|alo|hello|hi|yes|no|o|roi)"
    r"(?: (?:a|roi|vay|nhe|nha|u|em|ad|dung|the|duoc|vang|day))*$"
)

# An answer to "since when?", which nobody asked: no spot.
WHEN: Final = re.compile(
    r"^(?:o )?(?:tu|khoang|hom|suot|da|duoc|ca|may|gan|tam)\b"
    r".*\b(?:ngay|hom|thang|tuan|gio|nam|nay|toi|sang|dem|mua|\d+/\d+)\b"
)

# --- a matter announced and not told
OPENS: Final = re.compile(
    r"\b(?:(?:phan anh|bao|kien nghi|khieu nai|to cao|hoi|gop y|trinh bay|gui)(?: \S+){0,2} "
    r"(?:mot|1|vai|cai|chut) (?:viec|dieu|chuyen|vu|y kien|y)|(?:toi|em|minh) (?:muon|can|xin|dinh) "
    r"(?:duoc )?(?:bao|phan anh|kien nghi|khieu nai|to cao|hoi|gop y))\b"
)
_FILLER: Final = words(
    "a ad ban bac bot cac chao cho chu co da day di dinh duoc em gi giup gui ho hoi hop khong la lam minh mot "
    "1 muon nay pls please thanks "
    "nhe nha nhen nghen o oi oke phan anh kien nghi khieu nai to cao gop y rang rat roi the thi toi trinh bay tuc u "
    "vang ve viec dieu chuyen vu voi xin ten lo giau an danh tuyet doi nhung de dau noi bao biet"
)

# --- abuse
INSULT: Final = re.compile(r"\b(?:dm|dmm|dcm|vcl|vl|cmn|clm|dit me|me may|chung may|bon may|bot ngu|do ngu|ngu vl)\b")
TO_THE_BOT: Final = re.compile(r"\b(?:bot|chatbot|robot|may moc|tro ly)\b|^may thi\b")

# --- a ticket that was just looked at
URGES: Final = re.compile(
    r"\b(?:nhac|giuc|don doc|hoi thuc|thuc|bao len|kien len|chuyen len|gui len|len tinh|cap tren|keu ai|hoi ai|tim ai|"
    r"goi ai|bao ai|im lang|im re|van im|lam the nao|lam sao|lam gi)\b"
)
URGES_NOW: Final = re.compile(
    r"\b(?:nhac|giuc|don doc|hoi thuc|thuc|bao len|kien len|chuyen len|gui len|len tinh|cap tren)\b"
)
# "HY-" and then figures or letters, with at least one figure: meant as a code, right or wrong.
LIKE_A_CODE: Final = re.compile(r"\bhy[\s-]?(?=[0-9a-z-]*\d)[0-9a-z]{2,}[0-9a-z-]*")

_MANY_WORDS = 6


def without_may_i(folded: str) -> str:
    """Return folded words without the courtesy that opens them: "cho hoi ..."."""
    return _MAY_I.sub("", folded)


def wants_a_paper(folded: str) -> bool:
    """Whether folded words ask for a document or data of an office, and not for a paper of one's own."""
    return WANTS_A_PAPER.search(folded) is not None and _ABOUT_A_CASE.search(folded) is None


def denounces(folded: str) -> bool:
    """Whether folded words denounce somebody in office, whatever act the classifier found."""
    if _NOT_ACT.search(folded):
        return False
    if DENOUNCES.search(folded):
        return OFFICE.search(folded) is not None or BRIBE.search(folded) is not None
    return OFFICE.search(folded) is not None and BRIBE.search(folded) is not None


def in_office(folded: str) -> bool:
    """Whether folded words name somebody who holds an office."""
    return OFFICE.search(folded) is not None or _HEADS.search(folded) is not None


def accuses_nobody(text: str) -> bool:
    """Whether a text names neither an office, nor money under the table, nor who covers it, nor anybody at all."""
    folded = fold(text)
    hints = (OFFICE, _HEADS, BRIBE, COVERS, DENOUNCES)
    by_name = SOMEBODY.search(text) is not None or ACCUSES_EN.search(text) is not None
    return not by_name and not any(pattern.search(folded) for pattern in hints)


def takes_it_again(text: str) -> bool:
    """Whether somebody who has just given a draft up wants it after all: a slip of the finger, or "gửi"."""
    return MISTAPPED.search(fold(text)) is not None or beside_send(text) is not None


def beside_send(text: str) -> str | None:
    """Return what a message says beside its "gửi", as it stands; None if no piece of it is a plain "gửi".

    "Dung gui di" without marks may be a no: it is none here.
    """
    pieces = _PIECES.findall(text)
    if not any(_is_send(piece.strip(_MARKS)) for piece in pieces):
        return None
    left = [piece for piece in pieces if not _only_sends(piece.strip(_MARKS))]
    return "".join(left).strip(_MARKS)


def _only_sends(piece: str) -> bool:
    return _is_send(piece) or _AGREES.match(fold(piece)) is not None


def _is_send(piece: str) -> bool:
    folded = fold(piece)
    unclear = SEND_OR_NOT.match(folded) is not None
    sends = _SEND_PIECE.match(folded) is not None or _SEND_PIECE_EN.match(folded) is not None
    return sends and not unclear and not is_contrary(piece)


def act_said(folded: str) -> str | None:
    """Return the act that the citizen names against ours ("không phải tố cáo, chỉ phản ánh"), or None."""
    denied = _NOT_ACT.search(folded)
    if denied is None:
        return None
    named = [ACTS[word] for word in _ONLY_ACT.findall(folded) if word != denied.group(1)]
    return named[-1] if named else "report"


def is_contrary(text: str) -> bool:
    """Whether a yes is taken back in the same breath ("ok nhưng ...", "ừ mà khoan", "sai chỗ")."""
    left = _NOTHING_WRONG.sub(" ", text.lower())
    said = {word.strip(",.!?:;()") for word in left.split()}
    return not said.isdisjoint(_CONTRARY) or CORRECTS.search(fold(left)) is not None


def wrong_line(folded: str) -> str | None:
    """Return the line of the summary ("place", "topic", "content") that short folded words call wrong, or None."""
    if len(folded.split()) > _MANY_WORDS + 2:
        return None
    return next((part for part, pattern in WRONG_LINES.items() if pattern.search(folded)), None)


def wants_no_name(folded: str, *, praise: bool = False) -> bool:
    """Whether folded words wish that the sender stays unknown."""
    return ANONYMOUS.search(folded) is not None or (not praise and _NO_NEED.search(folded) is not None)


def only_about_the_name(text: str) -> bool:
    """Whether a message holds nothing but a wish to stay unknown."""
    folded = fold(text)
    left = _NO_NEED.sub(" ", ANONYMOUS.sub(" ", folded))
    return left != folded and all(word.strip(",.!?:;") in _FILLER | {"", "duoc", "dung"} for word in left.split())


def is_short(folded: str) -> bool:
    """Whether a turn is short enough to be nothing but a yes or a no."""
    return len(folded.split()) <= _MANY_WORDS


def says_no(folded: str) -> bool:
    """Whether a short turn begins with a no."""
    return is_short(folded) and _SAYS_NO.search(folded) is not None


def signs(text: str) -> set[str]:
    """Return the signs of a message that has no letter or digit; empty if it has words."""
    if any(character.isalnum() for character in text):
        return set()
    skins = {chr(code) for code in range(0x1F3FB, 0x1F400)}
    return {sign for sign in text if not sign.isspace()} - skins - {"\ufe0f", "\u200d"}


def is_yes_sign(text: str) -> bool:
    """Whether a message is nothing but a thumb up or the like (skin tones and repeats included)."""
    found = signs(text)
    return bool(found) and found <= YES_SIGNS


def is_no_sign(text: str) -> bool:
    """Whether a message is nothing but a thumb down or a cross."""
    found = signs(text)
    return bool(found) and found <= NO_SIGNS


def ordinal(folded: str) -> int | None:
    """Return the number of the choice that a short turn names ("cái thứ 2" -> 2, the last -> -1), or None."""
    match = ORDINAL.match(folded)
    if match is None or len(folded.split()) > 4:
        return None
    word = match.group(1)
    return int(word) if word.isdigit() else NUMBERS[word]


def announces_only(text: str) -> bool:
    """Whether a message says that a matter comes, or how to keep the name, and not what the matter is."""
    folded = fold(text)
    if OPENS.search(folded) is None and ANONYMOUS.search(folded) is None:
        return False
    left = [word.strip(",.!?:;") for word in ANONYMOUS.sub(" ", folded).split()]
    return len([word for word in left if word and word not in _FILLER]) <= _MANY_WORDS


def without_denied(text: str) -> str:
    """Return the text without what it says is not meant ("... chứ không phải Khoái Châu")."""
    return DENIED.sub("", text).strip(" ,.")
