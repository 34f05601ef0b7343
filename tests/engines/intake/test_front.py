"""From a sent file to records: four eyes, stale versions, history, and the way back."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import openpyxl
import orjson
import pytest

from tongmai.access import Access, Actor, Context, NoAudit, Put
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.base.words import Words
from tongmai.engines.intake.front import FrontDoor
from tongmai.engines.intake.listing import Listing
from tongmai.engines.intake.names import Name, directory
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.views import View
from tongmai.model.rule import Rule
from tongmai.model.sheet import Column, Sheet
from tongmai.store.memory import MemoryStore

CODE = "urn:tongmai:institution-code"
SHEET = Sheet(
    id="institutions",
    title=Words("机构名录", "institutions"),
    view="institution",
    columns=(
        Column("code", Words("机构代码", "code"), "identifier", True),
        Column("name", Words("机构名称", "name"), required=True),
        Column("kind", Words("类别", "kind"), "code", True,
               codes=(("clinic", Words("诊所", "clinic")), ("station", Words("急救站", "station")))),
        Column("owner", Words("上级机构", "owner"), "institution"),
        Column("active", Words("是否开业", "open"), "yes_no"),
        Column("opened", Words("启用日期", "opened"), "day"),
    ),
    key=("code",),
    editors=("county-officer", "planner"),
    approvers=("planner", "director"),
)  # fmt: skip
VIEW = {
    "resourceType": "ViewDefinition", "name": "institution", "resource": "Organization", "status": "active",
    "select": [{"column": [
        {"name": "id", "path": "getResourceKey()"},
        {"name": "code", "path": f"identifier.where(system = '{CODE}').value.first()"},
        {"name": "name", "path": "name"},
        {"name": "kind", "path": "type.coding.where(system = 'urn:tongmai:kind').code.first()"},
        {"name": "owner", "path": "partOf.getReferenceKey(Organization)"},
        {"name": "active", "path": "active"},
        {"name": "opened", "path": "extension('urn:tongmai:period').value.ofType(Period).start.first()"},
    ]}],
}  # fmt: skip
TEMPLATE = {
    "resourceType": "Organization", "id": "{id}",
    "extension": [{"url": "urn:tongmai:period", "valuePeriod": {"start": "{opened}"}}],
    "identifier": [{"system": CODE, "value": "{code}"}],
    "active": "{active}",
    "type": [{"coding": [{"system": "urn:tongmai:kind", "code": "{kind}"}]}],
    "name": "{name}", "partOf": {"reference": "Organization/{owner}"},
}  # fmt: skip
CLINIC = {
    "resourceType": "Organization", "id": "clinic-a",
    "identifier": [{"system": "urn:other", "value": "X1"}, {"system": CODE, "value": "A1"}],
    "type": [{"coding": [{"system": "urn:tongmai:kind", "code": "clinic"}, {"system": "urn:other", "code": "7"}]}],
    "name": "甲诊所", "telecom": [{"system": "phone", "value": "0994-1"}], "active": True,
}  # fmt: skip
STATION = {
    "resourceType": "Organization", "id": "station-b", "identifier": [{"system": CODE, "value": "B1"}],
    "type": [{"coding": [{"system": "urn:tongmai:kind", "code": "station"}]}], "name": "乙急救站",
    "partOf": {"reference": "Organization/clinic-a"},
}  # fmt: skip
ACTORS = {
    "officer": Actor("officer", "县卫健委张", ("county-officer",), practitioner="p-1"),
    "planner": Actor("planner", "州规划处李", ("planner",), practitioner="p-2"),
    "twin": Actor("twin", "州规划处李", ("planner",), practitioner="p-2"),
    "doctor": Actor("doctor", "王医生", ("clinician",)),
    "director": Actor("director", "无名录权限", ("director",)),
}
SEE, KEEP = frozenset({"read", "search"}), frozenset({"read", "search", "write"})
RULES = (
    Rule("the county sees all", "county-officer", SEE, "Organization"),
    Rule("the county keeps its stations", "county-officer", KEEP, "Organization?type=urn:tongmai:kind|station,clinic"),
    Rule("the prefecture keeps all", "planner", KEEP, "Organization"),
    Rule("doctors see all", "clinician", SEE, "Organization"),
    Rule("directors see all", "director", SEE, "Organization"),
)


@dataclass
class Place:
    front: FrontDoor
    access: Access
    clock: SetClock

    def open(self, who: str) -> Context:
        return self.access.open(who)

    def organization(self, id: str) -> dict[str, Any]:
        return self.open("planner").read("Organization", id).resource()


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return Definitions.load()


@pytest.fixture
def place(definitions: Definitions) -> Iterator[Place]:
    clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))
    store = MemoryStore(definitions, clock)
    access = Access(store, None, RULES, ACTORS, NoAudit(), clock, definitions=definitions)
    access.system("test").transact(
        [Put("Organization", orjson.dumps(one), id=str(one["id"])) for one in (CLINIC, STATION)]
    )
    listing = Listing(SHEET, View(VIEW, definitions), TEMPLATE)

    def names(context: Context) -> dict[str, Any]:
        rows = [one.row for one in listing.present(context)]
        return {"institution": directory("机构", "institutions", [Name(r["id"], r["code"], r["name"]) for r in rows])}

    yield Place(FrontDoor([listing], names, Words("昌吉州", "Changji"), clock, "演示数据"), access, clock)
    store.close()


def filled(place: Place, *changes: tuple[str, Any], who: str = "officer") -> bytes:
    """The present list with some cells changed."""
    book = openpyxl.load_workbook(io.BytesIO(place.front.template(place.open(who))))
    for cell, value in changes:
        book["机构名录"][cell] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


NEW_STATION = (
    ("A6", "C1"),
    ("B6", "丙急救站"),
    ("C6", "急救站"),
    ("D6", "甲诊所"),
    ("E6", "是"),
    ("F6", "2025年6月30日"),
)


def test_a_list_becomes_records_by_two_people(place: Place) -> None:
    officer, planner = place.open("officer"), place.open("planner")
    (sent,) = place.front.send(officer, "名录.xlsx", filled(place, *NEW_STATION, ("B5", "乙镇急救站")))
    assert sent.record.state == "proposed"
    assert (len(sent.preview.new), len(sent.preview.changed), len(sent.preview.same)) == (1, 1, 1)
    assert place.organization("station-b")["name"] == "乙急救站"
    outcome = place.front.approve(planner, sent.record.id)
    new = sent.preview.new[0].id
    assert place.organization("station-b")["name"] == "乙镇急救站"
    made = place.organization(new)
    assert made["name"] == "丙急救站"
    assert made["partOf"] == {"reference": "Organization/clinic-a"}
    assert made["extension"][0]["valuePeriod"] == {"start": "2025-06-30"}
    assert {one.version.reference for one in outcome.written} == {f"Organization/{new}", "Organization/station-b"}
    (line,) = place.front.story(planner, "Organization", new)
    assert (line.proposed_by, line.approved_by, line.file, line.row) == ("县卫健委张", "州规划处李", "名录.xlsx", 6)
    assert line.sha256 == sent.record.sha256
    (record,) = place.front.history(officer, "institutions")
    assert record.state == "approved"
    assert record.decided is not None
    assert (record.proposed.name, record.decided.name) == ("县卫健委张", "州规划处李")


def test_what_the_list_does_not_show_stays(place: Place) -> None:
    (sent,) = place.front.send(
        place.open("officer"), "a.xlsx", filled(place, ("A4", "A2"), ("C4", "急救站"), ("E4", None))
    )
    place.front.approve(place.open("planner"), sent.record.id)
    clinic = place.organization("clinic-a")
    assert clinic["identifier"] == [{"system": "urn:other", "value": "X1"}, {"system": CODE, "value": "A2"}]
    assert clinic["type"][0]["coding"] == [
        {"system": "urn:tongmai:kind", "code": "station"},
        {"system": "urn:other", "code": "7"},
    ]
    assert clinic["telecom"] == CLINIC["telecom"]
    assert "active" not in clinic


def test_who_proposes_does_not_approve(place: Place) -> None:
    (sent,) = place.front.send(place.open("planner"), "a.xlsx", filled(place, *NEW_STATION, who="planner"))
    for who in ("planner", "twin"):
        with pytest.raises(Refused) as refused:
            place.front.approve(place.open(who), sent.record.id)
        assert refused.value.issues[0].rule.startswith("four eyes")
    assert place.front.record(place.open("planner"), sent.record.id).state == "proposed"


def test_roles_decide_who_sends_and_who_approves(place: Place) -> None:
    data = filled(place, *NEW_STATION)
    with pytest.raises(Refused) as refused:
        place.front.send(place.open("doctor"), "a.xlsx", data)
    assert refused.value.kind == "forbidden"
    (sent,) = place.front.send(place.open("officer"), "a.xlsx", data)
    for who in ("officer", "doctor", "director"):
        with pytest.raises(Refused) as refused:
            place.front.approve(place.open(who), sent.record.id)
        assert refused.value.kind == "forbidden"
    with pytest.raises(Refused):
        place.front.proposal(place.open("doctor"), sent.record.id)
    assert place.front.records(place.open("doctor")) == []


def test_rows_outside_ones_charge_are_wrong_at_their_row(place: Place) -> None:
    place.access.system("test").transact(
        [Put("Organization", orjson.dumps({"resourceType": "Organization", "id": "h", "name": "州医院",
             "identifier": [{"system": CODE, "value": "H1"}]}), id="h")]
    )  # fmt: skip
    (sent,) = place.front.send(place.open("officer"), "a.xlsx", filled(place, ("B6", "改名")))
    assert [(one.cell, one.kind) for one in sent.preview.wrong] == [("A6", "forbidden")]
    assert sent.record.state == "to-mend"
    with pytest.raises(Refused):
        place.front.approve(place.open("planner"), sent.record.id)


def test_a_stale_row_is_refused_by_its_row_and_nothing_is_written(place: Place) -> None:
    (sent,) = place.front.send(place.open("officer"), "a.xlsx", filled(place, ("B4", "新甲"), ("B5", "新乙")))
    changed = {**STATION, "name": "他人改"}
    place.access.system("test").transact([Put("Organization", orjson.dumps(changed), id="station-b")])
    with pytest.raises(Refused) as refused:
        place.front.approve(place.open("planner"), sent.record.id)
    assert refused.value.kind == "stale"
    assert [one.where for one in refused.value.issues] == ["第5行 row 5"]
    assert place.organization("clinic-a")["name"] == "甲诊所"


def test_the_same_new_record_is_entered_once(place: Place) -> None:
    data = filled(place, *NEW_STATION)
    one, other = (place.front.send(place.open("officer"), "a.xlsx", data)[0] for _ in range(2))
    place.front.approve(place.open("planner"), one.record.id)
    with pytest.raises(Refused) as refused:
        place.front.approve(place.open("planner"), other.record.id)
    assert refused.value.kind == "stale"
    with pytest.raises(Refused) as refused:
        place.front.approve(place.open("planner"), one.record.id)
    assert refused.value.kind == "rule"


def test_an_older_export_does_not_undo_what_others_did(place: Place) -> None:
    data = filled(place, ("E5", "否"))
    changed = {**STATION, "name": "他人改"}
    place.access.system("test").transact([Put("Organization", orjson.dumps(changed), id="station-b")])
    (sent,) = place.front.send(place.open("officer"), "a.xlsx", data)
    assert [change.name for change in sent.preview.changed[0].changes] == ["active"]
    place.front.approve(place.open("planner"), sent.record.id)
    assert place.organization("station-b")["name"] == "他人改"


def test_both_changed_the_same_field(place: Place) -> None:
    data = filled(place, ("B5", "我改"))
    changed = {**STATION, "name": "他人改"}
    place.access.system("test").transact([Put("Organization", orjson.dumps(changed), id="station-b")])
    (sent,) = place.front.send(place.open("officer"), "a.xlsx", data)
    assert [(one.cell, one.kind) for one in sent.preview.wrong] == [("B5", "stale")]


def test_an_import_is_taken_back_visibly(place: Place) -> None:
    officer, planner = place.open("officer"), place.open("planner")
    (sent,) = place.front.send(officer, "a.xlsx", filled(place, *NEW_STATION, ("B5", "改错了"), ("F4", "2024-1-1")))
    place.front.approve(planner, sent.record.id)
    place.access.system("test").transact(
        [Put("Organization", orjson.dumps({**place.organization("clinic-a"), "name": "后来"}), id="clinic-a")]
    )
    back = place.front.revert(officer, sent.record.id)
    assert back.record.reverts == sent.record.id
    assert place.organization("station-b")["name"] == "改错了"
    place.front.approve(planner, back.record.id)
    assert place.organization("station-b")["name"] == "乙急救站"
    assert place.organization("clinic-a")["name"] == "后来"
    assert "extension" not in place.organization("clinic-a")
    with pytest.raises(Refused) as refused:
        place.organization(sent.preview.new[0].id)
    assert refused.value.kind == "gone"
    versions = planner.history("Organization", "station-b")
    assert [one.number for one in versions] == [3, 2, 1]
    assert [line.proposal for line in place.front.story(planner, "Organization", "station-b")][-1] == sent.record.id


def test_sent_back_with_a_reason_or_withdrawn(place: Place) -> None:
    officer, planner = place.open("officer"), place.open("planner")
    (sent,) = place.front.send(officer, "a.xlsx", filled(place, *NEW_STATION))
    with pytest.raises(Refused):
        place.front.reject(planner, sent.record.id, " ")
    rejected = place.front.reject(planner, sent.record.id, "代码与编办不一致")
    assert rejected.decided is not None
    assert (rejected.state, rejected.decided.note) == ("rejected", "代码与编办不一致")
    (sent,) = place.front.send(officer, "a.xlsx", filled(place, *NEW_STATION))
    with pytest.raises(Refused):
        place.front.withdraw(planner, sent.record.id)
    assert place.front.withdraw(officer, sent.record.id).state == "withdrawn"
    with pytest.raises(Refused):
        place.front.approve(planner, sent.record.id)


def test_the_file_comes_back_with_its_errors_marked(place: Place) -> None:
    officer = place.open("officer")
    data = filled(place, *NEW_STATION, ("C6", "救护站"), ("F6", "6月底"))
    (sent,) = place.front.send(officer, "a.xlsx", data)
    assert sent.record.state == "to-mend"
    assert place.front.file(officer, sent.record.id) == data
    book = openpyxl.load_workbook(io.BytesIO(place.front.marked(officer, sent.record.id)))
    page = book["机构名录"]
    assert "急救站" in page["C6"].comment.text
    assert page["F6"].fill.fgColor.rgb == "FFF4B6B6"
    assert [row[1] for row in book["问题清单"].iter_rows(min_row=2, values_only=True)] == ["C6", "F6"]


def test_a_county_exports_and_is_told_of_its_own(place: Place) -> None:
    hospital = {
        "resourceType": "Organization",
        "id": "h",
        "name": "州医院",
        "identifier": [{"system": CODE, "value": "H1"}],
    }
    place.access.system("test").transact([Put("Organization", orjson.dumps(hospital), id="h")])
    officer, planner = place.open("officer"), place.open("planner")
    mine = openpyxl.load_workbook(io.BytesIO(place.front.template(officer, mine=True)))["机构名录"]
    assert [mine.cell(row, 1).value for row in range(4, 7)] == ["A1", "B1", None]
    book = openpyxl.load_workbook(io.BytesIO(place.front.template(officer)))
    book["机构名录"].delete_rows(4, 3)
    for number, value in enumerate(("C1", "丙急救站", "急救站"), start=1):
        book["机构名录"].cell(4, number, value)
    buffer = io.BytesIO()
    book.save(buffer)
    told = {who: place.front.look(place.open(who), "a.xlsx", buffer.getvalue())[0] for who in ("officer", "planner")}
    assert [one.id for one in told["officer"].preview.absent] == ["clinic-a", "station-b"]
    assert len(told["planner"].preview.absent) == 3
    (sent,) = place.front.send(planner, "a.xlsx", buffer.getvalue())
    left = openpyxl.load_workbook(io.BytesIO(place.front.absent(planner, sent.record.id)))["机构名录"]
    assert [left.cell(row, 1).value for row in range(4, 7)] == ["A1", "B1", "H1"]


def test_what_was_sent_is_not_read_round_the_door(place: Place) -> None:
    (sent,) = place.front.send(place.open("officer"), "a.xlsx", filled(place, *NEW_STATION))
    for who in ("doctor", "director"):
        for type, id in (("Task", sent.record.id), ("Binary", sent.record.preview_id), ("Binary", sent.record.file_id)):
            with pytest.raises(Refused) as refused:
                place.open(who).read(type, id)
            assert refused.value.kind == "forbidden"


def test_a_csv_comes_back_as_a_marked_workbook(place: Place) -> None:
    data = "机构代码,机构名称,类别\nC1,=丙,救护站\n".encode("gb18030")
    (sent,) = place.front.send(place.open("officer"), "名录.csv", data)
    book = openpyxl.load_workbook(io.BytesIO(place.front.marked(place.open("officer"), sent.record.id)))
    assert book["CSV"]["C2"].comment is not None
    assert (book["CSV"]["B2"].value, book["CSV"]["B2"].data_type) == ("=丙", "s")


def test_an_untouched_export_is_idle(place: Place) -> None:
    (sent,) = place.front.send(place.open("officer"), "a.xlsx", filled(place))
    assert sent.record.state == "idle"
    with pytest.raises(Refused):
        place.front.approve(place.open("planner"), sent.record.id)


def test_a_sheet_asks_for_columns_its_view_shows(definitions: Definitions, lists: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match="has no column"):
        Listing(lists.sheet, View(VIEW, definitions), TEMPLATE)
