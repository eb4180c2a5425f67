"""What every test folder shares: the data beside the checkout, and what may be absent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

pytest_plugins = ["tests.servers.fixtures"]

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = {name.strip() for name in os.environ.get("DUTYGRAPH_REQUIRE", "").split(",") if name.strip()}

# A slow minute of the machine is no failure.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def absent(name: str, why: str) -> NoReturn:
    """Skip because `name` is not there; fail where DUTYGRAPH_REQUIRE names it."""
    if name in REQUIRED:
        pytest.fail(f"DUTYGRAPH_REQUIRE names {name}, but {why}")
    pytest.skip(why)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real documents, gold and measurements beside the checkout."""
    folder = Path(os.environ.get("DUTYGRAPH_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        absent("shared", f"there is no folder {folder}")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
