"""A declaration drawn and told: a Mermaid state diagram, and a FHIR PlanDefinition."""

from typing import Any

from tongmai.model.workflow import Step, Workflow

_SYSTEM = "urn:tongmai:workflow"


def diagram(workflow: Workflow, language: str = "zh") -> str:
    """A Mermaid state diagram with the titles of states and steps, who takes them, and the term where one runs."""
    lines = ["stateDiagram-v2"]
    titles = {state.name: _plain(state.title.in_language(language)) for state in workflow.states}
    lines += [f'    state "{title}" as {_name(name)}' for name, title in titles.items()]
    lines.append(f"    [*] --> {_name(workflow.start)}")
    for step in workflow.steps:
        ways = [f"    {_name(source)} --> {_name(step.after(source))}" for source in step.sources]
        lines += [f"{way}: {_label(step, language)}" for way in ways]
    lines += [f"    {_name(end)} --> [*]" for end in sorted(workflow.ends)]
    return "\n".join(lines) + "\n"


def _name(state: str) -> str:
    return state.replace("-", "_")


def _plain(text: str) -> str:
    return text.replace('"', "'").replace(":", "：")


def _label(step: Step, language: str) -> str:
    title = _plain(step.title.in_language(language) or step.name)
    roles = " / ".join(dict.fromkeys(role for role, _ in step.parties))
    term = f" ≤ {step.within.name}" if step.within else ""
    return f"{title} ({roles}){term}"


def plan_definition(workflow: Workflow) -> dict[str, Any]:
    """The declaration as a PlanDefinition (type workflow-definition): one action a step."""
    return {
        "resourceType": "PlanDefinition",
        "id": workflow.id.replace("_", "-"),
        "url": f"{_SYSTEM}:{workflow.id}",
        "name": "".join(part.capitalize() for part in workflow.id.replace("-", ".").replace("_", ".").split(".")),
        "title": workflow.title.zh,
        "type": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/plan-definition-type", "code": "workflow-definition"}
            ]
        },
        "status": "active",
        "subjectCodeableConcept": {"text": workflow.focus},
        "action": [_action(workflow, step) for step in workflow.steps],
    }


def _action(workflow: Workflow, step: Step) -> dict[str, Any]:
    before = [other.name for other in workflow.steps if other.target in step.sources and other.name != step.name]
    action: dict[str, Any] = {
        "id": step.name,
        "title": step.title.zh or step.name,
        "description": step.move,
        "code": [{"coding": [{"system": _SYSTEM, "code": f"{workflow.id}.{step.name}"}]}],
        "participant": [
            {"type": "practitioner", "role": {"text": f"{role}@{relation}"}} for role, relation in step.parties
        ],
    }
    if step.needs:
        action["documentation"] = [
            {"type": "documentation", "label": need.name, "display": need.title.zh or need.name} for need in step.needs
        ]
    if before:
        action["relatedAction"] = [{"actionId": name, "relationship": "after-end"} for name in dict.fromkeys(before)]
    return action
