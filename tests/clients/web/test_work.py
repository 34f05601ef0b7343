"""Work through pages: who may, from which version, and what a record changed through a page does to a figure."""

import re
from datetime import date

from tests.clients.web.conftest import Visitor

from tongmai.house import House

TARGET = "/plans/changji-2024/targets/T13"
ORDER = {"_act": "order", "unit": "commission-652328", "term": "2025-09-30", "requirement": "九月底前全部达到基本标准"}


def issued(visitor: Visitor) -> Visitor:
    return visitor.become("planner").open(TARGET).send(TARGET, **ORDER)


def test_an_order_is_issued_received_and_given_to_a_person(visitor: Visitor) -> None:
    issued(visitor)
    assert visitor.status == 200
    assert visitor.at.startswith("/orders/")
    order = visitor.at
    assert "已下达" in visitor.text
    assert "木垒县卫生健康委员会" in visitor.text
    assert "当前身份不能办理" in visitor.text  # what only the county does
    assert not re.search(r"[a-z]{4,}", visitor.text.replace("English", ""))
    visitor.become("county-officer").open(order).step("receive")
    assert visitor.at == order
    assert "已签收" in visitor.text
    visitor.step("name", person="叶尔兰")
    assert "已明确责任人" in visitor.text
    assert "叶尔兰" in visitor.text
    assert "木垒" in visitor.open("/orders").text


def test_the_wrong_role_is_told_the_rule_and_changes_nothing(visitor: Visitor, house: House) -> None:
    visitor.become("county-officer").open(TARGET)
    before = house.store.last_change()
    visitor.send(TARGET, **ORDER)
    assert visitor.status == 403
    assert "plans.order" in visitor.text
    assert "没有改动任何记录" in visitor.text
    assert house.store.last_change() == before


def test_a_stale_page_is_told_so_and_changes_nothing(visitor: Visitor, house: House) -> None:
    order = issued(visitor).at
    visitor.become("county-officer").open(order)
    seen = re.findall(r'name="_version" value="(\d+)"', visitor.page)[0]
    visitor.step("receive").step("name", person="叶尔兰")
    before = house.store.last_change()
    visitor.step("progress", version=seen, text="进展")
    assert visitor.status == 412
    assert "重新打开" in visitor.text
    assert house.store.last_change() == before


def test_a_step_out_of_another_state_is_refused(visitor: Visitor, house: House) -> None:
    issued(visitor)
    before = house.store.last_change()
    visitor.become("planner").open(visitor.at).open(f"/orders/{_order_id(house)}").step("close")
    assert visitor.status in (403, 422)
    assert house.store.last_change() == before


def _order_id(house: House) -> str:
    return house.open("planner").search("Order", "").matches[0].id


def test_a_required_field_left_empty_is_named(visitor: Visitor) -> None:
    visitor.become("planner").open(TARGET).send(TARGET, _act="order", unit="commission-652328")
    assert visitor.status == 400
    assert "办结期限" in visitor.text


def test_a_certificate_given_through_pages_moves_the_figure_by_one(visitor: Visitor) -> None:
    visitor.become("planner").open(TARGET)
    assert "2/3" in visitor.text
    visitor.become("county-officer").open("/institutions/th-c")
    visitor.send("/institutions/th-c", _act="claim", standard="township_basic", evidence="评审报告一号")
    assert "已申报" in visitor.text
    visitor.step("review", opinion="符合基本标准")
    assert "已评审" in visitor.text
    certificate = visitor.at
    assert "2/3" in visitor.open(TARGET).text
    visitor.become("planner").open(certificate)
    visitor.step("certify", number="昌卫基〔2025〕1号", **{"from": "2025-06-01", "until": "2028-05-31"})
    assert "已认定" in visitor.text
    visitor.open(TARGET)
    assert "3/3" in visitor.text


def test_names_are_searched_by_post_and_stand_in_no_address(visitor: Visitor) -> None:
    visitor.become("planner").open("/institutions").send("/institutions", _act="search", name="甲镇")
    assert visitor.status == 200
    assert visitor.at == "/institutions"
    rows = visitor.page.split('class="table-box"')[1]
    assert "甲镇卫生院" in rows
    assert "乙镇卫生院" not in rows


def test_the_board_filters_by_its_address(visitor: Visitor) -> None:
    visitor.become("planner").open("/plans/changji-2024?status=undefined")
    numbers = re.findall(r'id="row-(T\d+)"', visitor.page)
    assert "T55" in numbers
    assert "T13" not in numbers


