"""Cookies, headers and form tokens, on every kind of answer that pages and interface give."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.routing import Route
from tests.clients.web.conftest import Visitor, opened

from tongmai.clients.web.headers import SafeHeaders
from tongmai.clients.web.routes import build
from tongmai.declared import Declared
from tongmai.house import House
from tongmai.programs.serving import application

ANSWERS = (
    "/",
    "/sign-in",
    "/tour",
    "/nowhere",
    "/policy",
    "/static/nothing.css",
    "/fhir/metadata",
    "/fhir/Patient/none",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, it: Declared) -> Iterator[House]:
    with opened(it, tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture
def app(house: House) -> SafeHeaders:
    """As it is served: pages and interface."""
    return application(house, house.settings)


def asked(visitor: Visitor, method: str, url: str, **more: Any) -> httpx.Response:
    answer: httpx.Response = visitor.loop.run_until_complete(visitor.client.request(method, url, **more))
    return answer


def cookie(answer: httpx.Response) -> str:
    (found,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("tongmai=")]
    return found.lower()


def test_the_session_cookie_is_for_this_site_alone_and_no_script_reads_it(visitor: Visitor) -> None:
    told = cookie(asked(visitor, "GET", "http://house/sign-in"))
    assert "httponly" in told
    assert "samesite=lax" in told
    assert "path=/" in told
    assert "domain=" not in told
    assert "secure" not in told  # on the loopback; a browser would not send it back


def test_over_https_the_cookie_stays_on_https(visitor: Visitor) -> None:
    answer = asked(visitor, "GET", "https://house/sign-in")
    assert cookie(answer).endswith("; secure")
    assert "max-age=" in answer.headers["strict-transport-security"]
    again = asked(visitor, "GET", "https://house/fhir/metadata")
    assert "max-age=" in again.headers["strict-transport-security"]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_bears_the_safe_headers(visitor: Visitor, address: str) -> None:
    visitor.become("planner")
    headers = asked(visitor, "GET", f"http://house{address}").headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {policy[one] for one in ("script-src", "style-src", "connect-src", "form-action", "font-src")} == {"'self'"}
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_no_page_carries_a_script_or_style_of_its_own_or_asks_another_host(visitor: Visitor) -> None:
    visitor.become("planner").open("/")
    seen = {"/", "/sign-in", *re.findall(r'<a [^>]*href="(/[^"#?]*)"', visitor.page)}
    assert len(seen) > 8
    for address in sorted(seen):
        page = visitor.open(address).page
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! src)|javascript:", page), address
        outside = re.findall(
            r'<(?:script|link|img|iframe|form)\b[^>]*(?:src|href|action)="((?:https?:)?//[^"]*)"', page
        )
        assert outside == [], address


def posts(house: House) -> list[str]:
    """Every address that takes a POST, filled with words that match."""
    routes = [one for one in build(house).routes if isinstance(one, Route) and "POST" in (one.methods or ())]
    filled = [re.sub(r"\{(\w+):int\}", "1", one.path) for one in routes]
    return [re.sub(r"\{[^}]+\}", "plans", path) for path in filled]


@pytest.mark.parametrize("kept", ["", "of another session"])
def test_no_form_is_taken_without_the_token_of_its_session(visitor: Visitor, house: House, kept: str) -> None:
    visitor.become("planner")
    addresses = posts(house)
    assert {"/sign-in", "/language", "/work/plans/plans", "/plans", "/tour/1"} <= set(addresses)
    before = house.store.last_change()
    for address in addresses:
        sent = {"_token": kept, "person": "resident", "language": "en"} if kept else {"person": "resident"}
        answer = asked(visitor, "POST", f"http://house{address}", data=sent)
        assert answer.status_code == 403, address
        assert "web.form-token" in answer.text, address
    assert house.store.last_change() == before
    visitor.open("/")
    assert 'lang="zh' in visitor.page


def test_the_interface_takes_no_form_of_another_site(visitor: Visitor) -> None:
    """A page elsewhere can send a form with the reader's cookie, but no JSON: what is no JSON is refused."""
    visitor.become("planner")
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
        answer = asked(visitor, "POST", "http://house/fhir/Organization", content=b"{}", headers={"content-type": kind})
        assert answer.status_code == 415


def test_signing_in_renews_the_token_and_leaves_nothing_of_the_one_before(visitor: Visitor) -> None:
    visitor.become("planner").send("/language", language="en", back="/tour")
    old, cookie_before = visitor.token, visitor.client.cookies["tongmai"]
    visitor.become("resident")
    assert visitor.token != old
    assert visitor.client.cookies["tongmai"] != cookie_before
    assert 'lang="en"' in visitor.page  # the language is the reader's, and stays
    assert visitor.send("/language", token=old, language="zh", back="/tour").status == 403


def test_a_cookie_that_was_touched_is_nobodys(visitor: Visitor) -> None:
    visitor.become("planner")
    kept = visitor.client.cookies["tongmai"]
    visitor.client.cookies.clear()
    touched = kept[:5] + ("A" if kept[5] != "A" else "B") + kept[6:]
    answer = asked(
        visitor, "GET", "http://house/plans", headers={"cookie": f"tongmai={touched}"}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")
