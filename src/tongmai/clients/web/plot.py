"""Where the points of a chart and the tiles of a map lie: geometry in the units of an SVG view box."""

from dataclasses import dataclass
from math import ceil

from tongmai.model.blocks import Chart, Map, Tile

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 18, 34
FIGURE, AIR = 14, 12  # width of a figure of the axis as a phone draws it, and what stands beside it
LETTERS = 6.6, 12.0  # width of a letter below the axis, on a desk and on a phone
TALL, OFF = 24, 8  # height of the label of a goal and of a value as a phone draws them, and their distance
TILE_WIDTH, TILE_HEIGHT, GAP = 96, 66, 6


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """`lines`: the points of each unbroken run; `goal`: its height; `labels`: which months are written below, those
    that a phone has no room for with the text "spare". `goal_label`, `last_label`: the base lines of what is written
    at the goal and at the last value: the two never lie on each other."""

    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    area: str
    goal: float | None
    grid: tuple[Grid, ...]
    labels: tuple[Dot, ...]
    goal_label: float
    last_label: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def plot(chart: Chart) -> Plot:
    """Lay a chart out; gaps in the values break the line."""
    values = [point.value for point in chart.points if point.value is not None]
    low, high = _range([*values, *([chart.goal] if chart.goal is not None else [])])
    ticks = [(value, _short(value)) for value in _ticks(low, high)]
    left = max([LEFT, *(FIGURE * len(text) + AIR for _, text in ticks)])
    step = (WIDTH - left - RIGHT) / max(len(chart.points) - 1, 1)

    def height(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low)), 1)

    dots: list[Dot] = []
    runs: list[list[Dot]] = [[]]
    labels = []
    every, narrow = _spaced(step, max((len(point.label) for point in chart.points), default=0))
    for index, point in enumerate(chart.points):
        x, last = round(left + step * index, 1), len(chart.points) - 1
        if index % every == last % every:
            spare = narrow and (last - index) // every % 2 == 1
            labels.append(Dot(x, HEIGHT - 12, point.label, "spare" if spare else ""))
        if point.value is None:
            runs.append([])
            continue
        dot = Dot(x, height(point.value), point.label, point.text)
        dots.append(dot)
        runs[-1].append(dot)
    lines = tuple(" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if run)
    area = ""
    if len(lines) == 1 and len(dots) > 1:
        area = f"{dots[0].x},{HEIGHT - BOTTOM} {lines[0]} {dots[-1].x},{HEIGHT - BOTTOM}"
    goal = height(chart.goal) if chart.goal is not None else None
    grid = tuple(Grid(height(value), text) for value, text in ticks)
    goal_label, last_label = _apart(goal, dots[-1].y if dots else None)
    return Plot(tuple(dots), lines, area, goal, grid, tuple(labels), goal_label, last_label, left=left)


def _spaced(step: float, letters: int) -> tuple[int, bool]:
    """Which of the points are named below, every so many, and whether a phone has room for half of these only: the last
    label ends at its point, the one before stands around its own, and between the two there is air."""
    wide, wider = (1.5 * letters * one + AIR for one in LETTERS)
    every = max(1, ceil(wide / step))
    return every, every * step < wider


def _apart(goal: float | None, last: float | None) -> tuple[float, float]:
    """Base lines for the labels of the goal and of the last value, above what they name where there is room for both,
    else one below: neither covers the other, nor leaves the frame."""
    floor = HEIGHT - BOTTOM
    ways = [
        (goal_base, last_base)
        for goal_base in _bases(goal, floor)
        for last_base in _bases(last, floor)
        if goal is None or last is None or abs(goal_base - last_base) >= TALL
    ]
    return ways[0] if ways else (_bases(goal, floor)[0], _bases(last, floor)[-1])


def _bases(y: float | None, floor: float) -> list[float]:
    """The base lines of a label above and below a height, inside the frame; above comes first."""
    if y is None:
        return [0.0]
    above, below = round(y - OFF, 1), round(y + TALL, 1)
    return [base for base in (above, below) if TALL <= base <= floor] or [below if y < TALL + OFF else above]


def _range(values: list[float]) -> tuple[float, float]:
    """A span that holds all values with air around them; a span of nothing is opened."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    air = (high - low) * 0.15 or max(abs(high) * 0.1, 1.0)
    return (0.0 if 0 <= low < air else low - air), high + air


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round values inside the span."""
    raw = (high - low) / 4
    scale = 10.0 ** (len(str(int(raw))) - 1) if raw >= 1 else 0.1 if raw >= 0.1 else 0.01
    step = next((scale * factor for factor in (1, 2, 5, 10) if scale * factor >= raw), scale * 10)
    first = int(low / step) + (1 if low > 0 and low % step else 0)
    found = [round((first + index) * step, 3) for index in range(12)]
    return [value for value in found if low <= value <= high]


def _short(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A tile with its corner and its size."""

    tile: Tile
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Tiled:
    """All tiles in the units of an SVG view box."""

    tiles: tuple[Placed, ...]
    width: int
    height: int


def tiled(map: Map) -> Tiled:
    """Lay a schematic map out on its grid."""
    columns = max((tile.column + tile.width - 1 for tile in map.tiles), default=0)
    rows = max((tile.row for tile in map.tiles), default=0)
    placed = tuple(
        Placed(
            tile,
            (tile.column - 1) * (TILE_WIDTH + GAP),
            (tile.row - 1) * (TILE_HEIGHT + GAP),
            tile.width * (TILE_WIDTH + GAP) - GAP,
            TILE_HEIGHT,
        )
        for tile in map.tiles
    )
    return Tiled(placed, max(columns * (TILE_WIDTH + GAP) - GAP, 1), max(rows * (TILE_HEIGHT + GAP) - GAP, 1))
