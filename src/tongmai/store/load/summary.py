"""What became of a load, in words and numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypedDict

from tongmai.base.outcome import Issue
from tongmai.store.protocol import Written

_ENTRY = re.compile(r"entry\[(\d+)\]\.?")


class Refusal(NamedTuple):
    """What did not get in. `entry` counts from 0, in a bundle or by lines; None where the file as a whole is meant.
    `element` is a path in the entry's resource, or `request…`."""

    file: str
    entry: int | None
    element: str
    reason: str
    reason_en: str


class Summary(TypedDict):
    """`resources` got in or were in already: `created`, `updated`, `unchanged`. `refused` names each fault; one fault
    in a transaction keeps all its entries out, which `left_out` counts."""

    resources: int
    by_type: dict[str, int]
    created: int
    updated: int
    unchanged: int
    left_out: int
    seconds: float
    resources_per_second: float
    files: int
    refused: list[dict[str, str | int | None]]


def refusals(file: str, issues: Iterable[Issue], places: Sequence[int]) -> list[Refusal]:
    """Issues of a change set as refusals; `places` are the bundle's numbers of the set's entries."""
    found = []
    for issue in issues:
        match = _ENTRY.match(issue.where)
        entry = places[int(match[1])] if match else (places[0] if len(places) == 1 else None)
        element = issue.where[match.end() :] if match else issue.where
        found.append(Refusal(file, entry, element, issue.words.zh, issue.words.en))
    return found


class Tally:
    """Counts while a load runs."""

    def __init__(self) -> None:
        self.by_type: Counter[str] = Counter()
        self.created = self.updated = self.unchanged = self.left_out = 0
        self.refused: list[Refusal] = []

    def count(self, written: Sequence[Written]) -> None:
        """One change set got in."""
        for one in written:
            self.by_type[one.version.type] += 1
            if one.created:
                self.created += 1
            elif one.changed:
                self.updated += 1
            else:
                self.unchanged += 1

    def told(self, seconds: float, files: int) -> Summary:
        """The summary; refusals by file and entry."""
        total = sum(self.by_type.values())
        refused = sorted(self.refused, key=lambda one: (one.file, -1 if one.entry is None else one.entry, one.element))
        return Summary(
            resources=total,
            by_type=dict(sorted(self.by_type.items())),
            created=self.created,
            updated=self.updated,
            unchanged=self.unchanged,
            left_out=self.left_out,
            seconds=round(seconds, 3),
            resources_per_second=round(total / seconds, 1) if seconds else 0.0,
            files=files,
            refused=[one._asdict() for one in refused],
        )
