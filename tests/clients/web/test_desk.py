"""The desk: every piece is reached by paging, taken along as a workbook, and printed."""

import io

import openpyxl
import pytest
from tests.clients.web.conftest import Visitor
from tests.clients.web.test_work import issued

from tongmai.base.outcome import Refused
from tongmai.base.words import NO_WORDS, Words
from tongmai.engines.pages import desks
from tongmai.engines.pages.desks import MOST, Waiting
from tongmai.engines.pages.given import Item
from tongmai.model.page import Ask

STATE = Words("待办", "to do")


def piece(number: int, flow: str) -> Waiting:
    item = Item(str(number), flow, NO_WORDS, "open", STATE, False, {}, f"/x/{number}", late=number < 3)
    return Waiting(flow, NO_WORDS, item.late, lambda: (item, str(number)))


def waiting(count: int, flow: str = "flow") -> list[Waiting]:
    return [piece(number, flow) for number in range(count)]


def asked(**query: str) -> Ask:
    return Ask(query={name.replace("_", "-"): (value,) for name, value in query.items()}, url="/")


def test_paging_reaches_every_piece_once() -> None:
    pieces, seen, ask = waiting(2 * MOST + 3), [], asked()
    while True:
        table = desks.mine(ask, pieces)
        seen += [row.cells[0].text for group in table.groups for row in group.rows]  # type: ignore[union-attr]
        assert table.total == len(pieces)
        assert bool(table.first) == (len(seen) > MOST)
        if not table.next:
            break
        ask = asked(**{"from": table.next.partition("from=")[2]})
    assert seen == [one.tell()[1] for one in pieces]
    assert desks.mine(ask, pieces, None).count == len(pieces)


def test_a_filter_begins_at_the_first_page_and_nonsense_is_refused() -> None:
    chips = desks.kinds(asked(**{"from": "30"}), [*waiting(40), *waiting(2, "other")])
    assert chips
    assert [chip.href for chip in chips.rows[0].chips] == ["/?kind=flow", "/?kind=other"]
    with pytest.raises(Refused, match="from must be a number"):
        desks.mine(asked(**{"from": "-1"}), waiting(1))


def test_the_desk_is_taken_along_and_printed(visitor: Visitor) -> None:
    issued(visitor)
    visitor.become("county-officer").open("/?export=desk")
    sheet = [list(row) for row in openpyxl.load_workbook(io.BytesIO(visitor.content)).worksheets[0].values]
    assert sheet[3][:2] == ["事项", "类别"]
    assert [row[1] for row in sheet[4:]] == ["督办单"]
    visitor.open("/day-list")
    assert "当日清单" in visitor.text
    assert "督办单" in visitor.text
    assert visitor.open("/?export=where").status == 404
    assert "没有这张表" in visitor.text


def test_a_dashboard_stands_on_the_home_page_of_its_roles(visitor: Visitor) -> None:
    """With its tables to be taken along; not for whom it was not declared."""
    visitor.become("planner").open("/")
    assert "对照规划" in visitor.text
    assert "最紧的目标" in visitor.text
    visitor.open("/?export=plan-glance-furthest")
    sheet = [list(row) for row in openpyxl.load_workbook(io.BytesIO(visitor.content)).worksheets[0].values]
    assert sheet[3][:3] == ["目标", "现值/要求", "缺口"]
    assert visitor.open("/?export=plan-glance-nothing").status == 404
    visitor.become("resident").open("/")
    assert "对照规划" not in visitor.text
