"""`tongmai measure` and `tongmai plan`: decisions as a table, JSON or CSV.

The same numbers as the pages show, and no count is held back: whoever reads the data folder sees every record. The
table is for people; JSON and CSV give what was counted, money in cents: `unit` says so of a value, `counts` of the
numerator, the denominator and the gap.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tongmai.app import declared, demonstration_clock
from tongmai.base.clock import Clock, today
from tongmai.base.outcome import refuse
from tongmai.engines.pages.figures import UNITS, counted, decided_text, lacking, number
from tongmai.house import House
from tongmai.model.measure import Measure
from tongmai.model.period import window
from tongmai.model.target import STATUS_WORDS, Decision

CELLS = ("measure", "title", "period", "area", "numerator", "denominator", "value", "unit", "counts")
COLUMNS = ("id", "title", "status", "value", "numerator", "denominator", "unit", "counts", "goal", "gap", "reading",
           "missing")  # fmt: skip


def clock(settings: Mapping[str, Any]) -> Clock | None:
    """The demonstration's own clock where the data folder holds one; None for the machine's (or the setting's)."""
    marked = (Path(settings["data"]) / "demonstration.json").exists()
    return demonstration_clock(declared(settings["region"]).region) if marked and not settings["as_of"] else None


def day(house: House, asked: date | None) -> date:
    """The day asked for, else the house's today. Refused (not-found): the house holds no records to decide from."""
    if house.store.last_change() == 0:
        raise refuse(
            "not-found", "数据目录里还没有记录", "the data folder holds no records", where="--data",
            remedy=("先运行 tongmai demo --no-serve 或 tongmai load", "run tongmai demo --no-serve, or tongmai load"),
        )  # fmt: skip
    return asked or today(house.clock)


def row(decision: Decision) -> dict[str, Any]:
    """A decision as plain values: exact fractions as text beside the number; null where nothing is known."""
    target = decision.target
    return {
        "id": target.id,
        "title": target.title.zh,
        "status": decision.status,
        "status_zh": STATUS_WORDS[decision.status].zh,
        "value": None if decision.value is None else float(decision.value),
        "value_exact": None if decision.value is None else str(decision.value),
        "numerator": decision.numerator,
        "denominator": decision.denominator,
        "unit": decision.unit,
        "counts": decision.counts,
        "goal": target.goal.text if target.goal else None,
        "gap": decision.short,
        "gap_total": decision.short_total,
        "expected": None if decision.expected is None else float(decision.expected),
        "baseline": None if decision.baseline is None else float(decision.baseline),
        "change": None if decision.change is None else float(decision.change),
        "reading": decision.reading or (target.reading.zh if target.reading else ""),
        "missing": decision.missing.zh if decision.missing else None,
        "parts": [
            {
                "area": part.area,
                "name": part.name,
                "numerator": part.numerator,
                "denominator": part.denominator,
                "value": None if part.value is None else float(part.value),
                "met": part.met,
                "gap": part.short,
            }
            for part in decision.parts
        ],
    }


def plan(house: House, plan_id: str, as_of: date, form: str) -> str:
    """A whole plan in one of the forms. Refused: not-found."""
    rows = [row(decision) for decision in house.decide(plan_id, as_of)]
    if form == "json":
        head = {"plan": plan_id, "as_of": as_of.isoformat(), "data": "演示数据" if house.demo else ""}
        return json.dumps({**head, "targets": rows}, ensure_ascii=False, indent=1)
    if form == "csv":
        return _csv(COLUMNS, rows)
    return _table(f"{house.plan(plan_id).title.zh}  {as_of}{_marked(house)}", house.decide(plan_id, as_of))


def measures(house: House, ids: Sequence[str], as_of: date, form: str) -> str:
    """Single measures by county and in all. Refused: not-found names the measure."""
    strangers = [id for id in ids if id not in house.measures]
    if strangers:
        raise refuse("not-found", f"没有指标：{strangers[0]}", f"no measure {strangers[0]}", where="--measure")
    house.facts_version()
    rows = []
    for id in ids:
        measure = house.measures[id]
        period = window(measure.window, as_of, measure.kind == "flow")
        for cell in house.evaluator.cells([id], [period], ["county", "prefecture"]):
            value = None if cell.value is None else float(cell.value)
            rows.append(
                {
                    "measure": id,
                    "title": measure.title.zh,
                    "period": cell.period,
                    "area": cell.area,
                    "numerator": cell.numerator,
                    "denominator": cell.denominator,
                    "value": value,
                    "unit": measure.unit,
                    "counts": measure.counts,
                }
            )
    if form == "json":
        return json.dumps({"as_of": as_of.isoformat(), "cells": rows}, ensure_ascii=False, indent=1)
    return _csv(CELLS, rows) if form == "csv" else _cells(house, rows)


def _cells(house: House, rows: Sequence[Mapping[str, Any]]) -> str:
    table = Table(title=house.region_title.zh + _marked(house))
    for name in ("指标", "名称", "期间", "地区", "分子", "分母", "值"):
        table.add_column(name)
    for row in rows:
        value = None if row["value"] is None else Fraction(row["value"]).limit_denominator(10**9)
        counts = _counts(house.measures[row["measure"]], row["numerator"], row["denominator"])
        place = house.places.get(row["area"]) or house.region_title.zh
        table.add_row(row["measure"], row["title"], row["period"], place, *counts, _value(value, row["unit"]))
    return _printed(table)


def _counts(measure: Measure, numerator: int | None, denominator: int | None) -> tuple[str, str]:
    """Money in yuan: above the line of an amount, on both sides of a share of money."""
    return ("" if numerator is None else counted(numerator, measure.adds),
            "" if denominator is None else counted(denominator, measure.counts))  # fmt: skip


def _marked(house: House) -> str:
    return "  演示数据" if house.demo else ""


def declared_plans(region: str, plan_id: str | None) -> str:
    """The plans of a region, or the targets of one, from their files alone."""
    plans = declared(region).plans
    if plan_id is None:
        return "\n".join(f"{one.id}\t{one.number}\t{one.title.zh}\t{len(one.targets)} 项目标" for one in plans.values())
    if plan_id not in plans:
        raise refuse(
            "not-found", f"没有规划：{plan_id}", f"no plan {plan_id}", remedy=("、".join(plans), ", ".join(plans))
        )
    goals = ((one, one.goal.text if one.goal else "—") for one in plans[plan_id].targets)
    return "\n".join(f"{one.id}\t{goal}\t{one.title.zh}\t{one.measure or '口径待定'}" for one, goal in goals)


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().rstrip("\n")


def _table(title: str, decisions: Sequence[Decision]) -> str:
    table = Table(title=title)
    for name in ("编号", "目标", "目标值", "现值", "计数", "缺口", "状态"):
        table.add_column(name)
    for decision in decisions:
        target = decision.target
        table.add_row(
            target.id,
            target.title.zh,
            target.goal.text if target.goal else "—",
            _value(decision.value, decision.unit),
            "" if decision.numerator is None else decided_text(decision),
            "" if not decision.short else lacking(decision.short, decision.counts).zh,
            STATUS_WORDS[decision.status].zh + (f"：{decision.missing.zh}" if decision.missing else ""),
        )
    return _printed(table)


def _printed(table: Table) -> str:
    out = io.StringIO()
    Console(file=out, width=160).print(table)
    return out.getvalue().rstrip("\n")


def _value(value: Fraction | None, unit: str) -> str:
    """As the pages show it, money in yuan with its unit beside it."""
    told = number(value, unit)
    return f"{told} {UNITS[unit].zh}" if unit == "cents" and value is not None else told
