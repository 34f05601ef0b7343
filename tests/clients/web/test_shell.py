"""What every page promises: signed in, safe, in two languages, marked as a demonstration."""

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from tests.clients.web.conftest import Visitor, opened

from tongmai.clients.web.messages import placeholders, read_messages
from tongmai.clients.web.routes import build
from tongmai.declared import Declared
from tongmai.house import House

PLAIN_PAGES = (
    "/", "/plans/changji-2024", "/plans/changji-2024/targets/T13", "/plans/changji-2024/targets/T05", "/orders",
    "/reports", "/determinations", "/institutions", "/institutions/th-a", "/certificates", "/policy", "/policy/002",
    "/tour", "/residents", "/residents/registration", "/my-record",
)  # fmt: skip
LATIN = re.compile(r"[A-Za-z][A-Za-z_-]{2,}")
SAID_SO = {
    "English",
    "Excel",
    "Word",
    "xlsx",
    "csv",
    "EMR",
    "BSL",
    "MRI",
    "Project",
    "DRG",
    "DIP",
    "MDT",
    "AEFI",
    "CSSD",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, it: Declared) -> Iterator[House]:
    """One house for all: nothing is written here."""
    with opened(it, tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture(scope="module")
def app(house: House) -> Starlette:
    return build(house)


def test_whoever_is_not_signed_in_is_asked_to(visitor: Visitor) -> None:
    visitor.open("/plans/changji-2024")
    assert visitor.at == "/sign-in"
    assert "选择身份进入" in visitor.text


def test_a_form_without_its_token_changes_nothing(visitor: Visitor) -> None:
    visitor.open("/sign-in").send("/sign-in", token="another", person="planner")
    assert visitor.status == 403
    assert "web.form-token" in visitor.text
    assert visitor.open("/").at == "/sign-in"


@pytest.mark.parametrize("address", PLAIN_PAGES)
def test_a_chinese_page_shows_no_english_and_says_demonstration(visitor: Visitor, address: str) -> None:
    visitor.become("planner").open(address)
    assert visitor.status == 200
    assert "演示数据" in visitor.text
    strangers = {word for word in LATIN.findall(visitor.text) if word not in SAID_SO and not word.startswith("code-")}
    assert strangers == set()
    assert "{" not in visitor.text


@pytest.mark.parametrize("address", PLAIN_PAGES)
def test_the_english_page_says_demonstration_too(visitor: Visitor, address: str) -> None:
    visitor.become("planner").send("/language", language="en", back=address)
    assert visitor.status == 200
    assert 'lang="en"' in visitor.page
    assert "演示数据" in visitor.text


@pytest.mark.parametrize("person", ["planner", "county-officer", "headquarters", "clinician", "specialist", "resident"])
def test_everything_offered_to_a_person_opens(visitor: Visitor, person: str) -> None:
    visitor.become(person).open("/")
    offered = re.findall(r'<a href="(/[^"]*)"', visitor.page.split('<nav class="bar"')[1].split("</nav>")[0])
    assert "/policy" in offered
    for address in offered:
        assert visitor.open(address).status == 200, address


def test_headers_forbid_what_a_page_does_not_need(visitor: Visitor) -> None:
    visitor.become("planner").open("/plans/changji-2024")
    policy = visitor.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert visitor.headers["cache-control"] == "no-store"
    assert visitor.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! src)", visitor.page)


def test_an_unknown_page_is_told_as_a_page(visitor: Visitor) -> None:
    visitor.become("planner").open("/nowhere")
    assert visitor.status == 404
    assert "没有这个页面或记录" in visitor.text


def test_the_way_back_stays_inside_the_site(visitor: Visitor) -> None:
    visitor.open("/sign-in").send("/sign-in", person="planner", back="//elsewhere.example/")
    assert visitor.at == "/"


def test_both_languages_fill_the_same_placeholders() -> None:
    for key, words in read_messages().items():
        assert placeholders(words.zh) == placeholders(words.en), key
        assert words.zh
        assert words.en


def test_a_refusal_tells_posts_by_their_titles(visitor: Visitor) -> None:
    """No id of a role and no name of a rule stands before the fold; who only looked is told of no change."""
    visitor.become("resident")
    for language in ("zh", "en"):
        visitor.send("/language", language=language, back="/")
        shown = visitor.open("/certificates").content.decode().partition('<details class="problem-rule"')[0]
        assert visitor.status == 403
        told = shown.partition('<div class="problem">')[2]
        assert told
        assert "county-officer" not in told
        assert "registry.certificate" not in told
        assert "Nothing was changed" not in visitor.text
        assert "没有改动任何记录" not in visitor.text
