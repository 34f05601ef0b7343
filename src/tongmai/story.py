"""What the region and the plans room tell beside figures: the policy documents, their items, and the tour."""

from datetime import date
from pathlib import Path
from typing import Any

from tongmai.base.words import Words
from tongmai.clients.web.services import PolicyDocument, PolicyItem, TourStep
from tongmai.declared import Declared
from tongmai.model.entry import read_yaml
from tongmai.regions.region import Region


def items(declared: Declared) -> tuple[PolicyItem, ...]:
    """The catalogue's items in their order, from the plans room's table; of what is declined the reason."""
    tables = declared.room("plans").tables
    declined = {
        row["item"]: (Words(row["zh"], row["en"]), Words(row["system_zh"], row["system_en"]))
        for row in tables["declined"].rows
    }
    return tuple(
        PolicyItem(row["id"], row["kind"], Words(row["zh"], row["en"]), row["document"], row["anchor"],
                   *declined.get(row["id"], ()))
        for row in tables["catalogue"].rows
    )  # fmt: skip


def documents(declared: Declared, folder: Path) -> tuple[PolicyDocument, ...]:
    """The policy documents; with their texts where a folder of `<key>.txt` files is given."""
    rows = declared.room("plans").tables["documents"].rows
    return tuple(
        PolicyDocument(
            row["key"],
            Words(row["zh"], row["en"]),
            row["number"],
            row["issuer"],
            date.fromisoformat(row["issued"]),
            _text(folder, row["key"]),
        )
        for row in rows
    )


def _text(folder: Path, key: str) -> str:
    path = folder / f"{key}.txt"
    return path.read_text(encoding="utf-8") if folder != Path() and path.exists() else ""


def tour(region: Region) -> tuple[TourStep, ...]:
    """The steps of tour.yaml; none where a region has no tour."""
    path = region.folder / "tour.yaml"
    if not path.exists():
        return ()
    steps = read_yaml(path)["steps"]
    return tuple(_step(step) for step in steps)


def _step(step: dict[str, Any]) -> TourStep:
    return TourStep(
        title=Words(**step["title"]),
        text=Words(**step["text"]),
        role=step["role"],
        page=step["page"],
        expect=tuple(Words(**words) for words in step.get("expect", ())),
        do=tuple(step.get("do", ())),
    )
