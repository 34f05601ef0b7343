"""Every page of the menu, for four roles, in both languages, on a desk, zoomed and on a phone: judged and measured.

axe-core comes with `npm ci` (a development dependency); the browser hands it to the page from outside, past the page's
own policy, which allows no such script.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from tests.journeys.browser import Reader, start

pytestmark = pytest.mark.journey
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DESK, ZOOMED, PHONE = 1280, 640, 390  # 640: what is left of 1280 at 200 % zoom
ROLES = {"马文博": ("en", DESK), "阿依古丽": ("zh", PHONE), "苏婷": ("zh", DESK), "李海燕": ("en", PHONE)}
"""Who looks, and in which language at which width the pages are judged, which takes longer than all the rest; one page
is the same piece of work in both languages."""
BESIDE = {  # what no first row of a list leads to
    "李海燕": ("/split-rules", "/pools/pool-mc-652328-1-2025-01", "/prepayments/pool-mc-652301-1-2025-01-batch-1",
               "/monthly-accounts/pool-mc-652301-1-2025-01-2025-01"),
}  # fmt: skip
SERIOUS = ("serious", "critical")
KNOWN: dict[int, set[str]] = {}
"""By width, the colours of texts and of what is behind them on the pages that were judged."""
RUN = """
const done = arguments[arguments.length - 1];
const rules = {"color-contrast": {enabled: arguments[0]}};
axe.run(document, {resultTypes: ["violations"], preload: false, rules}).then(
  (found) => done(found.violations.map((one) => [one.impact, one.id, one.help,
    one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + " @ " + node.target.join(" "))])),
  (error) => done([["critical", "axe", String(error), []]]));
"""
COLOURS = """
const clear = (colour) => colour === "transparent" || colour.startsWith("rgba(") && colour.endsWith(", 0)");
const opaque = (colour) => colour.startsWith("rgb(");
const behind = (one) => {
  const found = [];
  for (let at = one; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.opacity !== "1" || style.backgroundImage !== "none") found.push(style.opacity, style.backgroundImage);
    if (!clear(style.backgroundColor)) found.push(style.backgroundColor);
    if (opaque(style.backgroundColor)) break;
  }
  return found;
};
const speaks = (one) => /^(INPUT|SELECT|TEXTAREA)$/.test(one.tagName)
  || [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
const told = (one) => {
  const style = getComputedStyle(one);
  return [style.color, style.fill, style.fontSize, style.fontWeight, ...behind(one)].join(" ");
};
return [...new Set([...document.querySelectorAll("body *")].filter(speaks).map(told))];
"""
WIDER = """
const limit = document.documentElement.clientWidth;
return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > limit + 1
  && !one.closest(".bar-in, .chip-row dd, .table-box, .visually-hidden, .skip, .who")).slice(0, 4)
  .map((one) => one.outerHTML.slice(0, 120));
