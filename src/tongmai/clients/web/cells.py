"""Cells drawn as HTML. Text is escaped by markupsafe; colours are classes, sizes SVG attributes: no inline style."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from tongmai.base.words import Words
from tongmai.model.blocks import Cell, Course, Head, Heat, Link, Mark, Stack, Strip, Text

ONE_OF = {
    "cases": "case", "days": "day", "packages": "package", "people": "person", "posts": "post", "rounds": "round",
    "stays": "stay", "visits": "visit",
}  # fmt: skip
"""English units of figures, as they are declared, with their singular; another unit is the same for one."""
_BAR = 76  # width of a course bar in its own units
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")


def say(text: Text | None, language: str) -> str:
    """A text in the reader's language."""
    if text is None:
        return ""
    return text.in_language(language) if isinstance(text, Words) else str(text)


def begun(text: Text | None, language: str) -> str:
    """A text in the reader's language; words that are declared in English begin with a capital, data stay as they are.
    The style sheet says it where it can; it cannot in a list's option, nor in a cell under its label on a phone."""
    words = say(text, language)
    return words[:1].upper() + words[1:] if isinstance(text, Words) and language != "zh" else words


def counted(unit: Text, value: str, language: str) -> str:
    """A unit beside a figure: in English one of it stands in the singular."""
    words = say(unit, language)
    if language == "zh" or value != "1":
        return words
    return ONE_OF.get(words, words)


def draw_fact(cell: Cell, language: str) -> Markup:
    """A cell beside its label, often narrow: a date is not broken at its hyphens."""
    drawn = draw_cell(cell, language)
    return Markup(_DATE.sub(r"<time>\g<0></time>", str(drawn))) if isinstance(cell, str | Words) else drawn


def draw_cell(cell: Cell, language: str) -> Markup:
    """Any cell."""
    if cell is None:
        return Markup("")
    drawer = _DRAWERS.get(type(cell))
    return Markup(drawer(cell, language)) if drawer else escape(say(cell, language))  # type: ignore[arg-type]


def openings(heads: Sequence[Head], language: str) -> tuple[Markup, ...]:
    """The tag that opens a cell in each column of a table: made once a table, not once a cell."""
    return tuple(
        Markup(f'<td class="{column_class(head)}" data-label="{_told(head.title, language)}">') for head in heads
    )


def column_class(head: Head) -> str:
    """The classes of a column's cells."""
    marks = (" wide" if head.wide else "", " tight" if head.tight else "", "" if head.phone else " no-phone")
    return f"a-{head.align}{''.join(marks)}"


def draw_row(cells: Sequence[Cell], openings: Sequence[Markup], language: str) -> Markup:
    """The cells of a row, one after the other."""
    return Markup(
        "".join(
            f"{opens}{draw_cell(_begun_cell(cell, language), language)}</td>"
            for opens, cell in zip(openings, cells, strict=True)
        )
    )


def _begun_cell(cell: Cell, language: str) -> Cell:
    if language == "zh":
        return cell
    if isinstance(cell, Link) and isinstance(cell.text, Words):
        return replace(cell, text=begun(cell.text, language))
    return begun(cell, language) if isinstance(cell, Words) else cell


def _told(text: Text | None, language: str) -> Markup:
    """A text in the reader's language, escaped. What is drawn is put together from such parts: `Markup.format` would
    say the same and takes three times as long, which a board of a thousand cells feels."""
    return escape(say(text, language))


def _link(link: Link, language: str) -> str:
    return f'<a href="{escape(link.href)}">{_told(link.text, language)}</a>'


def _mark(mark: Mark, language: str) -> str:
    return f'<span class="mark tone-{escape(mark.tone)}">{_told(mark.text, language)}</span>'


def _course(course: Course, language: str) -> str:
    done = round(course.done * _BAR / 100, 1)
    tick = ""
    if course.expected is not None:
        at = round(min(max(course.expected * _BAR / 100, 0.75), _BAR - 0.75), 1)
        tick = f'<rect class="tick" x="{at - 0.75}" y="0" width="1.5" height="12"/>'
    tip = _told(course.tip, language)
    return (
        f'<svg class="course tone-{escape(course.tone)}" viewBox="0 0 {_BAR} 12" role="img" aria-label="{tip}">'
        f'<title>{tip}</title><rect class="track" x="0" y="3.5" width="{_BAR}" height="5" rx="2.5"/>'
        f'<rect class="done" x="0" y="3.5" width="{done}" height="5" rx="2.5"/>{tick}</svg>'
    )


def _heat(heat: Heat, language: str) -> str:
    tip, text, tone = _told(heat.tip, language), escape(heat.text), escape(heat.tone)
    if heat.href:
        href = escape(heat.href)
        return f'<a class="heat tone-{tone}" href="{href}" title="{tip}" aria-label="{tip}">{text}</a>'
    seen = f'<span class="visually-hidden">{tip}</span><span aria-hidden="true">{text}</span>'
    return f'<span class="heat tone-{tone}" title="{tip}">{seen}</span>'


def _stack(stack: Stack, language: str) -> str:
    lines = (
        f'<span class="line{"" if index == 0 else " under"}">{draw_cell(line, language)}</span>'
        for index, line in enumerate(stack.lines)
    )
    return f'<span class="stack">{"".join(lines)}</span>'


def _strip(strip: Strip, language: str) -> str:
    return f'<span class="strip">{" ".join(draw_cell(item, language) for item in strip.items)}</span>'


_DRAWERS: dict[type, Callable[[Any, str], str]] = {
    Link: _link,
    Mark: _mark,
    Course: _course,
    Heat: _heat,
    Stack: _stack,
    Strip: _strip,
}
