"""Rules in plain words, for people who are told by which rule somebody looked. Made from what is declared: the reason
of a circle, the step of a workflow, the post that a rule is for."""

import re
from collections.abc import Mapping, Sequence

from tongmai.base.words import Words
from tongmai.clients.web.services import Services
from tongmai.engines.pages.looked import OTHER, TYPES
from tongmai.model.rule import Compartment, Rule

OWN = Words("本人查看", "your own record")
REASONS = {
    "self": OWN,
    "contract": Words("家庭医生签约", "family-doctor contract"),
    "residents": Words("本机构建档", "registered there"),
}
"""Reasons of circles in words; those that are missing here are ids of rooms, and called by their titles."""
LOOKING = Words("核对步骤能否办理", "checking whether a step may be taken")
UNKNOWN = Words("按访问规则", "a rule of access")
_STEP = re.compile(r"([a-z_]+\.[a-z_.-]+)/([a-z-]+): .*")
_PARTY = re.compile(r"([a-z_]+\.[a-z_.-]+): .*@.*")


class RuleWords:
    """The words of every rule of the house."""

    def __init__(self, services: Services) -> None:
        self._flows = {flow.id: flow for room in services.rooms for flow in room.workflows}
        self._rooms = {room.id: room.title for room in services.rooms}
        self._posts = {role.id: role.title for room in services.rooms for role in room.roles}
        rules = [rule for room in services.rooms for rule in room.rules if isinstance(rule, Rule)]
        self._circles = {rule.name: self._of_circle(rule.where.because) for rule in rules if rule.where is not None}
        self._declared = {rule.name: self._of_post(rule) for rule in rules if rule.where is None}

    @property
    def posts(self) -> Mapping[str, Words]:
        """Roles by their titles."""
        return self._posts

    def told(self, rules: str) -> tuple[Words, ...]:
        """What a line of the audit names, `a rule | another`: one that opened the record, or the ways of a search, of
        which one did. Nothing where it only says that former versions were read."""
        found: dict[Words, None] = {}
        for rule in rules.split(" | "):
            if rule in self._circles:
                found |= dict.fromkeys(self._circles[rule])
            elif rule and not rule.startswith("history "):
                found[self._one(rule)] = None
        return tuple(found)

    def _one(self, rule: str) -> Words:
        if rule in self._declared:
            return self._declared[rule]
        if rule.startswith("who looked at one's own"):
            return OWN
        if rule.startswith("deciding "):
            return LOOKING
        if match := _STEP.fullmatch(rule):
            return self._step(match[1], match[2])
        if (match := _PARTY.fullmatch(rule)) and match[1] in self._flows:
            title = self._flows[match[1]].title
            return Words(f"{title.zh}的办理方", f"a party of: {title.en}")
        return UNKNOWN

    def _step(self, id: str, name: str) -> Words:
        flow = self._flows.get(id)
        if flow is None:
            return UNKNOWN
        step = next((one.title for one in flow.steps if one.name == name), Words("发起", "start"))
        return Words(f"{flow.title.zh}：{step.zh}", f"{flow.title.en}: {step.en}")

    def _of_circle(self, because: Sequence[str]) -> tuple[Words, ...]:
        """The reasons of a circle, oneself apart."""
        called = [REASONS.get(one) or self._rooms.get(one, UNKNOWN) for one in because]
        return tuple(one if one == OWN else Words(f"诊疗圈：{one.zh}", f"circle of care: {one.en}") for one in called)

    def _of_post(self, rule: Rule) -> Words:
        type = "" if isinstance(rule.on, Compartment) else rule.on.partition("?")[0]
        what, post = TYPES.get(type, OTHER), self._posts.get(rule.role)
        if post is None:
            return Words(f"公开信息：{what.zh}", f"open to all: {what.en}")
        return Words(f"{post.zh}岗位：{what.zh}", f"post of {post.en}: {what.en}")
