"""Blocks that stand together on the pages of more than one room."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.engines.pages import records, stories
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
