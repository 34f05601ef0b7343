"""Writes: decided on each record as it is and as it would be, and bound to the versions on which they were decided."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import orjson

from tongmai.access.actors import Actor
from tongmai.access.decide import Decider
from tongmai.access.guard import Guard
from tongmai.access.judge import Key
from tongmai.access.pointing import Pointing
from tongmai.base.outcome import Refused, refuse
from tongmai.model.rule import Verb
from tongmai.store.pending import not_new
from tongmai.store.protocol import Delete, Put, Version
from tongmai.store.query import Query
from tongmai.store.search_text import condition

Write = Put | Delete


class Decided(NamedTuple):
    """Writes as they go to the store, and the rules that permit them."""

    writes: tuple[Write, ...]
    rule: str


class _Judged(NamedTuple):
    """A write with the record as it is (None: there is none) and as it would be (None: it goes, or nothing is written).
    `same`: ifNoneExist found this record."""

    write: Write
    before: Version | None
    after: Version | None
    same: Version | None


@dataclass(frozen=True)
class Writing:
    """Decides the writes of one actor for one purpose."""

    decider: Decider
    guards: tuple[Guard, ...]
    actor: Actor
    purpose: str

    def decide(self, writes: Sequence[Write]) -> Decided:
        """The same writes, bound. Refused: forbidden, naming the record and the rules that would permit it."""
        pointing = Pointing(self.decider, self.actor, self.purpose, writes)
        bound = [pointing.pointed(n, one) if isinstance(one, Put) else one for n, one in enumerate(writes)]
        stored = self.decider.store.read_many([(one.type, one.id) for one in bound if one.id is not None])
        going = {(one.type, one.id) for one in bound if isinstance(one, Delete)}
        same = [self._already_there(one, going) for one in bound]
        puts = [self._as_tried(one, there) for one, there in zip(bound, same, strict=True) if isinstance(one, Put)]
        would_be = self.decider.tried(puts)
        beside = {(one.type, one.id): one for one in would_be}
        tried = iter(would_be)
        judged = []
        for one, there in zip(bound, same, strict=True):
            after = next(tried) if isinstance(one, Put) else None
            before = stored.get((one.type, one.id)) if one.id is not None else None
            judged.append(_Judged(one, before, None if there else after, there))
        rules = [rule for one in judged for rule in self._rules(one, beside)]
        return Decided(tuple(self._pinned(one) for one in judged), " | ".join(dict.fromkeys(rules)))

    def may(self, verb: Verb, type: str, resource: Mapping[str, Any]) -> bool:
        """Whether a resource as given here may be read, found or written."""
        body = orjson.dumps({"resourceType": type, **resource})
        would_be = self.decider.tried([Put(type, body, id=resource.get("id"))])[0]
        return self.decider.rule_for(self.actor, self.purpose, verb, would_be) is not None

    def _rules(self, judged: _Judged, beside: Mapping[Key, Version]) -> list[str]:
        """The rules that permit one write. Refused: there is none, or a guard stands against it."""
        rules = []
        if judged.same is not None:
            return [self._found(judged.same)]
        if judged.before is not None:
            rule = self.decider.rule_for(self.actor, self.purpose, "write", judged.before)
            rules.append(self._required(rule, judged.before, judged.before.id))
        if judged.after is not None:
            rule = self.decider.rule_for(self.actor, self.purpose, "write", judged.after, beside)
            rules.append(self._required(rule, judged.after, judged.write.id or ""))
        self._guarded(judged)
        return rules

    def _found(self, there: Version) -> str:
        rule = self.decider.rule_for(self.actor, self.purpose, "search", there)
        if rule is None:
            raise self.decider.refusal(self.actor, "write", there.type)
        return rule

    def _required(self, rule: str | None, version: Version, id: str) -> str:
        if rule is None:
            raise self.decider.refusal(self.actor, "write", version.type, version, id)
        return rule

    def _guarded(self, judged: _Judged) -> None:
        before = judged.before.resource() if judged.before else None
        after = judged.after.resource() if judged.after else None
        for guard in self.guards:
            if guard.type == judged.write.type and (refused := guard.refusal(before, after)):
                raise refused

    def _already_there(self, write: Write, going: Collection[Key]) -> Version | None:
        """What an ifNoneExist finds, whoever asks: whether the actor may know of it is decided next. What the same set
        deletes does not count."""
        if isinstance(write, Delete) or not write.if_none_exist:
            return None
        text = write.if_none_exist.removeprefix(write.type).removeprefix("?")
        query: Query = condition(self.decider.definitions, f"{write.type}?{text}")
        listed = self.decider.store.search(replace(query, count=2 + len(going))).matches
        matches = [one for one in listed if (one.type, one.id) not in going]
        if matches and write.only_new:
            raise Refused((not_new(0, write.if_none_exist),))
        if len(matches) > 1:
            raise refuse("several", "条件匹配到多条记录", "the condition matches several", where=write.if_none_exist)
        return matches[0] if matches else None

    def _as_tried(self, put: Put, there: Version | None) -> Put:
        """What stands in the trial for a put: the stored record where ifNoneExist found one, never the body sent."""
        return put if there is None else replace(put, body=there.body, id=there.id)

    def _pinned(self, judged: _Judged) -> Write:
        """Bound to the version seen; where none was, to there being none."""
        if judged.write.if_match is not None or judged.write.id is None or judged.same is not None:
            return judged.write
        if judged.before is None:
            return replace(judged.write, if_match=0) if isinstance(judged.write, Put) else judged.write
        return replace(judged.write, if_match=judged.before.number)
