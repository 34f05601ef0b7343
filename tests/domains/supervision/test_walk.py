"""The lines of supervision by their parties, in their order: who may not, what is missing, what the pages say."""

import re

import pytest
from tests.domains.supervision.conftest import HOME, Visit

from tongmai.access import Put
from tongmai.base.outcome import Refused
from tongmai.house import House
from tongmai.model.period import period

PLAN = {"_act": "plan", "title": "下半年诊所抽查", "year": "2025", "specialty": "clinics", "share": "50", "team": "2",
        "until": "2025-12-31"}  # fmt: skip
SEED = {"seed": "20250630123", "source": "福利彩票开奖公告", "seed_day": "2025-06-30"}


def counted(house: House, month: str, *measures: str) -> list[tuple[int, int]]:
    """Numerator and denominator of measures of the room in a month."""
    house.facts_version()
    cells = house.evaluator.cells([f"supervision.{one}" for one in measures], [period(month)], "prefecture")
    return [
        (sum(cell.numerator for cell in own), sum(cell.denominator or 0 for cell in own))
        for own in ([cell for cell in cells if cell.measure == f"supervision.{one}"] for one in measures)
    ]


def test_from_the_plan_to_the_draw_and_nothing_alters_it(visit: Visit, house: House) -> None:
    supervisor, planner = visit("supervisor"), visit("planner")
    supervisor.open("/new-draw-plan").send("/new-draw-plan", **(PLAN | {"team": "1"}))
    assert "每个对象至少 2 名检查人员" in supervisor.text
    supervisor.send("/new-draw-plan", **PLAN)
    assert "待公布名单" in supervisor.text
    page = supervisor.at
    planner.open(page).step("draw", _act="draw", **SEED)
    assert planner.status == 422  # the lists come first
    supervisor.open(page).step("close-lists")
    assert "名单已公布，待抽取" in supervisor.text
    assert "封存的名单" in supervisor.text
    supervisor.step("draw", _act="draw", **SEED)
    assert supervisor.status == 403
    planner.open(page).step("draw", _act="draw", **(SEED | {"seed_day": "2025-06-29"}))
    assert "种子的公布日期应在名单公布之后" in planner.text
    planner.open(page).step("draw", _act="draw", **SEED)
    assert "已抽取并公示" in planner.text
    found = re.findall(r'href="(/draws/[^"/]+)"', planner.page)
    planner.open(found[0])
    assert "与公布的一致" in planner.text
    assert "20250630123（福利彩票开奖公告， 2025-06-30 公布）" in planner.text
    context = house.access.open("planner")
    draw = context.read("Draw", found[0].rpartition("/")[2])
    with pytest.raises(Refused) as refused:
        context.transact([Put("Draw", draw.body.replace(b"20250630123", b"20250630124"), id=draw.id, if_match=1)])
    assert refused.value.kind == "forbidden"
    everybody = visit("resident").open(found[0])
    assert "与公布的一致" in everybody.text
    assert len(re.findall("<tr", visit("resident").open(f"{found[0]}/sheet").page)) >= 7


def test_a_plan_that_cannot_be_drawn_names_the_object(visit: Visit, house: House) -> None:
    supervisor = visit("supervisor")
    clinic = "private-clinic-12"
    query = "role=inspector&organization=Organization/supervision-652325&_sort=_id"
    people = [one.resource() for one in house.access.open("supervisor").search("PractitionerRole", query).matches]
    ids = list(dict.fromkeys(one["practitioner"]["reference"].partition("/")[2] for one in people))
    supervisor.open("/inspectors").send("/inspectors", _act="tie", inspector=ids[0], object=clinic, kind="share",
                                        since="2025-01-01")  # fmt: skip
    assert "已申报，抽取时回避" in supervisor.text
    for who in ids[1 : len(ids) - 1]:
        tie = {"resourceType": "InterestTie", "inspector": {"reference": f"Practitioner/{who}"},
               "object": {"reference": f"Organization/{clinic}"}, "kind": "share", "area": "652325000000",
               "period": {"start": "2025-01-01"}}  # fmt: skip
        house.workflows.start(house.access.open("supervisor"), "supervision.tie", tie)
    supervisor.open("/new-draw-plan").send("/new-draw-plan", **PLAN)
    page = supervisor.at
    supervisor.step("close-lists")
    assert "同心诊所（虚构）：无利害关系的检查人员只有 1 名，需要 2 名" in supervisor.text
    assert "请再登记 1 名与其无利害关系的检查人员" in supervisor.text
    assert "待公布名单" in supervisor.open(page).text


