"""`role@relation`: who stands to a focus as a step asks, and the rules of policy that follow from it.

A relation is an element of the focus: a Reference (the actor's organization is it, or the actor is the patient whom
`subject` or `patient` names), or an area code (the actor's area covers it); `*` is the role anywhere.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tongmai.access import Actor, Guard, covers
from tongmai.engines.workflow.record import WORKFLOW
from tongmai.engines.workflow.slots import OWNER, TAKEN
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Rule
from tongmai.model.workflow import Create, Step, Take, Workflow

Party = tuple[str, str]
_PERSONS = ("subject", "patient")
"""Relations that name a patient, never an institution."""


def starters(workflow: Workflow) -> tuple[Party, ...]:
    """Who may start: as declared, or whoever may take a first step."""
    if workflow.starters:
        return Step("start", "-> ", by=workflow.starters).parties
    first = [step for step in workflow.steps if workflow.start in step.sources]
    return tuple(dict.fromkeys(party for step in first for party in step.parties))


def standing(actor: Actor, parties: Iterable[Party], focus: Mapping[str, Any]) -> Party | None:
    """The first party that the actor is; None when the actor is none of them."""
    return next((party for party in parties if actor.has(party[0]) and _stands(actor, party[1], focus)), None)


def _stands(actor: Actor, relation: str, focus: Mapping[str, Any]) -> bool:
    if relation == "*":
        return True
    value = focus.get(relation)
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            own = f"Patient/{actor.patient}" if relation in _PERSONS else f"Organization/{actor.organization}"
            if one.get("reference") == own and not own.endswith("/"):
                return True
        elif isinstance(one, str) and covers(actor.area, one):
            return True
    return False


def named(parties: Iterable[Party]) -> str:
    """`headquarters@unit|planner@*`."""
    return "|".join(f"{role}@{relation}" for role, relation in parties)


def guards(workflows: Iterable[Workflow]) -> list[Guard]:
    """What only steps write: the Task of a workflow, the state element of its focus, snapshots that are sealed; that a
    slot of an institution is taken, where steps take slots: what is booked past them is `busy-unavailable`."""
    workflows = tuple(workflows)
    found = {Guard("Task", (), mark=WORKFLOW): None}
    effects = [effect for one in workflows for step in one.steps for effect in step.does]
    if any(isinstance(one, Take) for one in effects):
        found |= {Guard("Slot", ("status",), mark=OWNER, values=(TAKEN,)): None}
    found |= {Guard(one.type): None for one in effects if isinstance(one, Create) and one.sealed}
    found |= {Guard(one.focus, (one.state_element,)): None for one in workflows if one.state_element}
    return list(found)


def grants(workflow: Workflow, definitions: Definitions) -> list[Rule]:
    """The rules by which the parties of a workflow see its focus and its Task.

    A relation must be a search parameter of the focus: reference, or string for an area. ValueError names one that is
    none.
    """
    parties = dict.fromkeys((*starters(workflow), *(party for step in workflow.steps for party in step.parties)))
    return [rule for role, relation in parties for rule in _rules(workflow, role, relation, definitions)]


def _rules(workflow: Workflow, role: str, relation: str, definitions: Definitions) -> list[Rule]:
    own = f"code={WORKFLOW}|{workflow.id}"
    if relation == "*":
        focus, task = workflow.focus, f"Task?{own}"
    else:
        value = _value(workflow, relation, definitions)
        focus = f"{workflow.focus}?{relation}={value}"
        task = f"Task?{own}&focus:{workflow.focus}.{relation}={value}"
    may = frozenset({"read", "search"})
    name = f"{workflow.id}: {role}@{relation}"
    return [Rule(name, role, may, on=focus), Rule(f"{name} (task)", role, may, on=task)]  # type: ignore[arg-type]


def _value(workflow: Workflow, relation: str, definitions: Definitions) -> str:
    parameter = definitions.parameters(workflow.focus).get(relation)
    if parameter is None or parameter.type not in ("reference", "string"):
        raise ValueError(
            f"workflow {workflow.id}: the relation {relation} must be a search parameter of {workflow.focus}, "
            "a reference, or a string for an area"
        )
    if relation in _PERSONS:
        return "Patient/{actor.patient}"
    return "Organization/{actor.organization}" if parameter.type == "reference" else "{actor.area}"
