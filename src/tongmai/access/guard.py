"""What only workflow steps write: a state is derived from events, never typed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongmai.base.outcome import Refused, refuse


@dataclass(frozen=True, slots=True)
class Guard:
    """`elements` of `type` that a plain write may not change; none: the whole resource. `mark`: holds only for
    resources whose `code` or `category` bears a coding of this system, or that bear an extension of this address.
    `values`: only these values of the elements are a step's to give and to take away; none: every value is."""

    type: str
    elements: tuple[str, ...] = ()
    mark: str = ""
    values: tuple[str, ...] = ()

    def refusal(self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Refused | None:
        """Why this change is refused; None when the guard has nothing against it."""
        old, new = before or {}, after or {}
        if self.mark and not (_marked(old, self.mark) or _marked(new, self.mark)):
            return None
        touched = [name for name in self.elements or ("resource",) if not self._same(name, before, after)]
        if not touched:
            return None
        place = f"{self.type}.{touched[0]}" if self.elements else self.type
        return refuse(
            "forbidden", "只能由流程步骤写入", "only a step of its workflow writes this", where=place,
            rule="state is derived from events", remedy=("请办理相应步骤", "take the step instead"),
        )  # fmt: skip

    def _same(self, name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
        if not self.elements:
            return before == after
        old, new = (before or {}).get(name), (after or {}).get(name)
        if self.values and old not in self.values and new not in self.values:
            return True
        if before is not None and after is None:
            return name not in before
        return old == new


def _marked(resource: Mapping[str, Any], system: str) -> bool:
    """Whether a coding's system or an extension's address is the mark."""
    concepts = [resource.get("code"), *(resource.get("category") or ())]
    codings = [coding for one in concepts if isinstance(one, dict) for coding in one.get("coding", ())]
    extensions = [one for one in resource.get("extension") or () if isinstance(one, dict)]
    return any(coding.get("system") == system for coding in codings) or any(
        one.get("url") == system for one in extensions
    )
