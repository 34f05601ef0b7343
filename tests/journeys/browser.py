"""A person at a browser: reads, clicks and types what stands on the page. Calls no end-point, sets no cookie."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
    "--disable-site-isolation-trials", "--disable-threaded-compositing", "--disable-partial-raster",
    "--disable-checker-imaging", "--disable-smooth-scrolling",
    "--disable-features=RenderDocument,ProactivelySwapBrowsingInstance,BackForwardCache,site-per-process",
)  # fmt: skip
"""The last three lines: no process of its own for each page, no picture put together beside the page. What a page is
and does stays the same, and it costs the machine half. With them a picture of a page is waited for in vain."""
PATIENCE = 30.0
_UNBOUND = {"downloadThroughput": -1, "uploadThroughput": -1}


def start(profile: Path, width: int = 1280) -> webdriver.Chrome:
    """Debian's chromium with a profile of its own."""
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},1000"):
        options.add_argument(flag)
    options.binary_location = "/usr/bin/chromium"
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def forget(driver: webdriver.Chrome, site: str) -> None:
    """Nothing is kept of who used this browser before: no window, no cookie, no draft, no size, no cut cable."""
    first, *others = driver.window_handles
    for window in others:
        driver.switch_to.window(window)
        driver.close()
    driver.switch_to.window(first)
    driver.get("about:blank")
    for command, told in (
        ("Network.enable", {}),
        ("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **_UNBOUND}),
        ("Network.clearBrowserCookies", {}),
        ("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"}),
        ("Emulation.clearDeviceMetricsOverride", {}),
    ):
        driver.execute_cdp_cmd(command, told)


def plain(text: str) -> str:
    """What a person reads, whatever the line breaks."""
    return re.sub(r"\s+", " ", text)


# The page itself is asked once for what can be read: asking the driver about each link in turn takes longer than the
# page takes to come.
SEEN = """
const plain = (text) => (text ?? "").replace(/\\s+/g, " ").trim();  // a link in a drawing has no inner text
const hidden = {opacityProperty: true, visibilityProperty: true};
const seen = (one) => one.getClientRects().length > 0 && one.checkVisibility(hidden);
"""
NAMED = (
    SEEN
    + """
const [tags, words, within] = arguments;
const sections = [...document.querySelectorAll("section")];
const root = within ? sections.find((one) => one.innerText.includes(within)) : document;
const found = root ? [...root.querySelectorAll(tags)].filter(seen) : [];
const exact = found.find((one) => plain(one.innerText) === plain(words));
return exact || found.find((one) => plain(one.innerText).includes(plain(words))) || null;
"""
)
IN_MENU = (
    SEEN
    + """
const links = [...document.querySelectorAll("nav a")];
const found = links.find((one) => plain(one.textContent) === plain(arguments[0]))
  || links.find((one) => plain(one.textContent).includes(plain(arguments[0])));
return found ? (seen(found) ? found : found.closest("details").querySelector("summary")) : null;
"""
)
LABELLED = (
    SEEN
    + """
const [words, form] = arguments;
const sends = (one) => [...(one.closest("form")?.querySelectorAll("button") ?? [])].some(
  (button) => plain(button.innerText) === form);
const label = [...document.querySelectorAll("label")].find(
  (one) => seen(one) && plain(one.innerText).replace(/[*]+$/, "") === words && (!form || sends(one)));
return label ? document.getElementById(label.htmlFor) : null;
"""
)


