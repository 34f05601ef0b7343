"""Cells drawn as HTML. Text is escaped by markupsafe; colours are classes, sizes SVG attributes: no inline style."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from tongmai.base.words import Words
from tongmai.model.blocks import Cell, Course, Heat, Link, Mark, Stack, Strip, Text

_BAR = 76  # width of a course bar in its own units


def say(text: Text | None, language: str) -> str:
    """A text in the reader's language."""
    if text is None:
        return ""
    return text.in_language(language) if isinstance(text, Words) else str(text)


def draw_cell(cell: Cell, language: str) -> Markup:
    """Any cell."""
    if cell is None:
        return Markup("")
    drawer = _DRAWERS.get(type(cell))
    return drawer(cell, language) if drawer else escape(say(cell, language))  # type: ignore[arg-type]


def _link(link: Link, language: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(link.href, say(link.text, language))


def _mark(mark: Mark, language: str) -> Markup:
    return Markup('<span class="mark tone-{}">{}</span>').format(mark.tone, say(mark.text, language))


def _course(course: Course, language: str) -> Markup:
    done = round(course.done * _BAR / 100, 1)
    tick = Markup("")
    if course.expected is not None:
        at = round(min(max(course.expected * _BAR / 100, 0.75), _BAR - 0.75), 1)
        tick = Markup('<rect class="tick" x="{}" y="0" width="1.5" height="12"/>').format(at - 0.75)
    tip = say(course.tip, language)
    return Markup(
        '<svg class="course tone-{}" viewBox="0 0 {w} 12" role="img" aria-label="{tip}"><title>{tip}</title>'
        '<rect class="track" x="0" y="3.5" width="{w}" height="5" rx="2.5"/>'
        '<rect class="done" x="0" y="3.5" width="{done}" height="5" rx="2.5"/>{tick}</svg>'
    ).format(course.tone, w=_BAR, tip=tip, done=done, tick=tick)


def _heat(heat: Heat, language: str) -> Markup:
    tip = say(heat.tip, language)
    if heat.href:
        return Markup('<a class="heat tone-{}" href="{}" title="{}" aria-label="{}">{}</a>').format(
            heat.tone, heat.href, tip, tip, heat.text
        )
    return Markup('<span class="heat tone-{}" title="{}"><span class="visually-hidden">{}</span>{}</span>').format(
        heat.tone, tip, tip, Markup('<span aria-hidden="true">{}</span>').format(heat.text)
    )


def _stack(stack: Stack, language: str) -> Markup:
    lines = Markup("").join(
        Markup('<span class="line{}">{}</span>').format("" if index == 0 else " under", draw_cell(line, language))
        for index, line in enumerate(stack.lines)
    )
    return Markup('<span class="stack">{}</span>').format(lines)


def _strip(strip: Strip, language: str) -> Markup:
    return Markup('<span class="strip">{}</span>').format(
        Markup(" ").join(draw_cell(item, language) for item in strip.items)
    )


_DRAWERS: dict[type, Callable[[Any, str], Markup]] = {
    Link: _link,
    Mark: _mark,
    Course: _course,
    Heat: _heat,
    Stack: _stack,
    Strip: _strip,
}
