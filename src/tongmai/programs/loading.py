"""`tongmai load`: records made by others into a data folder of their own."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.load import load_folder


def load(folder: Path, settings: Mapping[str, Any], progress: Callable[..., None]) -> dict[str, Any]:
    """Load a folder or one file. Refused (conflict): the data folder holds a demonstration."""
    data = Path(settings["data"])
    if (data / "demonstration.json").exists():
        raise refuse(
            "conflict", "该目录是演示数据，不与外来记录混放", "this folder holds the demonstration", where="--data",
            remedy=("换一个 --data 目录", "give another --data folder"),
        )  # fmt: skip
    store_path = data / "records.sqlite"
    return dict(load_folder(folder, store_path, Definitions.load(), progress, settings["workers"], SystemClock()))


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
