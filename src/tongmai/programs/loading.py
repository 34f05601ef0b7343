"""`tongmai load`: records made by others into a data folder of their own."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from rich.console import Console

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.load import hands, load_files, sources
from tongmai.store.opening import open_store

Shown = Callable[[], AbstractContextManager[Callable[..., None]]]
"""Begins to show progress; what is within tells it (done, in all)."""


def load(folder: Path, settings: Mapping[str, Any], progress: Shown) -> dict[str, Any]:
    """Load a folder or one file. Refused (conflict): the data folder holds a demonstration."""
    data = Path(settings["data"])
    if (data / "demonstration.json").exists():
        raise refuse(
            "conflict", "该目录是演示数据，不与外来记录混放", "this folder holds the demonstration", where="--data",
            remedy=("换一个 --data 目录", "give another --data folder"),
        )  # fmt: skip
    listed, definitions = sources(folder), Definitions.load()
    with hands(definitions, settings["workers"]) as by, progress() as told:
        store = open_store(settings["store"], data, definitions, SystemClock())
        try:
            return dict(load_files(listed, store, by, told))
        finally:
            store.close()


def show(result: Mapping[str, Any], console: Console, as_json: bool) -> None:
    """The summary on standard output; what was refused, line by line, on the other."""
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    speed = f"{result['resources_per_second']:,.0f}"
    print(f"{result['resources']:,} 条资源，{result['seconds']:.1f} 秒，每秒 {speed} 条")
    for type, count in sorted(result["by_type"].items()):
        print(f"  {type}\t{count}")
    for refused in result["refused"]:
        place = " ".join(
            str(refused[key]) for key in ("file", "entry", "element") if refused.get(key) not in (None, "")
        )
        console.print(f"[red]拒绝[/red] {place}：{refused['reason']}")
