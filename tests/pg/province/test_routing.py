"""Routing by the loaded data: every row of the plan, before and after the reform, and who may never decide."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.directory import queries as directory
from api.places.models import Commune
from api.routing.queries import topics
from api.routing.rules import subordinates
from api.routing.service import route

TODAY = date(2026, 11, 24)
BEFORE = date(2024, 6, 3)  # a Monday, before the departments and the districts were joined


async def code_of(session: AsyncSession, name: str) -> str:
    """Return the code of a commune by its name."""
    return (await session.scalars(select(Commune.code).where(Commune.name == name))).one()


# topic: (lead agency 2024, first handler 2024, lead agency 2026, first handler 2026, unit in a xã), for xã Khoái Châu,
# written from Plan 21/KH-UBND and the successors listed in the facts, not from the data folder.
HUYEN, XA, CA = "UBND huyện Khoái Châu", "UBND xã Khoái Châu", "Công an xã Khoái Châu"
KT, VHXH, VP = "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND"
MOT_CUA = "Trung tâm Phục vụ hành chính công"
VPT, NNMT, KHCN = "Văn phòng UBND tỉnh", "Sở Nông nghiệp và Môi trường", "Sở Khoa học và Công nghệ"
TTTT, TNMT, TT = "Sở Thông tin và Truyền thông", "Sở Tài nguyên và Môi trường", "Thanh tra tỉnh"
ROWS = {
    "1a": ("Sở Nội vụ", HUYEN, "Sở Nội vụ", XA, VHXH),
    "1b": ("Sở Nội vụ", HUYEN, "Sở Nội vụ", XA, VHXH),
    "1c": ("Sở Nội vụ", HUYEN, "Sở Nội vụ", XA, VHXH),
    "1d": (None, HUYEN, None, XA, KT),
    "2a": ("Sở Tư pháp", HUYEN, "Sở Tư pháp", XA, VP),
    "2b": ("Sở Lao động - Thương binh và Xã hội", HUYEN, NNMT, XA, KT),
    "2c": ("Sở Tài chính", HUYEN, "Sở Tài chính", XA, KT),
    "2d": (TNMT, HUYEN, NNMT, XA, KT),
    "3a": ("Sở Nội vụ", HUYEN, "Sở Nội vụ", XA, VP),
    "3b": (TT, HUYEN, TT, XA, VP),
    "3c": ("Sở Tư pháp", HUYEN, "Sở Tư pháp", XA, VP),
    "4a": (TT, TT, TT, TT, None),
    "4b.health": ("Sở Y tế", "Sở Y tế", "Sở Y tế", "Sở Y tế", None),
    "4b.edu": ("Sở Giáo dục và Đào tạo",) * 4 + (None,),
    "4c": ("Sở Nội vụ", "Sở Nội vụ", "Sở Nội vụ", "Sở Nội vụ", None),
    "4d": (TT, TT, TT, TT, None),
    "5a": (VPT, HUYEN, VPT, XA, MOT_CUA),
    "5b": (VPT, HUYEN, VPT, XA, KT),
    "5c": (VPT, HUYEN, VPT, XA, KT),
    "5d": (VPT, HUYEN, VPT, XA, MOT_CUA),
    "6a": ("Sở Y tế", "Sở Y tế", "Sở Y tế", "Sở Y tế", None),
    "6b": ("Sở Giáo dục và Đào tạo", HUYEN, "Sở Giáo dục và Đào tạo", XA, VHXH),
    "6c.power": ("Sở Công Thương", HUYEN, "Sở Công Thương", XA, KT),
    "6c.road": ("Sở Giao thông vận tải", HUYEN, "Sở Xây dựng", XA, KT),
    "6c.water": ("Sở Nông nghiệp và Phát triển nông thôn", HUYEN, NNMT, XA, KT),
    "6c.waste": (TNMT, HUYEN, NNMT, XA, KT),
    "6d": ("Công an tỉnh", "Công an tỉnh", "Công an tỉnh", CA, None),
    "7a": (TNMT, HUYEN, NNMT, XA, KT),
    "7b": (TNMT, HUYEN, NNMT, XA, KT),
    "8a": (TTTT, TTTT, KHCN, KHCN, None),
    "8b": (TTTT, TTTT, KHCN, KHCN, None),
    "8c": (TTTT, HUYEN, KHCN, VPT, None),
    "other": (VPT, VPT, VPT, VPT, None),
}


async def name_of(session: AsyncSession, code: str | None) -> str | None:
    found = await directory.agency(session, code) if code else None
    return found.name if found else None


async def test_the_rows_below_are_all_topics(session: AsyncSession) -> None:
    assert {topic.code for topic in await topics(session)} == set(ROWS)


@pytest.mark.parametrize("topic", ROWS)
async def test_before_the_reform(session: AsyncSession, topic: str) -> None:
    lead, handler, _, _, _ = ROWS[topic]
    place = await code_of(session, "xã Khoái Châu")
    routed = await route(session, topic=topic, act="suggest", commune_code=place, on=BEFORE)
    assert await name_of(session, routed.lead_agency_code) == lead
    assert routed.agency_name == handler


@pytest.mark.parametrize("topic", ROWS)
async def test_after_the_reform(session: AsyncSession, topic: str) -> None:
    _, _, lead, handler, unit = ROWS[topic]
    place = await code_of(session, "xã Khoái Châu")
    routed = await route(session, topic=topic, act="suggest", commune_code=place, on=TODAY)
    assert await name_of(session, routed.lead_agency_code) == lead
    assert (routed.agency_name, routed.unit) == (handler, unit)
    assert handler in routed.explanation
    assert not routed.restricted


@pytest.mark.parametrize("topic", ROWS)
async def test_a_denunciation_never_goes_to_the_commune(session: AsyncSession, topic: str) -> None:
    place = await code_of(session, "xã Khoái Châu")
    routed = await route(session, topic=topic, act="denounce", commune_code=place, on=TODAY)
    expected = {"4b.health": "Sở Y tế", "4b.edu": "Sở Giáo dục và Đào tạo"}.get(topic, TT)
    assert routed.restricted
    assert routed.agency_name == expected
    assert routed.legal_class == "denunciation"


@pytest.mark.parametrize("topic", ["4a", "4b.health", "4b.edu", "4d"])
@pytest.mark.parametrize(
    ("act", "restricted"), [("report", True), ("complain", True), ("suggest", False), ("ask", False)]
)
async def test_corruption_told_of_is_for_few(session: AsyncSession, topic: str, act: str, restricted: bool) -> None:
    routed = await route(session, topic=topic, act=act, commune_code=None, on=TODAY)
    assert routed.restricted is restricted
    assert routed.agency_code is not None


async def test_the_day_of_the_reform_divides(session: AsyncSession) -> None:
    place = await code_of(session, "xã Khoái Châu")
    last = await route(session, topic="6c.road", act="report", commune_code=place, on=date(2025, 6, 30))
    first = await route(session, topic="6c.road", act="report", commune_code=place, on=date(2025, 7, 1))
    assert (last.agency_name, first.agency_name) == ("UBND huyện Khoái Châu", "UBND xã Khoái Châu")


async def test_a_ward_has_another_department(session: AsyncSession) -> None:
    place = await code_of(session, "phường Phố Hiến")
    routed = await route(session, topic="6c.waste", act="report", commune_code=place, on=TODAY)
    assert (routed.agency_name, routed.unit) == ("UBND phường Phố Hiến", "Phòng Kinh tế, Hạ tầng và Đô thị")
    assert "Thông tư 19/2025" in routed.explanation


async def test_a_commune_of_several_old_districts_goes_to_the_lead(session: AsyncSession) -> None:
    place = await code_of(session, "phường Thái Bình")  # thành phố Thái Bình and huyện Vũ Thư
    routed = await route(session, topic="6c.road", act="report", commune_code=place, on=BEFORE)
    assert routed.agency_name == "Sở Giao thông vận tải"


async def test_a_missing_place_is_asked_for(session: AsyncSession) -> None:
    routed = await route(session, topic="6c.road", act="report", commune_code=None, on=TODAY)
    assert routed.agency_code is None
    assert "xã, phường" in routed.explanation


@pytest.mark.parametrize("topic", [t for t in ROWS if t not in ("4a", "4d")])
@pytest.mark.parametrize("act", ["report", "complain", "denounce"])
async def test_never_to_the_body_complained_of(session: AsyncSession, topic: str, act: str) -> None:
    """Whoever would handle a matter first does not when it is about itself, nor does anybody under it."""
    place = await code_of(session, "xã Khoái Châu")
    usual = await route(session, topic=topic, act=act, commune_code=place, on=TODAY)
    about = usual.agency_code
    assert about is not None
    routed = await route(session, topic=topic, act=act, commune_code=place, on=TODAY, about=about)
    assert routed.agency_code is not None
    assert routed.agency_code not in subordinates(about, await directory.parents(session))
    assert routed.restricted == usual.restricted


async def test_a_complaint_about_a_commune_goes_up(session: AsyncSession) -> None:
    place = await code_of(session, "xã Khoái Châu")
    routed = await route(session, topic="3a", act="complain", commune_code=place, on=TODAY, about=f"ubnd-{place}")
    assert routed.agency_name == "Văn phòng UBND tỉnh"


async def test_a_report_about_a_commune_goes_to_the_department(session: AsyncSession) -> None:
    place = await code_of(session, "xã Khoái Châu")
    routed = await route(session, topic="1c", act="report", commune_code=place, on=TODAY, about=f"ubnd-{place}")
    assert routed.agency_name == "Sở Nội vụ"


async def test_nobody_in_the_province_judges_its_head(session: AsyncSession) -> None:
    routed = await route(session, topic="4a", act="denounce", commune_code=None, on=TODAY, about="ubnd-tinh")
    assert routed.agency_code is None
    assert routed.restricted
    assert "cấp cao nhất" in routed.explanation


async def test_an_inspector_is_not_judged_by_the_inspectorate(session: AsyncSession) -> None:
    routed = await route(session, topic="4a", act="denounce", commune_code=None, on=TODAY, about="thanh-tra-tinh")
    assert routed.agency_code == "ubnd-tinh"


@pytest.mark.parametrize("wrong", [{"act": "shout"}, {"commune_code": "99999"}, {"about": "nobody"}])
async def test_unknown_codes_are_refused(session: AsyncSession, wrong: dict[str, str]) -> None:
    asked = {"act": "report", "commune_code": None, "about": None, **wrong}
    with pytest.raises(Invalid):
        await route(session, topic="6c.road", on=TODAY, **asked)


async def test_every_agency_of_today_can_be_reached_by_its_predecessors(session: AsyncSession) -> None:
    ended = [a for a in await directory.agencies(session, BEFORE) if a.valid_to and a.valid_to < TODAY]
    assert len(ended) >= 24
    for agency in ended:
        heir = await directory.agency_on(session, agency.code, TODAY)
        assert heir is not None, agency.code
        assert heir.exists_on(TODAY)
