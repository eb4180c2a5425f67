"""The architecture page shows what the imports are."""

from __future__ import annotations

from tests.trust.architecture import BLOCK, PAGE, picture


def test_the_picture_is_that_of_the_imports() -> None:
    found = BLOCK.search(PAGE.read_text(encoding="utf-8"))
    assert found and found[0] == picture(), "run `python -m tests.trust.architecture`"
