"""Places inside what people tell, worked out by hand: long stories, two places in one, what is denied, the spot."""

import pytest

from api.places.rules import Gazetteer

# text, commune of today
STORIES = [
    (
        "Kính gửi cơ quan. Tôi năm nay 67 tuổi, mắt kém, đi lại khó. Con mương trước cửa nhà tôi bị lấp từ "
        "tháng ba, mưa xuống là nước tràn vào bếp. Tôi đã nói với trưởng thôn hai lần. Tôi ở thôn Bình Trì, "
        "xã Dương Quang, thị xã Mỹ Hào cũ.",
        "phường Thượng Hồng",
    ),
    (
        "Con tôi học lớp 3. Sáng nào cháu cũng phải đi qua đoạn đường đang đào dở, không rào chắn. Tuần trước "
        "đã có một cháu ngã gãy tay. Tôi hỏi thì người ta bảo chờ vốn. Đoạn này ở xã Thụy Liên, huyện Thái "
        "Thụy, gần trường tiểu học.",
        "xã Thái Thụy",
    ),
    (
        "Từ hôm bão đến giờ mười ngày rồi mà cột điện đổ vẫn nằm giữa ngõ. Bà con tự lấy tre chống. Trẻ con "
        "chơi quanh đó ai cũng sợ. Gọi điện lực thì bận máy suốt. Xóm 6 xã Vũ Đoài mong các anh chị về xem.",
        "xã Vũ Tiên",
    ),
    (
        "toi lam cong nhan o khu cong nghiep, tro o xa Trung Trac da 4 nam. chu tro thu tien dien 4 nghin mot "
        "so. hoi thi bao khong o thi di. moi nguoi trong day deu bi nhu vay. mong co quan xem giup",
        "xã Như Quỳnh",
    ),
    (
        "Nhà tôi có thửa ruộng khoán từ năm 1993. Nay xã làm đường lấy mất một góc mà không thấy ai đo lại. "
        "Tôi hỏi cán bộ địa chính thì được hẹn tuần sau. Đã qua bốn cái tuần sau. Ruộng ở xứ đồng Cửa Đình, "
        "xã Quỳnh Ngọc.",
        "xã Ngọc Lâm",
    ),
    (
        "Chợ họp ngay trên mặt đê, xe tải không qua được. Hàng thịt, hàng cá đổ nước thẳng xuống chân đê. Mùa "
        "nắng ruồi nhặng đen đặc. Ban quản lý chợ thu tiền mà không dọn. Chợ này thuộc xã Tân Lễ, Hưng Hà.",
        "xã Long Hưng",
    ),
    (
        "Tôi đi làm giấy khai sinh cho cháu nội ba lần chưa xong. Lần thì thiếu giấy, lần thì mạng hỏng. Lần "
        "sau cán bộ đi họp. Nhà xa mười cây, tuổi già đi lại tốn kém. Bộ phận một cửa xã Đông Tiên Hưng làm "
        "ăn như vậy có đúng không?",
        "xã Đông Tiên Hưng",
    ),
    (
        "Gần tết năm nào họ cũng đốt lốp cao su ban đêm. Khói vào tận giường ngủ, mẹ tôi bị hen phải đi viện. "
        "Công an có về một lần rồi thôi. Bãi đốt nằm sau nghĩa trang, giáp sông. Chúng tôi là dân xóm Bến, xã "
        "Hồng Lý, Vũ Thư.",
        "xã Vạn Xuân",
    ),
    (
        "Trường mầm non thu quỹ hai triệu một cháu. Không có biên lai. Phụ huynh hỏi thì cô bảo tự nguyện. Tự "
        "nguyện mà ai không đóng bị nhắc trong nhóm. Trường ở phường Bần Yên Nhân.",
        "phường Mỹ Hào",
    ),
    (
        "Nước giếng nhà nào cũng vàng. Nhà máy nước hứa kéo ống từ năm ngoái. Ống đặt xong bỏ đó. Bà con mua "
        "nước bình nấu cơm. Kính mong tỉnh quan tâm dân xã Cẩm Ninh chúng tôi.",
        "xã Nguyễn Trãi",
    ),
    (
        "bac si kham nhanh qua, me em dau bung ba ngay khong ra benh. em dua len tuyen tren thi phai mo. tram "
        "y te xa Tong Phan noi khong co may. sao khong bao som de nha em di",
        "xã Quang Hưng",
    ),
    (
        "Đèn đường bật sáng ban ngày, tối lại tắt. Ai quản lý việc này? Chúng tôi báo lên nhóm Zalo của thôn. "
        "Trưởng thôn bảo việc của điện lực. Đoạn từ ủy ban xã Minh Hoàng ra cầu tối om.",
        "xã Đoàn Đào",
    ),
    (
        "Tôi mua đất năm 2010, nay đi làm sổ thì bảo nằm trong quy hoạch. Quy hoạch gì không ai nói. Bản đồ "
        "không dán ở đâu. Tôi xin xem thì bảo chờ. Thửa đất ở xã Liên Nghĩa (Văn Giang).",
        "xã Văn Giang",
    ),
    (
        "Hai nhà tranh nhau lối đi, xã hòa giải năm lần chưa xong. Hôm qua suýt đánh nhau. Tôi là người ngoài "
        "mà cũng sợ. Đề nghị công an xuống. Xóm Trại, xã An Dục, Quỳnh Phụ.",
        "xã Tân Tiến",
    ),
    (
        "Hôm 20 tôi gửi đơn, cô tiếp nhận bảo 15 ngày có kết quả. Nay 40 ngày. Gọi thì máy bận. Lên tận nơi "
        "thì bảo chuyển huyện rồi. Mà huyện nay có còn đâu. Tôi ở xã Vũ Vân.",
        "xã Thư Vũ",
    ),
    (
        "Xe chở cát chạy đêm làm nứt tường nhà dân dọc đê. Chúng tôi chặn xe thì bị dọa. Biển cấm tải có mà "
        "không ai bắt. Đê đoạn qua thôn Năm Mẫu, xã Tứ Dân. Xin xử lý gấp.",
        "xã Châu Ninh",
    ),
    ("Khen các cô ở bộ phận một cửa xã Đông Quan, làm nhanh, nói năng nhẹ nhàng", "xã Đông Quan"),
    ("Cho hỏi làm lại sổ hộ nghèo ở xã Bình Định thì cần giấy gì", "xã Bình Định"),
    ("Ban đêm thanh niên nẹt pô ầm ầm quanh hồ, phường Trần Lãm không ai nhắc", "phường Trần Lãm"),
    ("Anh Nguyễn Văn Hưng ở xã Đông Kết lấn ra lòng đường", "xã Khoái Châu"),
    ("ông Trần Quang Trung là hàng xóm nhà tôi, xã Vũ Hội, nuôi lợn thối lắm", "xã Thư Vũ"),
    ("chị Tân Dân bán phở ở phường Lam Sơn đổ nước ra hè", "phường Sơn Nam"),
    ("cô giáo Yên Mỹ dạy ở xã Tống Trân rất tận tình", "xã Tống Trân"),
    ("Công ty may Hòa Bình xả nước thải ra kênh ở xã Tân Quang", "xã Như Quỳnh"),
    ("trường THCS Lê Lợi thu tiền sai, trường ở xã Nam Cường", "xã Nam Cường"),
    ("đường Nguyễn Trãi ngập, phường Hồng Châu", "phường Hồng Châu"),
    ("phố Phạm Ngũ Lão mất nước, P. Lê Lợi", "phường Phố Hiến"),
    ("đường Minh Khai đoạn qua phường Trần Hưng Đạo bị sụt", "phường Trần Hưng Đạo"),
    ("bệnh viện Tiền Hải thiếu thuốc, tôi ở xã Tây Ninh", "xã Tiền Hải"),
    ("công ty Thái Dương đổ trộm rác ở xã Phù Ủng", "xã Phạm Ngũ Lão"),
    ("Khoái Châu, Đông Tảo", "xã Hoàn Long"),
    ("Chùa Chuông Hiến Nam", "phường Phố Hiến"),
    ("Tôi quê Thanh Hóa, đang trọ ở xã Liêu Xá", "xã Nguyễn Văn Linh"),
    ("hộ khẩu Hải Phòng, tạm trú xã Minh Hải, Văn Lâm", "xã Lạc Đạo"),
    ("nhà máy nhiệt điện Thái Bình ở xã Mỹ Lộc, Thái Thụy", "xã Đông Thái Ninh"),
    ("tại thôn Đông Đoài, xã Tây Giang, huyện Tiền Hải, tỉnh Thái Bình (cũ)", "xã Ái Quốc"),
    ("lễ hội Phố Hiến đông người, xe tắc", "phường Phố Hiến"),
    ("Tôi ở xã Tiên Lữ, con tôi học ở quận Cầu Giấy, hỏi về xác nhận hộ nghèo", "xã Tiên Lữ"),
    ("Chồng tôi làm thuê bên huyện Gia Lâm, tôi ở xã Xuân Quan muốn hỏi trợ cấp", "xã Phụng Công"),
    ("nhà tôi ở làng nghề Minh Khai, Như Quỳnh", "xã Như Quỳnh"),
    ("xã Phú Thọ có cái cống hỏng", "xã Đức Hợp"),
    ("Quỳnh Hồng - Quỳnh Phụ - Thái Bình", "xã Quỳnh Phụ"),
    ("Xóm 3 - Việt Thuận - Vũ Thư - Thái Bình", "xã Thư Vũ"),
    ("vinh xa kim dong", "xã Nghĩa Dân"),
    ("toi la nguyen van tan, o dong ket", "xã Khoái Châu"),
    ("sau sáp nhập xã Mai Động thì làm giấy tờ ở đâu", "xã Đức Hợp"),
    ("UBND xã Nguyễn Văn Linh ở đâu, tôi người xã Liêu Xá cũ", "xã Nguyễn Văn Linh"),
    ("Tôi ở xã Tiên Lữ. Hôm qua bà Minh Tân lại đổ rác ra mương", "xã Tiên Lữ"),
    ("tôi ở Hà Nội nhưng nhà ở xã Đại Tập", "xã Châu Ninh"),
    ("xe biển Nam Định đổ đất trộm ở xã Hồng Phong", "xã Vũ Tiên"),
    ("cao tốc Hà Nội - Hải Phòng đoạn qua xã Lạc Hồng", "xã Như Quỳnh"),
    ("dân Ái Quốc kêu nước bẩn", "xã Ái Quốc"),
    ("đề nghị UBND xã Thần Khê trả lời", "xã Thần Khê"),
]

