"""The SQL of a scan. Periods and derived views stand in WITH, so that only the periods asked for are ever computed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.checking import time_columns
from tongmai.engines.measure.protocol import Level
from tongmai.engines.measure.request import Counted
from tongmai.engines.measure.scratch import quoted
from tongmai.model.period import Period

# Every code that a row may be placed at, with the areas it lies in: villages, and coarser areas for what is known no
# finer (a hospital of which only the county is known). A coarser code lies in no zone.
_PLACES = """_place as (
  select distinct on (code) code, if(depth < 1, village, null) as village, if(depth < 2, township, null) as township,
    if(depth < 3, county, null) as county, prefecture, if(depth < 1, nullif(zone, ''), null) as zone
  from (select unnest([village, township, county, prefecture]) as code, unnest([0, 1, 2, 3]) as depth, * from place)
  where code is not null order by code, depth)"""


@dataclass(frozen=True)
class Scan:
    """Measures on one view, placed by one column. `boolean`: for each, whether numerator and denominator count rows."""

    measures: tuple[Counted, ...]
    boolean: tuple[tuple[bool, bool], ...]

    @property
    def distinct(self) -> bool:
        return bool(self.measures[0].measure.distinct)


def _with(catalogue: Catalogue, scan: Scan, periods: Sequence[Period]) -> str:
    """`period`, the derived views behind the scan, `_place` and `_row`: each row of the view with its period."""
    first = scan.measures[0].measure
    values = ", ".join(
        f"('{one.id}', '{one.kind}', date '{one.from_day.isoformat()}', date '{one.to_day.isoformat()}')"
        for one in periods
    )
    parts = [f"period(id, kind, from_day, to_day) as (values {values})"]
    parts += [f"{quoted(view.name)} as (\n{view.sql.strip().rstrip(';')}\n)" for view in catalogue.behind([first.rows])]
    time = time_columns(first, catalogue.columns[first.rows])
    meets = {
        ("period",): "v.period = p.id",
        ("from_day", "to_day"): "v.from_day <= p.to_day and (v.to_day is null or v.to_day >= p.to_day)",
        ("day",): "v.day between p.from_day and p.to_day",
    }[time or ()]
    row = f"_row as (select v.*, p.id as _period from {quoted(first.rows)} v join period p on {meets})"
    return "with " + ",\n".join([*parts, _PLACES, row])


def _text(tree: exp.Expr) -> str:
    return f"({tree.sql(dialect='duckdb')})"


def _condition(one: Counted, boolean: tuple[bool, bool]) -> str:
    """What a row must fulfil to enter the numerator. A denominator that counts rows is implied by the numerator; one
    that is summed is not (staff counts where no resident is)."""
    terms = [_text(one.denominator)] if one.denominator is not None and boolean[1] else []
    if one.numerator is not None and boolean[0]:
        terms.append(_text(one.numerator))
    return " and ".join(terms) or "true"


def _sums(scan: Scan) -> str:
    """`n0, d0, n1, …` of a place over the rows themselves: exact integers."""
    found = []
    for number, (one, boolean) in enumerate(zip(scan.measures, scan.boolean, strict=True)):
        where = f"filter (where {_condition(one, boolean)})"
        summed = f"coalesce(sum({_text(one.numerator)}) {where}, 0)" if one.numerator is not None else ""
        found.append(f"{f'count(*) {where}' if boolean[0] else summed} as n{number}")
        if one.denominator is not None:
            text = _text(one.denominator)
            below = f"count(*) filter (where {text})" if boolean[1] else f"coalesce(sum({text}), 0)"
            found.append(f"{below} as d{number}")
    return ", ".join(found)


def _marks(scan: Scan) -> str:
    """`n0, d0, n1, …` of a place and a value: whether it counts above and below; a denominator that is summed as it
    is."""
    found = []
    for number, (one, boolean) in enumerate(zip(scan.measures, scan.boolean, strict=True)):
        found.append(f"bool_or({_condition(one, boolean)}) as n{number}")
        if one.denominator is not None:
            found.append(f"{'bool_or' if boolean[1] else 'sum'}({_text(one.denominator)}) as d{number}")
    return ", ".join(found)


def _rolled_up(scan: Scan) -> str:
    """`n0, d0, n1, …` of an area: the sums of its places or, by way of `_marks` again for the area's values, how many
    values count."""
    found = []
    for number, (one, boolean) in enumerate(zip(scan.measures, scan.boolean, strict=True)):
        once = "count(_value) filter (where {0}) as {0}"
        found.append(once.format(f"n{number}") if scan.distinct else f"sum(n{number}) as n{number}")
        if one.denominator is not None:
            found.append(
                once.format(f"d{number}")
                if scan.distinct and boolean[1]
                else f"coalesce(sum(d{number}), 0) as d{number}"
            )
    return ", ".join(found)


def _merged(scan: Scan) -> str:
    """The marks of an area's values from those of its places."""
    found = []
    for number, (one, boolean) in enumerate(zip(scan.measures, scan.boolean, strict=True)):
        found.append(f"bool_or(n{number}) as n{number}")
        if one.denominator is not None:
            found.append(f"{'bool_or' if boolean[1] else 'sum'}(d{number}) as d{number}")
    return ", ".join(found)


