"""Who put a fact where it is: the imports behind one record."""

from dataclasses import dataclass
from datetime import datetime

from tongmai.access import Context, Version
from tongmai.base.clock import REGION_ZONE
from tongmai.base.words import Words
from tongmai.engines.intake.listing import Json, loads
from tongmai.engines.intake.tasks import INTAKE, SHA256

ROW = "urn:tongmai:row"


@dataclass(frozen=True, slots=True)
class Line:
    """One import that wrote a record: `row` of `file`, proposed and approved by whom. `proposal` is its Task's id."""

    at: datetime
    sheet: str
    title: str
    file: str
    sha256: str
    row: int
    proposed_by: str
    approved_by: str
    proposal: str

    @property
    def told(self) -> Words:
        """One sentence, with the time of the region."""
        day = f"{self.at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}"
        return Words(
            f"{day} 由{self.proposed_by}填报（{self.file} 第 {self.row} 行）、{self.approved_by}审核入库",
            f"{day}: proposed by {self.proposed_by} ({self.file}, row {self.row}), approved by {self.approved_by}",
        )


def story(context: Context, type: str, id: str) -> list[Line]:
    """The imports behind a record, newest first."""
    found: list[tuple[int, Line]] = []
    after: str | None = None
    while True:
        page = context.search("Provenance", [("target", f"{type}/{id}")], after=after, count=200)
        told = ((version.change, _line(version, f"{type}/{id}")) for version in page.matches)
        found += [(change, line) for change, line in told if line is not None]
        after = page.next
        if after is None:
            return [line for _, line in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _line(version: Version, reference: str) -> Line | None:
    told = loads(version)
    coding: Json = next(iter(told.get("activity", {}).get("coding", ())), {})
    if coding.get("system") != INTAKE:
        return None
    what = told["entity"][0]["what"]
    target = next(one for one in told["target"] if one["reference"] == reference)
    people = {one["type"]["coding"][0]["code"]: one["who"].get("display", "") for one in told["agent"]}
    identifier = what.get("identifier", {})
    return Line(
        at=datetime.fromisoformat(told["recorded"]),
        sheet=coding["code"],
        title=told["activity"].get("text", ""),
        file=what.get("display", ""),
        sha256=identifier.get("value", "") if identifier.get("system") == SHA256 else "",
        row=next((one["valueInteger"] for one in target.get("extension", ()) if one["url"] == ROW), 0),
        proposed_by=people.get("author", ""),
        approved_by=people.get("verifier", ""),
        proposal=what["reference"].removeprefix("Task/"),
    )
