"""The floors as a function of a source tree, so that planted trespasses can be shown to be caught."""

import ast
import sys
from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple

FLOORS = ("base", "fhir", "model", "store", "access", "engines", "domains", "clients")
ROOF = frozenset(
    {
        "app",
        "cli",
        "house",
        "declared",
        "story",
        "demo",
        "drills",
        "exports",
        "front",
        "programs",
        "__main__",
        "__init__",
    }
)
BESIDE_DOMAINS = "regions"  # data and demonstrations of regions: may see what a domain may, and no domain


class Trespass(NamedTuple):
    """A line that breaks a law of the house."""

    file: str
    line: int
    law: str


def trespasses(package: Path) -> list[Trespass]:
    """Every broken law below `package` (the folder `tongmai`)."""
    found: list[Trespass] = []
    for file in sorted(package.rglob("*.py")):
        if "__pycache__" in file.parts:
            continue
        place = file.relative_to(package).parts
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node, imported, hidden in _imports(tree, place):
            found += [Trespass("/".join(place), node.lineno, law) for law in _broken(place, imported, hidden)]
        if any(part in ("utils", "utils.py", "helpers.py", "misc.py") for part in place):
            found.append(Trespass("/".join(place), 1, "no drawer of odds and ends"))
    return found


def _imports(tree: ast.Module, place: tuple[str, ...]) -> Iterator[tuple[ast.stmt, tuple[str, ...], bool]]:
    """(statement, path of the imported module inside the package, hidden in a function)."""
    hidden = {
        id(inner)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = tuple(alias.name.split("."))
                yield node, parts[1:] if parts[0] == "tongmai" else ("", *parts), id(node) in hidden
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = place[: len(place) - node.level]
                yield node, (*base, *(node.module or "").split(".")), id(node) in hidden
                continue
            parts = tuple((node.module or "").split("."))
            if parts == ("tongmai",):
                for alias in node.names:
                    yield node, (alias.name,), id(node) in hidden
            else:
                yield node, parts[1:] if parts[0] == "tongmai" else ("", *parts), id(node) in hidden


def _broken(place: tuple[str, ...], imported: tuple[str, ...], hidden: bool) -> Iterator[str]:
    if hidden:
        yield "no import hidden in a function"
    here, there = place[0].removesuffix(".py"), imported[0] if imported else ""
    if here in ROOF or not there:
        if there == "" and here == "base" and not _standard(imported[1]):
            yield "base stands on the standard library alone"
        return
    if there in ROOF:
        yield "nothing imports the roof"
        return
    yield from _upward(here, there, place, imported)


def _upward(here: str, there: str, place: tuple[str, ...], imported: tuple[str, ...]) -> Iterator[str]:
    level = {name: number for number, name in enumerate(FLOORS)} | {BESIDE_DOMAINS: FLOORS.index("domains")}
    if here not in level or there not in level:
        yield f"{here if here not in level else there} is no floor"
        return
    if level[there] > level[here]:
        yield f"{here} must not import {there}: downward only"
    if there == "store" and level[here] > level["access"]:
        yield "the only door to the store is access"
    if here == there and here in ("engines", "domains") and len(imported) > 1 and imported[1] != place[1]:
        yield f"{here} are strangers to each other"
    if {here, there} == {"domains", BESIDE_DOMAINS}:
        yield "a region and a domain are strangers"
    if here == "clients" and there == "domains" and len(imported) > 1:
        yield "a client knows no domain by name"


def _standard(module: str) -> bool:
    return module in sys.stdlib_module_names or module == "__future__"


def cycles(package: Path) -> list[tuple[str, ...]]:
    """Cycles among the modules of the package, each once, shortest rotation first."""
    graph: dict[str, set[str]] = {}
    modules = {_module(file, package): file for file in package.rglob("*.py") if "__pycache__" not in file.parts}
    for name, file in modules.items():
        place = file.relative_to(package).parts
        edges = graph.setdefault(name, set())
        for node, imported, _ in _imports(ast.parse(file.read_text(encoding="utf-8")), place):
            edges |= {target for target in _targets(node, imported, modules) if target in modules and target != name}
    return _find_cycles(graph)


def _module(file: Path, package: Path) -> str:
    parts = file.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _targets(node: ast.stmt, imported: tuple[str, ...], modules: Container[str]) -> Iterator[str]:
    """The modules that a statement names; a package itself only where a name is none of its modules."""
    if not (imported and imported[0]):
        return
    whole = ".".join(imported)
    if not isinstance(node, ast.ImportFrom):
        yield whole
        return
    for alias in node.names:
        below = f"{whole}.{alias.name}" if whole != alias.name else whole
        yield below if below in modules else whole


def _find_cycles(graph: dict[str, set[str]]) -> list[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()

    def walk(node: str, trail: list[str]) -> None:
        if node in trail:
            ring = trail[trail.index(node) :]
            first = ring.index(min(ring))
            found.add((*ring[first:], *ring[:first]))
            return
        if node in done:
            return
        for target in sorted(graph.get(node, ())):
            walk(target, [*trail, node])
        done.add(node)

    for name in sorted(graph):
        walk(name, [])
    return sorted(found)
