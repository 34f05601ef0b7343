"""Small counts of persons, hidden from those outside: four people in a village are four people one knows.

A cell is hidden when its numerator lies between 1 and `smallest - 1`, or when that many persons lack it (its complement
is small). Where one cell alone is hidden beneath a sum that is shown, the next smallest beside it is hidden as well, or
a subtraction would tell.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from tongmai.access.actors import Actor, covers

SMALLEST = 5


class Cell(Protocol):
    """What a measure's cell says about itself."""

    @property
    def measure(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def numerator(self) -> Any: ...
    @property
    def denominator(self) -> Any: ...


AnyCell = TypeVar("AnyCell", bound=Cell)
Key = tuple[str, str, str, str]  # measure, level, area, period
_ABOVE = {"county": 4, "township": 6, "village": 9}


def key(cell: Cell) -> Key:
    """What identifies a cell."""
    return cell.measure, cell.level, cell.area, cell.period


def suppressed(cells: Iterable[Cell], actor: Actor, recorded: Collection[str], smallest: int = SMALLEST) -> set[Key]:
    """The keys of cells that this actor must not see. `recorded`: ids of the measures that count persons."""
    persons = [cell for cell in cells if cell.measure in recorded]
    hidden = {key(cell) for cell in persons if _small(cell, smallest) and not _inside(actor, cell.area)}
    families: dict[tuple[str, str, str, str], list[Cell]] = {}
    for cell in persons:
        above = cell.area[: _ABOVE.get(cell.level, 0)]
        families.setdefault((cell.measure, cell.level, cell.period, above), []).append(cell)
    for family in families.values():
        alone = [cell for cell in family if key(cell) in hidden]
        shown = [cell for cell in family if key(cell) not in hidden and cell.numerator]
        if len(alone) == 1 and shown:
            hidden.add(key(min(shown, key=lambda cell: (cell.numerator, cell.area))))
    return hidden


def suppress(
    cells: Sequence[AnyCell], actor: Actor, recorded: Collection[str], smallest: int = SMALLEST
) -> list[AnyCell]:
    """The cells that this actor may see. What is left out is told by `suppressed`."""
    hidden = suppressed(cells, actor, recorded, smallest)
    return [cell for cell in cells if key(cell) not in hidden]


def masked(
    rows: Iterable[Mapping[str, Any]], actor: Actor, groups: Sequence[Sequence[str]], smallest: int = SMALLEST
) -> list[dict[str, Any]]:
    """Rows of counts of persons by place (`village`), as this actor may see them: where a count is small, it and what
    was counted with it are None. `groups`: a count's column, and the columns that follow from it. A sum shown beside
    such rows must be made of what is left."""
    found = []
    for row in rows:
        shown = dict(row)
        if not _inside(actor, str(row["village"])):
            for count, *others in groups:
                if 0 < row[count] < smallest:
                    shown |= dict.fromkeys((count, *others))
        found.append(shown)
    return found


def _inside(actor: Actor, area: str) -> bool:
    """Whoever works for an institution and answers for the place; never a resident."""
    return actor.is_system or (bool(actor.organization) and covers(actor.area, area))


def _small(cell: Cell, smallest: int) -> bool:
    if cell.numerator is None:
        return False
    rest = None if cell.denominator is None else cell.denominator - cell.numerator
    return 0 < cell.numerator < smallest or (rest is not None and 0 < rest < smallest)
