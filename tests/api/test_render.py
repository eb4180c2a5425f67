"""Tables line up with Chinese in them, fit a terminal, and hand no formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.api.render import Sheet, as_csv, as_markdown, as_table, display_width, wrap
from dutygraph.api.words import LANGUAGES, words
from dutygraph.graph.catalog import catalog

EN, ZH = words("en"), words("zh")


def test_columns_line_up_whatever_the_script() -> None:
    text = as_table(Sheet(("title", "direct_reports"), [("销售总监", 12), ("Clerk", 3)]), EN)
    assert text.splitlines() == [
        "title     direct reports",
        "────────  ──────────────",
        "销售总监              12",
        "Clerk                  3",
    ]


def test_chinese_headings_and_values() -> None:
    text = as_table(Sheet(("title", "line"), [("业务员", "alternative")]), ZH)
    assert text.splitlines()[0] == "名称    汇报关系"
    assert "备选" in text


def test_evidence_stands_below_its_row_and_the_rest_is_counted() -> None:
    piece: Any = SimpleNamespace(document_key="a.txt", quote="直接上级：\n销售总监", locator="line 3")
    sheet = Sheet(("title",), [("区域经理",)], evidence=[(piece, piece, piece)], most_quotes=1)
    assert as_table(sheet, EN).splitlines()[2:] == [
        "区域经理",
        "    “直接上级： 销售总监” — a.txt, line 3",
        "    … and 2 more",
    ]


@given(st.text(st.sampled_from("职责ab 业务,\u0301"), max_size=60), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_wide_table_fits_the_terminal() -> None:
    sheet = Sheet(("title", "duty"), [("销售总监", "制定年度销售计划，分解到各区域并组织实施" * 5)])
    lines = as_table(sheet, EN, 60).splitlines()
    assert max(map(display_width, lines)) <= 60
    assert len(lines) > 5


def test_what_is_too_wide_for_a_table_comes_as_blocks() -> None:
    sheet = Sheet(tuple("abcdef"), [("制定年度销售计划，分解到各区域并组织实施",) * 5 + (None,)])
    lines = as_table(sheet, EN, 60).splitlines()
    assert lines[0].startswith("── 1 ──")
    assert lines[1].startswith("owner A  制定年度销售计划")
    assert max(map(display_width, lines)) <= 60
    assert not any(line.startswith("f ") for line in lines), "an absent value takes no line"


def test_markdown_keeps_marks_of_the_text_out_of_the_table() -> None:
    text = as_markdown(Sheet(("duty",), [("a|b <script> *x*\nc",)]), EN)
    assert text.splitlines()[2] == r"| a\|b \<script> \*x\*<br>c |"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\rx"])
def test_csv_hands_no_formula_to_a_spreadsheet(text: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(Sheet(("duty", "score"), [(text, -1.5)])), newline="")))
    assert rows == [["duty", "score"], ["'" + text.replace("\r", "\n"), "-1.5"]]


def test_every_column_and_question_has_its_chinese() -> None:
    questions = catalog().questions.values()
    columns = {column.name for query in questions for column in query.columns}
    assert not {name for name in columns if ZH.column(name) == name.replace("_", " ")}
    assert not {query.name for query in questions if ZH.question(query.name, "") == ""}


def test_both_languages_have_the_same_texts() -> None:
    en, zh = (words(lang)._texts for lang in LANGUAGES)
    for section in ("common", "load", "audit"):
        assert en[section].keys() == zh[section].keys()
