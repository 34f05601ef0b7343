"""The hand-over at the end of a shift: one declaration for every room whose work goes on at night."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.model.workflow import Append, Need, Set, State, Step, Workflow

_NOTE = Need("note", Words("交班说明", "what the next shift must know"))
_MORE = Need("text", Words("补充内容", "what was added"))


def handover(id: str, title: Words, roles: Sequence[str]) -> Workflow:
    """A note (Communication) from a shift to the next of the same institution: given by one, added to by any, taken
    over and signed for by somebody else. `roles`: who works there in shifts."""
    shift = "|".join(f"{role}@recipient" for role in roles)
    return Workflow(
        id=id,
        title=title,
        focus="Communication",
        start="open",
        ends=frozenset({"taken"}),
        starters=shift,
        states=(
            State("open", "draft", Words("草稿", "Open")),
            State("given", "requested", Words("待接班", "To be taken over")),
            State("taken", "completed", Words("已接班", "Taken over")),
        ),
        steps=(
            Step("give", "open -> given", by=shift, title=Words("交班", "hand over"), needs=(_NOTE,),
                 does=(Append("payload", '{"contentString": "{note}"}'), Set("sent", "{now}"))),
            Step("add", "given -> =", by=shift, title=Words("补充说明", "add to it"), needs=(_MORE,),
                 does=(Append("payload", '{"contentString": "{text}"}'),)),
            Step("take", "given -> taken", by=shift, title=Words("接班", "take over"), not_by="give",
                 does=(Set("status", "completed"), Set("received", "{now}"))),
        ),
    )  # fmt: skip
