"""The roof's end of the exports: a person's context, the plans room's arithmetic and the documents put together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tongmai.access import Context
from tongmai.clients import exports
from tongmai.clients.exports import Reported
from tongmai.clients.web.names import county_of, kind_code, named_resource
from tongmai.clients.web.services import File, Services
from tongmai.clients.web.sight import Sight
from tongmai.clients.web.tasks import Tasks, every_match
from tongmai.domains.plans.rules import targets as rules
from tongmai.domains.plans.workflows.targets import REPORT
from tongmai.engines.pages.figures import number, portion_text
from tongmai.engines.pages.given import Item, Named
from tongmai.model.page import Ask
from tongmai.model.target import Decision

_A_TIME = 500  # records read in one go


def export(services: Services, places: Mapping[str, str], plan: str, kind: str, as_of: date, context: Context) -> File:
    """The file that a person asks for. `places`: every area code to its name."""
    sight = Sight(services)
    material = exports.gather(
        services,
        plan,
        as_of,
        context,
        names=lambda door, references: named(services, places, door, references),
        orders=_orders(services, plan, context),
        reported=_resources(context, "ReportedValue", f"plan={plan}&period={as_of:%Y-%m}"),
        beside=beside,
        responsible=in_force(_resources(context, "Determination", f"plan={plan}"), plan, "responsible", as_of),
        evidence=kind == "zip",
        seen=lambda decision: sight.decision(decision, context.actor),
    )
    name, media, content = exports.export(material, kind)
    return File(name, media, content)


def in_force(determinations: Iterable[Mapping[str, Any]], plan: str, subject: str, day: date) -> Mapping[str, str]:
    """By target what two people agreed on last."""
    return rules.in_force(determinations, plan, subject, day)


def beside(decision: Decision, reported: Iterable[Mapping[str, Any]], month: str) -> list[Reported]:
    """What was reported for a month beside what the records say, as it is printed."""
    parts = {part.area: part for part in decision.parts}
    found = []
    for one in rules.differences(decision, reported, month):
        whole = (decision.numerator, decision.denominator)
        part = parts.get(one.area)
        if part is None and one.area in decision.hidden:
            continue  # what is too small for the reader to see is set beside nothing
        pair = (part.numerator, part.denominator) if part is not None else whole
        given = f"{one.numerator}/{one.denominator}" if one.denominator is not None else ""
        found.append(
            Reported(
                one.target,
                one.area,
                given or number(one.reported, decision.unit),
                portion_text(decision, *pair) if pair[1] is not None else number(one.recorded, decision.unit),
                rules.difference_words(one),
                one.differs,
                REPORT.state(one.state).title.zh if one.state else "",
            )
        )
    return found


def named(
    services: Services, places: Mapping[str, str], context: Context, references: Sequence[str]
) -> dict[str, Named]:
    """What records are called, by `Type/id`; a code of an area in place of an id is the area."""
    found: dict[str, Named] = {}
    wanted: list[tuple[str, str]] = []
    for reference in dict.fromkeys(references):
        type, _, id = reference.partition("/")
        if id in places:
            found[reference] = Named("Area", id, places[id], f"{id[:6]}000000")
        else:
            wanted.append((type, id))
    kinds = services.tables.get("registry.kinds")
    words = {row["kind"]: row["zh"] for row in kinds.rows} if kinds is not None else {}
    for start in range(0, len(wanted), _A_TIME):
        for (type, id), version in context.read_many(wanted[start : start + _A_TIME]).items():
            resource = version.resource()
            one = named_resource(resource)
            kind = words.get(kind_code(resource), "")
            found[f"{type}/{id}"] = Named(type, id, one.name, county_of(resource), one.kind._replace(zh=kind, en=kind))
    return found


def _orders(services: Services, plan: str, context: Context) -> list[Item]:
    tasks = Tasks(services, lambda type, id, flow: "", lambda door: {}, lambda door, ask, source: ())
    return tasks.every(context, Ask(), f"Order?plan={plan}")


def _resources(context: Context, type: str, query: str) -> list[Mapping[str, Any]]:
    """What the reader may search; nothing where the type is closed to him."""
    if not context.may("search", type):
        return []
    return [version.resource() for version in every_match(context, type, query)]
