"""Both languages are whole: in what is declared, in the source, and on every page that is drawn.

On an English page only names, quotations and what people typed are Chinese. They are marked `lang="zh-CN"`, and each
must be found in the data of the house: marking a phrase does not make it a name. On a Chinese page only the words of a
short list are Latin.
"""

import ast
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import FunctionType
from typing import Any

import orjson
import pytest
from starlette.applications import Starlette
from tests.clients.web.conftest import Visitor, opened
from tests.clients.web.test_shell import SAID_SO

import tongmai
from tongmai.base.words import Words
from tongmai.clients.web.marking import marked
from tongmai.clients.web.messages import read_messages
from tongmai.clients.web.routes import build
from tongmai.declared import Declared
from tongmai.house import House

HAN = re.compile(r"[\u3400-\u9fff]+")
FULL = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uffee]")
LATIN = re.compile(r"[A-Za-z][A-Za-z_-]{2,}")
PEOPLE = ("planner", "county-officer", "headquarters", "clinician", "referral-centre", "specialist", "resident")
SEEN_BY = ("planner", "clinician", "referral-centre")
BESIDE = ("/plans", "/plans/changji-2024/targets/T05", "/plans/changji-2024/targets/T13", "/institutions/th-a",
          "/policy/002", "/nowhere")  # fmt: skip
SAID_IN_BOTH = ("演示数据", "中文")
SPEAKING = {"aria-label", "title", "placeholder", "alt", "data-label"}
VOID = {"input", "link", "meta", "br", "img", "hr"}


# What is declared


def phrases(thing: Any, seen: set[int]) -> Iterator[Words]:
    """Every phrase in a declaration, through its parts and through what its functions hold."""
    if isinstance(thing, Words):
        yield thing
        return
    if isinstance(thing, str | bytes | int) or id(thing) in seen:
        return
    seen.add(id(thing))
    for part in _parts(thing):
        yield from phrases(part, seen)


def _parts(thing: Any) -> Iterable[Any]:
    if is_dataclass(thing) and not isinstance(thing, type):
        return [getattr(thing, field.name) for field in fields(thing)]
    if isinstance(thing, Mapping):
        return thing.values()
    if isinstance(thing, list | tuple | set | frozenset):
        return thing
    if isinstance(thing, FunctionType):
        return [*(cell.cell_contents for cell in thing.__closure__ or ()), *(thing.__defaults__ or ())]
    return ()


def test_every_declared_phrase_is_said_in_both_languages(it: Declared) -> None:
    found = list(phrases([*it.domains, *it.catalogue.measures.values(), *it.plans.values()], set()))
    assert len(found) > 1000
    assert [words for words in found if bool(words.zh.strip()) != bool(words.en.strip())] == []
    assert sorted({words.en for words in found if FULL.search(words.en)}) == []


def test_every_row_of_a_table_is_said_in_both_languages(house: House) -> None:
    wrong = []
    for name, table in house.tables.items():
        if {"zh", "en"} <= set(table.columns):
            wrong += [(name, row["zh"]) for row in table.rows if not row["en"].strip() or FULL.search(row["en"])]
    assert wrong == []


def test_every_state_begins_with_a_capital_in_english(house: House) -> None:
    """Names of states stand in boards, marks, lists, exports and refusals: they are written as sentences where they are
    declared, so that no page, file or sheet depends on a style to raise their first letter."""
    states = [words for file in ROOT.rglob("*.py") for words in named_states(ast.parse(file.read_text("utf-8")))]
    assert len(states) > 150
    rows = [
        row["en"] for name, table in house.tables.items() if name.endswith(("states", "statuses")) for row in table.rows
    ]
    assert len(rows) > 30
    assert sorted({name for name in (*states, *rows) if not name[:1].isupper()}) == []