@dataclass
class Reader:
    """One person before one browser."""

    driver: webdriver.Chrome

    def open(self, address: str) -> None:
        self.driver.get(address)

    @property
    def text(self) -> str:
        return plain(str(self.driver.execute_script("return document.body ? document.body.innerText : ''")))

    def reads(self, words: str) -> None:
        """Wait until the words can be read."""
        self._until(lambda: plain(words) in self.text, f"cannot read {words!r} on {self.driver.current_url}")

    def _until(self, holds: Callable[[], Any], complaint: str) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if found := holds():
                    return found
            except StaleElementReferenceException:
                pass
            time.sleep(0.05)
        raise AssertionError(f"{complaint}, where stands: {self.text[:2_000]}")

    def _named(self, tags: str, words: str, within: str = "") -> WebElement:
        """The first visible element of these tags that reads so, inside the section with that title."""
        return self._until(
            lambda: self.driver.execute_script(NAMED, tags, words, within),
            f"nothing to use reads {words!r} on {self.driver.current_url}",
        )

    def click(self, words: str, within: str = "") -> None:
        """Press a link or a button by its words, and wait for the next page where one comes."""
        self._press(self._named("main a, main button", words, within))

    def goes(self, words: str) -> None:
        """Follow a link of the navigation; one that is folded is unfolded first."""
        found = self._until(lambda: self.driver.execute_script(IN_MENU, words), f"the menu has no {words!r}")
        if found.tag_name == "summary":
            found.click()
            found = self._named("nav a", words)
        self._press(found)

    def attach(self, label: str, file: Path) -> None:
        """Choose a file of one's own machine."""
        self.field(label).send_keys(str(file))

    def _press(self, element: WebElement) -> None:
        page = self.driver.find_element(By.TAG_NAME, "html")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()
        self._gone(page)

    def _gone(self, page: WebElement) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                page.is_enabled()
            except Exception:  # the old page is gone
                return
            time.sleep(0.02)

    def unfold(self, words: str) -> None:
        """Open a fold by its title; nothing where what bears the title stands open already."""
        fold = self._named("summary, .deed-open h3", words)
        if fold.tag_name != "summary" or self.driver.execute_script("return arguments[0].parentElement.open", fold):
            return
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", fold)
        fold.click()

    def field(self, label: str, form: str = "") -> WebElement:
        """The visible field under a label, in the form that a button of these words sends."""
        return self._until(
            lambda: self.driver.execute_script(LABELLED, label, form),
            f"no field {label!r} on {self.driver.current_url}",
        )

    def type(self, label: str, text: str, form: str = "") -> None:
        """Until it stands there: what a page does meanwhile may take the focus away between two keys."""
        complaint = f"{label!r} does not take {text!r} on {self.driver.current_url}"
        self._until(lambda: self._typed(label, text, form), complaint)

    def _typed(self, label: str, text: str, form: str) -> bool:
        field = self.field(label, form)
        field.clear()
        field.send_keys(self._keys(field, text))
        return bool(field.get_property("value") == text)

    def _keys(self, field: WebElement, text: str) -> str:
        """As they are pressed. A date takes its parts in the order in which the browser's language writes them."""
        kind = field.get_attribute("type")
        if kind == "date":
            year, month, day = text.split("-")
            return f"{year.zfill(6)}{month}{day}" if self._year_first(field) else f"{month}{day}{year}"
        if kind == "month":
            year, month = text.split("-")
            return Keys.TAB.join((year, month) if self._year_first(field) else (month, year))
        return text

    def _year_first(self, field: WebElement) -> bool:
        return str(self.driver.execute_script("return navigator.language")).startswith("zh")

    def choose(self, label: str, text: str, form: str = "") -> None:
        Select(self.field(label, form)).select_by_visible_text(text)

    def network(self, on: bool) -> None:
        """Pull the cable, or put it back."""
        self.driver.execute_cdp_cmd("Network.enable", {})
        told = {"offline": not on, "latency": 0, **_UNBOUND}
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", told)

    def become(self, name: str) -> None:
        """Switch the person in the header."""
        menu = self.driver.find_element(By.CSS_SELECTOR, "details.who summary")
        menu.click()
        self._press(self._named(".who-list button", name))

    def leaves(self) -> None:
        """Leave a drill by the one link that leads out of it."""
        self._press(self._named(".drill a", "离开演练"))

    def does(self, act: Mapping[str, str]) -> None:
        """One line of the tour's `do`."""
        if "click" in act:
            self.click(act["click"], act.get("within", ""))
        elif "open" in act:
            self.unfold(act["open"])
        elif "type" in act:
            self.type(act["type"], act["text"])
        elif "go" in act:
            self.goes(act["go"])
        elif "choose" in act:
            self.choose(act["choose"], act["text"])
        elif "become" in act:
            self.become(act["become"])
        elif "leave" in act:
            self.leaves()
        else:
            self.reads(act["read"])
