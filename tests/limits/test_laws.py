"""Laws in Traditional script: tiers by shares of a named amount, delegation, and who only records."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dutygraph.graph.text.limits import read_limits
from tests.limits.test_limits import cases, shown

_ITEM = re.compile(r"\r?\n\s*(?=[一二三四五六七八九十]+、|\([一二三四五六七八九十]\)|\d\s)")


def part(shared_dir: Path, case: dict[str, Any]) -> str:
    """The item of an article that opens with some words; line breaks of the print are taken out."""
    (file,) = (shared_dir / "data/documents").glob(f"{case['law']}_*.json")
    law = json.loads(file.read_text(encoding="utf-8"))
    articles = {a["條號"]: a["條文內容"] for a in law["法規內容"] if "條號" in a}
    items = [re.sub(r"\r?\n\s*", "", item) for item in _ITEM.split(articles[case["article"]])]
    (found,) = [item.strip() for item in items if item.strip().startswith(case["opens"])]
    return found


@pytest.mark.parametrize("case", cases("laws"))
def test_the_tiers_of_a_law(case: dict[str, Any], shared_dir: Path) -> None:
    said = [f"{t['role']} {t['act']} {t['in']} {t['of']}{' of ' + t['base'] if 'base' in t else ''}"
            for t in map(shown, read_limits(part(shared_dir, case)))]  # fmt: skip
    assert said == case["tiers"]
