"""A newborn's certificates, applied for once: what is asked of whom, in which order, what an answer must say. Pure."""

from datetime import date, timedelta
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.domains.residents.rules.registering import TEMPORARY, Identity, Json, identity
from tongmai.model.lists import room_table

NEWBORN_PARTS = room_table(__file__, "newborn_parts", "kind")
_RULES = room_table(__file__, "newborn_rules", "rule")
_ONE = "residents.newborn_parts"
BIRTH, HOUSEHOLD = "birth", "household"
_ANSWER = ("number", "issued", "receipt")


def part_words(kind: str, today: date) -> Words:
    """What people call a part."""
    row = NEWBORN_PARTS.find(today, kind=kind)
    return Words(row["zh"], row["en"]) if row else Words(kind, kind)


def parts_after(kind: str, today: date) -> tuple[str, ...]:
    """The parts that may be asked for as soon as `kind` is answered; "": from the beginning on."""
    return tuple(row["kind"] for row in NEWBORN_PARTS.on(today) if row["follows"] == kind and row["kind"] != BIRTH)


def child_is_newborn(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the child is registered, and young enough for the joint application."""
    days = _rule("newborn_days", today)
    born = next((str(one["birthDate"]) for one in fields["children"] if one.get("birthDate")), "")
    if born and 0 <= (today - date.fromisoformat(born)).days <= days:
        return []
    words = Words(f"出生{days}日以内的新生儿才能联办", f"only within {days} days of birth")
    remedy = Words(
        "请核对出生日期；超过期限的到各部门分别办理", "check the day of birth; later each office is asked alone"
    )
    return [Issue("rule", words, "parent_number", "residents.newborn_rules", remedy)]


def not_applied_before(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: no application for this child stands; one that was withdrawn or refused is out of the way."""
    if all(one.get("state") in ("withdrawn", "refused") for one in fields["before"] if one["id"] != focus.get("id")):
        return []
    words = Words("该新生儿已有一件联办申请", "an application for this child stands already")
    remedy = Words("在“新生儿证件联办”中打开已有的申请", "open it under “Newborn certificates”")
    return [Issue("duplicate", words, "parent_number", "one application a child", remedy)]


def parent_is_resident(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the number of the parent or guardian is sound; its bearer has a record here and is not the child."""
    found = identity(str(fields.get("parent_number", "")), today)
    if not isinstance(found, Identity):
        return [Issue(found.kind, found.words, "parent_number", found.rule, found.remedy)]
    if _parent(focus, fields):
        return []
    words = Words("没有找到该身份证号的居民档案", "no record of a resident bears this number")
    remedy = Words(
        "请先在“登记居民”为父母或监护人建档", "register the parent or guardian first, under “Register a resident”"
    )
    return [Issue("rule", words, "parent_number", "who applies is a resident here", remedy)]


def newborn_applied(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """The parent, the child's home, the last day of the whole, and the parts that wait for nothing."""
    child: Json = next(iter(fields["children"]), {})
    village = next((one["valueCode"] for one in child.get("extension", ()) if one["url"] == "urn:tongmai:village"), "")
    parent, unit = _parent(focus, fields), str(fields["vaccination_unit"]).rpartition("/")[2]
    told = {
        "parent": {"reference": f"Patient/{parent}"}, "parent_id": parent, "home": village, "unit_id": unit,
        "due": (today + timedelta(days=_rule("whole_days", today))).isoformat(),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value} | _next("", focus, today)


def newborn_goes_on(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What an answer makes possible: the parts that waited for it."""
    parent = str(focus.get("patient", {}).get("reference", "")).rpartition("/")[2]
    told = {"parent_id": parent, "home": str(focus.get("area", "")), "due": str(focus.get("due", ""))}
    return told | _next(str(focus["kind"]), focus, today)


def _next(kind: str, focus: Json, today: date) -> dict[str, Any]:
    first = str(focus.get("application", {}).get("reference", "")).rpartition("/")[2] or str(focus["id"])
    told = {"of_application": first, "child": str(focus["subject"].get("display", ""))}
    return told | {f"ask_{one}": one for one in parts_after(kind, today)}


def part_in_order(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: a part is asked for with its application, when what it follows is answered."""
    row = NEWBORN_PARTS.find(today, kind=str(focus.get("kind")))
    first = row["follows"] if row else ""
    done = {one["kind"] for one in (*fields["first"], *fields["others"]) if one.get("state") == "answered"}
    asked = {one["kind"] for one in fields["others"]}
    if row and fields["first"] and row["kind"] not in asked and (not first or first in done):
        return []
    name = part_words(first or BIRTH, today)
    words = Words(f"须先有{name.zh}", f"{name.en} comes first")
    remedy = Words("从出生医学证明的联办申请开始", "begin with the joint application of the birth certificate")
    return [Issue("rule", words, "kind", _ONE, remedy)]


def part_number_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: a number where the part bears one; none where another record or system keeps it."""
    row = NEWBORN_PARTS.find(today, kind=str(focus["kind"]))
    numbered, given = bool(row and row["numbered"] == "yes"), bool(str(fields.get("number") or "").strip())
    if numbered == given:
        return []
    if numbered:
        return [Issue("required", Words("请填写证件编号", "the number of the certificate is wanted"), "number", _ONE)]
    words = Words("此项编号由原系统或居民档案保存，这里不重复登记",
                  "the number is kept in its own system or in the record, not here a second time")  # fmt: skip
    return [
        Issue("rule", words, "number", _ONE, Words("请清空编号，填回执号即可", "leave it empty; a receipt will do"))
    ]


def part_number_is_free(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: no other certificate of the kind bears the number."""
    if not any(one["kind"] == focus["kind"] and one["id"] != focus["id"] for one in fields.get("same", ())):
        return []
    words = Words("该编号已登记在另一份证件上", "another certificate bears this number")
    return [Issue("duplicate", words, "number", "one number a certificate",
                  Words("请对照证件核对编号", "compare it with the certificate"))]  # fmt: skip


def part_day_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the day on the certificate lies between birth and today."""
    issued = date.fromisoformat(str(fields["issued"]))
    born = [date.fromisoformat(str(one["birthDate"])) for one in fields["children"] if one.get("birthDate")]
    if issued <= today and all(one <= issued for one in born):
        return []
    words = Words("日期应在出生之后、今天以前", "the day lies between birth and today")
    return [Issue("value", words, "issued", "the day of a certificate", Words("请核对日期", "check the day"))]


def newborn_corrected(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """An answer as it stands after a correction: what was typed, and what stood where nothing was."""
    stands = {name: str(fields.get(name) or focus.get(name) or "").strip() for name in _ANSWER}
    return {f"{name}_now": value for name, value in stands.items() if value}


def part_correction_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: something is corrected, and what then stands holds to all that an answer must hold to."""
    now = newborn_corrected(focus, fields, today)
    if all(now.get(f"{name}_now", "") == str(focus.get(name) or "") for name in _ANSWER):
        words = Words("没有要更正的内容", "nothing is corrected")
        remedy = Words("填写更正后的编号、日期或回执号", "say what number, day or receipt is right")
        return [Issue("rule", words, "number", "a correction changes an answer", remedy)]
    stands = {**fields, **{name: now.get(f"{name}_now") for name in _ANSWER}}
    held = (part_number_fits, part_number_is_free, part_day_fits)
    return [issue for holds in held for issue in holds(focus, stands, today)]


def without_number(child: Json) -> bool:
    """Whether a child bears a temporary number still."""
    return any(one.get("system") == TEMPORARY and one.get("use") == "temp" for one in child.get("identifier", ()))


def _rule(name: str, today: date) -> int:
    row = _RULES.find(today, rule=name)
    assert row is not None, f"newborn_rules names no {name}"
    return int(row["value"])


def _parent(focus: Json, fields: Json) -> str:
    own = str(focus["subject"]["reference"]).rpartition("/")[2]
    return next((str(one["id"]) for one in fields["parents"] if one["id"] != own and one.get("active", True)), "")
