"""The boundary: every row says where its record lives and what is kept of it, and opens the page where it stands."""

from datetime import date

import pytest

from tongmai.app import DOMAINS
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.domains.registry import shapes
from tongmai.domains.registry.rules import KEPT, boundary
from tongmai.model.blocks import Link
from tongmai.model.page import Ask

DAY = date(2025, 6, 30)
PAGES = {page.path: page for domain in DOMAINS for page in domain.pages}
ROWS = boundary(DAY)


@pytest.mark.parametrize("row", ROWS, ids=[row["record"] for row in ROWS])
def test_what_is_kept_agrees_with_its_parts(row: DatedRow) -> None:
    said = [bool(row[f"{part}_zh"]) for part in ("number", "time", "receipt")]
    assert row["kept"] in KEPT
    assert all(said) == (row["kept"] == "full")
    assert any(said) == (row["kept"] != "none")
    assert all(bool(row[name]) == bool(row[f"{name[:-2]}en"]) for name in row.values if name.endswith("_zh"))


@pytest.mark.parametrize("row", [row for row in ROWS if row["page"]], ids=lambda row: row["record"])
def test_a_row_opens_a_page_of_its_title_for_the_roles_of_that_page(row: DatedRow) -> None:
    page = PAGES[row["page"]]
    assert (page.title.zh, page.title.en) == (row["page_zh"], row["page_en"])
    assert set(row["roles"].split()) == set(page.roles)


def test_every_system_that_is_not_replaced_has_a_row() -> None:
    """Those of rules 9.1."""
    assert {"disease_card", "settlement", "licence", "immunisation", "quality", "inspection", "procurement",
            "health_cloud"} <= {row["record"] for row in ROWS}  # fmt: skip
    assert all(row.status == "unverified" for row in ROWS)


def test_who_may_not_see_a_page_is_not_led_there() -> None:
    cells = {
        role: [row.cells[6] for row in shapes.systems(Ask(as_of=DAY, roles=(role,))).groups[0].rows]
        for role in ("resident", "planner")
    }
    links = {role: [one.href for one in found if isinstance(one, Link)] for role, found in cells.items()}
    assert links["resident"] == ["/institutions"]
    assert {"/surveillance/line-list", "/pools", "/dip"} <= set(links["planner"])


def test_before_the_first_day_there_is_no_row_and_no_error() -> None:
    table = shapes.systems(Ask(as_of=date(2000, 1, 1)))
    assert table.groups == ()
    assert [figure.value for figure in shapes.kept(Ask(as_of=DAY)).items] == [
        str(sum(row["kept"] == state for row in ROWS)) for state in KEPT
    ]
    assert isinstance(table.note, Words)
