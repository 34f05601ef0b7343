"""The template environment: pages drawn in the reader's language with escaped text."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from tongmai.base.words import Words
from tongmai.clients.web.cells import begun, column_class, counted, draw_cell, draw_fact, draw_row, openings, say
from tongmai.clients.web.marking import marked
from tongmai.clients.web.messages import phrase, read_messages
from tongmai.clients.web.picking import label
from tongmai.clients.web.plot import plot, tiled
from tongmai.clients.web.squares import grouped, squares
from tongmai.engines.pages.fill import Filled

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
LONG = 28  # letters of an option beyond which its field is drawn wider; a Chinese character is as wide as two


def breadth(text: str) -> int:
    """How wide a text is drawn, in Latin letters."""
    return sum(1 if letter < "\u2e80" else 2 for letter in text)


class _Compiled(BytecodeCache):
    """What the templates became, for all houses of a process; what is kept of another text is made anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Drawing:
    """Draws templates; knows the fingerprints of the static files."""

    def __init__(self, printed: Mapping[str, str]) -> None:
        """`printed`: the rooms' printed forms, `room/name` to the text of the template."""
        self._messages = read_messages()
        self._prints: dict[str, str] = {}
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(FOLDER / "templates"), DictLoader(dict(printed))]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_COMPILED,
        )
        self._environment.globals.update(
            plot=plot,
            tiled=tiled,
            squares=squares,
            grouped=grouped,
            static=self.static,
            column_class=column_class,
            kept=kept,
        )

    def static(self, name: str) -> str:
        """The address of a static file, with a fingerprint of its content so that browsers may keep it."""
        if name not in self._prints:
            path = STATIC / name
            content = path.read_bytes() if path.is_file() else b""
            self._prints[name] = hashlib.sha256(content).hexdigest()[:12]
        return f"/static/{name}?v={self._prints[name]}"

    def words(self, key: str) -> Words:
        return self._messages[key]

    def phrase(self, language: str, key: str, **values: object) -> str:
        return phrase(self._messages, language, key, **values)

    def page(self, template: str, language: str, values: Mapping[str, Any]) -> str:
        """A whole page as HTML."""
        page = self._environment.get_template(template).render(
            values,
            language=language,
            t=partial(phrase, self._messages, language),
            say=lambda text: say(text, language),
            begun=lambda text: begun(text, language),
            cell=lambda item: draw_cell(item, language),
            counted=lambda unit, value: counted(unit, value, language),
            fact=lambda item: draw_fact(item, language),
            openings=lambda heads: openings(heads, language),
            row_cells=lambda cells, opens: draw_row(cells, opens, language),
            long_option=lambda options: any(breadth(say(text, language)) > LONG for _, text in options),
            pick_label=lambda value, text: label(value, text, language),
        )
        return page if language == "zh" else marked(page)


@pass_context
def kept(context: Context, part: Filled) -> Markup:
    """A block that is the same for everybody, drawn once in each language. What else its templates read stands in the
    key: where it stands, the page's title and how its tables are exported; a form's token is nobody else's, so with one
    it is drawn anew."""
    offer = context["exporting"]
    key = (part.id, context["language"], context["title"], offer.href if offer else "")
    assert part.drawn is not None
    if key not in part.drawn or (offer and offer.fields):
        template = context.environment.get_template(f"blocks/{part.kind}.html")
        drawn = template.render({**context.get_all(), "part": part, "model": part.model})
        if offer and offer.fields:
            return Markup(drawn)
        part.drawn[key] = drawn
    return Markup(part.drawn[key])
