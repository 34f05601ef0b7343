"""Pages are checked once, found by address, and filled from sources fetched once."""

from dataclasses import replace
from typing import Any

import pytest

from tongmai.base.words import Words
from tongmai.engines.pages.book import PageBook
from tongmai.engines.pages.fill import fill
from tongmai.model.blocks import Field, Notice
from tongmai.model.domain import Domain
from tongmai.model.page import Act, Ask, Block, Page, Shown
from tongmai.model.workflow import State, Workflow

TITLE = Words("页", "page")


def said(ask: Ask, *fetched: Any) -> Notice:
    return Notice("+".join(fetched))


def page(id: str, path: str, **more: Any) -> Page:
    blocks = more.pop("blocks", (Block("said", "notice", said, ("one", "two:{plan}")),))
    return Page(id, TITLE, path, "list", blocks, **more)


def book(*pages: Page) -> PageBook:
    return PageBook([Domain("room", TITLE, pages=pages)], frozenset({"one", "two"}), "own")


def test_the_fixed_word_wins_over_a_part_of_an_address() -> None:
    found = book(page("any", "/plans/{plan}"), page("new", "/plans/new")).find("/plans/new")
    assert found is not None
    assert found[0].page.id == "new"


def test_an_address_with_other_signs_finds_nothing() -> None:
    known = book(page("any", "/plans/{plan}"))
    assert known.find("/plans/a b") is None
    assert known.find("/plans/../x") is None
    assert known.find("/plans/changji-2024") is not None


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (page("a", "/a", blocks=(Block("x", "nonsense", said),)), "no kind nonsense"),
        (page("a", "/a", blocks=(Block("x", "notice", said, ("three",)),)), "no source three"),
        (page("a", "/a", acts=(Act("do", TITLE, "no.flow", "form"),)), "no workflow no.flow"),
        (page("a", "/a", heading="three:x"), "no source three:x"),
        (page("a", "/a/{one}", under="/b"), "nothing it may lie under at /b"),
        (page("a", "/a", under="/a"), "nothing it may lie under at /a"),
    ],
)
def test_a_wrong_declaration_names_the_culprit(wrong: Page, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        book(wrong)


def test_a_page_lies_under_the_one_it_names_and_that_one_under_its_own() -> None:
    known = book(page("room", "/room"), page("posts", "/posts", under="/room"),
                 page("post", "/post/{post}", under="/posts"), page("sheet", "/post/{post}/sheet"))  # fmt: skip
    assert [address for _, address in known.parents("/posts")] == ["/room"]
    assert [address for _, address in known.parents("/post/7")] == ["/room", "/posts"]
    assert [address for _, address in known.parents("/post/7/sheet")] == ["/room", "/posts", "/post/7"]


def test_options_of_a_field_must_have_a_source() -> None:
    act = Act("do", TITLE, "", "form", (Field("unit", TITLE, "choice", choices="three:x"),))
    with pytest.raises(ValueError, match=r"no source three:x|no workflow"):
        book(page("a", "/a", acts=(act,)))


def test_two_pages_cannot_share_an_address() -> None:
    with pytest.raises(ValueError, match="/a is taken"):
        book(page("a", "/a"), page("b", "/a"))


FLOWS = tuple(
    Workflow(id, TITLE, "ServiceRequest", "s", frozenset({"s"}), (State("s", "draft", TITLE),), ())
    for id in ("reading", "moving")
)


def shelf(*pages: Page) -> PageBook:
    room = Domain("room", TITLE, workflows=FLOWS, pages=pages)
    return PageBook([room], frozenset({"one", "two"}), "own")


def test_a_record_is_shown_by_the_page_of_its_workflow_others_by_the_page_of_their_type() -> None:
    told = (Shown("code", TITLE),)
    known = shelf(
        page("reading", "/readings/{request}", shows="ServiceRequest", flows=("reading",), brief=told),
        page("request", "/requests/{request}", shows="ServiceRequest"),
    )
    assert known.record_path("ServiceRequest", "x", "reading") == "/readings/x"
    assert known.record_path("ServiceRequest", "x", "moving") == known.record_path("ServiceRequest", "x")
    assert known.record_path("ServiceRequest", "x") == "/requests/x"
    assert known.record_path("Order", "x", "reading") == ""
    assert known.brief("ServiceRequest", "reading") == told
    assert known.brief("ServiceRequest") == ()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"shows": "Order", "flows": ("reading",)}, "reading moves no Order"),
        ({"shows": "ServiceRequest", "flows": ("lost",)}, "lost moves no ServiceRequest"),
        ({"shows": "ServiceRequest", "flows": ("moving",)}, "ServiceRequest moving is shown by page first"),
    ],
)
def test_a_record_has_one_page(more: dict[str, Any], told: str) -> None:
    first = page("first", "/a/{request}", shows="ServiceRequest", flows=("moving",))
    with pytest.raises(ValueError, match=told):
        shelf(first, page("second", "/b/{request}", **more))


def test_what_may_be_begun_for_a_record_is_offered_by_role() -> None:
    known = book(page("send", "/send/{resident}", begins="Patient", roles=("doctor",)), page("all", "/all/{resident}"))
    assert [(one.id, href) for one, href in known.begun("Patient", "p1", ("doctor",))] == [("send", "/send/p1")]
    assert known.begun("Patient", "p1", ("planner",)) == []
    assert known.begun("Order", "p1", ("doctor",)) == []


def test_a_page_with_workflows_names_its_type() -> None:
    with pytest.raises(ValueError, match="no type"):
        page("a", "/a", flows=("moving",))


def test_the_menu_is_in_order_and_by_role() -> None:
    known = book(
        page("second", "/b", menu=2), page("first", "/plans/{plan}", menu=1), page("other", "/c", menu=3, roles=("x",)),
        page("fewer", "/d", menu=4, roles=("x", "y"), offered=("y",)),
    )  # fmt: skip
    assert [entry.href for entry in known.menu(["planner"])] == ["/plans/own", "/b"]
    assert [entry.href for entry in known.menu(["x"])][-1] == "/c"
    assert [entry.href for entry in known.menu(["y"])][-1] == "/d"


def test_a_source_is_fetched_once_and_a_silent_shape_leaves_its_block_out() -> None:
    fetched: list[str] = []

    def fetch(source: str, ask: Ask) -> str:
        fetched.append(source)
        return source

    block = Block("said", "notice", said, ("one", "two"))
    silent = Block("silent", "notice", lambda ask, *_: None, ("one",))
    filled = fill(page("a", "/a", blocks=(block, replace(block, id="again"), silent)), Ask(), fetch)
    assert fetched == ["one", "two"]
    assert [part.id for part in filled] == ["said", "again"]


def test_links_keep_the_other_filters_and_begin_the_list_again() -> None:
    ask = Ask(query={"status": ("met",), "after": ("xyz",)}, url="/a")
    assert ask.link(county="6523") == "/a?status=met&county=6523"
    assert ask.link(status=None) == "/a"