def test_a_reading_is_looked_at_without_changing_the_one_in_force(visitor: Visitor) -> None:
    other = "/plans/changji-2024/targets/T06"
    visitor.become("planner").open(other + "?reading=total")
    assert visitor.status == 200
    assert visitor.page.count('aria-current="true"') == 2  # the reading looked at, and the person in the menu
    visitor.open(other + "?reading=nonsense")
    assert visitor.status == 400


def test_decisions_are_made_once_for_a_state_of_the_facts(visitor: Visitor, house: House) -> None:
    made: list[str] = []
    real = house.decide

    def counted(*arguments: object, **named: object) -> object:
        made.append("decide")
        return real(*arguments, **named)  # type: ignore[arg-type]

    house.decide = counted  # type: ignore[method-assign]
    visitor.become("planner")
    for _ in range(3):
        visitor.open("/plans/changji-2024")
        visitor.open("/plans/changji-2024?status=met")
    assert len(made) == 1


def test_exports_are_files_under_their_own_names(visitor: Visitor) -> None:
    visitor.become("planner")
    for kind in ("xlsx", "docx", "zip"):
        visitor.open(f"/plans/changji-2024/export/{kind}")
        assert visitor.status == 200, kind
        assert "attachment" in visitor.headers["content-disposition"]
    assert visitor.open("/plans/changji-2024/export/pdf").status in (400, 404)


def test_a_reading_is_changed_by_two_people_and_the_figure_follows(visitor: Visitor, house: House) -> None:
    target = "/plans/changji-2024/targets/T13"
    visitor.become("planner").open(target)
    options = re.search(r'<select[^>]*id="reading-value".*?</select>', visitor.page, re.DOTALL)
    assert options
    other = re.findall(r'<option value="([^"]+)"', options[0])[0]
    visitor.send(target, _act="reading", value=other, reason="与上级口径一致")
    assert "待第二人同意" in visitor.text
    proposed = visitor.at
    visitor.step("adopt")
    assert visitor.status == 403  # the one who proposed
    visitor.become("county-officer").open(proposed).step("adopt")
    assert "已采用" in visitor.text
    assert house.decide("changji-2024", date(2025, 6, 30), {}, ("T13",))[0].reading == other
    visitor.become("planner").open(target)
    assert "当前采用" in visitor.text


def test_a_responsible_unit_is_confirmed_by_two_people(visitor: Visitor) -> None:
    target = "/plans/changji-2024/targets/T13"
    visitor.become("county-officer").open(target)
    assert "待确认" in visitor.text
    visitor.send(target, _act="responsible", value="州卫生健康委基层卫生科", reason="职责分工")
    proposed = visitor.at
    visitor.become("planner").open(proposed).step("adopt")
    visitor.open(target)
    assert "州卫生健康委基层卫生科" in visitor.text
    assert "已确认" in visitor.text


def test_a_fault_of_ours_is_said_without_what_is_inside(visitor: Visitor, house: House) -> None:
    def broken(*_: object, **__: object) -> object:
        raise RuntimeError("secret of the house")

    visitor.become("planner")
    house.decide = broken  # type: ignore[method-assign,assignment]
    visitor.open("/plans/changji-2024")
    assert visitor.status == 500
    assert "系统出了故障" in visitor.text
    assert "secret" not in visitor.page


def test_an_institution_reports_beside_what_came_by_itself(visitor: Visitor) -> None:
    visitor.become("headquarters").open("/filling")
    assert "需填" in visitor.text
    visitor.send("/filling", _act="report", target="T13", period="2025-06", numerator="1", denominator="1", value="100")
    assert "草稿" in visitor.text
    assert "T13" in visitor.text
    visitor.step("submit", numerator="1", denominator="1", value="100", evidence="自查报告")
    assert "县审" in visitor.text
    assert "T13" in visitor.open("/filling").text


def test_figures_that_do_not_fit_are_refused_at_their_field(visitor: Visitor, house: House) -> None:
    visitor.become("county-officer").open(TARGET)
    visitor.send(TARGET, _act="report", period="2025-06", numerator="1", denominator="1", value="100")
    before = house.store.last_change()
    visitor.step("report", numerator="1", denominator="1", value="50", evidence="月报")
    assert visitor.status == 422
    assert "填报值" in visitor.text
    assert house.store.last_change() == before
    visitor.open(TARGET)
    assert "填报值 / 记录值 / 差异" in visitor.text