def named_states(tree: ast.AST) -> Iterator[str]:
    """The English of every `State("…", …, Words(…))`, column of a board and member of a table named `STATES`."""
    for node in ast.walk(tree):
        table = isinstance(node, ast.Assign | ast.AnnAssign) and "STATES" in ast.unparse(node).split("=")[0]
        state = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "State"
        column = isinstance(node, ast.Call) and "Column(Words(" in ast.unparse(node)[:13]
        if table or state or column:
            spoken = [one for one in ast.walk(node) if isinstance(one, ast.Call) and ast.unparse(one.func) == "Words"]
            yield from (ast.literal_eval(one.args[1]) for one in spoken)


def test_every_message_is_said_in_its_language() -> None:
    messages = read_messages()
    wrong = {key: words.en for key, words in messages.items() if FULL.search(words.en.replace("演示数据", ""))}
    drills = {key for key in wrong if key.startswith("drill.")}  # its mark is seen by whoever looks, in both languages
    assert drills == {"drill.both"}
    assert {key: wrong[key] for key in wrong.keys() - drills} == {"language.other": "中文"}
    latin = {key: strangers(re.sub(r"\{\w+\}", "", words.zh)) for key, words in messages.items()}
    assert {key for key, words in latin.items() if words} == set()


def test_a_message_cut_at_its_comma_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "messages.yaml"
    wrong.write_text("a: {zh: 甲, en: one, two}", encoding="utf-8")
    with pytest.raises(ValueError, match="a: zh and en are expected"):
        read_messages(wrong)


# What is written in the source

SPEAKS = {"Words", "refuse", "Issue", "Named"}
ROOT = Path(tongmai.__file__).parent
NAMES_END = {"委", "局", "院", "中心", "政府", "部", "办"}  # how a unit's name is told from other words
DRAWN = [*(ROOT / "clients/web").glob("*.py"), *(ROOT / "engines/pages").glob("*.py"),
         *(ROOT / "domains").glob("*/pages.py"), *(ROOT / "domains").glob("*/pages/*.py")]  # fmt: skip


