"""The rows that a data folder stands for, with those that packages add: communes and what became of the old ones."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from vietnam_provinces import Ward

from api.places.packaged import centres, mapping
from api.province.answers import day
from api.province.folder import FILES, Folder, Line

COMMUNES_SUCCEED = "communes"
_GENERATED = "tạo từ danh mục xã, phường (gói vietnam-provinces)"


def commune_rows(province_code: int) -> Iterable[dict[str, Any]]:
    """Return the communes of today (package `vietnam-provinces`, one name of which has two blanks)."""
    for ward in Ward.iter_all():
        if int(ward.province_code) == province_code:
            kind, name = " ".join(ward.name.split()).split(" ", 1)
            yield {"code": f"{int(ward.code):05d}", "name": f"{kind.lower()} {name}", "is_ward": kind == "Phường"}


def old_place_rows(communes: list[dict[str, Any]], old_provinces: list[str]) -> Iterable[dict[str, Any]]:
    """Return the communes of before July 2025 with where they are now (underthesea's mapping of the mergers)."""
    codes = {commune["name"].lower(): commune["code"] for commune in communes}
    for row in mapping()["ward_mapping"]:
        if row["old_province"] in old_provinces:
            kind, name = row["old_ward"].split(" ", 1) if not row["old_ward"].startswith("Thị trấn") else (
                "thị trấn", row["old_ward"].removeprefix("Thị trấn ")
            )  # fmt: skip
            yield {
                "name": f"{kind.lower()} {name}",
                "district": row["old_district"][:1].lower() + row["old_district"][1:],
                "province": row["old_province"],
                "commune_code": codes[" ".join(row["new_ward"].split()).lower()],
                "divided": row["mapping_type"] == "divided",
                "older": False,
            }


def communes_before(settings: dict[str, Any]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the rows of each commune of before July 2025 by its name and district."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in old_place_rows(list(commune_rows(settings["code"])), settings["old_provinces"]):
        found[row["name"], row["district"]].append(row)
    return found


def older_place_rows(folder: Folder) -> Iterable[dict[str, Any]]:
    """Return the communes that ended before 2025 (folder's own table) with where they are now.

    Of one that became a part of a divided commune nobody knows which part: then it may be each.
    """
    before = communes_before(folder.settings)
    for line in folder.tables["older_names.csv"]:
        for row in before[line["became"], line["district"]]:
            yield {**row, "name": line["name"], "older": True}


def centre_rows(communes: list[dict[str, Any]], province: str) -> Iterable[dict[str, Any]]:
    """Return the centre points of all communes of the country, ours with their code (package `vietnamadminunits`).

    Ours are matched by name: the package has older codes for five of them.
    """
    codes = {commune["name"].lower(): commune["code"] for commune in communes}
    for centre in centres():
        own = centre["province"].lower() == province.lower()
        yield {**centre, "commune_code": codes[centre["name"].lower()] if own else None}


def district_of(agency_name: str) -> str:
    """Return the district of a committee's name: "UBND huyện Khoái Châu" -> "huyện Khoái Châu"."""
    return agency_name.removeprefix("UBND ")


def district_successors(settings: dict[str, Any]) -> dict[str, list[str]]:
    """Return for each old district the committees of the communes that took over its land."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in old_place_rows(list(commune_rows(settings["code"])), settings["old_provinces"]):
        found[row["district"]].add(f"ubnd-{row['commune_code']}")
    return {district: sorted(codes) for district, codes in found.items()}


def _successors(line: Line, by_district: dict[str, list[str]]) -> list[str]:
    named = line["successors"].split()
    return by_district[district_of(line["name"])] if COMMUNES_SUCCEED in named else named


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def agency_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the agencies of the folder's own table."""
    by_district = district_successors(folder.settings)
    return [
        {
            "code": line["code"],
            "name": line["name"],
            "short_name": line["short_name"],
            "level": line["level"],
            "kind": "district" if line["level"] == "district" else "department",
            "parent_code": line["parent"] or None,
            "commune_code": None,
            "valid_from": _day(line["valid_from"]),
            "valid_to": _day(line["valid_to"]),
            "successors": _successors(line, by_district),
            "takes_restricted": line["restricted"] == "yes",
            "calendar": line["calendar"],
            "channels": line["channels"] or None,
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["agencies.csv"]
    ]


def commune_agency_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the committee and the police of each commune; their names follow from the commune's."""
    rows = []
    for commune in commune_rows(folder.settings["code"]):
        for kind, prefix, title, parent in (
            ("commune", "ubnd", "UBND", "ubnd-tinh"),
            ("police", "ca", "Công an", "cong-an-tinh"),
        ):
            rows.append(
                {
                    "code": f"{prefix}-{commune['code']}",
                    "name": f"{title} {commune['name']}",
                    "short_name": f"{title} {commune['name']}",
                    "level": "commune",
                    "kind": kind,
                    "parent_code": parent,
                    "commune_code": commune["code"],
                    "valid_from": folder.settings["communes_since"],
                    "valid_to": None,
                    "successors": [],
                    "takes_restricted": False,
                    "calendar": folder.settings["commune_calendar"],
                    "channels": None,
                    "source": _GENERATED,
                    "mark": "confirmed",
                }
            )
    return rows


def topic_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the topics in the order of the plan."""
    return [
        {
            "code": line["code"],
            "domain": int(line["domain"]) if line["domain"] else None,
            "component": line["component"] or None,
            "name_vi": line["name_vi"],
            "plain_name": line["plain_name"],
            "name_en": line["name_en"],
            "place_in_list": number,
        }
        for number, line in enumerate(folder.tables["topics.csv"])
    ]


def route_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the routes."""
    return [
        {
            "topic": line["topic"],
            "valid_from": _day(line["valid_from"]),
            "valid_to": _day(line["valid_to"]),
            "lead": line["lead"] or None,
            "handler": line["handler"],
            "unit": line["unit"] or None,
            "rule": line["rule"],
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["routes.csv"]
    ]


def deadline_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the deadline rules, one for each topic of a group."""
    return [
        {
            "legal_class": line["legal_class"],
            "topic": topic,
            "amount": int(line["amount"]),
            "unit": line["unit"],
            "extension": int(line["extension"] or 0),
            "pause_limit": int(line["pause_limit"] or 0),
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["deadlines.csv"]
        for topic in line["topics"].split()
    ]


def calendar_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the days that differ from the national calendar."""
    return [
        {
            "on": date.fromisoformat(line["date"]),
            "calendar": line["calendar"],
            "kind": line["kind"],
            "note": line["note"],
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["calendar.csv"]
    ]


def hours_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the spans of office hours of every calendar."""
    return [{column: line[column] for column in FILES["hours.csv"]} for line in folder.tables["hours.csv"]]


def escalation_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return who is reminded when."""
    return [
        {
            **{column: line[column] for column in FILES["escalation.csv"]},
            "at_percent": int(line["at_percent"]),
            "days_late": int(line["days_late"] or 0),
        }
        for line in folder.tables["escalation.csv"]
    ]


def legal_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the legal classes of acts, one row for each topic of a group."""
    return [
        {
            "act": line["act"],
            "topic": topic,
            "legal_class": line["legal_class"],
            "name": line["name"],
            "door": line["door"] or None,
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["legal.csv"]
        for topic in line["topics"].split()
    ]


def outside_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the matters that no administrative body decides, with the words that tell them."""
    return [
        {
            **{column: line[column] for column in FILES["outside.csv"]},
            "words": _words(line["words"]),
            "unless": _words(line["unless"]),
        }
        for line in folder.tables["outside.csv"]
    ]


def plan_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the plan's own table in its order."""
    return [
        {
            **{column: line[column] for column in FILES["plan.csv"]},
            "topics": line["topics"].split(),
            "domain": int(line["domain"]),
            "place_in_list": number,
        }
        for number, line in enumerate(folder.tables["plan.csv"])
    ]


def entry_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the answers to what citizens ask often."""
    return [
        {
            **{key: answer.values[key] for key in ("id", "title", "topic", "answer", "confidence")},
            **{key: answer.values.get(key) or [] for key in ("also", "questions", "unsure", "legal", "sources")},
            "procedure_code": str(answer.values["procedure_code"]) if answer.values.get("procedure_code") else None,
            "valid_as_of": day(answer.values["valid_as_of"]),
            "valid_until": day(answer.values.get("valid_until")),
        }
        for answer in folder.answers
    ]


def replaced_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the legal texts that others have replaced."""
    return [
        {**{column: line[column] for column in FILES["replaced.csv"]}, "replaced_on": day(line["replaced_on"])}
        for line in folder.tables["replaced.csv"]
    ]


def synonym_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the concepts that people name in several ways."""
    return [dict(line.values) for line in folder.tables["synonyms.csv"]]


def _words(cell: str) -> list[str]:
    """Return what stands between the bars of a cell."""
    return [word.strip() for word in cell.split("|") if word.strip()]


def question_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the questions of topics."""
    return [
        {
            **{column: line[column] for column in ("topic", "text", "label", "source", "mark")},
            **{column: _words(line[column]) for column in ("buttons", "if_words", "unless_words")},
            "number": int(line["order"]),
        }
        for line in folder.tables["questions.csv"]
    ]


def rating_reason_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the reasons of a low rating in their order."""
    return [
        {"code": line["code"], "title": line["title"], "place_in_list": number}
        for number, line in enumerate(folder.tables["rating_reasons.csv"])
    ]


def retention_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return how long which data are kept."""
    return [{**line.values, "keep_days": int(line["keep_days"])} for line in folder.tables["retention.csv"]]


def data_right_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return the rights about personal data with their clocks."""
    return [
        {**line.values, "acknowledge_days": int(line["acknowledge_days"]), "days": int(line["days"])}
        for line in folder.tables["data_rights.csv"]
    ]


def asked_rows(folder: Folder) -> list[dict[str, Any]]:
    """Return questions as citizens put them, with the entry that answers each, if one does."""
    return [{**line.values, "entry": line["entry"] or None} for line in folder.tables["asked.csv"]]
