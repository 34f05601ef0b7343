"""The command line, `tongmai --help`: one command for each thing that is done from a shell."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tongmai.app import declared, open_house
from tongmai.base.outcome import Refused
from tongmai.base.settings import read_settings
from tongmai.demo import open_demonstration, summary
from tongmai.house import House
from tongmai.programs import (
    backing,
    checking,
    deciding,
    drill_acts,
    importing,
    loading,
    migrating,
    serving,
    templating,
    viewing,
)

Command = TypeVar("Command", bound=Callable[..., Any])
console = Console(stderr=True)


def settings_with(**given: Any) -> dict[str, Any]:
    """The environment's settings with what the command line gave."""
    return read_settings(os.environ) | {name: value for name, value in given.items() if value is not None}


def _data(command: Command) -> Command:
    return click.option("--data", type=click.Path(path_type=Path), help="数据目录 folder of the records")(command)


def _store(command: Command) -> Command:
    told = "记录库地址，默认在数据目录 where the records are, as postgresql://…; by default in the data folder"
    return click.option("--store", help=told)(command)


def _region(command: Command) -> Command:
    return click.option("--region", help="地区名或文件夹 a region's name or folder")(command)


def _as_of(command: Command) -> Command:
    kind = click.DateTime(["%Y-%m-%d"])
    return click.option("--as-of", type=kind, help="决定日 the day everything is decided on (YYYY-MM-DD)")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """通脉 Tongmai: a region's health institutions, its plan decided from facts, and what to do about the gaps."""


@commands.command()
@_data
@_region
@click.option("--serve/--no-serve", default=True, help="建好后打开网页服务 open the pages when built")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出摘要 print the summary as JSON")
@click.option("--host")
@click.option("--port", type=int)
def demo(data: Path | None, region: str | None, serve: bool, as_json: bool, host: str | None, port: int | None) -> None:
    """建立地区的演示数据并打开 Build a region's demonstration (invented data) and open it."""
    settings = settings_with(data=data, region=region, host=host, port=port)
    with _progress("写入演示数据") as told:
        house, built = open_demonstration(settings, told)
    try:
        if as_json:
            click.echo(json.dumps(summary(built), ensure_ascii=False))
        else:
            state = "已建立" if built.fresh else "已打开（沿用原有数据）"
            console.print(f"演示数据{state}：{built.resources:,} 条记录，{built.seconds:.1f} 秒")
        if serve:
            serving.announce(console, settings)
            serving.serve(house, settings)
    finally:
        house.close()


@commands.command()
@_data
@_store
@_region
@click.option("--host")
@click.option("--port", type=int)
def serve(data: Path | None, store: str | None, region: str | None, host: str | None, port: int | None) -> None:
    """打开已有数据的网页与接口 Serve the pages and the FHIR interface on existing data."""
    settings = settings_with(data=data, store=store, region=region, host=host, port=port)
    _with_house(settings, lambda house: serving.serve(house, settings))


@commands.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@_data
@_store
@click.option("--json", "as_json", is_flag=True)
def load(folder: Path, data: Path | None, store: str | None, as_json: bool) -> None:
    """装载 FHIR 数据包 Load bundles or NDJSON (also .bz2, .gz) into a data folder of their own."""
    settings = settings_with(data=data, store=store)
    result = loading.load(folder, settings, lambda: _progress("装载"))
    loading.show(result, console, as_json)
    sys.exit(1 if result["refused"] else 0)


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_data
@_region
@click.option("--actor", default="planner", show_default=True, help="以谁的身份提交 who proposes")
@click.option("--approve-by", help="由谁审核入库 who approves; without it only the preview is shown")
@click.option("--json", "as_json", is_flag=True)
def import_file(
    file: Path, data: Path | None, region: str | None, actor: str, approve_by: str | None, as_json: bool
) -> None:
    """导入 Excel 名录或填报 Import a list in Excel: preview, then approval by a second person."""
    settings = settings_with(data=data, region=region)
    code = _with_house(settings, lambda house: importing.run(house, file, actor, approve_by, as_json))
    sys.exit(code)