def cells_statement(catalogue: Catalogue, scan: Scan, periods: Sequence[Period], levels: Sequence[Level]) -> str:
    """Rows (level, area, period, n0, d0, …). What adds up is counted by place once and then rolled up; of what is
    counted once, the different values of a place are marked once and then merged."""
    place = quoted(scan.measures[0].measure.place)
    if scan.distinct:
        value = quoted(scan.measures[0].measure.distinct)
        cell = f"_cell as (select _period, {place} as _code, {value} as _value, {_marks(scan)} from _row group by all)"
    else:
        cell = f"_cell as (select _period, {place} as _code, {_sums(scan)} from _row group by all)"
    arms = [_arm(scan, level) for level in levels]
    return f"{_with(catalogue, scan, periods)},\n{cell}\n" + "\nunion all ".join(arms)


def _arm(scan: Scan, level: Level) -> str:
    """The cells of one level."""
    area = f"coalesce(a.{level}, '') as area, c._period as period"
    source = "_cell c left join _place a on a.code = c._code" + (" where a.zone is not null" if level == "zone" else "")
    if scan.distinct:
        merged = f"(select {area}, c._value as _value, {_merged(scan)} from {source} group by all)"
        return f"select '{level}' as level, area, period, {_rolled_up(scan)} from {merged} group by all"
    return f"select '{level}' as level, {area}, {_rolled_up(scan)} from {source} group by all"


def open_statement(catalogue: Catalogue, scan: Scan, period: Period, area: str | None) -> tuple[str, tuple[str, ...]]:
    """Rows (subject, place, numerator, denominator, counted) of one measure, and the parameters."""
    (one,), (boolean,) = scan.measures, scan.boolean
    summed = one.numerator is not None and not boolean[0]
    amount = f"coalesce({_text(one.numerator)}, 0)" if summed and one.numerator is not None else "1"
    denominator = "null"
    if one.denominator is not None:
        text = _text(one.denominator)
        denominator = f"case when {text} then 1 else 0 end" if boolean[1] else f"coalesce({text}, 0)"
    measure = one.measure
    counts = f"cast({quoted(measure.distinct)} as varchar)" if measure.distinct else "null"
    opened = (
        f"_open as (select {quoted(measure.subject)} as subject, {quoted(measure.place)} as place,"
        f" case when {_condition(one, boolean)} then {amount} else 0 end as numerator,"
        f" {denominator} as denominator, {counts} as counted from _row)"
    )
    where = " and ? in (a.code, a.village, a.township, a.county, a.prefecture, a.zone)" if area is not None else ""
    return (
        f"{_with(catalogue, scan, [period])},\n{opened}\nselect o.* from _open o left join _place a on a.code = o.place"
        f" where (o.numerator <> 0 or o.denominator <> 0){where}",
        (area,) if area is not None else (),
    )
