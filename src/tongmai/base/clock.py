"""Time, injectable. Nothing above asks the operating system what time it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

REGION_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time, always with a zone."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock that stands where it was put: demonstrations, exercises and tests."""

    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a clock without a zone tells nothing")

    def now(self) -> datetime:
        return self.at.astimezone(UTC)


@dataclass(frozen=True)
class RunningClock:
    """A clock that was put at `at` when `ticks` told `since`, and runs on with it: a drill on a day of its own."""

    at: datetime
    since: datetime
    ticks: Clock

    def now(self) -> datetime:
        return (self.at + (self.ticks.now() - self.since)).astimezone(UTC)


def civil_day(at: datetime, zone: ZoneInfo = REGION_ZONE) -> date:
    """The calendar day of an instant where the region lives."""
    return at.astimezone(zone).date()


def today(clock: Clock, zone: ZoneInfo = REGION_ZONE) -> date:
    """The present civil day of the region."""
    return civil_day(clock.now(), zone)
