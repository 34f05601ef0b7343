"""What must fit between declarations, functions, terms and templates, checked once at the start."""

from collections.abc import Collection, Iterable, Mapping

from tongmai.base.tables import DatedTable
from tongmai.engines.workflow.clocks import problems as clock_problems
from tongmai.engines.workflow.values import BUILT_IN, parsed, places
from tongmai.model.workflow import Append, Begin, Circle, Create, Free, Revise, Set, Step, Take, Workflow


def refuse_misfits(
    workflows: Iterable[Workflow],
    terms: Mapping[str, DatedTable],
    templates: Collection[str],
    functions: Collection[str],
) -> dict[str, Workflow]:
    """The workflows by id. ValueError names every misfit with its workflow and step."""
    found: list[str] = []
    by_id: dict[str, Workflow] = {}
    for workflow in workflows:
        if workflow.id in by_id:
            found.append(f"{workflow.id} is declared twice")
        by_id[workflow.id] = workflow
        wrong = clock_problems(workflow, terms.get(workflow.id))
        wrong += [
            one for step in (*workflow.steps, *_beginning(workflow)) for one in _of_step(workflow, step, templates)
        ]
        wrong += [
            f"step {step.name}: there is no function {name}"
            for step in (*workflow.steps, *_beginning(workflow))
            for name in _computed(step)
            if name not in functions
        ]
        if workflow.daily and workflow.daily.proposes not in functions:
            wrong.append(f"daily: there is no function {workflow.daily.proposes}")
        found += [f"{workflow.id}: {one}" for one in wrong]
    for workflow in by_id.values():
        found += [f"{workflow.id}: {one}" for step in workflow.steps for one in _beginnings(step, by_id)]
    if found:
        raise ValueError("; ".join(found))
    return by_id


def _computed(step: Step) -> list[str]:
    """The functions of the room's rules that a step names."""
    return [need.name for need in step.needs if need.kind == "condition"] + [one.function for one in step.derives]


def _beginnings(step: Step, by_id: Mapping[str, Workflow]) -> list[str]:
    """What a step begins is declared, and may live more than once: nobody is asked when it begins."""
    named = [effect.workflow for effect in step.does if isinstance(effect, Begin)]
    lost = [f"step {step.name}: there is no workflow {name}" for name in named if name not in by_id]
    single = [name for name in named if name in by_id and by_id[name].one_live]
    return lost + [f"step {step.name}: only one {name} may live, so that it cannot begin by itself" for name in single]


def _beginning(workflow: Workflow) -> tuple[Step, ...]:
    return (workflow.begins,) if workflow.begins else ()


def _of_step(workflow: Workflow, step: Step, templates: Collection[str]) -> list[str]:
    conditions = {need.name for need in step.needs if need.kind == "condition"}
    found = [
        f"step {step.name}: {need.name} asks {need.asks}, which is no condition of it"
        for need in step.needs if need.asks and need.asks not in conditions
    ]  # fmt: skip
    known = BUILT_IN | {need.name for need in step.needs} | {name for one in step.derives for name in one.gives}
    for effect in step.does:
        if isinstance(effect, Set | Append):
            strange = sorted(places(effect.value) - known)
            found += [f"step {step.name}: {{{name}}} is no field of it" for name in strange]
            found += _json_problems(step, effect.value)
            if effect.element == workflow.state_element:
                found.append(f"step {step.name}: {effect.element} is the state, which the engine writes")
        elif isinstance(effect, Create | Revise | Begin) and effect.template not in templates:
            found.append(f"step {step.name}: there is no template {effect.template}")
        elif isinstance(effect, Begin) and effect.of not in known:
            found.append(f"step {step.name}: {{{effect.of}}} is no field of it")
        elif isinstance(effect, Circle) and effect.until not in {one.name for one in workflow.steps}:
            found.append(f"step {step.name}: its circle ends at {effect.until}, which is no step")
        elif isinstance(effect, Take) and ("reference", effect.field) not in {(n.kind, n.name) for n in step.needs}:
            found.append(f"step {step.name}: {effect.field} is no reference that it asks for")
        elif isinstance(effect, Free) and effect.field not in _taken(workflow):
            found.append(f"step {step.name}: no step takes a {effect.field}")
    return found


def _taken(workflow: Workflow) -> set[str]:
    return {effect.field for step in workflow.steps for effect in step.does if isinstance(effect, Take)}


def _json_problems(step: Step, value: str) -> list[str]:
    try:
        parsed(value)
    except ValueError as error:
        return [f"step {step.name}: {value!r} is no JSON: {error}"]
    return []