def test_an_inspection_to_its_verification_moves_three_figures(visit: Visit, house: House) -> None:
    task = "/central-tasks/central-2025-006"
    before = counted(house, "2025-07", "plan_published", "rectified", "published_in_time")
    supervisor, head = visit("supervisor"), visit("institution-head")
    supervisor.open(task).send(task, _act="begin", object=HOME)
    assert "待检查" in supervisor.text
    assert "GJ2025-650006" in supervisor.text
    page = supervisor.at
    supervisor.open(task).send(task, _act="begin", object=HOME)
    assert "已按此名单立项" in supervisor.text or "已有一件同样的" in supervisor.text
    supervisor.open(page).step("replace", _act="replace", left="Practitioner/person-supervisor", reason="亲属")
    assert "国家下达的名单不能在本地更换" in supervisor.text
    told = {"result": "order", "findings": "处方点评记录不全", "head": "沈静"}
    supervisor.open(page).step("inspect", _act="inspect", on="2025-07-01", **told)
    assert "检查日期应在 2025-06-23 至今天之间" in supervisor.text
    supervisor.open(page).step("inspect", _act="inspect", on="2025-06-30", **told)
    assert "2025-07-28" in supervisor.text  # twenty working days
    resident = visit("resident").open(page)
    assert resident.status in (403, 404)  # not before it is published
    head.open(page).step("sign", _act="sign", statement="情况属实")
    supervisor.open(page).step("publish", _act="publish")
    assert "结果需要整改" in supervisor.text
    supervisor.open(page).step("publish-order", _act="publish-order", mend_by="2025-07-30")
    assert visit("resident").open(page).status == 200
    supervisor.open(page).step("mend", _act="mend", proof="照片")
    assert supervisor.status == 403
    head.open(page).step("mend", _act="mend", proof="整改报告")
    supervisor.open(page).step("coordinate", _act="coordinate", department="insurance", matter="核对医保结算")
    assert "部门协同" in supervisor.text
    supervisor.open(page).step("verify", _act="verify", opinion="合格")
    assert "已办结" in supervisor.text
    (published, drawn), (mended, due), (timely, owed) = before
    after = counted(house, "2025-07", "plan_published", "rectified", "published_in_time")
    assert after == [(published + 1, drawn), (mended + 1, due + 1), (timely + 1, owed + 1)]
    record = supervisor.open(f"{page}/record").text
    assert "现场检查记录表" in record
    assert "处方点评记录不全" in record


def test_who_must_stay_away_is_replaced_by_the_next_of_the_order(visit: Visit, house: House) -> None:
    context = house.access.open("supervisor")
    mine = [one.resource() for one in context.search("Inspection", "state=assigned&area=652325&_sort=_id").matches]
    one = mine[0]
    page, left = f"/inspections/{one['id']}", one["inspector"][0]["reference"]
    place = one["object"]["reference"].partition("/")[2]
    supervisor = visit("supervisor").open("/inspectors")
    supervisor.send("/inspectors", _act="tie", inspector=left.partition("/")[2], object=place, kind="relative",
                    since="2025-06-01")  # fmt: skip
    told = {"result": "ok", "findings": "未见问题", "head": "负责人", "on": "2025-06-30"}
    supervisor.open(page).step("inspect", _act="inspect", **told)
    assert "检查人员与该机构有利害关系，不能检查" in supervisor.text
    supervisor.open(page).step("replace", _act="replace", left=left, reason="近亲属任职")
    assert "回避更换" in supervisor.text
    now = house.access.open("supervisor").read("Inspection", one["id"]).resource()
    assert len({who["reference"] for who in now["inspector"]} - {left}) == 2
    supervisor.open(page).step("inspect", _act="inspect", **told)
    supervisor.open(page).step("publish", _act="publish")
    assert "已办结" in supervisor.text


