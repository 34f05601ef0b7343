"""The indicators of twenty stays, counted by hand on paper and written here; nothing of it is computed."""

from datetime import date
from fractions import Fraction

import pytest
from tests.domains.quality import csv_cases

from tongmai.house import House

DAY = date(2025, 6, 30)
STAYS = """\
1,06-01,06-01,医嘱离院,H25.9,,13.41,06-01,三级,择期,是,是,Ⅰ类,甲,完成路径,1000,100
2,06-01,06-02,医嘱离院,H25.9,,13.41,06-01,三级,择期,是,是,Ⅰ类,丙,完成路径,1000,100
3,06-01,06-05,医嘱离院,K35.8,,47.01,06-02,二级,急诊,是,否,Ⅱ类,甲,完成路径,2000,200
4,06-01,06-09,医嘱离院,K80.1,T81.4,51.23,06-03,三级,择期,是,否,Ⅱ类,乙,退出路径,3000,500
5,06-01,06-11,医嘱离院,I21.0,,36.06,06-01,四级,急诊,是,否,0类,,未入路径,9000,900
6,06-01,06-21,死亡,I61.0,J18.9,01.24,06-02,四级,急诊,否,否,Ⅱ类,甲,未入路径,20000,2000
7,06-02,06-12,医嘱离院,C34.1,,32.41,06-05,四级,择期,是,否,Ⅱ类,甲,完成路径,15000,3000
8,06-02,06-16,医嘱离院,S72.0,,79.35,06-05,三级,择期,否,否,Ⅰ类,甲,完成路径,14000,1400
9,06-03,06-07,医嘱离院,K40.9,,53.05,06-04,二级,择期,否,否,Ⅰ类,甲,完成路径,4000,400
10,06-03,06-10,医嘱离院,J18.9,,,,,,,,,,完成路径,3000,1200
11,06-03,06-10,死亡,J18.9,,,,,,,,,,未入路径,3500,1500
12,06-04,06-14,医嘱离院,J44.1,,,,,,,,,,未入路径,4000,2000
13,06-04,06-15,医嘱离院,I63.9,,,,,,,,,,完成路径,5000,2500
14,06-05,06-12,医嘱离院,I10,,,,,,,,,,未入路径,2000,500
15,06-05,06-13,医嘱离院,E11.9,,,,,,,,,,未入路径,2500,700
16,06-06,06-12,医嘱离院,J20.9,,,,,,,,,,完成路径,1000,300
17,06-06,06-16,非医嘱离院,N18.0,,,,,,,,,,未入路径,6000,1800
18,06-07,06-13,医嘱离院,O82.9,,74.1,06-07,三级,急诊,否,否,Ⅱ类,甲,完成路径,3000,200
19,06-07,06-16,医嘱离院,M51.2,,80.51,06-10,四级,择期,是,否,Ⅰ类,甲,退出路径,6000,600
20,06-08,06-08,医嘱离院,Z99.9,,,,,,,,,,未入路径,500,0
"""
BY_HAND = {
    "operated_share": (11, 20),  # 1 to 9, 18, 19
    "minimally_invasive": (7, 11),  # 1, 2, 3, 4, 5, 7, 19
    "level4_operations": (4, 11),  # 5, 6, 7, 19
    "level3_operations": (5, 11),  # 1, 2, 4, 8, 18
    "operation_complications": (2, 11),  # 4, 6
    "class1_infections": (1, 5),  # 2 of 1, 2, 8, 9, 19
    "low_risk_deaths": (1, 12),  # 11 of 1, 2, 3, 4, 9, 10, 11, 14, 15, 16, 18, 19
    "length_of_stay": (154, 20),  # 1 1 4 8 10 20 10 14 4 7 7 10 11 7 8 6 10 6 9 1
    "day_surgery": (2, 7),  # 1, 2 of 1, 2, 4, 7, 8, 9, 19
    "preoperative_days": (12, 7),  # 0 0 2 3 3 1 3
    "cost_per_case": (10_550_000, 20),  # 105,500 yuan
    "drug_share": (1_990_000, 10_550_000),  # 19,900 yuan
    "pathway_share": (10, 20),  # 1, 2, 3, 7, 8, 9, 10, 13, 16, 18
    "case_mix": (20_520, 19_000),  # 20.52 over the nineteen with a group; 20 has none
}


def file(text: str) -> bytes:
    """The table as a record room would send it."""
    rows = [",".join(csv_cases.HEADS)]
    for line in text.splitlines():
        number, came, left, way, main, *middle, total, drugs = line.split(",")
        days = [f"2025-{day}" for day in (came, left)]
        arisen, operation, operated, *rest = middle
        operated = f"2025-{operated}" if operated else ""
        rest_cost = str(int(total) - int(drugs))
        rows.append(",".join([csv_cases.HOSPITAL, number, "1", "男", "60", "奇台县", "门诊", *days, way, main, arisen,
                              operation, operated, *rest, total, drugs, rest_cost]))  # fmt: skip
    return "\n".join(rows).encode()


def test_the_indicators_equal_a_table_made_by_hand(bare: House) -> None:
    (sent,) = bare.sheets.send(bare.open("record-room"), "二十例.csv", file(STAYS))
    assert not sent.preview.wrong
    bare.sheets.approve(bare.open("quality-office"), sent.record.id)
    found = {name: bare.measured(f"quality.{name}", DAY).values[""] for name in BY_HAND}
    assert {name: (one.numerator, one.denominator) for name, one in found.items()} == BY_HAND
    assert bare.measured("quality.length_of_stay", DAY).values[""].value == Fraction(77, 10)
    assert {name: len(bare.behind(f"quality.{name}", DAY, bare.region_code)) for name in ("operated_share",)} == {
        "operated_share": 20
    }


@pytest.mark.parametrize("name", ["operated_share", "operation_complications", "low_risk_deaths"])
def test_a_corrected_case_moves_a_figure_by_one(bare: House, name: str) -> None:
    """What the record room mends is sent again; two people, and the figure moves."""
    changes = {
        "operated_share": ("10,06-03,06-10,医嘱离院,J18.9,,,,,,,,,,",
                           "10,06-03,06-10,医嘱离院,J18.9,,33.22,06-04,二级,择期,否,否,,,"),
        "operation_complications": ("4,06-01,06-09,医嘱离院,K80.1,T81.4,", "4,06-01,06-09,医嘱离院,K80.1,,"),
        "low_risk_deaths": ("11,06-03,06-10,死亡,", "11,06-03,06-10,医嘱离院,"),
    }  # fmt: skip
    step = {"operated_share": 1, "operation_complications": -1, "low_risk_deaths": -1}[name]
    before, after = changes[name]
    assert before in STAYS
    for text in (STAYS, STAYS.replace(before, after)):
        (sent,) = bare.sheets.send(bare.open("record-room"), "二十例.csv", file(text))
        bare.sheets.approve(bare.open("quality-office"), sent.record.id)
    assert bare.measured(f"quality.{name}", DAY).values[""].numerator == BY_HAND[name][0] + step
