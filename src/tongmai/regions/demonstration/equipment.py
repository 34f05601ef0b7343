"""Equipment and wards."""

from collections.abc import Iterator, Sequence
from typing import Any

from tongmai.regions.demonstration.draws import stream

Row = dict[str, Any]
_HOSPITAL = (
    ("ct", "CT"),
    ("dr", "数字化X线机"),
    ("ultrasound", "彩色超声"),
    ("analyser", "全自动生化分析仪"),
    ("ventilator", "呼吸机"),
)
_TOWNSHIP = (
    ("dr", "数字化X线机"),
    ("ultrasound", "彩色超声"),
    ("ecg", "十二导心电图机"),
    ("analyser", "半自动生化分析仪"),
    ("ambulance", "救护车"),
)
VILLAGE_ECG = 0.4  # village rooms with a portable ECG; assumed
_WARDS = ("内科病区", "外科病区", "妇儿病区", "急诊与重症病区")
_MAKERS = (("国产厂商甲（虚构）", "domestic"), ("国产厂商乙（虚构）", "domestic"), ("进口厂商丙（虚构）", "imported"))


def equipment(seed: int, institutions: Sequence[Row]) -> Iterator[Row]:
    """Rows of the registry's view `equipment`."""
    for row in institutions:
        portable = row["kind"] == "village_room" and stream(seed, "village ecg", row["id"]).random() < VILLAGE_ECG
        kinds = (("ecg", "便携式心电图机"),) if portable else _kinds(row)
        for kind, name in kinds:
            chance = stream(seed, "equipment", row["id"], kind)
            maker, origin = chance.choice(_MAKERS)
            yield {
                "id": f"device-{row['id']}-{kind}",
                "name": name,
                "kind": kind,
                "institution": row["id"],
                "maker": maker,
                "origin": origin,
                "from_day": f"{chance.randrange(2014, 2025)}-0{chance.randrange(1, 10)}-15",
                "state": "active",
            }


def _kinds(row: Row) -> Sequence[tuple[str, str]]:
    if row["kind"] == "township_hospital":
        return _TOWNSHIP
    if row["kind"] == "emergency_station":
        return (("aed", "除颤仪"),)
    if int(row.get("beds") or 0) >= 100:
        return (*_HOSPITAL, ("mri", "磁共振")) if row.get("level") == "3" else _HOSPITAL
    return ()


def wards(institutions: Sequence[Row]) -> Iterator[Row]:
    """Rows of the registry's view `ward`: beds as a count on the ward; they add up to the institution's beds."""
    for row in institutions:
        beds = int(row.get("beds") or 0)
        names = _WARDS if beds >= 100 else ("综合病区",) if beds else ()
        for number, name in enumerate(names):
            share = beds // len(names) + (1 if number < beds % len(names) else 0)
            yield {
                "id": f"ward-{row['id']}-{number + 1}",
                "institution": row["id"],
                "name": name,
                "beds": share,
                "from_day": row["from_day"],
                "state": "active",
            }