# Two places in one story: where the matter is, not where the writer lives, came from or goes to
TWO_PLACES = [
    ("Tôi ở xã Tiên Lữ nhưng con đường hỏng là ở xã Đoàn Đào", "xã Đoàn Đào"),
    ("Nhà em ở xã Mễ Sở, em phản ánh bãi rác ở xã Phụng Công", "xã Phụng Công"),
    ("Quê tôi xã Vũ Quý, nay phản ánh cây cầu gãy tại xã Bình Định", "xã Bình Định"),
    ("đi từ xã Lạc Đạo, huyện Văn Lâm về, đến xã Nghĩa Trụ thì ngã vì ổ gà", "xã Nghĩa Trụ"),
    ("đường từ xã Hồng Minh sang, tại xã Ngự Thiên bị sạt", "xã Ngự Thiên"),
    ("gần xã Đức Hợp, thuộc xã Hiệp Cường, có lò gạch nhả khói", "xã Hiệp Cường"),
    ("bãi rác giáp xã Tân Thuận nhưng nằm trong xã Vạn Xuân", "xã Vạn Xuân"),
    ("Tôi trú tại xã Chí Minh. Tôi tố quán karaoke ở xã Châu Ninh mở nhạc quá 12 giờ đêm", "xã Châu Ninh"),
    ("chồng tôi người xã Quỳnh An, cột điện nghiêng này ở xã Minh Thọ", "xã Minh Thọ"),
    ("tôi sống ở xã Kiến Xương, chợ mất vệ sinh là chợ ở xã Trà Giang", "xã Trà Giang"),
]