@commands.command()
@_data
@_region
@_as_of
@click.option("--plan", "plan_id", help="规划 decide every target of this plan")
@click.option("--measure", "measure_ids", multiple=True, help="指标 show these measures by county")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def measure(
    data: Path | None,
    region: str | None,
    as_of: datetime | None,
    plan_id: str | None,
    measure_ids: Sequence[str],
    form: str,
) -> None:
    """按事实判定规划目标 Decide a plan's targets from facts, or show single measures."""

    def run(house: House) -> None:
        day = deciding.day(house, as_of.date() if as_of else None)
        if measure_ids:
            click.echo(deciding.measures(house, list(measure_ids), day, form))
        else:
            click.echo(deciding.plan(house, plan_id or next(iter(house.plans)), day, form))

    _with_house(settings_with(data=data, region=region), run)


@commands.command()
@_data
@_region
@click.argument("plan_id", required=False)
def plan(data: Path | None, region: str | None, plan_id: str | None) -> None:
    """列出规划与目标 List the plans, or the targets of one."""
    click.echo(deciding.declared_plans(settings_with(data=data, region=region)["region"], plan_id))


@commands.command()
@_data
@_store
@_region
@click.argument(
    "what", type=click.Choice(["all", "declarations", "specs", "records", "audit", "lake", "facts"]), default="all"
)
@click.option("--measure", default="", help="只核对该指标的用例 only the specs of this measure")
@click.option(
    "--against", type=click.Path(exists=True, path_type=Path), help="与备份逐条比对 compare with a backup too"
)
@click.option("--repair", is_flag=True, help="重建有误的索引与统计数据 make wrong index rows and lake again")
def check(
    data: Path | None,
    store: str | None,
    region: str | None,
    what: str,
    measure: str,
    against: Path | None,
    repair: bool,
) -> None:
    """检查声明、用例、记录库、审计链与数据 Check declarations, specs, store, audit chain, lake and records."""
    settings = settings_with(data=data, store=store, region=region)
    sys.exit(checking.check(settings, what, console, against, measure, repair))


@commands.command()
@_data
@_store
def migrate(data: Path | None, store: str | None) -> None:
    """把旧版记录库改为本程序的结构 Bring a store of a former edition over; what was interrupted goes on."""
    with _progress("迁移") as told:
        done = migrating.migrate(settings_with(data=data, store=store), told)
    console.print(done)


@commands.command()
@_data
@_region
@click.option("--to", type=click.Path(path_type=Path), required=True, help="目录或 .tar 文件 a folder, or a .tar file")
@click.option("--json", "as_json", is_flag=True, help="输出清单 print the manifest")
def backup(data: Path | None, region: str | None, to: Path, as_json: bool) -> None:
    """备份（服务运行时也可） Back up the data folder, also while it is being served, and prove the copy."""
    made = backing.backup(settings_with(data=data, region=region), to)
    backing.tell(made, f"已备份到 {to} backed up", console, as_json)


@commands.command()
@click.argument("source", metavar="BACKUP", type=click.Path(exists=True, path_type=Path))
@_data
@_region
@click.option("--until", help="恢复到此时刻（带时区） up to this instant, as 2025-06-30T18:00:00+08:00")
@click.option("--json", "as_json", is_flag=True, help="输出结果 print what it holds now")
def restore(source: Path, data: Path | None, region: str | None, until: str | None, as_json: bool) -> None:
    """由备份恢复到空目录 Make an empty data folder of a backup, up to a moment, and prove that it is equal."""
    settings = settings_with(data=data, region=region)
    made = backing.restore(settings, source, backing.moment(until) if until else None)
    backing.tell(made, f"已恢复到 {settings['data']} restored and proven equal", console, as_json)


@commands.command()
@_data
@_region
@_as_of
@click.argument("what")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="写到哪个文件 the file to write")
@click.option("--plan", "plan_id")
@click.option("--actor", default="planner", show_default=True)
def export(
    data: Path | None,
    region: str | None,
    as_of: datetime | None,
    what: str,
    to: Path,
    plan_id: str | None,
    actor: str,
) -> None:
    """导出 Export: xlsx, docx or zip of a plan; or a list by its id (institutions, staff …) as Excel."""

    def run(house: House) -> None:
        day = deciding.day(house, as_of.date() if as_of else None)
        to.write_bytes(importing.exported(house, what, plan_id, day, actor))
        console.print(f"已写入 {to}")

    _with_house(settings_with(data=data, region=region), run)


