"""The compiled policy against a naive one, on both stores: two thousand cases; every hole planted in it is found."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.access.asking import KINDS, disagreements

from tongmai.access import Context, chains, context, policy
from tongmai.access.policy import Policy
from tongmai.model.rule import Rule
from tongmai.store.query import Query

SEED = 20_250_630


def check(seed: int, worlds: int, each: int, folder: Path | None) -> None:
    asked, wrong = disagreements(seed, worlds, each, folder)
    assert not wrong, "\n".join(wrong[:5])
    assert sum(asked.values()) == worlds * each
    assert min(asked.values()) >= worlds * each // len(KINDS) - worlds


def test_fifteen_hundred_cases_equal_the_naive_policy() -> None:
    check(SEED, 30, 50, None)


def test_five_hundred_more_do_so_on_disk(tmp_path: Path) -> None:
    check(SEED - 1, 10, 50, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("store", ["memory", "sqlite"])
def test_twenty_thousand_cases_equal_the_naive_policy(store: str, tmp_path: Path) -> None:
    check(SEED + 1, 400, 50, tmp_path if store == "sqlite" else None)


def test_the_naive_policy_itself_opens_and_closes() -> None:
    """Answers that are all empty, or all refusals, would judge nothing."""
    told = disagreements(SEED, 12, 60, None, lambda case, world: "neither")[1]
    closed = sum(one.endswith((": set(), not neither", ": 0, not neither", ": forbidden, not neither")) for one in told)
    assert len(told) == 720
    assert 150 < closed < 570


Hole = tuple[Any, str, Callable[..., Any]]


def holes() -> dict[str, Hole]:
    """A part of the compiler, and what a mistake in it would do."""
    scopes, narrow, circle, filled = Policy._scopes, Policy._narrow, Policy._in_circle, policy._filled
    grants, scoped = Policy.grants, Context._scoped

    def everyone(self: Policy, rule: Rule, asking: Any, type: str) -> Any:
        return scopes(self, replace(rule, where=None), asking, type)

    def any_reason(self: Policy, because: Any, asking: Any, of: str, type: str) -> Any:
        return circle(self, ("contract", "referral", "treating", "self"), asking, of, type)

    def lifted(self: Policy, found: Any, asking: Any, type: str) -> Any:
        return found if circle(self, ("treating",), asking, "Patient", type) else narrow(self, found, asking, type)

    def one_way(self: Policy, because: Any, asking: Any, of: str, type: str) -> Any:
        return circle(self, because, asking, of, type)[:1]

    def any_purpose(self: Policy, asking: Any, verb: Any, type: str, narrowed: bool = True) -> Any:
        return grants(self, replace(asking, purpose="TREAT"), verb, type, narrowed)

    def any_verb(self: Policy, asking: Any, verb: Any, type: str, narrowed: bool = True) -> Any:
        return grants(self, asking, "search", type, narrowed)

    def total_of_all(self: Context, query: Query) -> Any:
        narrowed, rule = scoped(self, query)
        return (query if query.total else narrowed), rule

    return {
        "the circle's IN replaced by everything": (Policy, "_scopes", everyone),
        "labels forgotten": (Policy, "_narrow", lambda self, found, asking, type: found),
        "reasons ignored": (Policy, "_in_circle", any_reason),
        "one lift for all": (Policy, "_narrow", lifted),
        "one way into the compartment forgotten": (Policy, "_in_circle", one_way),
        "purpose ignored": (Policy, "grants", any_purpose),
        "verb ignored": (Policy, "grants", any_verb),
        "a rule's own filters dropped": (policy, "_filled", lambda filters, actor: filled(filters[1:], actor)),
        "only the first grant": (context.Decider, "scopes", _first_grant(context.Decider.scopes)),
        "the far end of a chain unconfined": (
            context,
            "within_scopes",
            lambda decider, actor, purpose, query: query.filters,
        ),
        "what is included unconfined": (Context, "_include_scopes", lambda self, query: None),
        "history unfiltered": (Context, "_readable", lambda self, versions: versions),
        "a total of everything": (Context, "_scoped", total_of_all),
    }


def _first_grant(scopes: Callable[..., Any]) -> Callable[..., Any]:
    def first(self: Any, *asked: Any) -> Any:
        found, rule = scopes(self, *asked)
        return found[:1], rule

    return first


@pytest.mark.parametrize("name", list(holes()))
def test_a_planted_hole_is_found(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    place, part, hole = holes()[name]
    monkeypatch.setattr(place, part, hole)
    _, wrong = disagreements(SEED, 60, 50, None, enough=1)
    assert wrong


def test_the_holes_are_cut_where_the_door_looks() -> None:
    """A hole planted beside the door's own way would be found by nobody and prove nothing."""
    assert context.within_scopes is chains.within_scopes
