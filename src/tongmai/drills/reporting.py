"""What came of a drill: the work that was done in it, step by step with its clocks."""

from collections import Counter
from collections.abc import Iterator

from tongmai.base.words import Words
from tongmai.engines.workflow.record import Event, events_of, loads, state_of, workflow_of
from tongmai.house import House
from tongmai.model.drill import Done, Drill, Report
from tongmai.store.protocol import Version

_PAGE = 1000


def report(house: House, drill: Drill) -> Report:
    """`house`: the drill's own. Read as the house itself reads: the drill's people are in its record, not in ours."""
    flows = house.workflows.declarations
    read = (loads(version.body) for version in house.store.current("Task"))
    tasks = [task for task in read if workflow_of(task) in flows]  # the house's own marks are no work
    begun = Counter(workflow_of(task) for task in tasks)
    ended = Counter(workflow_of(task) for task in tasks if state_of(task) in flows[workflow_of(task)].ends)
    done = [_done(house, drill, flows[workflow_of(task)].title, one) for task in tasks
            for one in events_of(flows[workflow_of(task)], task)]  # fmt: skip
    return Report(
        counts=dict(Counter(version.type for version in _written(house, drill))),
        works=tuple((flows[id].title, many, many - ended[id]) for id, many in sorted(begun.items())),
        steps=tuple(sorted(done, key=lambda one: one.at)),
        looks=house.audit.head.rows,
    )


def _written(house: House, drill: Drill) -> Iterator[Version]:
    """The live records that were made or changed in the drill, each once, as it stands."""
    after, found = drill.seeded, dict[tuple[str, str], Version]()
    while page := house.store.changes(after, _PAGE):
        found.update({(version.type, version.id): version for version in page})
        after = page[-1].change
    return (one for one in found.values() if not one.deleted and (one.type != "Task" or workflow_of(loads(one.body))))


def _done(house: House, drill: Drill, work: Words, event: Event) -> Done:
    minutes = int((event.at - drill.begins).total_seconds() // 60)
    institution, person = _named(house, event.institution), _named(house, event.person)
    return Done(event.at, minutes, work, event.title, institution, person, event.late)


def _named(house: House, reference: str) -> str:
    """What an institution or somebody at work is called; nobody else is asked for."""
    type, _, id = reference.partition("/")
    if type not in ("Organization", "Practitioner"):
        return ""
    found = house.store.read_many([(type, id)]).get((type, id))
    name = found.resource().get("name") if found else ""
    return str(name[0].get("text", "")) if isinstance(name, list) else str(name or "")
