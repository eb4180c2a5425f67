"""The live page over real graphs behind a real server, and a Chromium to use it in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dutygraph.api import page
from dutygraph.api.cli import dutygraph
from dutygraph.api.http import create_app
from dutygraph.api.http.access import Access
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph.engines import open_engine
from tests.conftest import ROOT
from tests.http.serving import serving
from tests.report.conftest import chromium, hostile_documents

__all__ = ["chromium"]

SHOWN = """return [...document.querySelectorAll(arguments[0])]
    .filter(node => node.checkVisibility()).map(node => (node.innerText ?? node.textContent).trim())"""


@contextmanager
def site(folder: Path, access: Access | None = None) -> Iterator[str]:
    """The address of a server over `folder`, as `dutygraph serve` starts it."""
    engine = open_engine(str(folder / "graph.kgl"))
    workspace = Workspace(engine, folder)
    app = create_app(workspace, access=access)
    page.add(app, workspace)
    try:
        with serving(app) as port:
            yield f"http://127.0.0.1:{port}"
    finally:
        workspace.close()
        engine.close()


def loaded(folder: Path) -> Path:
    """The folder with a graph of its documents."""
    result = CliRunner().invoke(dutygraph, ["load", str(folder), "--graph", str(folder / "graph.kgl")])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="session")
def examples_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the examples and their graph."""
    return loaded(Path(shutil.copytree(ROOT / "examples", tmp_path_factory.mktemp("live") / "examples")))


@pytest.fixture(scope="session")
def examples(examples_folder: Path) -> Iterator[str]:
    """A server over the examples; tests that decide something take it back."""
    with site(examples_folder) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over job sheets whose every name is hostile."""
    with site(loaded(hostile_documents(tmp_path_factory.mktemp("hostile")))) as address:
        yield address


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[str]:
    """A server that nobody has given anything yet."""
    with site(tmp_path) as address:
        yield address


class Reader:
    """Somebody at a browser."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.clicks = 0

    def open(self, address: str, width: int = 1280, *, scripts: bool = True, scheme: str = "light") -> None:
        """Go to an address."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.command("Emulation.setDeviceMetricsOverride", **size)
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.browser.get(address)

    def command(self, name: str, **given: Any) -> Any:
        """A command of the developer tools."""
        return self.browser.execute_cdp_cmd(name, given)

    def run(self, program: str, *given: Any) -> Any:
        """What a script says."""
        return self.browser.execute_script(program, *given)

    def shown(self, selector: str) -> list[str]:
        """The texts of what can be seen."""
        texts: list[str] = self.run(SHOWN, selector)
        return texts

    def find(self, selector: str) -> Any:
        """The first element."""
        return self.browser.find_element("css selector", selector)

    def click(self, selector: str, text: str = "") -> None:
        """Click on the first element, or the first that holds a text."""
        every = self.browser.find_elements("css selector", selector)
        element = next(each for each in every if text in each.text)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        self.clicks += 1

    def until(self, condition: Callable[[], Any]) -> Any:
        """What the condition says once it says something."""
        from selenium.common.exceptions import StaleElementReferenceException
        from selenium.webdriver.support.wait import WebDriverWait

        wait = WebDriverWait(
            self.browser, 120, poll_frequency=0.05, ignored_exceptions=[StaleElementReferenceException]
        )
        return wait.until(lambda _: condition())

    def refresh_until(self, condition: Callable[[], Any]) -> None:
        """Open the page anew until the condition holds, as a browser without scripts does by itself."""

        def holds() -> Any:
            self.browser.refresh()
            return condition()

        self.until(holds)

    def tab_to(self, selector: str) -> None:
        """Press the tabulator until an element has the focus."""
        from selenium.webdriver.common.keys import Keys

        for _ in range(150):
            if self.run("return document.activeElement.matches(arguments[0])", selector):
                return
            self.press(Keys.TAB)
        raise AssertionError(f"no tabulator leads to {selector}")

    def press(self, *keys: str) -> None:
        """Press keys."""
        self.browser.switch_to.active_element.send_keys(*keys)


@pytest.fixture
def reader(chromium: Any) -> Iterator[Reader]:
    """Somebody who has never been here; whatever the console says against a page fails the test."""
    chromium.get_log("browser")
    yield Reader(chromium)
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    chromium.delete_all_cookies()
    refused = ("the server responded with a status of 4",)
    said = [entry["message"] for entry in chromium.get_log("browser")]
    assert [each for each in said if not any(part in each for part in refused)] == []
