"""Every way an act can end badly, in one table: our word, the HTTP status and the FHIR issue code.

Issue codes are those of http://hl7.org/fhir/issue-type (R4). A `Refused` says what was wrong, where, by which rule,
and what to do about it; no floor invents an error of another shape.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from tongmai.base.words import Words


class Ending(NamedTuple):
    """One row of the table."""

    status: int
    issue: str
    title: Words


ENDINGS: dict[str, Ending] = {
    "invalid": Ending(400, "invalid", Words("内容有误", "the content is wrong")),
    "structure": Ending(400, "structure", Words("结构有误", "the structure is wrong")),
    "required": Ending(400, "required", Words("缺少必填项", "a required element is missing")),
    "value": Ending(400, "value", Words("取值有误", "a value is wrong")),
    "code": Ending(400, "code-invalid", Words("代码不在值集内", "a code is outside its value set")),
    "unsupported": Ending(400, "not-supported", Words("不支持", "not supported")),
    "sign-in": Ending(401, "login", Words("需要登录", "sign in first")),
    "forbidden": Ending(403, "forbidden", Words("没有权限", "not permitted")),
    "not-found": Ending(404, "not-found", Words("未找到", "not found")),
    "method": Ending(405, "not-supported", Words("不支持此操作", "this interaction is not supported")),
    "not-acceptable": Ending(406, "not-supported", Words("不支持的格式", "no such format")),
    "slow": Ending(408, "timeout", Words("请求过慢", "the request came too slowly")),
    "conflict": Ending(409, "conflict", Words("与现有记录冲突", "in conflict with what is recorded")),
    "duplicate": Ending(409, "duplicate", Words("重复", "duplicate")),
    "gone": Ending(410, "deleted", Words("已删除", "deleted")),
    "stale": Ending(412, "conflict", Words("记录已被他人更新", "somebody changed the record meanwhile")),
    "several": Ending(412, "multiple-matches", Words("匹配到多条", "more than one match")),
    "too-large": Ending(413, "too-long", Words("内容过大", "too large")),
    "media-type": Ending(415, "not-supported", Words("不支持的内容类型", "no such content type")),
    "rule": Ending(422, "business-rule", Words("违反业务规则", "against a rule")),
    "broken": Ending(500, "exception", Words("系统故障", "a fault of ours")),
    "busy": Ending(503, "transient", Words("系统繁忙", "busy, try again")),
    "no-room": Ending(507, "no-store", Words("磁盘空间不足", "no room on the disk")),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. `where` is a FHIRPath-like place, a form field or a sheet cell; `remedy` says what to do; `offers`
    are ways out that a form can take at once: (field, value, words) each."""

    kind: str
    words: Words
    where: str = ""
    rule: str = ""
    remedy: Words | None = None
    offers: tuple[tuple[str, str, Words], ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in ENDINGS:
            raise ValueError(f"no such ending: {self.kind}")

    @property
    def ending(self) -> Ending:
        return ENDINGS[self.kind]

    def told(self, language: str = "zh") -> str:
        """One sentence for a person."""
        parts = [self.where, self.words.in_language(language)]
        sentence = ("：" if language.startswith("zh") else ": ").join(part for part in parts if part)
        if self.remedy is not None:
            sentence += ("；" if language.startswith("zh") else "; ") + self.remedy.in_language(language)
        return sentence


@dataclass(eq=False)
class Refused(Exception):
    """An act was refused and changed nothing. Carries one or more issues; the first decides the status."""

    issues: tuple[Issue, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        if not self.issues:
            raise ValueError("a refusal names at least one issue")
        super().__init__("; ".join(issue.told("en") for issue in self.issues))

    @property
    def kind(self) -> str:
        return self.issues[0].kind

    @property
    def status(self) -> int:
        return self.issues[0].ending.status


def refuse(
    kind: str, zh: str, en: str, *, where: str = "", rule: str = "", remedy: tuple[str, str] | None = None
) -> Refused:
    """A refusal of one issue, to be raised: `raise refuse("stale", "…", "…", where="meta.versionId")`."""
    return Refused((Issue(kind, Words(zh, en), where, rule, Words(*remedy) if remedy else None),))


def wrong(where: str, zh: str, en: str, remedy: tuple[str, str] | None = None) -> Issue:
    """What a rule refuses, at which field, and the way out."""
    return Issue("rule", Words(zh, en), where, remedy=Words(*remedy) if remedy else None)