def test_the_house_begins_what_was_drawn_and_not_begun(house: House) -> None:
    system = house.access.system("daily")
    assert house.workflows.daily(system) >= 8
    begun = [one.resource() for one in system.search("Inspection", "state=assigned&_count=500").matches]
    central = {one["national"] for one in begun if one.get("origin") == "central"}
    assert len(central) == 8
    assert house.workflows.daily(system) == 0


def test_layer_score_ranking_appeal_correction_and_a_new_edition(visit: Visit, house: House) -> None:
    group, planner, head = visit("association"), visit("planner"), visit("institution-head")
    own = "/private-institutions"
    group.open(own).send(own, _act="register", institution=HOME, year="2025")
    assert "待分层" in group.text
    page = group.at
    group.step("score", _act="score")
    assert group.status == 422
    planner.open(page).step("place", _act="place", layer="hospital-high")
    group.open(page).step("score")
    assert "已评分" in group.text
    first = re.findall(r"得分 ([\d.]+)", group.text)[0]
    head.open(page).step("appeal", _act="appeal", appeal="两名医师证件已延续", proof="延续证明")
    assert "排行公布后才能申诉" in head.text
    group.open(own).send(own, _act="ranking", title="二级医院排行", year="2025", layer="hospital-high")
    assert "编制中" in group.text
    making = group.at
    assert f"{group.task}/publish" in planner.open(making).page  # it says whose it is
    planner.send(f"/work/{group.task}/publish", _version="1", notice="代为公布")
    assert planner.status == 403  # the association's own
    group.open(making).step("publish", _act="publish", notice="按同一套指标")
    assert "同层公立机构 2 家" in group.text
    group.step("publish-again", _act="publish-again", notice="再次", reason="更正")
    assert "与上次公布的没有不同" in group.text
    head.open(page).step("appeal", _act="appeal", appeal="两名医师证件已延续", proof="延续证明")
    assert "申诉待决定" in head.text
    group.open(page).step("grant", _act="grant", indicator="staff", part="1", whole="1", reason="属实")
    assert group.status == 403  # whoever scored does not decide
    planner.open(page).step("grant", _act="grant", indicator="staff", part="3", whole="2", reason="属实")
    assert "部分不大于总数" in planner.text or "应为不超过总数的整数" in planner.text
    planner.open(page).step("grant", _act="grant", indicator="capability", part="2", whole="2", reason="证明属实")
    assert "申诉后更正" in planner.text
    assert re.findall(r"得分 ([\d.]+)", planner.text)[0] != first
    group.open(making).step("publish-again", _act="publish-again", notice="更正后公布", reason="申诉成立")
    assert "已被更正" in group.text
    found = [one.resource() for one in house.access.open("resident").search("Ranking", "layer=hospital-high").matches]
    assert sorted(int(one["number"]) for one in found) == [1, 2]
    assert visit("resident").open("/rankings").text.count("二级医院排行") == 2


def test_a_complaint_to_its_closing(visit: Visit, house: House) -> None:
    resident, supervisor, head = visit("resident"), visit("supervisor"), visit("institution-head")
    told = {"_act": "complain", "institution": HOME, "kind": "charges", "text": "清单与项目不符"}
    resident.open("/my-complaints").send("/my-complaints", **told)
    assert "待受理" in resident.text
    page = resident.at
    assert visit("county-officer").open(page).status in (403, 404)  # another county's
    head.open(page).step("answer", _act="answer", answer="核对中", remedy="退费")
    assert head.status in (403, 422)
    visit("planner").open(page).step("urge", _act="urge", reason="请按时受理")
    supervisor.open(page).step("accept")
    assert "2025-07-07" in supervisor.text
    assert "2025-07-14" in supervisor.text
    head.open(page).step("answer", _act="answer", answer="录入有误", remedy="退费并培训")
    supervisor.open(page).step("tell", _act="tell", founded="partly", opinion="责成退费")
    resident.open(page).step("again", _act="again", reason="未退费")
    assert "待机构答复" in resident.text
    supervisor.open(page).step("tell", _act="tell", founded="founded", opinion="已退费")
    resident.open(page).step("again", _act="again", reason="仍不满意")
    assert "已复核过一次" in resident.text
    resident.open(page).step("close", _act="close", satisfied="satisfied")
    assert "已办结" in resident.text