def alone(tree: ast.AST) -> list[tuple[int, str]]:
    """Chinese texts in the source that no English stands beside: outside Words(…), refusals, docstrings, and arguments
    that are followed by their English."""
    beside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            beside |= set(map(id, _paired(node.args)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SPEAKS:
            given = [*node.args, *(one.value for one in node.keywords)]
            beside |= {id(inner) for argument in given for inner in ast.walk(argument)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            beside.add(id(node.value))
    texts = [one for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    lone = [one for one in texts if HAN.search(str(one.value)) and id(one) not in beside]
    return [(one.lineno, str(one.value)) for one in lone if one.value not in NAMES_END]


def _paired(arguments: list[ast.expr]) -> list[ast.expr]:
    """Arguments that are followed by a text without Chinese."""
    return [
        one
        for one, following in pairwise(arguments)
        if isinstance(following, ast.Constant) and isinstance(following.value, str) and not HAN.search(following.value)
    ]


def test_a_text_that_stands_alone_is_found() -> None:
    source = 'a = Words("甲", "a")\nb = f("乙", "b")\nc = f("丙")\nd = "丁"\ne = g("戊", x, "e")'
    assert {text for _, text in alone(ast.parse(source))} == {"丙", "丁", "戊"}


@pytest.mark.parametrize(
    "file", [file for file in DRAWN if file.stem != "marking"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_chinese_stands_alone_in_what_draws_pages(file: Path) -> None:
    assert [f"{line}: {text}" for line, text in alone(ast.parse(file.read_text(encoding="utf-8")))] == []


# What is drawn


class Told(HTMLParser):
    """What a page says and to whom: texts and speaking attributes, each with whether it is marked as Chinese."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.texts: list[tuple[str, bool]] = []
        self.spoken: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.spoken += [value for name, value in given.items() if name in SPEAKING and value]
        inherited = self.open[-1][1] if self.open else False
        marks = str(given["lang"]).startswith("zh") if "lang" in given else inherited
        if tag not in VOID:
            self.open.append((tag, marks))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if data.strip() and not tags & {"script", "style", "datalist"}:  # what is typed to find: code and initials
            marks = bool(self.open) and self.open[-1][1]
            self.texts.append((data.strip(), marks or bool(tags & {"title", "textarea"})))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, it: Declared) -> Iterator[House]:
    with opened(it, tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture(scope="module")
def app(house: House) -> Starlette:
    return build(house)


@pytest.fixture(scope="module")
def known(house: House, it: Declared) -> str:
    """The names, quotations and typed texts of the house: everything that may stay Chinese."""
    texts: list[str] = [area.name for area in house.areas] + [area.short for area in house.areas]
    texts += [*house.places.values(), house.region_title.zh, *SAID_IN_BOTH, *institutions(it)]
    for plan in house.plans.values():
        texts += [plan.title.zh, plan.number, plan.issuer]
        texts += [text for one in plan.targets for text in (one.quotation, one.responsible_proposed)]
    texts += [text for one in house.documents for text in (one.title.zh, one.number, one.issuer, one.text)]
    texts += [item.quotation for item in house.items]
    for type in house.store.counts():
        for version in house.store.current(type):
            texts += HAN.findall(orjson.dumps(version.resource()).decode())
    return "\n".join(texts)


def institutions(it: Declared) -> list[str]:
    """Institutions that the tour names: those of the region's list, and the hospitals of its townships."""
    with (it.region.folder / "institutions.csv").open(encoding="utf-8") as rows:
        listed = [row["name"] for row in csv.DictReader(rows)]
    return listed + [f"{area.name}卫生院" for area in it.region.areas.values() if area.level == "township"]


def menu(visitor: Visitor) -> list[str]:
    bar = visitor.open("/").page.split('<nav class="bar"')[1].split("</nav>")[0]
    return re.findall(r'<a href="(/[^"]*)"', bar)


def strangers(text: str) -> set[str]:
    return {word for word in LATIN.findall(text) if word not in SAID_SO and not word.startswith("code-")}


def untranslated(page: str, known: str) -> list[str]:
    """Chinese on an English page that is not marked, or is marked and no name."""
    told = Told(page)
    bare = [f"not marked: {text}" for text, marks in told.texts if not marks and FULL.search(text)]
    said = [text for text, marks in told.texts if marks] + told.spoken
    foreign = [f"no name: {run} in {text[:60]}" for text in said for run in HAN.findall(text) if run not in known]
    return bare + foreign


@pytest.mark.parametrize("person", PEOPLE)
def test_an_english_page_is_english(visitor: Visitor, known: str, person: str) -> None:
    visitor.become(person).send("/language", language="en", back="/")
    wrong = {}
    for address in (*menu(visitor), *BESIDE):
        if found := untranslated(visitor.open(address).page, known):
            wrong[address] = sorted(set(found))
    assert wrong == {}


@pytest.mark.parametrize("person", PEOPLE)
def test_a_chinese_page_is_chinese(visitor: Visitor, person: str) -> None:
    visitor.become(person)
    wrong = {}
    for address in (*menu(visitor), *BESIDE):
        told = Told(visitor.open(address).page)
        if visitor.status == 404 and address != "/nowhere":
            continue  # the record is not in this small house; its type and id stand in the refusal
        said = [text for text, _ in told.texts] + [unescape(text) for text in told.spoken]
        if found := set().union(*(strangers(text) for text in said)):
            wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize(("page", "made"), [
    ("<p>Unit: 木垒县（新）, open</p>", '<p>Unit: <span lang="zh-CN">木垒县（新）</span>, open</p>'),
    ("<option value=\"1\">木垒 A</option>", '<option value="1" lang="zh-CN">木垒 A</option>'),
    ("<title>木垒</title><p>a</p>", "<title>木垒</title><p>a</p>"),
    ('<button lang="zh-CN">中文</button>', '<button lang="zh-CN">中文</button>'),
    ('<a title="木垒">a</a> 木垒<br>', '<a title="木垒">a</a> <span lang="zh-CN">木垒</span><br>'),
    ("<p>only English</p>", "<p>only English</p>"),
])  # fmt: skip
def test_chinese_is_marked_where_it_stands(page: str, made: str) -> None:
    assert marked(page) == made
