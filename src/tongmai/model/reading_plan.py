"""A plan read from its YAML file: a head, then its targets. Every error names file and target."""

from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from tongmai.model.entry import Entry, read_yaml
from tongmai.model.target import Goal, Plan, Target


def read_plan(path: Path) -> Plan:
    """Head: id, title {zh, en}, number, issued, document, issuer, chapters (number to heading, {zh, en}); then
    `targets`, a list of mappings with id, title, chapter, text (the quotation), measure, goal, each, by, hard, since,
    baseline, responsible {proposed, confirmed}, alternatives, missing, note and reading ({zh, en} each)."""
    where = "/".join(path.parts[-2:])
    entry = Entry(where, read_yaml(path))
    id = entry.text("id")
    title = entry.compulsory_words("title")
    issued = entry.day("issued")
    if issued is None:
        raise entry.fault("issued", "is missing")
    number, document, issuer = entry.text("number", ""), entry.text("document"), entry.text("issuer")
    targets = tuple(
        _target(f"{where} target {place}", id, values) for place, values in enumerate(entry.items("targets"), start=1)
    )
    headings = entry.take("chapters") or {}
    heading = Entry(f"{where} chapters", dict(headings))
    chapters = {str(name): heading.compulsory_words(name) for name in headings}
    entry.done()
    ids = [target.id for target in targets]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ValueError(f"{where}: declared twice: {', '.join(twice)}")
    return Plan(id, title, number, issued, document, issuer, targets, chapters)


def _target(where: str, plan: str, values: Any) -> Target:
    entry = Entry(where, values)
    id = entry.text("id")
    entry.where = f"{where} ({id})"
    try:
        goal = entry.text("goal", "")
        target = Target(
            id=id,
            plan=plan,
            title=entry.compulsory_words("title"),
            chapter=entry.text("chapter"),
            quotation=entry.text("text"),
            goal=Goal.parse(goal) if goal else None,
            measure=entry.text("measure", ""),
            each=_each(entry),
            by=entry.day("by"),
            hard=entry.truth("hard", True),
            since=entry.text("since", ""),
            baseline=_fraction(entry, "baseline"),
            responsible_proposed=_responsible(entry),
            alternatives=tuple(str(name) for name in entry.items("alternatives")),
            missing=entry.words("missing"),
            note=entry.words("note"),
            reading=entry.words("reading"),
        )
    except ValueError as error:
        raise error if str(error).startswith(where) else ValueError(f"{entry.where}: {error}") from error
    entry.done()
    return target


def _each(entry: Entry) -> Literal["total", "county"]:
    each: Literal["total", "county"] = entry.choice("each", ("total", "county"), "total")
    return each


def _fraction(entry: Entry, name: str) -> Fraction | None:
    value = entry.take(name)
    if value is None:
        return None
    try:
        return Fraction(str(value))
    except ValueError as error:
        raise entry.fault(name, f"is no number: {value!r}") from error


def _responsible(entry: Entry) -> str:
    """The proposed unit. A confirmation is a planner's act, recorded on a page and never written in a file."""
    inner = entry.inner("responsible")
    if inner is None:
        return ""
    proposed = inner.text("proposed", "")
    if inner.take("confirmed") is not None:
        raise inner.fault("confirmed", "is recorded on the page, not in the plan's file")
    inner.done()
    return proposed
