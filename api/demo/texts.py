"""Words for generated tickets: the hand-written training messages, and plain sample answers."""

import random
from pathlib import Path

import yaml

_ANSWERS = (
    "Chúng tôi đã kiểm tra thực tế ngày {day}. Nội dung phản ánh là đúng. Đơn vị phụ trách đã khắc phục xong; "
    "nếu còn phát sinh, đề nghị ông/bà phản ánh lại để xử lý tiếp.",
    "Sau khi xác minh, chúng tôi đã giao bộ phận chuyên môn xử lý và hoàn thành ngày {day}. Kết quả được thông báo "
    "tại nhà văn hóa thôn, tổ dân phố.",
    "Hồ sơ của ông/bà đã được rà soát ngày {day}; phần còn thiếu đã được hướng dẫn bổ sung và kết quả đã trả. "
    "Chúng tôi xin rút kinh nghiệm về thời gian trả lời.",
    "Nội dung ông/bà nêu thuộc kế hoạch đã được phê duyệt, thi công từ ngày {day}. Trong thời gian chờ, địa phương "
    "đã đặt biển cảnh báo và phân luồng tạm thời.",
)


def messages(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return by topic code the (act, text) pairs of the training messages, all but denunciations."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            topic, act = block["metadata"]["topic"], block["intent"]
            if act == "denounce":
                continue
            lines = block["examples"].splitlines()
            found.setdefault(topic, []).extend((act, line.removeprefix("- ").strip()) for line in lines if line.strip())
    return found


def answer(draw: random.Random, day: str) -> str:
    """Return a sample answer that names the day."""
    return "[Dữ liệu mẫu] " + draw.choice(_ANSWERS).format(day=day)
