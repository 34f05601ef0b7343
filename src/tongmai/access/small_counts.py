"""Small counts of persons, hidden from those outside: four people in a village are four people one knows.

A count is hidden from whoever does not answer for its place when it lies between 1 and `smallest - 1`, when that many
persons lack it (its complement is small), or when it is a share of that few. Where what is hidden would follow from a
sum that is shown and from the others beside it, the next smallest are hidden as well, and the sum itself where none are
left. What is anonymous is hidden from those inside too where few answered.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tongmai.access.actors import Actor, covers

SMALLEST = 5
COUNTY = 6  # digits of a code that its county shares


class Counts(NamedTuple):
    """Persons who have something, of how many; `of` None: a count without a whole."""

    number: int
    of: int | None = None

    def small(self, smallest: int = SMALLEST) -> bool:
        return any(0 < one < smallest for one in self.sides)

    @property
    def sides(self) -> tuple[int, ...]:
        """All that a reader could learn of it: who has it, who lacks it, how many there are."""
        return (self.number,) if self.of is None else (self.number, self.of - self.number, self.of)


def hidden(
    parts: Mapping[str, Counts], whole: tuple[str, Counts], actor: Actor, anonymous: bool = False,
    smallest: int = SMALLEST,
) -> frozenset[str]:  # fmt: skip
    """The areas whose count this actor must not see, among `parts` (area to count) and their sum `whole`, an area too.
    `anonymous`: nobody may know who answered, whoever answers for the place neither."""
    area, total = whole
    cells = {
        one: _asked(counts) if inside(actor, one) else counts
        for one, counts in {**parts, area: total}.items()
        if anonymous or not inside(actor, one)
    }
    small = {one for one, counts in cells.items() if counts.small(smallest)}
    if area in small:
        return frozenset(small)
    found, enough = _covered({one: cells[one] for one in cells if one != area}, small, smallest)
    return frozenset(found if enough else {*found, area})


def _asked(counts: Counts) -> Counts:
    """What is hidden of answers from those inside too: that few were asked, not what few of them said."""
    return counts if counts.of is None else Counts(counts.of, counts.of)


def _covered(counts: Mapping[Any, Counts], small: Collection[Any], smallest: int) -> tuple[set[Any], bool]:
    """What must be hidden so that the small ones do not follow from a sum, the smallest others first; and whether that
    is enough."""
    found = set(small)
    left = [one for one in counts if one not in small and any(counts[one].sides)]
    ordered = sorted(left, key=lambda one: (counts[one].sides[-1], str(one)))
    while found and not _safe([counts[one] for one in found], smallest):
        if not ordered:
            return found, False
        found.add(ordered.pop(0))
    return found, True


def _safe(together: Sequence[Counts], smallest: int) -> bool:
    """Whether what is hidden together is no small group itself and tells nothing of one of its parts: its sum may be
    learnt by subtraction."""
    return len(together) > 1 and all(
        sum(side) >= smallest and sum(side) > len(together)
        for side in zip(*(one.sides for one in together), strict=True)
        if any(0 < one < smallest for one in side)
    )


def masked(
    rows: Iterable[Mapping[str, Any]], actor: Actor, groups: Sequence[Sequence[str]], smallest: int = SMALLEST,
    by: Sequence[str] = (), anonymous: bool = False,
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of counts of persons by place (`village`), as this actor may see them: a small count and what was counted
    with it are None. `groups`: a count's column (`satisfied/answers`: a part of another column, which stays), and the
    columns that follow from it. `by`: columns that tell rows apart beside their place; those that agree in them and lie
    in one county have a sum that is shown elsewhere, so that one hidden among them hides another. A sum shown beside
    such rows must be made of what is left."""
    found = [dict(row) for row in rows]
    for count, *others in groups:
        number, _, of = count.partition("/")
        families: dict[tuple[Any, ...], dict[int, Counts]] = {}
        small: set[int] = set()
        for at, row in enumerate(found):
            known = inside(actor, str(row["village"]))
            if row[number] is not None and (not known or anonymous):
                counts = Counts(row[number], row[of] if of else None)
                family = (str(row["village"])[:COUNTY], *(row[one] for one in by)) if by else (at,)
                families.setdefault(family, {})[at] = counts
                small |= {at} if counts.small(smallest) and not (known and of) else set()
        for together in families.values():
            for at in _covered(together, small & together.keys(), smallest)[0]:
                found[at] |= dict.fromkeys((number, *others))
    return found


def inside(actor: Actor, area: str) -> bool:
    """Whoever works for an institution and answers for the place; never a resident."""
    return actor.is_system or (bool(actor.organization) and covers(actor.area, area))