"""
LOADED = "return performance.getEntriesByType('resource').map((one) => one.name)"


def wide(driver: webdriver.Chrome, width: int) -> None:
    """Give the page a width in CSS pixels, as a phone or a zoomed window would."""
    shape = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width == PHONE}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shape)


LINKS = "return [...document.querySelectorAll(arguments[0])].map((one) => one.href)"


def opened(reader: Reader, beside: Sequence[str] = ()) -> Iterator[str]:
    """Opens the pages of the menu, and the first record that each of them leads to, then those `beside`, each once; its
    address."""
    found: list[str] = list(dict.fromkeys(reader.driver.execute_script(LINKS, "nav.bar a")))
    assert len(found) > 3
    listed = len(found)
    found += beside
    for number, address in enumerate(found):
        reader.open(address)
        inside = reader.driver.execute_script(LINKS, "main .sheet a") if number < listed else []
        record = [one for one in inside if "#" not in one and "export=" not in one][:1]
        found += [one for one in record if one not in found]
        yield address


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def judged(reader: Reader, address: str, known: set[str]) -> list[str]:
    """What is seriously wrong with the page that is open, in words. Whether its colours can be told apart is three
    quarters of the work: it is judged where some text has a colour, size, weight and ground as on no page of those
    `known`, for it hangs on nothing else."""
    if not reader.driver.execute_script("return Boolean(window.axe)"):
        reader.driver.execute_script(axe())
    colours = set(reader.driver.execute_script(COLOURS))
    found: Sequence[Any] = reader.driver.execute_async_script(RUN, bool(colours - known))
    known |= colours
    return [f"{address}: {id}: {told} {nodes}" for impact, id, told, nodes in found if impact in SERIOUS]


def overflowing(reader: Reader, address: str) -> list[str]:
    """What makes a page scroll sideways."""
    driver = reader.driver
    across, seen = driver.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return [f"{address}: {across} > {seen}: {driver.execute_script(WIDER)}"] if across > seen else []


def foreign(reader: Reader, site: str) -> list[str]:
    """What came from another host."""
    loaded: list[str] = reader.driver.execute_script(LOADED)
    return [one for one in loaded if not one.startswith((site, "data:"))]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """One browser for all pages."""
    driver = start(tmp_path_factory.mktemp("profile"))
    try:
        yield Reader(driver)
    finally:
        driver.quit()


def enters(reader: Reader, site: str, person: str, language: str) -> None:
    """Take up a person and a language by the buttons that say so."""
    reader.driver.delete_all_cookies()
    wide(reader.driver, DESK)
    reader.open(site)
    reader.click(person)
    if language == "en":
        reader._press(reader._named("header button", "English"))


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci)")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("person", ROLES)
def test_pages_are_for_everybody(site: str, reader: Reader, person: str, language: str) -> None:
    """Measured on a desk, on a phone and at twice their size: nothing is cut off; judged at one width."""
    enters(reader, site, person, language)
    spoken, at = ROLES[person]
    wrong: list[str] = []
    known = KNOWN.setdefault(at, set())
    for address in opened(reader, [site + one for one in BESIDE.get(person, ())]):
        for width in (DESK, ZOOMED, PHONE):
            wide(reader.driver, width)
            wrong += overflowing(reader, address)
            if (language, width) == (spoken, at):
                wrong += judged(reader, address, known)
        wrong += foreign(reader, site)
    assert wrong == []


PLANNER, COUNTY = "马文博", "阿依古丽"
TARGET = "/plans/changji-2024/targets/T07"
REQUIRED = "办理要求"


def test_what_was_typed_is_kept_until_it_went_through(site: str, reader: Reader) -> None:
    """A draft outlives a reload, a lost network and another page; it ends with the person, or when it was sent."""
    enters(reader, site, PLANNER, "zh")
    reader.open(site + TARGET)
    reader.unfold("下达督办单")
    reader.type(REQUIRED, "年内补齐五类中心")
    reader.reads("草稿已保留")
    reader.open(site + "/orders")
    reader.open(site + TARGET)
    reader.reads("已取回上次没有提交的草稿")
    assert reader.field(REQUIRED).get_attribute("value") == "年内补齐五类中心"

    offline(reader, True)
    reader.choose("督办单位", "木垒县卫生健康委员会")
    reader.type("办结期限", "2025-09-30")
    reader._named("main button", "下达督办单").click()
    reader.reads("没有提交任何内容")
    offline(reader, False)
    reader.open(site + TARGET)
    reader.click("下达督办单", "办理")
    reader.reads("已下达")
    reader.open(site + TARGET)
    reader.unfold("下达督办单")
    assert reader.field(REQUIRED).get_attribute("value") == ""

    reader.type(REQUIRED, "另一份草稿")
    reader.reads("草稿已保留")
    reader.become(COUNTY)
    assert not kept(reader)


def test_a_search_is_never_kept(site: str, reader: Reader) -> None:
    enters(reader, site, PLANNER, "zh")
    reader.open(site + "/institutions")
    reader.type("机构名称", "奇台")
    reader.click("查找")
    reader.reads("奇台县人民医院")
    assert not kept(reader)


def test_a_page_says_that_it_has_changed_and_reloads_nothing(site: str, reader: Reader) -> None:
    enters(reader, site, PLANNER, "zh")
    driver = reader.driver
    reader.open(site + "/orders")
    watching = driver.current_window_handle
    driver.switch_to.new_window("window")
    reader.open(site + TARGET)
    reader.unfold("下达督办单")
    reader.choose("督办单位", "奇台县卫生健康委员会")
    reader.type("办结期限", "2025-10-31")
    reader.type(REQUIRED, "说明进度，另一个窗口")
    reader.click("下达督办单", "办理")
    reader.reads("已下达")
    driver.close()
    driver.switch_to.window(watching)
    reader.reads("本页内容已有更新")
    assert "另一个窗口" not in reader.text
    reader.click("刷新")
    reader.reads("另一个窗口")


def kept(reader: Reader) -> list[str]:
    """The drafts in this tab."""
    found: list[str] = reader.driver.execute_script(
        "return Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))"
    )
    return found


def offline(reader: Reader, off: bool) -> None:
    """Take the network away from the browser, or give it back."""
    conditions = {"offline": off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    reader.driver.execute_cdp_cmd("Network.enable", {})
    reader.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
