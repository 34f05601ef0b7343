"""A drill in a browser: everything of it stays under its address, says what it is, and is unknown to the main house."""

import io
import re
from html.parser import HTMLParser

from openpyxl import load_workbook
from tests.clients.web.conftest import Visitor
from tests.drills.conftest import PARTIES, TOWN, Visit, entered

from tongmai.clients.web.placing import placed
from tongmai.house import House

NAME = "学校麻疹演练"
BANNER = ("演练 — 数据不进入正式记录", "DRILL — nothing here enters the official records")
CHILD = "drill-resident-01"
FORM = {"name": NAME, "day": "2025-07-01", "scenario": "school-measles", **{f"with-{one}": "1" for one in PARTIES}}


class Addresses(HTMLParser):
    """Every address on a page that a browser would follow, load or send to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("href", "src", "action", "formaction", "data-live", "poster", "xlink:href") and value:
                self.found.append(value)


def outside(one: Visitor, root: str) -> list[str]:
    """The addresses on the page that lead out of a drill."""
    return [at for at in Addresses(one.page).found if not at.startswith((f"{root}/", "#"))]


def opened(visit: Visit) -> tuple[Visitor, str]:
    """The planner at the page of a drill, and where the drill stands."""
    planner = visit("planner").open("/drills").send("/drills", **FORM)
    assert planner.status == 200, planner.text
    return planner, planner.at.replace("/drills/", "/drill/")


def test_a_card_is_reported_in_a_drill_and_unknown_outside(visit: Visit, house: House) -> None:
    planner, root = opened(visit)
    assert "已办理：开设演练" in planner.text
    change = house.store.last_change()
    doctor = entered(visit("clinician"), root, "clinician")
    new = f"{root}/surveillance/new/{CHILD}"
    doctor.open(new).send(new, _act="card", disease="mazhen", origin="diagnosis", day="2025-07-01", time="09:40")
    assert doctor.status == 200, doctor.text
    card = doctor.at
    assert card.startswith(f"{root}/surveillance/cards/")
    assert all(words in doctor.page for words in BANNER)
    step = re.search(rf'action="({root}/work/[^"]+/report)"', doctor.page)
    version = re.search(r'name="_version" value="(\d+)"', doctor.page)
    assert step
    assert version
    doctor.send(step[1], _version=version[1], case="clinical", onset="2025-06-29")
    assert "待县审" in doctor.text
    county = entered(visit("county-officer"), root, "county-officer").open(card)
    assert "待县审" in county.text
    assert planner.open(card.removeprefix(root)).status == 404
    assert house.store.last_change() == change
    planner.open(root.replace("/drill/", "/drills/"))
    for words in ("东城镇卫生院", "阿依古丽", "报告", "按时", "2，其中超时 0"):
        assert words in planner.text
    planner.open(f"{planner.at}?export=steps")
    book = load_workbook(io.BytesIO(planner.content)).active
    assert book is not None
    rows = [[cell.value for cell in row] for row in book.iter_rows()]
    assert BANNER[0] in str(rows[1])
    assert [row[3] for row in rows[4:6]] == ["发起", "报告"]
    planner.open(root.replace("/drill/", "/drills/")).send(f"{planner.at}/close", after="")
    assert planner.status == 400
    planner.open(root.replace("/drill/", "/drills/")).send(f"{planner.at}/close", after="delete")
    assert "没有进行中的演练" in planner.text
    assert county.open(card).status == 404


def test_every_page_says_that_it_is_a_drill_and_leads_nowhere_else(visit: Visit) -> None:
    _, root = opened(visit)
    one = entered(visit("planner"), root, "planner")
    menu = sorted({at for at in Addresses(one.page).found if not re.search("#|/static/|/live", at)} - {"/drills"})
    assert len(menu) > 15
    one.send(f"{root}/language", language="en", back="/")
    for number, at in enumerate([*menu, f"{root}/sign-in", f"{root}/nothing-here", f"{root}/imports"]):
        if number == 6:
            one.send(f"{root}/language", language="zh", back="/")
        one.open(at)
        if "（演练）" not in one.page:
            assert "(drill)" in one.page, at
        assert all(words in one.page for words in BANNER), at
        assert outside(one, root) == ["/drills"], at
    for at in Addresses(one.page).found:
        if "/static/" in at:
            assert one.open(at).status == 200


def test_what_is_printed_says_so_too(visit: Visit) -> None:
    _, root = opened(visit)
    paper = entered(visit("planner"), root, "planner").open(f"{root}/day-list")
    assert BANNER[0] in paper.text
    assert NAME in paper.text
    assert outside(paper, root) == []


def test_who_is_signed_in_here_is_not_signed_in_there(visit: Visit) -> None:
    planner, root = opened(visit)
    planner.open(f"{root}/")
    assert planner.at == f"{root}/sign-in"
    assert "叶尔兰" in planner.text
    assert "李海燕" not in planner.text, "who does not take part cannot enter"
    planner.send(f"{root}/sign-in", person="insurer", back="/")
    assert planner.status == 401 or "没有这个人员" in planner.text
    planner.open(f"{root}/sign-in").send(f"{root}/sign-in", person="clinician", back="/surveillance")
    assert planner.at == f"{root}/surveillance"
    assert "阿依古丽" in planner.text
    assert "马文博" in planner.open("/").text, "the person of the main house is still there"
    paths = {cookie.name: cookie.path for cookie in planner.client.cookies.jar}
    assert paths == {"tongmai": "/", f"tongmai-{root.removeprefix('/drill/')}": root}


def test_its_interface_stands_under_its_address(visit: Visit) -> None:
    _, root = opened(visit)
    doctor = entered(visit("clinician"), root, "clinician")
    answer = doctor.loop.run_until_complete(doctor.client.get(f"{root}/fhir/Patient/{CHILD}"))
    assert answer.status_code == 200
    bundle = doctor.loop.run_until_complete(doctor.client.get(f"{root}/fhir/Organization?_count=1")).json()
    links = [one["url"] for one in bundle["link"]] + [one["fullUrl"] for one in bundle["entry"]]
    assert len(links) > 2
    assert all(at.startswith(f"http://house{root}/fhir/Organization") for at in links)
    assert doctor.loop.run_until_complete(doctor.client.get(bundle["link"][1]["url"])).status_code == 200
    assert doctor.loop.run_until_complete(doctor.client.get(f"/fhir/Patient/{CHILD}")).status_code == 404
    assert doctor.loop.run_until_complete(doctor.client.get(f"/fhir/Organization/{TOWN}")).status_code == 200


def test_the_form_comes_back_with_what_was_wrong(visit: Visit) -> None:
    planner = visit("planner").open("/drills").send("/drills", **{**FORM, "name": " "})
    assert planner.status == 422 or planner.status == 400
    assert "请填写演练名称" in planner.text
    assert re.search(r'name="with-clinician" value="1" checked', planner.page)
    assert not re.search(r'name="with-insurer" value="1" checked', planner.page)
    planner.open("/drills").send("/drills", **{**FORM, "day": "morgen"})
    assert "请选择情景日期" in planner.text


def test_who_may_not_open_one_sees_what_is_under_way(visit: Visit) -> None:
    opened(visit)
    doctor = visit("clinician").open("/drills")
    assert NAME in doctor.text
    assert 'id="open-drill"' not in doctor.page
    doctor.send("/drills", **FORM)
    assert doctor.status == 403
    assert "演练由地市级规划、县级经办" in doctor.text
    assert f"您参加的演练正在进行：{NAME}" in doctor.open("/").text
    assert NAME not in visit("insurer").open("/").text


def test_an_address_is_put_under_the_drills_own_and_text_is_left_alone() -> None:
    page = """<a href="/">x</a><a class="y" href="/plans?a=/b">/plans</a><a href='/drills'>z</a><a href="#m">m</a>
<a href="//elsewhere">no</a><form action="/work/a/b"><input value="/back"><main data-live="/live?on=a">"""
    assert (
        placed(page, "/drill/d")
        == """<a href="/drill/d/">x</a><a class="y" href="/drill/d/plans?a=/b">/plans</a>\
<a href='/drills'>z</a><a href="#m">m</a>
<a href="//elsewhere">no</a><form action="/drill/d/work/a/b"><input value="/back">\
<main data-live="/drill/d/live?on=a">"""
    )
