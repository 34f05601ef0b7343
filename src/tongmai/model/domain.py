"""The manifest of a room."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongmai.base.words import Words
from tongmai.model.page import Page
from tongmai.model.rule import Narrowing, Role, Rule
from tongmai.model.sheet import Sheet
from tongmai.model.workflow import Workflow

_ITEM = re.compile(r"[A-J]\d\d")


@dataclass(frozen=True)
class Domain:
    """A room. Views, measures, templates, tables, profiles and specs are files in its folder and need no mention."""

    id: str
    title: Words
    catalogue: tuple[str, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    roles: tuple[Role, ...] = ()
    rules: tuple[Rule | Narrowing, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    pages: tuple[Page, ...] = ()
    emits: tuple[str, ...] = ()
    listens: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    """Pure functions of rules.py that a step, a sheet or a page names."""
    seeds: tuple[str, ...] = ()
    """The types of the register from which a drill begins. What tells of a resident is left out of them."""

    def __post_init__(self) -> None:
        wrong = [item for item in self.catalogue if not _ITEM.fullmatch(item)]
        if wrong:
            raise ValueError(f"room {self.id}: no catalogue item {', '.join(wrong)}")
        events = {f"{flow.id}.{step.name}" for flow in self.workflows for step in flow.steps}
        if lost := set(self.emits) - events:
            raise ValueError(f"room {self.id}: emits {', '.join(sorted(lost))}, which no step writes")
        names = {check for sheet in self.sheets for check in sheet.checks}
        if lost := names - set(self.functions):
            raise ValueError(f"room {self.id}: no function {', '.join(sorted(lost))}")


def functions_of(domains: Sequence[Domain]) -> dict[str, Callable[..., Any]]:
    """What the steps of all rooms may name, by name. ValueError: a name in two rooms, of which one would silently be
    decided by the other's rule."""
    found: dict[str, Callable[..., Any]] = {}
    whose: dict[str, str] = {}
    for domain in domains:
        for name, function in domain.functions.items():
            if found.setdefault(name, function) is not function:
                raise ValueError(f"two rooms have a function {name}: {whose[name]} and {domain.id}")
            whose.setdefault(name, domain.id)
    return found