# What is denied or corrected is not the place
DENIED = [
    ("không phải xã Minh Thọ, xã Nguyễn Du cơ", "xã Nguyễn Du"),
    ("xã Thư Trì chứ không phải xã Thư Vũ", "xã Thư Trì"),
    ("khong phai xa Thu Tri ma la xa Thu Vu", "xã Thư Vũ"),
    ("Tôi nhầm, xã Nam Tiền Hải chứ không phải xã Tây Tiền Hải", "xã Nam Tiền Hải"),
    ("không phải phường Phố Hiến đâu, phường Sơn Nam", "phường Sơn Nam"),
    ("xã Đông Quan, không phải xã Bắc Đông Quan", "xã Đông Quan"),
    ("xã Hưng Phú, à nhầm, xã Ái Quốc", "xã Ái Quốc"),
    ("xã Tiên La, sửa lại là xã Thần Khê", "xã Thần Khê"),
    ("chẳng phải xã Việt Yên, đây là xã Hoàn Long", "xã Hoàn Long"),
    ("không ở xã Ân Thi, ở xã Xuân Trúc", "xã Xuân Trúc"),
]


@pytest.mark.parametrize(("text", "commune"), [*STORIES, *TWO_PLACES, *DENIED])
def test_found(gazetteer: Gazetteer, text: str, commune: str) -> None:
    result = gazetteer.resolve(text)
    assert (result.status, result.commune and result.commune.name) == ("found", commune)


