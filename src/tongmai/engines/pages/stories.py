"""Pieces of work: where they stand, what happened, what the reader may do next. Shapes over `Item`, pure."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.engines.pages.given import Deed, Happened, Item
from tongmai.model.blocks import Event, Field, FieldKind, Form, Forms, Mark, Path, Stage, Timeline, Tone
from tongmai.model.page import Ask
from tongmai.model.workflow import Need

INPUTS: dict[str, FieldKind] = {
    "text": "lines",
    "code": "choice",
    "date": "day",
    "number": "decimal",
    "person": "text",
    "evidence": "text",
    "reference": "choice",
}


def state_tone(item: Item) -> Tone:
    """Ended as it was meant to or otherwise, overdue or under way."""
    if item.ended:
        return "quiet" if item.state in item.aside else "good"
    return "bad" if item.overdue else "course"


def state_mark(item: Item) -> Mark:
    return Mark(item.state_title, state_tone(item))


def path(ask: Ask, item: Item) -> Path:
    """The states on the way, those passed and the one it stands in; states aside are shown when it came there."""
    passed = {happened.state for happened in item.story}
    stages = []
    for name, title in item.stages:
        now = name == item.state
        if name in item.aside and not now and title not in passed:
            continue
        stages.append(Stage(title, "now" if now else "done" if title in passed else "ahead"))
    return Path(tuple(stages))


def timeline(ask: Ask, item: Item) -> Timeline:
    """What happened, the latest first."""
    return Timeline(
        tuple(
            Event(
                happened.at,
                " · ".join(part for part in (happened.who, happened.institution) if part),
                happened.what,
                happened.note,
                "course" if index == 0 else "plain",
            )
            for index, happened in enumerate(reversed(item.story))
        )
    )


def imported(ask: Ask, lines: Sequence[Happened]) -> Timeline:
    """From which lists a record's facts came, by whose hand and whose approval."""
    events = tuple(Event(line.at, line.note, line.what, "", "course") for line in lines)
    return Timeline(events, Words("不是由清单导入的。", "It did not come in with a list."))


def deeds(ask: Ask, item: Item) -> Forms:
    """A form for each step out of the present state; those not permitted say by which rule."""
    if item.ended:
        return Forms((), Words("此事项已办结。", "This is closed."))
    ordered = sorted(item.deeds, key=lambda deed: (not deed.allowed, deed.due is None))  # what has a clock comes first
    forms = tuple(deed_form(ask, item, deed, folded=index > 0) for index, deed in enumerate(ordered))
    return Forms(forms, Words("当前没有可以办理的步骤。", "There is no step to take now."))


def deed_form(ask: Ask, item: Item, deed: Deed, folded: bool) -> Form:
    """The form of one step; it carries the version that the reader saw, and what was sent where that was refused."""
    sent = ask.form.get("_act") == deed.step and bool(ask.faults)
    fields = tuple(need_field(need, ask, sent) for need in deed.needs) if deed.allowed else ()
    seen = Field("_version", "", "hidden", value=str(item.version))
    folded = folded and not sent
    return Form(
        deed.step,
        deed.title,
        (seen, *fields),
        deed.title,
        "" if deed.allowed else deed.why_not,
        action=f"/work/{item.task}/{deed.step}",
        folded=folded,
        rule=deed.rule,
        tone="primary" if not folded else "secondary",
    )


def need_field(need: Need, ask: Ask, sent: bool) -> Field:
    """What a step asks for, as an input. `sent`: with what was typed and what was wrong with it."""
    kind = INPUTS[need.kind]
    if kind == "choice" and not need.options and not need.choices:
        kind = "text"
    value = ask.form.get(need.name, "") if sent else ask.one(need.name) or (ask.as_of.isoformat() if need.today else "")
    fault = ask.faults.get(need.name, "") if sent else ""
    return Field(
        need.name, need.title, "hidden" if need.aside and not value else kind, need.required, value, need.options,
        need.hint, fault=fault, private=need.private, longest=need.longest, asks=bool(need.asks),
        offers=ask.offers.get(need.name, ()) if sent else (),
    )  # fmt: skip
