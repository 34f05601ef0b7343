"""Forms that begin something: an act of a page with its fields, offered to whom it is for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.pages.stories import need_field
from tongmai.model.blocks import Download, Downloads, Field, Form, Forms, Text
from tongmai.model.page import Act, Ask
from tongmai.model.workflow import Need

SEARCH = Words("查找", "Search")
Options = Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a form begins with: values by field, and the options of a choice in the order in which they are proposed.
    A name may be that of a field of every act, or `act.field`."""

    values: Mapping[str, str]
    options: Mapping[str, Options] = field(default_factory=dict)


def forms(
    *acts: Act, folded: bool = True, proposes: Callable[..., Proposal] | None = None, opens: int = 0
) -> Callable[..., Forms | None]:
    """A shape: one form an act, for those whose role it is; None for everybody else. Sources: one `options:…` for each
    field that names `choices`, in the order of acts and fields; behind them those of `proposes`, a pure function
    (ask, *fetched) of what the forms begin with. `opens`: how many stand open."""
    first = len(sources(*acts))

    def shape(ask: Ask, *fetched: Any) -> Forms | None:
        given = iter(fetched[:first])
        proposal = proposes(ask, *fetched[first:]) if proposes else Proposal({})
        drawn: list[Form] = []
        for act in acts:
            sent = bool(ask.faults) and ask.form.get("_act") == act.id
            fields = [_filled(one, ask, given, sent) for one in act.fields]
            fields += [_needed(need, ask, sent, given) for need in asked(act)]
            fields = [_proposed(one, act.id, proposal, sent) for one in fields]
            if not act.roles or set(act.roles) & set(ask.roles):
                shut = folded and not sent and len(drawn) >= opens
                drawn.append(Form(act.id, act.title, tuple(fields), act.title, lead=act.lead, folded=shut))
        return Forms(tuple(drawn)) if drawn else None

    return shape


def _needed(need: Need, ask: Ask, sent: bool, options: Iterator[Any]) -> Field:
    """What the first step asks for, with the options that its source gives."""
    made = need_field(need, ask, sent)
    return replace(made, options=tuple(next(options))) if need.choices else made


def _proposed(field: Field, act: str, proposal: Proposal, sent: bool) -> Field:
    """A field with what is proposed for it; what was typed stands."""
    own, values, options = f"{act}.{field.name}", proposal.values, proposal.options
    value = field.value if sent or field.value else values.get(own, values.get(field.name, ""))
    return replace(field, value=value, options=tuple(options.get(own, options.get(field.name, field.options))))


def asked(act: Act) -> tuple[Need, ...]:
    """What the first step of an act asks a person for; its conditions are no fields."""
    return tuple(need for need in act.then.needs if need.kind != "condition") if act.then else ()


def _filled(field: Field, ask: Ask, options: Any, sent: bool) -> Field:
    """A field with its options fetched, and a value that the address gives; after a refusal with what was typed."""
    value = ask.one(field.name) or field.value.replace("{month}", ask.month).replace("{today}", ask.as_of.isoformat())
    if sent:
        value = ask.form.get(field.name, "")
    fault = ask.faults.get(field.name, "") if sent else ""
    found = tuple(next(options)) if field.choices else field.options
    return replace(field, options=found, value=value, fault=fault)


def sources(*acts: Act) -> tuple[str, ...]:
    """The sources of the options that the acts' fields name, and what their first steps ask for."""
    named = ((*(one.choices for one in act.fields), *(need.choices for need in asked(act))) for act in acts)
    return tuple(source for sources in named for source in sources if source)


def links(*pairs: tuple[Words, str, Words]) -> Callable[..., Downloads]:
    """A shape: files that can be taken along, (title, address, what it is) each."""

    def shape(ask: Ask) -> Downloads:
        return Downloads(tuple(Download(*pair) for pair in pairs))

    return shape


def begun(ask: Ask, found: Sequence[tuple[Words, str, Words]]) -> Downloads | None:
    """What the reader may begin for a record, (title, address, what it is) each; None when there is nothing."""
    return Downloads(tuple(Download(*one, file=False) for one in found)) if found else None


def ways(*pairs: tuple[Words, str, Words], roles: tuple[str, ...] = ()) -> Callable[..., Downloads | None]:
    """A shape: pages to go to, (title, address, what is there) each. `roles`: who is led there; empty: everybody."""

    def shape(ask: Ask) -> Downloads | None:
        if roles and not set(roles) & set(ask.roles):
            return None
        return Downloads(tuple(Download(*pair, file=False) for pair in pairs))

    return shape


def search(fields: tuple[Field, ...]) -> Callable[..., Form]:
    """A shape: what is typed to find something; it is posted and answered at once, so that it stands in no address."""

    def shape(ask: Ask) -> Form:
        typed = tuple(replace(field, value=ask.form.get(field.name, "")) for field in fields)
        return Form("search", SEARCH, typed, SEARCH, tone="secondary")

    return shape
