"""A CSV of front pages as a record room exports it: clean rows, and people's mistakes at rows that are told."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

HOSPITAL = "天山恒医院（虚构）"
HEADS = (
    "医疗机构", "病案号", "住院次数", "性别", "年龄", "现住址县市区", "入院途径", "入院日期", "出院日期", "离院方式",
    "主要诊断编码", "住院期间新发诊断编码", "主要手术编码", "手术日期", "手术级别", "择期或急诊手术", "是否微创",
    "是否日间手术",
    "切口类别", "切口愈合", "临床路径", "总费用", "西药费", "其他费",
)  # fmt: skip
Row = list[str]
Told = tuple[int, str, str]
"""Row, heading of the column, kind of the error."""


def clean(number: int) -> Row:
    """A stay without a mistake; every third was operated."""
    came = date(2025, 1, 1) + timedelta(days=number % 150)
    left, cents = came + timedelta(days=1 + number % 9), 100_000 + number * 37 % 900_000
    operated = ["51.23", came.isoformat(), "三级", "择期", "是", "否", "Ⅱ类", "甲"] if number % 3 == 0 else [""] * 8
    return [
        HOSPITAL, f"{number:06d}", "1", "男" if number % 2 else "女", str(number % 90), "奇台县", "门诊",
        came.isoformat(),
        left.isoformat(), "医嘱离院", "I21.0", "", *operated, "完成路径", _yuan(cents), _yuan(cents // 4),
        _yuan(cents - cents // 4),
    ]  # fmt: skip


def _yuan(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _set(heading: str, text: str) -> Callable[[Row], None]:
    def put(row: Row) -> None:
        row[HEADS.index(heading)] = text

    return put


def _wide(row: Row) -> None:
    row[1] = row[1].translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def _spaces(row: Row) -> None:
    row[1], row[9], row[10] = f" {row[1]}　", "医嘱离院  ", "I21.0 "


def _before(row: Row) -> None:
    row[8] = (date.fromisoformat(row[7]) - timedelta(days=1)).isoformat()


def _without_day(row: Row) -> None:
    row[12:20] = ["51.23", "", "三级", "择期", "是", "否", "Ⅱ类", "甲"]


MISTAKES: tuple[tuple[Callable[[Row], None], str, str], ...] = (
    (_wide, "", ""),  # full-width digits are read
    (_spaces, "", ""),  # so are trailing and wide spaces
    (_set("出院日期", "1900-01-05"), "出院日期", "range"),
    (_set("出院日期", "2025-07-01"), "出院日期", "range"),  # the day after the demonstration's
    (_set("主要诊断编码", ""), "主要诊断编码", "required"),
    (_before, "出院日期", "rule"),
    (_set("医疗机构", "天边医院"), "医疗机构", "unknown"),
    (_set("总费用", "1.00"), "总费用（元）", "rule"),
    (_set("离院方式", "回家"), "离院方式", "code"),
    (_without_day, "手术日期", "rule"),
    (_set("主要诊断编码", "心梗"), "主要诊断编码", "pattern"),
)
"""What is done to a row, the column where it must be told, and as what; no column: it is read without an error."""
EVERY = 50  # rows between two mistakes
TWICE = 490  # such a row has the number of the row before it


def written(many: int) -> tuple[bytes, list[Told], int]:
    """(the file in GBK, every error, how many rows are clean)."""
    out, told, wrong = io.StringIO(), list[Told](), 0
    pen = csv.writer(out)
    pen.writerow(HEADS)
    for number in range(1, many + 1):
        row, place = clean(number), number + 1
        if number % EVERY == 0:
            spoil, heading, kind = MISTAKES[number // EVERY % len(MISTAKES)]
            spoil(row)
            told += [(place, heading, kind)] if heading else []
            wrong += bool(heading)
        elif number % TWICE == 0:
            row[1] = f"{number - 1:06d}"
            told.append((place, "医疗机构", "duplicate"))
            wrong += 1
        pen.writerow(row)
    return out.getvalue().encode("gbk"), told, many - wrong


def corrected(many: int) -> bytes:
    """The same file after the record room has mended it."""
    out = io.StringIO()
    pen = csv.writer(out)
    pen.writerow(HEADS)
    pen.writerows(clean(number) for number in range(1, many + 1))
    return out.getvalue().encode("gbk")
