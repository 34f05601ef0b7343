"""Who acts: a person with roles at a place, or the house itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongmai.base.outcome import refuse

_LEVELS = (2, 4, 6, 9)  # digits of a 12-digit code down to province, prefecture, county, township


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts. `organization`, `practitioner` and `patient` are ids without type; `area` is a 12-digit code.

    `roles` are ids of declared roles. An actor of the house itself (`is_system`) is made by `system_actor` only.
    """

    id: str
    name: str
    roles: tuple[str, ...] = ()
    organization: str = ""
    area: str = ""
    practitioner: str = ""
    patient: str = ""
    is_system: bool = False

    @property
    def references(self) -> tuple[str, ...]:
        """The references by which a circle row may name this actor."""
        named = (("Organization", self.organization), ("Practitioner", self.practitioner))
        return tuple(f"{type}/{id}" for type, id in named if id)

    @property
    def who(self) -> dict[str, Any]:
        """The actor as a FHIR Reference: the practitioner, the patient, or an identifier of the house."""
        if self.practitioner:
            return {"reference": f"Practitioner/{self.practitioner}"}
        if self.patient:
            return {"reference": f"Patient/{self.patient}"}
        return {"identifier": {"system": "urn:tongmai:actor", "value": self.id}}

    def has(self, role: str) -> bool:
        return role == "*" or role in self.roles


def system_actor(origin: str) -> Actor:
    """The house itself at work for `origin` (`load`, `import`, `job:escalate`)."""
    return Actor(id=f"system:{origin}", name="系统", is_system=True)


def area_prefix(code: str) -> str:
    """The part of a 12-digit area code that its whole area shares: '123456000000' is '123456'.

    Cut at the borders of the levels, never at single zeros: '123456100000' is '123456100'.
    """
    for length in _LEVELS:
        if len(code) == 12 and code[length:] == "0" * (12 - length):
            return code[:length]
    return code


def covers(area: str, code: str) -> bool:
    """Whether an area covers a place; an empty area covers nothing."""
    return bool(area) and code.startswith(area_prefix(area))


def actors_from(rows: Sequence[Mapping[str, Any]]) -> dict[str, Actor]:
    """Actors of a region's list of people: `id, name` and any of `roles, organization, area, practitioner, patient`.

    Without `roles` the id is the role. Refused (`value`): an unknown key, an id twice.
    """
    known = {"id", "name", "roles", "organization", "area", "practitioner", "patient"}
    found: dict[str, Actor] = {}
    for row in rows:
        if strange := sorted(set(row) - known - {"what", "title"}):
            raise refuse("value", f"人员没有此项：{strange[0]}", f"a person has no {strange[0]}", where=str(row["id"]))
        if row["id"] in found:
            raise refuse("duplicate", f"人员重复：{row['id']}", f"{row['id']} is listed twice", where=str(row["id"]))
        text = {name: str(row.get(name) or "") for name in known - {"roles"}}
        found[text["id"]] = Actor(
            text["id"], text["name"], tuple(row.get("roles") or (text["id"],)),
            text["organization"], text["area"], text["practitioner"], text["patient"],
        )  # fmt: skip
    return found
