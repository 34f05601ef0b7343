"""Blocks of facts are made once for a state of the facts, never for another reader's eyes or another day."""

from collections.abc import Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.clients.web.keeping import OF_FACTS, Keeping
from tongmai.engines.pages.fill import fill
from tongmai.model.blocks import Notice
from tongmai.model.page import Ask, Block, Page

LASTING = min(OF_FACTS)


class Facts:
    """A house of which only the state of its facts is asked."""

    version = 1

    def facts_version(self) -> int:
        return self.version


class Made:
    """A page of two blocks, and how often each was shaped."""

    def __init__(self) -> None:
        self.count = {"same": 0, "own": 0}
        self.facts = Facts()
        self.keeping = Keeping(self.facts)  # type: ignore[arg-type]
        blocks = (
            Block("same", "notice", self._same, (LASTING, "work:Order")),
            Block("own", "notice", self._own, ("record:Order/x",)),
        )
        self.page = Page("p", Words("页", "page"), "/p", "board", blocks)

    def _same(self, ask: Ask, fact: str, orders: Sequence[str]) -> Notice:
        self.count["same"] += 1
        assert (ask.actor, ask.roles, ask.now) == ("", (), None)  # it cannot depend on what it is not told
        return Notice(f"{fact} {ask.one('county')} {orders}")

    def _own(self, ask: Ask, record: str) -> Notice:
        self.count["own"] += 1
        return Notice(ask.actor)

    def texts(self, orders: list[str], **asked: Any) -> list[Any]:
        def fetch(source: str, ask: Ask) -> Any:
            return orders if source.startswith("work:") else source

        filled = fill(self.page, Ask(url="/p", **asked), fetch, self.keeping.now())
        return [part.model.text for part in filled]  # type: ignore[union-attr]


def test_two_readers_share_what_is_the_same_for_both() -> None:
    made = Made()
    assert made.texts(["o"], actor="one", roles=("planner",))[1] == "one"
    assert made.texts(["o"], actor="two", roles=("clinician",))[1] == "two"
    assert made.count == {"same": 1, "own": 2}


def test_it_is_made_anew_for_other_orders_filters_days_and_facts() -> None:
    made = Made()
    first = made.texts(["o"])
    assert made.texts(["o", "p"]) != first
    assert made.texts(["o"], query={"county": ("652328",)}) != first
    assert made.count["same"] == 3
    made.facts.version = 2
    made.texts(["o"])
    made.texts(["o"])
    assert made.count["same"] == 4


def test_readers_who_see_other_small_counts_do_not_share() -> None:
    made = Made()
    for sight in ("", "652327000000", ""):
        fill(made.page, Ask(url="/p"), lambda source, ask: ["o"] if source.startswith("work:") else source,
             made.keeping.now(sight))  # fmt: skip
    assert made.count["same"] == 2
