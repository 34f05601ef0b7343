"""The register of places of treatment; patients of fever clinics."""

from tongmai.base.words import Words
from tongmai.domains.emergency import rules, shapes
from tongmai.domains.emergency.pages.common import CODES, DOCTORS, NOTE, OFFICES
from tongmai.domains.emergency.workflows import FEVER
from tongmai.engines.pages import acting, layouts, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

PATIENT = Shown("subject.display", Words("患者", "patient"))
CLINIC = Shown("clinic", Words("发热门诊", "fever clinic"), "reference")
KINDS = ",".join(f"urn:tongmai:emergency-place|{kind}" for kind, _ in rules.row_options("place_kinds", "kind"))
PLACES = Page(
    id="emergency-places", title=Words("应急救治机构", "Places of treatment"), path="/emergency/places", kind="list",
    catalogue=("F14", "F15"),
    lead=Words("发热门诊、定点医院（集中患者、集中专家、集中资源、集中救治）、中医疫病防治基地、24小时值班的重点科室；在“数据导入”中维护。",
               "Fever clinics, designated hospitals with the four concentrations, the base of Chinese medicine, key "
               "departments; kept by a list."),
    blocks=(
        Block("filters", "chips", shapes.place_chips, ()),
        Block("places", "table", shapes.place_table, (
            f"records:HealthcareService?service-category={KINDS}&_sort=_id", "names")),
    ),
)  # fmt: skip
LIST = Page(
    id="fever-cases", title=Words("发热患者闭环", "Fever patients"), path="/emergency/fever", kind="list",
    roles=(*OFFICES, *DOCTORS), catalogue=("F14",),
    lead=Words("预检分诊、隔离、转定点医院、接收、转归，一个不漏；谁该办，时限到了没有。",
               "Triaged, kept apart, handed over, received, outcome: nobody is lost on the way."),
    blocks=(Block("cases", "table", shapes.fever_table, ("work:FeverCase?_sort=-arrived", "names")),),
)  # fmt: skip
TAKE_IN = Act(
    "fever", Words("登记发热患者", "Take in a patient with fever"), FEVER.id, "new_fever",
    fields=(
        Field("temperature", Words("体温（℃）", "temperature (°C)"), "decimal", True, low="34", high="43"),
        Field("exposure", Words("流行病学史", "where they were and whom they met"), "lines", True, longest=300),
    ),
    roles=DOCTORS, fixed=(("clinic", "{organization}"), ("area", "{area}"), ("today", "{today}")),
    fetched=(("name", "resident-name:{resident}"),),
    lead=Words("登记后半小时内预检分诊；疑似和危重者转定点医院，不能自行离开。",
               "Triaged within half an hour; a suspect or severe patient goes to a designated hospital."),
)  # fmt: skip
NEW = Page(
    id="new-fever-case", title=Words("发热门诊接诊", "Take in at the fever clinic"),
        path="/new-fever-case/{resident}", under="/emergency/fever",
    kind="form", roles=DOCTORS, begins="Patient", acts=(TAKE_IN,), catalogue=("F14",),
    lead=Words("分诊、隔离、转定点医院，全程闭环。", "Triaged, kept apart, handed over: a closed loop."),
    blocks=(
        Block("who", "facts", records.facts((
            Shown("name.text", Words("姓名", "name")), Shown("birthDate", Words("出生日期", "born"), "day"),
            Shown("extension(url=urn:tongmai:village).valueCode", Words("住址", "lives in"), "area"),
        ), 3), ("record:Patient/{resident}", "names"), Words("患者", "Patient")),
        Block("form", "forms", acting.forms(TAKE_IN, folded=False), acting.sources(TAKE_IN)),
    ),
)  # fmt: skip
ONE = Page(
    id="fever-case", title=Words("发热患者", "Fever patient"), path="/emergency/fever/{case}", kind="story",
    shows="FeverCase", heading="brief:FeverCase/{case}", brief=(PATIENT, CLINIC), catalogue=("F14", "F15"),
    blocks=layouts.story("FeverCase/{case}", Words("接诊情况", "The patient"), (
        PATIENT, CLINIC, Shown("arrived", Words("就诊日期", "came on"), "day"),
        Shown("temperature", Words("体温", "temperature"), "number", unit=Words(" ℃", " °C")),
        Shown("exposure", Words("流行病学史", "exposure")),
        Shown("triage", Words("分诊结果", "triage"), "code", table="triage_classes"),
        Shown("tested", Words("检测与结果", "tests")), Shown("hospital", Words("定点医院", "hospital"), "reference"),
        Shown("way", Words("转运方式", "how")), Shown("left", Words("转出时间", "left"), "time"),
        Shown("received", Words("接收时间", "received"), "time"),
        Shown("outcome", Words("转归", "outcome"), "code", table=CODES), NOTE,
    )),
)  # fmt: skip
PAGES = (PLACES, LIST, NEW, ONE)
