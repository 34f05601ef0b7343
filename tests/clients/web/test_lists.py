"""Lists go on as long as there are records; what is counted is counted whole; names of a table are read at once."""

import re
from types import SimpleNamespace
from typing import Any, cast

from tests.clients.web.conftest import Visitor

from tongmai.access import Context, Put
from tongmai.base.words import Words
from tongmai.clients.web.names import Names
from tongmai.clients.web.tasks import PAGE, every_match
from tongmai.engines.pages.records import Listing, table
from tongmai.engines.workflow.record import dumps
from tongmai.house import House
from tongmai.model.page import Ask, Shown


def order(number: int) -> dict[str, Any]:
    return {"resourceType": "Order", "id": f"order-{number:03d}", "plan": "changji-2024", "target": "T13",
            "unit": {"reference": "Organization/commission-652328"}, "area": "652328000000", "state": "issued",
            "issuer": {"reference": "Organization/commission-652300"}, "term": "2025-09-30",
            "requirement": f"要求{number:03d}"}  # fmt: skip


def test_a_list_of_work_goes_on_behind_its_first_page(visitor: Visitor, house: House) -> None:
    """Once such lists ended at 2,000 rows and said nothing."""
    puts = [Put("Order", dumps(order(number)), id=f"order-{number:03d}") for number in range(2 * PAGE + 7)]
    house.access.system("tests").transact(puts)
    seen: list[str] = []
    visitor.become("planner").open("/orders")
    for rows in (PAGE, PAGE, 7):
        found = re.findall(r"要求(\d{3})", visitor.page)
        assert len(found) == rows
        seen += found
        more = re.search(r'<a rel="next" href="([^"]+)"', visitor.page)
        assert (more is None) == (rows == 7)
        if more:
            visitor.open(more[1].replace("&amp;", "&"))
    assert sorted(seen, reverse=True) == seen  # the newest first
    assert len(set(seen)) == 2 * PAGE + 7


def test_what_is_counted_is_read_to_its_end() -> None:
    many = 2_450

    def search(type: str, query: str, after: str | None, count: int) -> Any:
        start = int(after or 0)
        end = min(start + count, many)
        return SimpleNamespace(matches=range(start, end), next=str(end) if end < many else None)

    assert list(every_match(cast(Context, SimpleNamespace(search=search)), "Order", "")) == list(range(many))


def test_a_table_asks_for_all_its_names_at_once() -> None:
    asked: list[Any] = []

    def read_many(keys: Any) -> dict[Any, Any]:
        asked.append(list(keys))
        person = {"resourceType": "Practitioner", "name": [{"text": "甲"}]}
        return {
            key: SimpleNamespace(resource=lambda key=key: {**person, "id": key[1]}) for key in keys if key[1] != "3"
        }

    context = cast(Context, SimpleNamespace(read_many=read_many))
    names = Names({"Practitioner/known": None}, context, lambda type, id: "")  # type: ignore[dict-item]
    columns = (Shown("who", Words("谁", "who"), "reference"),)
    records = [{"who": {"reference": f"Practitioner/{number}"}} for number in (1, 2, 3, 1)]
    made = table(columns)(Ask(), Listing(records), names)
    assert asked == [[("Practitioner", "1"), ("Practitioner", "2"), ("Practitioner", "3")]]
    assert [row.cells[0] for group in made.groups for row in group.rows] == ["甲", "甲", "—", "甲"]
