"""What is said outside a region's folder holds for a region of any kind: no text has a word that belongs to a
prefecture, a city or an autonomous region, nor a name of a place of one. Quotations and titles of documents are theirs
(docs/decisions/0108)."""

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tongmai.regions.region import FOLDER, named

SOURCES = FOLDER.parent
OWN = {path.name for path in FOLDER.iterdir() if path.is_dir() and (path / "plans").is_dir()}
"""Folders of regions, and of plans that no house is opened for."""
KIND = re.compile(
    r"(?<![贵广兰郑苏杭])州|自治区|全市|全区|市里|(?<!地)(?<!区的)市级|县市(?!区)|县[(（]市[)）]"
    r"|the prefecture\b(?![- ]level)|prefecture(?:'s| government)|[Aa]utonomous (?:region|prefecture)"
)
ENGLISH_OF_A_LEVEL = re.compile(r"\b[Pp]refecture\b(?![- ]level)")
QUOTED = re.compile(r"「[^」]*」|\S*〔\d{4}〕\d+号")
SOURCE_COLUMNS = {"source", "anchor"}
TITLES_OF_DOCUMENTS = "domains/plans/tables/documents.csv"


def files(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Each file outside the regions' folders, with what it says."""
    for path in sorted(SOURCES.rglob("*")):
        inside = path.relative_to(SOURCES)
        if path.suffix in suffixes and not (inside.parts[0] == "regions" and inside.parts[1] in OWN):
            yield inside.as_posix(), path.read_text(encoding="utf-8")


def of_python(text: str) -> Iterator[tuple[str, str]]:
    """Texts that are not explanations, each with its language: "en" for the English of a pair of words."""
    tree = ast.parse(text)
    passed = {id(part) for node in ast.walk(tree) for part in _explained(node)}
    english = {id(part) for node in ast.walk(tree) for part in _english(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield ("en" if id(node) in english else ""), node.value


def _explained(node: ast.AST) -> Iterator[ast.AST]:
    """Documentation, and what a column of a file may be called besides."""
    if isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.keyword) and node.arg == "also":
        yield from ast.walk(node.value)


def _english(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Words" and len(node.args) > 1:
        yield from ast.walk(node.args[1])


def of_table(text: str) -> Iterator[tuple[str, str]]:
    for row in csv.DictReader(text.splitlines()):
        for name, cell in row.items():
            if name not in SOURCE_COLUMNS:
                yield ("en" if name == "en" or name.endswith("_en") else ""), cell or ""


def of_yaml(text: str) -> Iterator[tuple[str, str]]:
    """Line by line: pairs of words stand in one; comments and sources are left out."""
    for line in text.splitlines():
        if not re.match(r"\s*(#|-?\s*(source|anchor):)", line):
            told = line.partition(" #")[0]
            yield "", told
            yield "en", " ".join(re.findall(r"\ben: ?([^{}]*)", told))


def whole(text: str) -> Iterator[tuple[str, str]]:
    yield from (("", line) for line in text.splitlines())


READERS = {".py": of_python, ".csv": of_table, ".yaml": of_yaml, ".html": whole, ".json": whole, ".md": whole}
CODES = {".json", ".md"}
"""Where English is of the programme and of its documentation: a prefecture is there a level of the statistical code."""


def said(suffix: str, text: str) -> list[str]:
    """The texts of a file that belong to one kind of region."""
    found = []
    for language, one in READERS[suffix](text):
        told = QUOTED.sub("", one)
        kind = KIND.search(told) if suffix not in CODES else re.search(KIND.pattern.partition("|the ")[0], told)
        if kind or (language == "en" and ENGLISH_OF_A_LEVEL.search(told)):
            found.append(one.strip())
    return found


@cache
def places() -> re.Pattern[str]:
    """What the regions that a house opens for are called, and their counties."""
    regions = [named(path.parent.name) for path in sorted(FOLDER.glob("*/region.yaml"))]
    names = [region.name.zh[:2] for region in regions]
    names += [area.name[:2] for region in regions for area in region.below(region.prefecture, "county")]
    return re.compile("|".join({*names, *(region.name.en.split()[0] for region in regions)}))


@pytest.mark.parametrize("suffix", READERS)
def test_no_text_belongs_to_one_kind_of_region(suffix: str) -> None:
    found = [f"{path}: {one}" for path, text in files(suffix) if path != TITLES_OF_DOCUMENTS
             for one in said(suffix, text)]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("suffix", sorted(set(READERS) - {".py"}))
def test_no_text_names_a_place_of_a_region(suffix: str) -> None:
    """Of Python tests/house/test_regions.py asks the same, and more. Explanations may: a README is no page."""
    found = [f"{path}: {one}" for path, text in files(suffix) if path != TITLES_OF_DOCUMENTS and suffix != ".md"
             for _, one in READERS[suffix](text) if places().search(QUOTED.sub("", one))]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("suffix", "text", "caught"),
    [(".py", 'Words("待州核", "Waits")', True), (".py", 'Words("待审核", "Waits for the prefecture")', True),
     (".py", 'Words("审", "Prefecture review")', True), (".py", 'f(g, Words(f"{n}市级", "x"))', True),
     (".py", '"""The prefecture."""\nlevel = "prefecture"', False), (".py", 'Column("a", also=("县市",))', False),
     (".py", 'Words("待地市审核", "Waits for the prefecture level")', False),
     (".py", 'Words("设区的市级人民政府", "prefecture-level government")', False),
     (".csv", "code,zh,en,source\nprefecture,地市级,prefecture-level,002「州级」", False),
     (".csv", "code,zh,en,source\nprefecture,州级,x,y", True), (".csv", "code,en\na,of the prefecture", True),
     (".yaml", "title: {zh: 县(市)队伍, en: teams}", True), (".yaml", "  source: 002 州级", False),
     (".yaml", "title: {zh: 名, en: prefecture team}", True), (".html", "<td>州人民政府</td>", True)],
)  # fmt: skip
def test_a_planted_word_is_caught(suffix: str, text: str, caught: bool) -> None:
    assert bool(said(suffix, text)) is caught
