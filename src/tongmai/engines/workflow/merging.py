"""Two records of one person become one, and two again.

References are rewritten, in the change set of the step: a search, a circle, a rule, a count or another program then
needs to know nothing of mergers. The list of what referred where stays with the piece of work that decided it, so that
a later parting moves back exactly that; whatever was written to the kept record since stays. What a piece of work that
goes back has made since (its outputs, its rows of circles) goes back with it: a piece of work is about one person.

What names the closed record as such stays: its own pieces of work, the proofs of who wrote it, the links of records.
Source: HL7 R4 Patient.link (replaced-by, replaces); the rules of the operation $merge of later editions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongmai.access import REPLACED_BY, REPLACES, Context, Put, Version
from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.base.words import Words
from tongmai.engines.workflow import record, single
from tongmai.engines.workflow.effects import Moment
from tongmai.engines.workflow.record import Json, dumps, loads
from tongmai.fhir.repointing import pointed_back, repointed
from tongmai.model.workflow import Gather, Merge, Part, Step, Workflow

Altered = list[tuple[Version, Json]]
"""Records as they were read, with what becomes of them."""


def joined(
    workflows: Mapping[str, Workflow], workflow: Workflow, step: Step, focus: Json, door: Context, moment: Moment
) -> list[Put]:
    """What a step's mergers and partings write; the focus' list of what moved is brought up to date, in place. Refused:
    rule (a record that is not as it must be), duplicate (two pieces of work of which only one may live)."""
    puts: list[Put] = []
    for effect in step.does:
        if isinstance(effect, Merge | Gather | Part):
            both = _Both(workflows, workflow.focus, door, moment, _named(focus, effect.kept),
                         _named(focus, effect.closed))  # fmt: skip
            listed: list[Json] = focus.pop(effect.moved, [])
            if isinstance(effect, Part):
                puts += both.part(listed)
            else:
                more, made = both.merge() if isinstance(effect, Merge) else both.gather()
                puts += made
                if listed or more:
                    focus[effect.moved] = [*listed, *more]
    return puts


@dataclass(frozen=True)
class _Both:
    """The kept and the closed record, `Patient/x` each, while one step is taken. `own`: the type of the work itself."""

    workflows: Mapping[str, Workflow]
    own: str
    door: Context
    moment: Moment
    kept: str
    closed: str

    def merge(self) -> tuple[list[Json], list[Put]]:
        """Refused: one of the two is closed already, or both are one; duplicate."""
        kept, closed = self._read(self.kept), self._read(self.closed)
        if self.kept == self.closed or not (_in_use(kept[1]) and _in_use(closed[1])):
            raise refuse(
                "rule", "应为两份都在用的档案", "it takes two records that are both in use", where="kept",
                remedy=("请打开所并入的档案办理，或先撤销那次合并",
                        "work on the record it was closed in favour of, or undo that merger first"),
            )  # fmt: skip
        closed[1]["active"] = False
        closed[1].setdefault("link", []).append(_link(self.kept, REPLACED_BY))
        kept[1].setdefault("link", []).append(_link(self.closed, REPLACES))
        naming = self.door.naming(self.closed)
        listed, altered = self._moved([kept, closed], naming)
        return listed, [*self._puts(altered), *self._rested(naming)]

    def gather(self) -> tuple[list[Json], list[Put]]:
        """Refused: the records are not merged; duplicate."""
        self._merged()
        listed, altered = self._moved([], self.door.naming(self.closed))
        return listed, self._puts(altered)

    def part(self, listed: Sequence[Json]) -> list[Put]:
        """Refused: the records are not merged, or the kept one was itself closed since; duplicate."""
        kept, closed = self._merged()
        closed[1]["active"] = True
        _unlink(closed[1], _link(self.kept, REPLACED_BY))
        _unlink(kept[1], _link(self.closed, REPLACES))
        places: dict[str, list[str]] = {}
        for one in listed:
            places.setdefault(str(one["record"]["reference"]), []).extend(one["place"])
        found = {one.reference: (one, loads(one.body)) for one in self.door.naming(self.kept)}
        found |= {one[0].reference: one for one in (kept, closed)}
        for name in (name for name in places if name in found):
            pointed_back(found[name][1], places[name], self.kept, self.closed)
        made = _made_by({name: one for name, (_, one) in found.items()}, frozenset(places))
        for name in made:
            repointed(found[name][1], self.kept, self.closed, _of_links)
        going = places.keys() | made | {self.kept, self.closed}
        altered = [one for name, one in found.items() if name in going]
        return [*self._puts(altered), *self._resumed()]

    def _merged(self) -> tuple[tuple[Version, Json], tuple[Version, Json]]:
        """The two as they are, merged. Refused: they are not, or the kept one was closed in favour of a third."""
        kept, closed = self._read(self.kept), self._read(self.closed)
        if _in_use(closed[1]) or _link(self.kept, REPLACED_BY) not in closed[1].get("link", ()):
            raise refuse("rule", "两份档案现在没有合并", "the two records are not merged now", where="kept")
        if not _in_use(kept[1]):
            raise refuse(
                "rule", "保留的档案后来又并入了另一份", "the kept record was itself closed in favour of another since",
                where="kept", remedy=("请先撤销后一次合并", "undo the later merger first"),
            )  # fmt: skip
        return kept, closed

    def _moved(self, persons: Altered, naming: Sequence[Version]) -> tuple[list[Json], Altered]:
        """What named the closed record and names the kept one now: as a list, and as it becomes, after `persons`.
        `naming`: all that names the closed record."""
        listed, altered = list[Json](), list(persons)
        known = {one[0].reference: one for one in persons}
        for version in naming:
            one = known.get(version.reference) or (version, loads(version.body))
            if version.type in ("Provenance", self.own) or self._is_its_own_work(one[1]):
                continue
            if places := repointed(one[1], self.closed, self.kept, _of_links):
                listed.append({"record": {"reference": version.reference}, "place": places})
                altered += [] if version.reference in known else [one]
        return listed, altered

    def _is_its_own_work(self, resource: Json) -> bool:
        return resource["resourceType"] == "Task" and _focus(resource) == self.closed

    def _puts(self, altered: Altered) -> list[Put]:
        """The writes, with the marks of work of which only one may live: under the key of whom it is about now.
        Refused: duplicate, naming every clash."""
        focuses = {version.reference: resource for version, resource in altered}
        marks, clashes = list[Put](), list[Issue]()
        for task in (one for version, one in altered if version.type == "Task"):
            flow = self.workflows.get(record.workflow_of(task))
            if flow is None or not flow.one_live or record.state_of(task) in flow.ends:
                continue
            type, id = record.focus_of(task)
            focus = focuses.get(f"{type}/{id}") or loads(self.door.read(type, id).body)
            try:
                marks += single.moved(flow, task, focus, self.door)
            except Refused:
                clashes.append(_clash(flow))
        if clashes:
            raise Refused(tuple(dict.fromkeys(clashes)))
        return [Put(one.type, dumps(it), id=one.id, if_match=one.number) for one, it in altered] + marks

    def _own_work(self, naming: Sequence[Version]) -> list[tuple[Version, Json, Workflow, str]]:
        """The Tasks of the closed record itself whose workflow has a state to rest in, with it."""
        found = []
        for version in (one for one in naming if one.type == "Task"):
            task = loads(version.body)
            flow = self.workflows.get(record.workflow_of(task)) if self._is_its_own_work(task) else None
            rests = next((one.name for one in flow.states if one.rests), "") if flow else ""
            if flow and rests:
                found.append((version, task, flow, rests))
        return found

    def _rested(self, naming: Sequence[Version]) -> list[Put]:
        return [
            self._entered(version, task, flow, record.RESTS, rests)
            for version, task, flow, rests in self._own_work(naming)
            if record.state_of(task) != rests
        ]

    def _resumed(self) -> list[Put]:
        puts = []
        for version, task, flow, rests in self._own_work(self.door.naming(self.closed)):
            last = record.events_of(flow, task)[-1]
            if last.step == record.RESTS and last.after == rests:
                puts.append(self._entered(version, task, flow, record.RESUMES, last.before))
        return puts

    def _entered(self, version: Version, task: Json, flow: Workflow, event: str, state: str) -> Put:
        move = (record.state_of(task), state)
        record.append_event(task, event, self.moment.now, "system", self.moment.actor, move, {})
        record.enter(task, flow, state, self.moment.now)
        return Put("Task", dumps(task), id=version.id, if_match=version.number)

    def _read(self, reference: str) -> tuple[Version, Json]:
        version = self.door.read(*reference.split("/"))
        return version, loads(version.body)


def _made_by(records: Mapping[str, Json], moved: frozenset[str]) -> frozenset[str]:
    """Which other records belong to the work among those that moved: what its steps made, its rows of circles, the
    work on what it made, and so on."""
    made: frozenset[str] = frozenset()
    while True:
        work = [records[name] for name in moved | made if name in records and name.startswith("Task/")]
        outputs = {str(out.get("valueReference", {}).get("reference")) for one in work for out in one.get("output", ())}
        rows = tuple(f"CareTeam/{one['id']}." for one in work)
        more = {
            name
            for name, one in records.items()
            if name in outputs
            or (rows and name.startswith(rows))
            or (name.startswith("Task/") and _focus(one) in moved | made)
        } - moved
        if more <= made:
            return made
        made |= more


def _clash(flow: Workflow) -> Issue:
    words = Words(f"两份档案各有一件在办的“{flow.title.zh}”", f"both records have a live {flow.title.en}")
    remedy = Words("请先在其中一份档案里办结或撤回一件，再办理", "end or withdraw one of the two first, then come back")
    by = ", ".join(flow.one_live)
    return Issue("duplicate", words, "kept", f"{flow.id}: one live by {by}", remedy)


def _focus(task: Json) -> str:
    return str(task.get("focus", {}).get("reference", ""))


def _named(focus: Json, element: str) -> str:
    return str(focus[element]["reference"])


def _link(other: str, type: str) -> Json:
    return {"other": {"reference": other}, "type": type}


def _unlink(person: Json, link: Json) -> None:
    person["link"] = [one for one in person.get("link", ()) if one != link]
    if not person["link"]:
        del person["link"]


def _in_use(person: Json) -> bool:
    return bool(person.get("active", True))


def _of_links(place: str) -> bool:
    """The links of records to each other tell a story of their own."""
    return place.startswith("link[")
