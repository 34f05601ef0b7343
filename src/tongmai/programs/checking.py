"""`tongmai check`: declarations against each other, the audit chain, and the records against what is made of them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from tongmai.access import verify
from tongmai.app import declared, open_house
from tongmai.engines.measure.checking import plan_problems, problems
from tongmai.fhir.check import Checker
from tongmai.programs.deciding import clock

_SHOWN = 50


def check(settings: Mapping[str, Any], what: str, console: Console) -> int:
    """Run one part or all; print what is wrong and how many; 0 when nothing is."""
    parts: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
        "declarations": _declarations,
        "audit": _audit,
        "facts": _facts,
    }
    faults = 0
    for name in parts if what == "all" else (what,):
        found = parts[name](settings)
        faults += len(found)
        console.print(f"{name}: {'无问题 nothing wrong' if not found else f'{len(found)} 个问题 found'}")
        for line in found[:_SHOWN]:
            console.print(f"  {line}")
        if len(found) > _SHOWN:
            console.print(f"  … {len(found) - _SHOWN} 个未显示 more")
    return 1 if faults else 0


def _declarations(settings: Mapping[str, Any]) -> list[str]:
    it = declared(settings["region"])
    return problems(it.catalogue) + [line for plan in it.plans.values() for line in plan_problems(plan, it.catalogue)]


def _audit(settings: Mapping[str, Any]) -> list[str]:
    path = Path(settings["data"]) / "audit" / "reads.jsonl"
    return [f"{one.words.zh} {one.words.en}" for one in verify(path).findings]


def _facts(settings: Mapping[str, Any]) -> list[str]:
    """Every live record passes the checker, and every view has made its rows."""
    if not (Path(settings["data"]) / "records.sqlite").exists():
        return []
    house = open_house(settings, clock(settings))
    try:
        house.facts_version()
        checker = Checker(house.declared.definitions)
        found = [f"{place}: {fault}" for place, fault in house.lake.faults.items()]
        for type in house.store.counts():
            for version in house.store.current(type):
                found += [f"{version.reference} {issue.told('zh')}" for issue in checker.check(version.resource())]
        return found
    finally:
        house.close()