@commands.command()
@click.argument("definition", metavar="VIEW.json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--resources",
    "of",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="资源文件 .ndjson or .json, also .bz2, .gz",
)
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def view(definition: Path, of: Path, form: str) -> None:
    """按视图定义列出行 The rows of a SQL-on-FHIR ViewDefinition over the resources of a file."""
    click.echo(viewing.view(definition, of, form))


@commands.command()
@click.argument("profile", metavar="PROFILE.json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
              help="写到哪个文件 the file to write: .xlsx, with --filled .ndjson")  # fmt: skip
@click.option("--filled", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="填好的表：生成资源 a list that was filled in: make its resources")  # fmt: skip
def template(profile: Path, out: Path, filled: Path | None) -> None:
    """按规范生成 Excel 填报表，或由填好的表生成资源 The Excel list of a profile, or the resources of a filled one."""
    if filled is None:
        templating.write_template(profile, out, console)
    else:
        sys.exit(templating.take_in(profile, filled, out, console))


@commands.group()
def drill() -> None:
    """演练（服务停止时） Drills, each in a store of its own, while nothing is served."""


@drill.command("list")
@_data
def list_drills(data: Path | None) -> None:
    """列出进行中与封存的演练 Those that are open and those that were kept."""
    for line in drill_acts.listed(settings_with(data=data)):
        click.echo(line)


@drill.command("open")
@_data
@_region
@click.argument("name")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="情景日期 the day of the scenario")
@click.option("--scenario", default="", help="情景 what is played, such as school-measles")
@click.option("--with", "people", multiple=True, help="参加人员 who takes part, by id; more than once")
@click.option("--actor", default="planner", show_default=True, help="开设人 who opens it")
def open_drill(
    data: Path | None, region: str | None, name: str, day: datetime, scenario: str, people: Sequence[str], actor: str
) -> None:
    """开设演练 Open one; `tongmai serve` then serves it."""
    settings = settings_with(data=data, region=region)
    click.echo(_with_house(settings, lambda house: drill_acts.opened(house, actor, name, day.date(), people, scenario)))


@drill.command("close")
@_data
@_region
@click.argument("id")
@click.option("--keep/--delete", required=True, help="封存或删除 put it aside, or delete it")
@click.option("--actor", default="planner", show_default=True, help="结束人 who closes it")
def close_drill(data: Path | None, region: str | None, id: str, keep: bool, actor: str) -> None:
    """结束演练 Close one."""
    _with_house(settings_with(data=data, region=region), lambda house: drill_acts.closed(house, actor, id, keep))


@commands.command()
@click.argument("expression")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def fhirpath(expression: str, file: Path) -> None:
    """对资源求 FHIRPath 表达式 What a FHIRPath expression finds in each resource of a file, a JSON array a line."""
    click.echo(viewing.evaluated(expression, file))


def _with_house(settings: dict[str, Any], use: Callable[[House], Any]) -> Any:
    it = declared(settings["region"])
    checking.refuse_wrong(it)
    house = open_house(settings, deciding.clock(settings), it)
    try:
        return use(house)
    finally:
        house.close()


class _progress:
    """A progress bar on the terminal; silent where there is none."""

    def __init__(self, title: str) -> None:
        columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task(title, total=None)

    def __enter__(self) -> Callable[..., None]:
        self._bar.start()
        return self._tell

    def _tell(self, done: int, total: int | None = None) -> None:
        self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def main() -> None:
    """Run a command; a refusal is told in both languages and ends with 2."""
    try:
        commands()
    except Refused as refused:
        for issue in refused.issues:
            console.print(f"[red]{issue.told('zh')}[/red]")
            console.print(issue.told("en"))
        sys.exit(2)


if __name__ == "__main__":
    main()
