"""The plan's table in the data folder, checked row by row against the official text of Plan 21/KH-UBND (2021).

Written out from the text by hand: row, domain, lead, implementers, period, how the first task and the evidence begin.
"""

import pytest

from api.core.settings import ROOT
from api.province.folder import Folder, Line, read_folder

THUONG_XUYEN = "Thường xuyên"
ROWS = [
    ("1a", 1, "Sở Nội vụ", "Sở Nội vụ, Sở Thông tin & Truyền thông; UBND cấp huyện, cấp xã",
     "Trước và trong quá trình bầu cử", "- Triển khai thực hiện các văn bản hướng dẫn của tỉnh về bầu cử",
     "- Các kế hoạch, công văn, hướng dẫn triển khai công tác bầu cử"),
    ("1b", 1, "Sở Nội vụ", "Sở Nội vụ; UBND cấp huyện, cấp xã", THUONG_XUYEN,
     "- Giới thiệu các tổ chức chính trị, chính trị - xã hội", "- Các kế hoạch, công văn, hướng dẫn triển khai;"),
    ("1c", 1, "Sở Nội vụ", "UBND cấp huyện, cấp xã; thôn, tổ dân phố", THUONG_XUYEN,
     "- Tăng cường bồi dưỡng nghiệp vụ; hỗ trợ thông tin truyền thông", "- Các kế hoạch, công văn"),
    ("1d", 1, "UBND cấp huyện, cấp xã", "UBND cấp huyện,cấp xã; thôn, tổ dân phố", "Thường Xuyên",
     "- Tổ chức kiểm tra việc huy động, quản lý, sử dụng các nguồn đóng góp tự nguyện", "- Các báo cáo kiểm tra"),
    ("2a", 2, "Sở Tư pháp", "Các sở, ban, ngành tỉnh; UBND cấp huyện", THUONG_XUYEN,
     "- Đẩy mạnh việc công khai, minh bạch, đầy đủ", "- Các văn bản triển khai, báo cáo;"),
    ("2b", 2, "Sở Lao động, Thương binh và Xã hội", "UBND cập huyện, cấp xã; thôn, tổ dân phố",
     "- Định kỳ, thường xuyên\n- Định kỳ\n- Định kỳ, thường xuyên", "- Tổ chức triển khai thực hiện điều tra",
     "- Hộ nghèo đảm bảo đúng đối tượng"),
    ("2c", 2, "Sở Tài chính", "UBND cấp huyện, cấp xã", "Định kỳ hàng quý",
     "- Chỉ đạo, hướng dẫn, kiểm tra tình hình triển khai thực hiện công khai ngân sách cấp xã",
     "- 100% Chủ tịch, kế toán, thủ quỹ"),
    ("2d", 2, "Sở Tài nguyên và Môi trường", "Sở TNMT; UBND cấp huyện, cấp xã", THUONG_XUYEN,
     "- Tổ chức lấy ý kiến đóng góp của người dân đối với dự thảo quy hoạch sử dụng đất", "- 100% trường hợp"),
    ("3a", 3, "Sở Nội vụ", "UBND cấp huyện, cấp xã", THUONG_XUYEN, "- Tổ chức tập huấn, tuyên truyền",
     "- 100% trưởng thôn, tổ trưởng tổ dân phố"),
    ("3b", 3, "Thanh tra tỉnh", "Thanh tra tỉnh; Thanh tra các sở; UBND cấp huyện, UBND cấp xã", THUONG_XUYEN,
     "- Xây dựng và triển khai kế hoạch thanh tra", "- 100% các cuộc thanh tra, kiểm tra có kết luận"),
    ("3c", 3, "Sở Tư pháp", "Sở Tư pháp; UBND cấp huyện, UBND cấp xã", THUONG_XUYEN,
     "- Tăng cường tuyên truyền phổ biến pháp luật", "Văn bản chỉ đạo, hình thức tuyên truyền"),
    ("4a", 4, "Thanh tra tỉnh",
     "Thanh tra tỉnh; Sở TN&MT; Sở Tài chính; Sở Xây dựng; VPUBND tỉnh; UBND cấp huyện", THUONG_XUYEN,
     "- Tăng cường thanh tra, kiểm tra định kỳ, đột xuất", "Rà soát, kiểm tra tối thiểu 50% kết luận"),
    ("4b.health", 4, "Sở Y tế", "Thanh tra Sở Y tế; các đơn vị trực thuộc Sở", THUONG_XUYEN,
     "- Tăng cường thanh tra, kiểm tra việc thực hiện luật Khám chữa bệnh", "- Tổ chức kiểm tra đột xuất."),
    ("4b.edu", 4, "Sở Giáo dục và Đào tạo", "Thanh tra Sở GD&ĐT; UBND cấp huyện.", "Quý II, III năm 2021",
     "- Tăng cường thanh tra, kiểm tra các cơ sở giáo dục tiểu học công lập", "- Tổ chức kiểm tra đột xuất."),
    ("4c", 4, "Sở Nội vụ", "Sở Nội vụ; Thanh tra tỉnh; các cơ quan, đơn vị có thẩm quyền tuyển dụng",
     "Trong năm 2021", "- Công khai, minh bạch các bước theo quy định trong tuyển dụng", "- 100% các đơn vị"),
    ("4d", 4, "Thanh tra tỉnh", "Thanh tra tỉnh; các sở, ngành, đơn vị thuộc tỉnh; UBND cấp huyện, cấp xã",
     THUONG_XUYEN, "- Tăng cường tuyên truyền tới người dân về những nỗ lực", "- Các biện pháp tuyên truyền"),
    ("5", 5, "Văn phòng UBND tỉnh",
     "Các sở, ban, ngành thuộc UBND tỉnh; UBND cấp huyện và các cơ quan chuyên môn thuộc UBND cấp huyện; "
     "UBND cấp xã trên địa bàn tỉnh", THUONG_XUYEN, "- Thực hiện tốt cơ chế một cửa",
     "- 100% cơ quan hành chính nhà nước"),
    ("6a", 6, "Sở Y tế", "BHXH tỉnh; Sở Y tế", THUONG_XUYEN, "- Tuyên truyền, phổ biến quan điểm, chủ trương",
     "- Tuyên truyền thường xuyên;"),
    ("6b", 6, "Sở Giáo dục và Đào tạo", "Sở GD&ĐT, UBND cấp huyện, cấp xã phối hợp với MTTQ và các đoàn thể",
     "Trong năm 2021", "- Tăng cường đầu tư trang thiết bị, đồ dùng dạy học", "Tham mưu UBND tỉnh"),
    ("6c.power", 6, "Sở Công thương", "Sở Công thương; UBND cấp huyện", THUONG_XUYEN,
     "- Đẩy nhanh tiến độ các công trình lưới điện", "Văn bản đề nghị của tổ chức/cá nhân"),
    ("6c.road", 6, "Sở Giao thông vận tải", "Sở GTVT; UBND cấp huyện.", "Trong năm 2021",
     "- Tiếp tục thực hiện các công trình cải tạo, sửa chữa", "Các văn bản chỉ đạo, triển khai; đảm bảo đạt 90%"),
    ("6c.water", 6, "Sở Nông nghiệp và PTNT", "Sở NN và PTNT; UBND cấp huyện", THUONG_XUYEN,
     "Tiếp tục thực hiện việc cung cấp nước sạch", "Các kế hoạch"),
    ("6d", 6, "Công an tỉnh", "Công an tỉnh; UBND cấp huyện, cấp xã", THUONG_XUYEN,
     "- Nâng cao chất lượng, hiệu quả hoạt động thực hiện các chương trình phối hợp", "- Các kế hoạch, văn bản"),
    ("7a", 7, "Sở Tài nguyên và Môi trường", "Sở TN&MT; UBND cấp huyện, cấp xã", THUONG_XUYEN,
     "- Tăng cường quản lý nhà nước (kiểm tra, xử lý nghiêm)", "- Các Kế hoạch thanh kiểm tra"),
    ("7b", 7, "Sở Tài nguyên và Môi trường", "Sở TN&MT, UBND cấp huyện, cấp xã", "Trong năm 2021",
     "- Triển khai đồng bộ các giải pháp nhằm giảm thiểu ô nhiễm", "- Các chương trình, kế hoạch"),
    ("8a", 8, "Sở Thông tin và Truyền thông", "Văn phòng UBND tỉnh, Sở TT&TT", THUONG_XUYEN,
     "- Tăng cường phổ biến đến người dân", "Đường link, hình ảnh chụp bài dẫn nội dung đã đăng tải"),
    ("8b", 8, "Sở Thông tin và Truyền thông", "Sở TT&TT; UBND cấp huyện, cấp xã", THUONG_XUYEN,
     "- Tuyên truyền tới người dân về tiện ích mạng Internet", "Các hình thức tuyên truyền"),
    ("8c", 8, "Sở Thông tin và Truyền thông", "Sở TT&TT; UBND cấp huyện, cấp xã", "Thường Xuyên",
     "Đảm bảo đăng tải kịp thời phản hồi của UBND cấp huyện", "Đường link, hình ảnh chụp bài dẫn nội dung"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> Folder:
    return read_folder(ROOT / "data" / "hung-yen")


@pytest.fixture(scope="module")
def plan(folder: Folder) -> dict[str, Line]:
    return {line["row"]: line for line in folder.tables["plan.csv"]}


def test_the_rows_are_those_of_the_text_in_its_order(plan: dict[str, Line]) -> None:
    assert list(plan) == [row[0] for row in ROWS]


@pytest.mark.parametrize(("row", "domain", "lead", "implementers", "period", "task", "product"), ROWS)
def test_each_row_says_what_the_text_says(
    plan: dict[str, Line], row: str, domain: int, lead: str, implementers: str, period: str, task: str, product: str
) -> None:
    line = plan[row]
    assert (int(line["domain"]), line["lead"], line["implementers"], line["period"]) == (
        domain,
        lead,
        implementers,
        period,
    )
    assert line["tasks"].startswith(task)
    assert line["product"].startswith(product)
    assert line["mark"] == "confirmed"


def test_the_whole_table_is_there(plan: dict[str, Line]) -> None:
    """As many tasks in each row as the text has dashes, or one where it has none."""
    tasks = {row: max(1, line["tasks"].count("\n- ") + line["tasks"].startswith("- ")) for row, line in plan.items()}
    assert tasks == {
        "1a": 2, "1b": 4, "1c": 4, "1d": 4, "2a": 4, "2b": 3, "2c": 4, "2d": 3, "3a": 3, "3b": 6, "3c": 3, "4a": 2,
        "4b.health": 2, "4b.edu": 2, "4c": 5, "4d": 3, "5": 5, "6a": 5, "6b": 5, "6c.power": 3, "6c.road": 5,
        "6c.water": 1, "6d": 3, "7a": 3, "7b": 3, "8a": 3, "8b": 2, "8c": 1,
    }  # fmt: skip


def test_the_leads_of_2021_in_the_routes_are_those_of_the_plan(folder: Folder, plan: dict[str, Line]) -> None:
    names = {line["code"]: line["name"] for line in folder.tables["agencies.csv"]}
    first = {line["topic"]: line for line in reversed(folder.tables["routes.csv"])}
    same = {"Sở Lao động, Thương binh và Xã hội": "Sở Lao động - Thương binh và Xã hội",
            "Sở Nông nghiệp và PTNT": "Sở Nông nghiệp và Phát triển nông thôn",
            "Sở Công thương": "Sở Công Thương"}  # fmt: skip
    for line in plan.values():
        for topic in line["topics"].split():
            lead = first[topic]["lead"]
            assert names.get(lead, "UBND cấp huyện, cấp xã") == same.get(line["lead"], line["lead"]), topic