# People, streets, schools, firms, and words of every day that only look like places
NOWHERE = [
    "anh Nguyễn Minh Tân đánh vợ",
    "ông Lê Hòa Bình là trưởng thôn",
    "chị Đông Hưng bán rau",
    "bà Nguyễn Thị Hồng Châu đòi nợ",
    "cháu Vũ Minh Hoàng học lớp 5",
    "em Phạm Tân Tiến bị lạc",
    "bác Tân Hưng nhờ hỏi hộ",
    "thầy Đức Hợp thu tiền học thêm",
    "tôi là Trần Tân Phong",
    "Tôi tên là Đỗ Quang Minh",
    "cô Mỹ Lộc hiệu trưởng",
    "ông Chí Minh cạnh nhà",
    "chú Đại Đồng cho thuê đất",
    "anh Vũ Thư lái xe tải",
    "đường Nguyễn Du mất điện",
    "phố Bạch Đằng ngập nước",
    "đường Lý Thường Kiệt tắc",
    "ngõ Hoàng Hoa Thám tối om",
    "số 5 Phạm Ngũ Lão",
    "đường Triệu Việt Vương có ổ gà",
    "phố Lê Quý Đôn nhiều rác",
    "trường tiểu học Lê Lợi thu tiền",
    "trường THPT Hoàng Hoa Thám lạm thu",
    "trường mầm non Hoa Nam",
    "công ty TNHH Tân Tiến nợ lương",
    "cty Đồng Tiến xả khói",
    "htx Thống Nhất thu phí",
    "chợ Đông Xuân bán hàng giả",
    "siêu thị Thành Công bán hàng hết hạn",
    "quán bia Hòa Bình ồn ào",
    "nhà hàng Tiền Phong chiếm vỉa hè",
    "cầu Thái Hà tắc đường",
    "chùa Minh Châu làm lễ to",
    "đình làng bị dột",
    "sông Hồng dâng cao",
    "dân làng đoàn kết một lòng",
    "mong cuộc sống hòa bình",
    "thống nhất ý kiến như trên",
    "tiến bộ hơn trước nhiều",
    "quyết tiến hành làm cho xong",
    "quyết thắng dịch bệnh",
    "tân tiến lắm rồi",
    "chúc các anh thành công",
    "tinh thần dân chủ ở cơ sở",
    "hợp tiến độ hay không",
    "độc lập tự do",
    "binh minh len som qua",
    "an ninh o day kem",
    "duy nhất một lần",
    "tien phong di dau",
    "trung an toan giao thong",
    "rác thải đại đồng tiểu dị",
    "cộng hòa xã hội chủ nghĩa việt nam",
    "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc. Đơn đề nghị",
    "thái bình thịnh trị",
    "xã hội bây giờ phức tạp",
    "xã viên hợp tác xã",
    "xa nha qua khong di duoc",
    "nước xả ra đồng",
    "phường chèo biểu diễn",
    "huyện nay bỏ rồi",
    "thành phố thông minh",
    "tỉnh mình",
    "tôi là Đông Ninh",
    "tượng đài Nguyễn Văn Linh",
    "cầu Hưng Hà nối Hưng Yên với Hà Nam hỏng đèn",
    "xe khách Thái Bình - Hà Nội bắt khách dọc đường",
    "Bệnh viện phụ sản Thái Bình",
    "bóng đá đông á",
    "đền Tiên La",
    "dân Hưng Yên chúng tôi",
    "cảm ơn tỉnh Hưng Yên",
]


