"""Institutions that are parts of others: departments, laboratories, centres, emergency stations and teams."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import day_between, stream
from tongmai.regions.demonstration.story import Story
from tongmai.regions.region import Region

Row = dict[str, Any]
SHARED = {
    "laboratory": "医学检验中心",
    "ecg": "心电诊断中心",
    "imaging": "医学影像中心",
    "pathology": "病理诊断中心",
    "sterile": "消毒供应中心",
}
EMERGENCY = {
    "chest_pain": "胸痛中心",
    "stroke": "卒中中心",
    "trauma": "创伤中心",
    "maternal": "危重孕产妇救治中心",
    "newborn": "危重儿童和新生儿救治中心",
}
CLINICAL = {
    "tumour": "肿瘤防治中心",
    "chronic": "慢病管理中心",
    "minimally_invasive": "微创介入中心",
    "anaesthesia": "麻醉疼痛诊疗中心",
    "intensive": "重症监护中心",
}
DEPARTMENTS = {"public_health": "公共卫生科", "psychiatry": "精神卫生科", "infectious": "感染性疾病科"}
QUALITY = ("护理", "检验", "影像", "药学", "院感", "急诊", "重症", "麻醉", "病理", "病案", "儿科", "产科")
QUALITY_A_COUNTY = 3
LABORATORIES = {"prefecture": 3, "county": 1}


def parts(region: Region, seed: int, wholes: Sequence[Row], story: Story) -> list[Row]:
    """Rows of the view `institution`, each with the whole it belongs to as `owner`."""
    rows: list[Row] = []
    for whole in wholes:
        rows += _parts_of(whole, seed, story)
    rows += _shared_centres(region, seed, wholes, story)
    rows += _teams(region, wholes)
    rows += _communities(wholes, story.cast)
    for number, row in enumerate(rows, start=1):
        row["code"] = f"P{row['village'][:6]}{number:05d}"
        row.setdefault("active", True)
    return rows


def _part(whole: Row, id: str, kind: str, name: str, from_day: str, **more: Any) -> Row:
    return {
        "id": id,
        "name": name,
        "kind": kind,
        "owner": whole["id"],
        "from_day": from_day,
        "status": "assumed",
        **{key: whole[key] for key in ("tier", "ownership", "village")},
        **more,
    }


def _parts_of(whole: Row, seed: int, story: Story) -> Iterator[Row]:
    if whole["kind"] == "township_hospital":
        yield _station(whole, seed, story)
    if whole["kind"] == "cdc":
        yield from _laboratories(whole)
    if whole["ownership"] == "public" and whole.get("level") in ("2", "3"):
        yield from _departments(whole)
        yield from _treatment_centres(whole, seed)
    if whole["id"] == story.cast.head:
        yield from _quality_centres(whole, story.cast.area, story.cast.title, QUALITY)
    if whole.get("designation") == "county_hospital":
        title = whole["name"].removesuffix("人民医院")
        yield from _quality_centres(whole, whole["id"][9:15], title, QUALITY[:QUALITY_A_COUNTY])


def _quality_centres(whole: Row, area: str, title: str, specialties: Sequence[str]) -> Iterator[Row]:
    for number, name in enumerate(specialties):
        yield _part(whole, f"qc-{area}-{number:02d}", "quality_centre", f"{title}{name}质量控制中心", "2021-06-01")


def _station(whole: Row, seed: int, story: Story) -> Row:
    chance = stream(seed, "station", whole["id"])
    opened = day_between(chance, date(2021, 3, 1), date(2024, 3, 1))
    late = chance.random() < 0.15 and whole["id"][3:] not in story.stations
    if late:
        opened = day_between(chance, date(2024, 7, 1), date(2025, 4, 30))
    name = f"{whole['name'].removesuffix('中心卫生院').removesuffix('卫生院')}急救站"
    return _part(whole, f"station-{whole['id'][3:]}", "emergency_station", name, opened.isoformat())


def _laboratories(whole: Row) -> Iterator[Row]:
    for number in range(1, LABORATORIES[whole["tier"]] + 1):
        name = f"{whole['name']}生物安全二级实验室{number if whole['tier'] == 'prefecture' else ''}"
        yield _part(whole, f"lab-{whole['id'][4:]}-{number}", "laboratory", name, "2022-01-01")


def _departments(whole: Row) -> Iterator[Row]:
    for department, title in DEPARTMENTS.items():
        if department == "public_health" or whole.get("designation") == "county_hospital":
            name = f"{whole['name']}{title}"
            id = f"dept-{whole['id'].removeprefix('hospital-')}-{department}".replace("_", "-")
            yield _part(whole, id, "department", name, "2021-09-01", designation=department)


def _treatment_centres(whole: Row, seed: int) -> Iterator[Row]:
    if whole["kind"] != "general_hospital":
        return
    for family, title in {**EMERGENCY, **CLINICAL}.items():
        chance = stream(seed, "centre", whole["id"], family)
        if family in CLINICAL and whole["tier"] == "county" and chance.random() < 0.25:
            continue  # not every county hospital has each of the clinical five
        opened = day_between(chance, date(2020, 1, 1), date(2024, 12, 31))
        id = f"tc-{whole['id']}-{family}".replace("_", "-")
        yield _part(whole, id, "treatment_centre", f"{whole['name']}{title}", opened.isoformat(), family=family)


def _shared_centres(region: Region, seed: int, wholes: Sequence[Row], story: Story) -> Iterator[Row]:
    for host in (whole for whole in wholes if whole.get("designation") == "county_hospital"):
        county = host["id"][9:15]
        short = host["name"].removesuffix("人民医院")
        for family, title in SHARED.items():
            if family in story.centres_missing.get(county, ()):
                continue
            late = story.centres_late.get(county, {}).get(family)
            opened = late or day_between(stream(seed, "shared", county, family), date(2021, 1, 1), date(2023, 12, 31))
            id, name = f"sc-{county}-{family}", f"{short}{title}"
            yield _part(host, id, "shared_centre", name, opened.isoformat(), family=family)


def _teams(region: Region, wholes: Sequence[Row]) -> Iterator[Row]:
    for commission in (whole for whole in wholes if whole["kind"] == "commission"):
        area = commission["id"].removeprefix("commission-")
        name = commission["name"].removesuffix("卫生健康委员会")
        yield _part(commission, f"team-{area}", "emergency_team", f"{name}医疗应急队", "2022-05-01")


def _communities(wholes: Sequence[Row], cast: Cast) -> Iterator[Row]:
    for host in (whole for whole in wholes if whole.get("designation") == "county_hospital"):
        county = host["id"][9:15]
        short = host["name"].removesuffix("人民医院")
        yield _part(host, f"mc-{county}-1", "medical_community", f"{short}医共体总医院", "2022-01-01")
        if county in cast.second:
            host_tcm = next(whole for whole in wholes if whole["id"] == f"hospital-{county}-tcm")
            yield _part(host_tcm, f"mc-{county}-2", "medical_community", f"{short}第二医共体（虚构）", "2023-01-01")


def memberships(cast: Cast, rows: Sequence[Row]) -> list[Row]:
    """Rows of the view `membership`: hospitals, township hospitals and community centres of a county in its community.
    In a county with two, every third township hospital belongs to the second."""
    found = []
    for number, row in enumerate(rows):
        county = row["village"][:6]
        local = row["kind"] in ("township_hospital", "community_centre") or row["id"].startswith(f"hospital-{county}-")
        if not local or row["ownership"] != "public":
            continue
        second = county in cast.second and (row["kind"] == "tcm_hospital" or number % 3 == 0)
        if row.get("designation") == "county_hospital":
            second = False
        community = f"mc-{county}-{2 if second else 1}"
        found.append(
            {
                "id": f"member-{row['id']}",
                "community": community,
                "member": row["id"],
                "from_day": "2023-01-01",
                "active": True,
            }
        )
    return found
