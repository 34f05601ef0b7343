"""Sources about people: found by what is typed, their record over time, who wrote it, who looked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tongmai.access import Context, Look, Version, area_prefix
from tongmai.base.clock import REGION_ZONE
from tongmai.base.ids import digest, new_token
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.clients.web.names import Address
from tongmai.clients.web.plan_sources import Source
from tongmai.clients.web.rule_words import RuleWords
from tongmai.clients.web.services import Person, Services
from tongmai.clients.web.tasks import Tasks
from tongmai.engines.pages.given import Item, Named
from tongmai.engines.pages.looked import Glance, Glances
from tongmai.engines.pages.people import FIELD, Match, Matches, looked_for
from tongmai.engines.pages.timeline import A_PAGE, Cursor, Stretch, Told, cursor_of, merged
from tongmai.model.page import Ask

Lookup = Callable[[Context], Mapping[str, Named]]
FOUND = 30  # people shown of one search
LINES = 400  # lines of the audit behind one page
CONTRACT = "urn:tongmai:contract|family_doctor"
SYSTEM = Words("系统导入", "loaded by the system")
SEARCH = "search"  # the act that is answered on the spot
YOURSELF = Words("本人", "yourself")
SOMEBODY = Words("已不在名单中的人员", "somebody no longer listed")


class PersonSources:
    """`address`: a record's type and id to the page that shows it; `tasks`: pieces of work; `names`: what references
    are called."""

    def __init__(self, services: Services, address: Address, tasks: Tasks, names: Lookup) -> None:
        self._services, self._address, self._tasks, self._names = services, address, tasks, names
        self._people: Mapping[str, Person] = {one.id: one for one in services.people}
        self._rules = RuleWords(services)

    @property
    def known(self) -> dict[str, Source]:
        """Every source of people by name."""
        return {
            "people": self._matches,
            "resident": self._resident,
            "resident-name": self._name,
            "contracts": self._contracts,
            "strands": self._strands,
            "entry": self._entry,
            "written": self._written,
            "steps": self._steps,
            "looked": self._looked,
            "villages": self._villages,
            "namesakes": self._namesakes,
            "demonstration": self._demonstration,
            "shown-once": self._shown_once,
        }

    def _matches(self, context: Context, ask: Ask, argument: str) -> Matches:
        """Who is found by what was typed, of those that the reader may search."""
        typed = ask.form.get(FIELD, "").strip()
        if not typed:
            return Matches(asked=False)
        wanted = looked_for(typed)
        if wanted is None:
            return Matches(short=True)
        found = context.search("Patient", [wanted], count=FOUND)
        people = self._standing(context, [version.resource() for version in found.matches])
        signed = self._signed(context, [str(one["id"]) for one in people])
        return Matches([self._match(context, one, signed) for one in people], found.next is not None)

    def _standing(self, context: Context, people: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each person once: in place of a record that was closed in favour of another that other one, as far as the
        reader may find it."""
        found = {str(one["id"]): one for one in people}
        while closed := [one for one in found.values() if _replacing(one) and not one.get("active", True)]:
            wanted = {_replacing(one) for one in closed} - found.keys()
            known = context.search("Patient", [("_id", ",".join(sorted(wanted)))]).matches if wanted else ()
            found = {id: one for id, one in found.items() if one not in closed}
            found |= {version.id: version.resource() for version in known}
        return list(found.values())

    def _match(self, context: Context, person: dict[str, Any], signed: frozenset[str]) -> Match:
        open = context.may("read", "Patient", person)
        has = str(person["id"]) in signed
        return Match(person, self._address("Patient", str(person["id"])), open, has if open else None)

    def _signed(self, context: Context, ids: Sequence[str]) -> frozenset[str]:
        """Who has a contract in force, in one search."""
        if not ids or not context.may("search", "CarePlan"):
            return frozenset()
        subjects = ",".join(f"Patient/{id}" for id in ids)
        pairs = [("subject", subjects), ("status", "active"), ("category", CONTRACT)]
        found = context.search("CarePlan", pairs, count=2 * FOUND).matches
        return frozenset(str(one.resource()["subject"]["reference"]).partition("/")[2] for one in found)

    def _resident(self, context: Context, ask: Ask, argument: str) -> dict[str, Any]:
        """A person by id; empty for no id: whoever is no resident has no record of the own, and a resident whom nobody
        registered yet has none either."""
        if not argument or self._unregistered(context, argument):
            return {}
        return context.read("Patient", argument).resource()

    def _unregistered(self, context: Context, person: str) -> bool:
        """Whether the reader is this resident, and no record of theirs is here."""
        own = bool(person) and person == context.actor.patient
        return own and ("Patient", person) not in context.read_many([("Patient", person)])

    def _name(self, context: Context, ask: Ask, argument: str) -> str:
        called = self._resident(context, ask, argument).get("name", ())
        return str(called[0].get("text", "")) if called else ""

    def _contracts(self, context: Context, ask: Ask, argument: str) -> list[dict[str, Any]]:
        """The family-doctor contracts in force of a person, as far as the reader may see them."""
        if not argument or not context.may("search", "CarePlan"):
            return []
        pairs = [("subject", f"Patient/{argument}"), ("status", "active"), ("category", CONTRACT)]
        return [one.resource() for one in context.search("CarePlan", pairs).matches]

    def _strands(self, context: Context, ask: Ask, argument: str) -> Stretch | None:
        """A page of a person's records: `id Type owner sort when|when;…`, one search a type that the reader may see. An
        entry opens beneath the page it stands on."""
        id, _, specs = argument.partition(" ")
        if not id:
            return None
        cursor, kind = cursor_of(ask), ask.one("kind")
        found = []
        for spec in specs.split(";"):
            type, owner, sort, when = spec.split(" ")
            if kind in ("", type.lower()) and context.may("search", type):
                versions = self._strand(context, type, (owner, f"Patient/{id}"), sort, cursor)
                told = [self._told(context, one, f"{ask.url}/records/{type}/{one.id}") for one in versions]
                found.append((when.split("|"), told))
        return merged(found, cursor)

    def _strand(
        self, context: Context, type: str, owner: tuple[str, str], sort: str, cursor: Cursor
    ) -> Sequence[Version]:
        pairs = [owner, ("_sort", f"-{sort}"), *([(sort, f"le{cursor.day}")] if cursor.day else [])]
        return context.search(type, pairs, count=A_PAGE + 1 + cursor.skip).matches

    def _told(self, context: Context, version: Version, href: str = "") -> Told:
        return Told(version.resource(), self._writer(context, version), civil_minute(version.at), href)

    def _writer(self, context: Context, version: Version) -> Words:
        """Institution and post of who wrote a version; its origin begins with the actor."""
        return self._who(context, version.origin.partition(" ")[0], SYSTEM)

    def _who(self, context: Context, actor: str, otherwise: Words) -> Words:
        if actor == context.actor.id and context.actor.patient:
            return YOURSELF
        person = self._people.get(actor)
        if person is None:
            return otherwise
        posts = [self._rules.posts[role] for role in person.roles if role in self._rules.posts]
        zh, en = "、".join(one.zh for one in posts), ", ".join(one.en for one in posts)
        named = self._names(context).get(f"Organization/{person.organization}")
        where = named.name if named and person.organization else ""
        return Words(f"{where} · {zh}", f"{where} · {en}") if where else Words(zh, en)

    def _entry(self, context: Context, ask: Ask, argument: str) -> dict[str, Any]:
        """One record of a person: `person Type/id Type,Type`. Refused (not-found): of another type or person."""
        person, reference, types = argument.split(" ")
        type, _, id = reference.partition("/")
        if type in types.split(","):
            record = context.read(type, id).resource()
            named = (record.get("subject") or record.get("patient") or {}).get("reference", "")
            if named == f"Patient/{person}":
                return record
        raise refuse("not-found", "档案中没有这条记录", "the record holds no such entry")

    def _written(self, context: Context, ask: Ask, argument: str) -> list[Told]:
        """Who wrote `Type/id`, version by version."""
        type, _, id = argument.partition("/")
        if not id or (type == "Patient" and self._unregistered(context, id)):
            return []
        return [
            Told({"version": one.number}, self._writer(context, one), civil_minute(one.at))
            for one in context.history(type, id)
        ]

    def _steps(self, context: Context, ask: Ask, argument: str) -> Item | None:
        """`Type/id` as a piece of work; None where no workflow moved it, or not for this reader."""
        try:
            return self._tasks.one(context, ask, argument)
        except Refused:
            return None

    def _looked(self, context: Context, ask: Ask, argument: str) -> Glances:
        """Who looked at the reader's own record; asking for it is written down too."""
        to, others = ask.one("to"), ask.one("whose") != "all"
        before = int(to) if to.isdecimal() and len(to) < 16 else None
        lines = context.looked(before, LINES, others)
        following = lines[-1].place if len(lines) == LINES else None
        who = {actor: self._who(context, actor, SOMEBODY) for actor in {one.actor for one in lines}}
        return Glances([self._glance(one, who[one.actor]) for one in lines], following, before is not None)

    def _glance(self, line: Look, who: Words) -> Glance:
        minute = civil_minute(datetime.fromisoformat(line.at))
        return Glance(minute, who, line.what, line.on, line.purpose, self._rules.told(line.rule))

    def _shown_once(self, context: Context, ask: Ask, argument: str) -> str:
        """`step Type?query`: when it is asked for by a posted form, a new token, its digest written by the step on the
        one record found; this answer alone holds it. "" when it is not asked for, or there is no such record."""
        step, _, wanted = argument.partition(" ")
        type, _, query = wanted.partition("?")
        if ask.form.get("_act") != SEARCH or not context.may("search", type):
            return ""
        for one in context.search(type, query, count=1).matches:
            for task in self._services.workflows.tasks(context, f"{type}/{one.id}")[:1]:
                token = new_token()
                self._services.workflows.act(context, task.id, step, {"digest": digest(token)})
                return token
        return ""

    def _villages(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, str]]:
        """The villages of the actor's county, those of the own area first."""
        own, county = area_prefix(ask.area), ask.area[:6]
        inside = [(code, name) for code, name in self._services.places.items() if _is_village(code, county)]
        return sorted(inside, key=lambda pair: (not pair[0].startswith(own), pair[0]))

    def _namesakes(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words]]:
        """Who may be the same person as `Patient?of=id`, as options: born on the same day and of the same name, or one
        of the two and of the same sex; of those that the reader may find."""
        person = context.read("Patient", argument.partition("?of=")[2]).resource()
        name, born, sex = _known_as(person), str(person.get("birthDate", "")), str(person.get("gender", ""))
        asked = [[("name", name)], [("birthdate", born), ("gender", sex)]]
        found: dict[str, dict[str, Any]] = {}
        for pairs in asked if context.may("search", "Patient") else ():
            if all(value for _, value in pairs):
                matches = context.search("Patient", pairs, count=FOUND).matches
                found |= {one.id: one.resource() for one in matches if one.id != person["id"]}
        alike = [one for one in found.values() if one.get("active", True)]
        alike.sort(key=lambda one: (_known_as(one) != name, str(one.get("birthDate", "")) != born, str(one["id"])))
        return [(str(one["id"]), _namesake(one, name, born)) for one in alike]

    def _demonstration(self, context: Context, ask: Ask, argument: str) -> str | None:
        """ "yes" where everything is invented."""
        return "yes" if self._services.demo else None


def _replacing(person: Mapping[str, Any]) -> str:
    """The id of the record that replaces this one; "" for none."""
    links = (link for link in person.get("link", ()) if link.get("type") == "replaced-by")
    return next((str(one["other"]["reference"]).removeprefix("Patient/") for one in links), "")


def _known_as(person: Mapping[str, Any]) -> str:
    called = person.get("name", ())
    return str(called[0].get("text", "")) if called else ""


def _namesake(person: Mapping[str, Any], name: str, born: str) -> Words:
    """Name and day of birth, and in what it is alike; no number."""
    told = f"{_known_as(person)} {person.get('birthDate', '')}".strip()
    same_name, same_day = _known_as(person) == name, str(person.get("birthDate", "")) == born
    if same_name and same_day:
        return Words(f"{told}（同名同生日）", f"{told} (same name and birth date)")
    return (
        Words(f"{told}（同名）", f"{told} (same name)")
        if same_name
        else Words(f"{told}（同生日）", f"{told} (same day)")
    )


def _is_village(code: str, county: str) -> bool:
    return len(code) == 12 and code.isdecimal() and code.startswith(county) and not code.endswith("000")


def civil_minute(at: datetime) -> str:
    """An instant as people of the region write it."""
    return f"{at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}"