@pytest.mark.parametrize("text", NOWHERE)
def test_not_a_place(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.resolve(text).status == "none"


# Other provinces, their districts, their communes
OUTSIDE = [
    "xã Ninh Hiệp, huyện Gia Lâm, Hà Nội",
    "phường Bạch Mai Hà Nội",
    "TP Hải Dương",
    "tôi ở tỉnh Nam Định",
    "ở Bắc Ninh đường hỏng",
    "quận Hoàng Mai",
    "huyện Thanh Trì",
    "thị xã Chí Linh, Hải Dương",
    "huyện Ninh Giang",
    "huyện Vụ Bản, Nam Định",
    "TP Hồ Chí Minh",
    "xã Minh Tân, huyện Vụ Bản, tỉnh Nam Định",
    "phường Lê Lợi, TP Hải Phòng",
    "tinh Quang Ninh",
    "huyện Thường Tín",
    "phường Kinh Bắc, tỉnh Bắc Ninh",
]


@pytest.mark.parametrize("text", OUTSIDE)
def test_outside(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.resolve(text).status == "outside"


# text, commune, the spot in the citizen's own spelling
SPOTS = [
    ("thôn Đông, xã Khoái Châu", "xã Khoái Châu", "thôn Đông"),
    ("xóm 5 xã Vũ Hội", "xã Thư Vũ", "xóm 5"),
    ("tổ 7 phường Hồng Châu", "phường Hồng Châu", "tổ 7"),
    ("km 25 QL38 xã Đào Dương", "xã Phạm Ngũ Lão", "km 25 QL38"),
    ("số 40 đường Điện Biên, phường Lê Lợi", "phường Phố Hiến", "số 40 đường Điện Biên"),
    ("ngõ 12 phố Hàng Da, phường Phố Hiến", "phường Phố Hiến", "ngõ 12 phố Hàng Da"),
    ("chợ Gạo, phường An Tảo", "phường Phố Hiến", "chợ Gạo"),
    ("cầu Lác, xã Lạc Hồng", "xã Như Quỳnh", "cầu Lác"),
    ("trường tiểu học Mễ Sở, xã Mễ Sở", "xã Mễ Sở", "trường tiểu học Mễ Sở"),
    ("KCN Phố Nối A, xã Lạc Hồng", "xã Như Quỳnh", "KCN Phố Nối A"),
    ("thôn Đa Ngưu, xã Tân Tiến, huyện Văn Giang", "xã Văn Giang", "thôn Đa Ngưu"),
    ("ĐT 376 qua xã Yên Phú lầy lội, xe máy ngã liên tục suốt hai tuần nay", "xã Việt Yên", "ĐT 376"),
    ("thon Cao, xa Bao Khe", "phường Sơn Nam", "thon Cao"),
    ("làng Nôm, xã Đại Đồng", "xã Đại Đồng", "làng Nôm"),
    ("ngã tư Diêm Điền, thị trấn Diêm Điền", "xã Thái Thụy", "ngã tư Diêm Điền"),
    ("nhà văn hóa thôn Hạ, xã Quảng Lãng", "xã Xuân Trúc", "nhà văn hóa thôn Hạ"),
    ("trạm bơm Cống Bún, xã Cửu Cao", "xã Phụng Công", "trạm bơm Cống Bún"),
    ("đền Trần, xã Tiến Đức, Hưng Hà", "xã Long Hưng", "đền Trần"),
    ("chùa Keo, xã Duy Nhất", "xã Vũ Tiên", "chùa Keo"),
    ("Công ty may Hòa Bình xả nước thải ra kênh ở xã Tân Quang", "xã Như Quỳnh", "Công ty may Hòa Bình"),
    ("đường Nguyễn Trãi ngập, phường Hồng Châu", "phường Hồng Châu", "đường Nguyễn Trãi"),
    ("phố Phạm Ngũ Lão mất nước, P. Lê Lợi", "phường Phố Hiến", "phố Phạm Ngũ Lão"),
    ("nhà tôi ở làng nghề Minh Khai, Như Quỳnh", "xã Như Quỳnh", "làng nghề Minh Khai"),
    ("Ruộng nhà tôi ở xứ đồng Cửa Đình, xã Quỳnh Ngọc, bị lấp mương", "xã Ngọc Lâm", "xứ đồng Cửa Đình"),
    ("không phải phường Phố Hiến đâu, phường Sơn Nam", "phường Sơn Nam", None),
    ("bến xe Triều Dương, xã Hải Triều", "xã Tiên Lữ", "bến xe Triều Dương"),
]


@pytest.mark.parametrize(("text", "commune", "spot"), SPOTS)
def test_the_spot_stays_beside_the_commune(gazetteer: Gazetteer, text: str, commune: str, spot: str | None) -> None:
    result = gazetteer.resolve(text)
    assert (result.status, result.commune and result.commune.name) == ("found", commune)
    assert result.detail == spot
