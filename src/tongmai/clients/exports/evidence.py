"""The evidence package: names behind every figure, quotations, readings, and a list of hashes over all of it."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date

from tongmai.clients.exports.material import DEMO, Evidence, Material, day_zh
from tongmai.engines.pages.figures import gap_words, goal_text, number
from tongmai.model.target import STATUS_WORDS, Decision

_BOM = "\ufeff"  # so that a spreadsheet opens it as UTF-8


def package(material: Material) -> bytes:
    """A zip of UTF-8 CSV files. The same material gives the same bytes."""
    files = {"说明.txt": _about(material), "目标.csv": _targets(material)}
    if material.reported:
        files["填报与记录.csv"] = _reported(material)
    titles = {decision.target.id: decision for decision in material.decisions}
    for evidence in material.evidence:
        files[f"名单/{evidence.target}.csv"] = _names(titles[evidence.target], evidence, material)
    content = {name: text.encode("utf-8") for name, text in files.items()}
    listed = "".join(f"{hashlib.sha256(content[name]).hexdigest()}  {name}\n" for name in sorted(content))
    content["SHA256SUMS"] = listed.encode("utf-8")
    return _zipped(content, material.as_of)


def _zipped(content: dict[str, bytes], day: date) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content[name])
    return buffer.getvalue()


def _csv(rows: Iterable[Sequence[object]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return _BOM + buffer.getvalue()


def _safe(cell: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") and len(cell) > 1 else cell


def _about(material: Material) -> str:
    lines = [
        f"{material.plan.title.zh}（{material.plan.number}）佐证材料",
        f"截至 {day_zh(material.as_of)}，{material.region.zh}，共 {len(material.decisions)} 项目标。",
        "目标.csv：每项目标的现值、分子、分母、缺口、口径与原文。",
        "名单/：每项目标分子、分母背后的机构或人员名单；涉及居民个人的只给人数，不随包导出。",
        "填报与记录.csv：填报值与记录值的对照。",
        "SHA256SUMS：各文件的 SHA-256，可用 sha256sum -c 核对。",
    ]
    return "\n".join([DEMO.zh, *lines] if material.demo else lines) + "\n"


def _targets(material: Material) -> str:
    head = (
        "编号",
        "目标",
        "章节",
        "原文",
        "要求",
        "现值",
        "分子",
        "分母",
        "缺口",
        "状态",
        "口径",
        "期限",
        "责任单位",
        "尚缺",
    )
    return _csv([head, *(_target(material, decision) for decision in material.decisions)])


def _target(material: Material, decision: Decision) -> tuple[object, ...]:
    target = decision.target
    goal, gap = goal_text(target.goal, decision.unit), gap_words(decision)
    return (
        target.id, target.title.zh, material.plan.heading(target.chapter).zh, f"「{target.quotation}」",
        goal if isinstance(goal, str) else goal.zh, number(decision.value, decision.unit),
        "" if decision.numerator is None else decision.numerator,
        "" if decision.denominator is None else decision.denominator,
        gap.zh if gap else "", STATUS_WORDS[decision.status].zh, target.reading.zh if target.reading else "",
        target.by.isoformat() if target.by else "", material.unit(decision),
        decision.missing.zh if decision.missing else "",
    )  # fmt: skip


def _names(decision: Decision, evidence: Evidence, material: Material) -> str:
    areas = {area.code: area.name for area in material.areas}
    rows: list[Sequence[object]] = [("名称", "编号", "县市区", "类别", "计入分子", "计入分母", "数量")]
    for one in evidence.listed:
        yes_no = ["是" if one.member.in_numerator else "否", "是" if one.member.in_denominator else "否"]
        area = areas.get(one.named.area, "")
        rows.append((one.named.name, one.named.id, area, one.named.kind.zh, *yes_no, one.member.weight))
    if evidence.withheld:
        rows.append((f"居民 {evidence.withheld} 人，个人名单不导出", "", "", "", "", "", ""))
    rows.append(
        (f"{decision.target.id} {decision.target.title.zh} 「{decision.target.quotation}」", "", "", "", "", "", "")
    )
    return _csv(rows)


def _reported(material: Material) -> str:
    areas = {area.code: area.name for area in material.areas}
    rows: list[Sequence[object]] = [("编号", "地区", "填报值", "记录值", "差异", "填报状态")]
    rows += [
        (one.target, areas.get(one.area, material.region.zh), one.reported, one.recorded, one.difference.zh, one.state)
        for one in material.reported
    ]
    return _csv(rows)
