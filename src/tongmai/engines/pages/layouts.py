"""Blocks that stand together on the pages of more than one room."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.engines.pages import policy, records, stories
from tongmai.model.page import Block, Shown


def story(item: str, title: Words, shown: Sequence[Shown]) -> tuple[Block, ...]:
    """A piece of work: where it stands, what it says, what may be done, what happened. `item`: "Type/{part}"."""
    source = f"item:{item}"
    return (
        Block("path", "path", stories.path, (source,)),
        Block("facts", "facts", records.item_facts(shown), (source, "names"), title, "half"),
        Block("deeds", "forms", stories.deeds, (source,), Words("办理", "Steps"), "half"),
        Block("story", "timeline", stories.timeline, (source,), Words("办理过程", "What happened")),
    )


def catalogue(target_page: str) -> tuple[Block, ...]:
    """The policy documents and all their items. `target_page`: the id of the page that shows a target."""
    source = f"standings:{target_page}"
    return (
        Block("sums", "figures", policy.sums, (source,)),
        Block("documents", "cards", policy.documents, ("documents", source), Words("文件", "Documents")),
        Block("filters", "chips", policy.narrowing, (source,)),
        Block("items", "table", policy.items, (source,), Words("事项", "Items")),
    )


def document(target_page: str) -> tuple[Block, ...]:
    """One policy document: its text where it was given, and its items."""
    source = f"standings:{target_page}"
    return (
        Block("sums", "figures", policy.sums, (source,)),
        Block("about", "facts", policy.about, ("document", source), Words("文件", "Document")),
        Block("text", "prose", policy.text, ("document", source), Words("原文", "Text")),
        Block("items", "table", policy.items, (source,), Words("事项", "Items")),
    )
