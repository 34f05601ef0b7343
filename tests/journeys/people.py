"""New people of the journeys: found by nobody, so registered."""

from tests.journeys.browser import Reader

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(turn: int) -> str:
    """An invented identity number on an area code that is assigned to nobody (GB 11643; ISO 7064 MOD 11-2)."""
    body = f"65239919800101{turn:02d}1"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def registered(reader: Reader, name: str, turn: int) -> None:
    """The township doctor looks for somebody, finds nobody, and registers them; their record stands open."""
    reader.goes("查找居民")
    reader.type("姓名或号码", name)
    reader.click("查找")
    reader.click("登记居民")
    for label, text in (("姓名", name), ("身份证号", number(turn)), ("居住村（社区）", "东城镇沈家沟村委会")):
        reader.type(label, text)
    reader.choose("性别", "男")
    reader.type("出生日期", "1980-01-01")
    reader.click("登记")
    reader.reads(name)
