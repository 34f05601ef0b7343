"""What a daily look goes through from the oldest on, and where it stopped.

That stands in a Task of the house (`round-<workflow>`), so that what a day leaves, or a house that was shut, is gone
through on the next.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tongmai.access import Context, Put, Version
from tongmai.base.outcome import Refused
from tongmai.engines.workflow.looks import asked, seen
from tongmai.engines.workflow.record import Json, dumps, loads
from tongmai.model.workflow import Daily


class Walk:
    """One round through the look that `daily.walks` names. `left`: how many remain for the next; `cut`: how often
    another look found more than it may see. Both hold when the portions are through."""

    def __init__(self, context: Context, workflow: str, daily: Daily, day: date) -> None:
        self._context, self._daily, self._day = context, daily, day
        self._id = f"round-{workflow.replace('_', '-')}"
        self._version = context.read_many([("Task", self._id)]).get(("Task", self._id))
        told = _told(loads(self._version.body)) if self._version else {}
        self._behind = told.get("behind")
        last = date.fromisoformat(told["on"]) if told else day
        self._since = told["since"] if self._behind else (min(last, day) - timedelta(days=daily.days)).isoformat()
        self.left = self.cut = 0

    def portions(self) -> Iterator[dict[str, Any]]:
        """What all looks find for so many of the walked one at a time, until they are through or a day's are."""
        walked = next(look for look in self._daily.looks if look.name == self._daily.walks)
        others = tuple(look for look in self._daily.looks if look is not walked)
        places = {"today": self._day.isoformat(), "since": self._since}
        type, query = asked(walked, places, {}) or (walked.query.partition("?")[0], "")
        many, last = 0, None
        while many < self._daily.a_day:
            page = self._page(type, query, min(walked.most, self._daily.a_day - many))
            if page.matches:
                portion = [loads(version.body) for version in page.matches]
                cut: list[str] = []
                yield seen(self._context, others, places, {}, {walked.name: portion}, cut)
                many, last, self.cut = many + len(portion), page.matches[-1], self.cut + bool(cut)
            self._behind = page.next
            if page.next is None:
                return
        self.left = self._remaining(type, query, last)

    def _page(self, type: str, query: str, count: int) -> Any:
        try:
            return self._context.search(type, query, after=self._behind, count=count)
        except Refused:
            if self._behind is None:
                raise
            self._behind = None  # a mark of a search that is read otherwise now: from its beginning
            return self._context.search(type, query, count=count)

    def _remaining(self, type: str, query: str, last: Version | None) -> int:
        """How many lie behind the last: those of its instant one by one, the later ones by their count."""
        behind, many = self._behind, 0
        while behind is not None and last is not None:
            page = self._context.search(type, query, after=behind, count=1000)
            same = [one for one in page.matches if one.instant == last.instant]
            many += len(same)
            behind = page.next if len(same) == len(page.matches) else None
        if last is None:
            return 0
        later = f"{query}&_lastUpdated=gt{last.instant}&_total=accurate"
        return many + (self._context.search(type, later, count=0).total or 0)

    def keep(self) -> None:
        """Write where the round stopped, if it is elsewhere than before. Refused: stale, where another round did."""
        told = {"since": self._since, "on": self._day.isoformat()}
        told |= {"behind": self._behind, "left": str(self.left)} if self._behind else {}
        if self._version and _told(loads(self._version.body)) == told:
            return
        task = {
            "resourceType": "Task", "id": self._id, "intent": "order",
            "status": "on-hold" if self._behind else "completed",
            "input": [{"type": {"text": name}, "valueString": value} for name, value in told.items()],
        }  # fmt: skip
        before = self._version.number if self._version else 0
        self._context.transact([Put("Task", dumps(task), id=self._id, if_match=before)])


def _told(task: Json) -> dict[str, str]:
    return {one["type"]["text"]: one["valueString"] for one in task["input"]}
