"""`tongmai check`: the declarations, the store, the audit chain, the records by their rules; and against a backup."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from tongmai.access import verify
from tongmai.app import declared, open_house
from tongmai.base.outcome import refuse
from tongmai.declared import Declared
from tongmai.engines.measure.checking import plan_problems, problems, room_problems
from tongmai.engines.measure.duck_judge import DuckJudge
from tongmai.engines.measure.naive_judge import NaiveJudge
from tongmai.engines.measure.specs import Judge, failures
from tongmai.fhir.check import Checker
from tongmai.programs.backing import AUDIT, differences
from tongmai.programs.deciding import clock
from tongmai.programs.repairing import lake_faults, lake_unreadable, repaired
from tongmai.store.opening import RECORDS, must_be_sqlite, store_faults

_SHOWN = 50


def check(
    settings: Mapping[str, Any],
    what: str,
    console: Console,
    against: Path | None = None,
    measure: str = "",
    repair: bool = False,
) -> int:
    """Run one part or all; print what is wrong and how many; 0 when nothing is. `against`: a backup with which records
    and audit are compared too, as far as both go. `measure`: only the specs of this one. `repair`: what is derived
    (index rows, the lake) is made again first where it is wrong, and told; nothing else is touched. Refused:
    not-found; conflict where a server holds what is to be repaired."""
    parts: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
        "declarations": _declarations,
        "specs": lambda settings: _specs(declared(settings["region"]), measure),
        "records": _records,
        "audit": _audit,
        "lake": lake_faults,
        "facts": _facts,
    }
    chosen = list(parts) if what == "all" else [what]
    if against is not None:
        must_be_sqlite(
            settings["store"], ("与备份比对", "comparing with a backup"), ("去掉 --against", "leave out --against")
        )
        backup = against
        parts["against"] = lambda settings: differences(Path(settings["data"]), backup)
        chosen.append("against")
    if repair:
        for line in repaired(settings, what):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    wrong = 0
    for name in chosen:
        found = parts[name](settings)
        wrong += len(found)
        console.print(f"{name}: {'无问题 nothing wrong' if not found else f'{len(found)} 个问题 found'}")
        for line in found[:_SHOWN]:
            console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
        if len(found) > _SHOWN:
            console.print(f"  … {len(found) - _SHOWN} 个未显示 more")
    return 1 if wrong else 0


def refuse_wrong(it: Declared) -> None:
    """Refused: structure, when views, measures or plans do not fit together; before any figure is asked for."""
    if found := _wrong(it):
        more = f" (+{len(found) - 1})" if len(found) > 1 else ""
        raise refuse(
            "structure", f"声明有误：{found[0]}{more}", f"a declaration is wrong: {found[0]}{more}",
            remedy=("全部问题见 tongmai check declarations", "all of them: tongmai check declarations"),
        )  # fmt: skip


def _wrong(it: Declared) -> list[str]:
    found = problems(it.catalogue) + room_problems(it.rooms)
    return found + [line for plan in it.plans.values() for line in plan_problems(plan, it.catalogue)]


def _declarations(settings: Mapping[str, Any]) -> list[str]:
    it = declared(settings["region"])
    found = _wrong(it)
    specified = {spec.measure for room in it.rooms for spec in room.specs}
    for id in it.catalogue.measures:
        if id not in specified:
            room, _, name = id.partition(".")
            found.append(f"measure {id} has no spec: write domains/{room}/specs/{name}.yaml")
    return found


def _specs(it: Declared, measure: str) -> list[str]:
    """Every case of every spec (or of one measure's) on both evaluators."""
    if measure and measure not in it.catalogue.measures:
        raise refuse("not-found", f"没有指标：{measure}", f"no measure {measure}", where="--measure")
    chosen = [spec for room in it.rooms for spec in room.specs if measure in ("", spec.measure)]
    judges: dict[str, Judge] = {"DuckDB": DuckJudge(it.catalogue), "naive": NaiveJudge(it.catalogue)}
    return [
        f"{name}: {fault}"
        for spec in chosen
        for name, judge in judges.items()
        for fault in failures(it.catalogue, spec, judge)
    ]


def _records(settings: Mapping[str, Any]) -> list[str]:
    """The store agrees with itself: file, feed, versions, index. A server may be at work meanwhile."""
    definitions = declared(settings["region"]).definitions
    return list(store_faults(settings["store"], Path(settings["data"]), definitions))


def _audit(settings: Mapping[str, Any]) -> list[str]:
    """Every row that was touched, by its number."""
    return [f"{one.words.zh} {one.words.en}" for one in verify(Path(settings["data"]) / AUDIT).findings]


def _facts(settings: Mapping[str, Any]) -> list[str]:
    """Every live record passes the checker, and every view has made its rows."""
    if not settings["store"] and not (Path(settings["data"]) / RECORDS).exists():
        return []
    house = open_house(settings, clock(settings))
    try:
        if unreadable := lake_unreadable(house):
            return [unreadable]
        checker = Checker(house.declared.definitions)
        found = [f"{place}: {fault}" for place, fault in house.lake.faults.items()]
        for type in house.store.counts():
            for version in house.store.current(type):
                found += [f"{version.reference} {issue.told('zh')}" for issue in checker.check(version.resource())]
        return found
    finally:
        house.close()
