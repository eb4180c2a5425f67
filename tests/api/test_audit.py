"""`dutygraph audit`: the first command a new user runs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

from tests.api.conftest import EXAMPLES, Run, process


def copy_examples(here: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES, here / "docs"))


def test_summary_shows_overlaps_spans_and_paths_with_their_sentences(run: Run) -> None:
    text = run("audit", EXAMPLES, "--out", "out").stdout
    assert "Documents read: 3; not read: 0" in text
    assert "Overlapping duties" in text
    assert "收集、整理客户资料，建立客户档案" in text
    assert "销售总监" in text
    assert "→ 总经理" in text
    assert "sales_job_sheets.txt" in text


def test_everything_an_audit_promises_stands_in_out(run: Run, here: Path) -> None:
    run("audit", EXAMPLES, "--out", "out")
    names = {path.name for path in (here / "out").iterdir() if not path.name.startswith(("graph.kgl", "."))}
    assert {"report.html", "org_chart.svg", "facts.json", "findings.json"} <= names
    assert (here / "out" / "graph.kgl").is_file()
    facts = json.loads((here / "out" / "facts.json").read_text(encoding="utf-8"))
    assert facts["schema"] == "dutygraph.facts/1"
    assert [document["key"] for document in facts["documents"]] == [
        "key_account_manager.txt",
        "marketing_charter.txt",
        "sales_job_sheets.txt",
    ]
    run("ask", "span_of_control", "--graph", "out/graph.kgl")


class Page(HTMLParser):
    """What a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.outside: list[str] = []
        self.handlers: list[str] = []
        self.policy = ""
        self.text: list[str] = []
        self.programs: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._within = tag
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        self.outside += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_data(self, data: str) -> None:
        (self.programs if self._within in ("script", "style") else self.text).append(data)
        self._within = ""


def page(file: Path) -> Page:
    parsed = Page()
    parsed.feed(file.read_text(encoding="utf-8"))
    return parsed


def allowed(program: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(program.encode()).digest()).decode()}'"


def test_the_report_asks_nothing_from_outside(run: Run, here: Path) -> None:
    run("audit", EXAMPLES, "--out", "out")
    parsed = page(here / "out" / "report.html")
    style, script = parsed.programs
    assert parsed.policy == (
        f"default-src 'none'; style-src {allowed(style)}; script-src {allowed(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not {"iframe", "object", "embed", "link", "img", "image"} & parsed.tags
    assert not parsed.handlers
    assert all(target.startswith("#") for target in parsed.outside)
    assert "收集、整理客户资料，建立客户档案" in "".join(parsed.text)
    assert not re.search(r"(?:fetch|import|XMLHttpRequest|WebSocket|eval)\b", script)


def test_chinese_headings(run: Run, here: Path) -> None:
    text = run("audit", EXAMPLES, "--out", "out", "--lang", "zh").stdout
    assert "已读文档：3" in text
    assert "管理幅度最宽的岗位" in text
    report = (here / "out" / "report.html").read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in report
    assert 'id="zh" checked' in report
    assert "上报路径" in report


def test_a_second_run_says_the_same_and_reads_nothing(run: Run, here: Path) -> None:
    docs = copy_examples(here)
    run("audit", docs, "--out", "out")
    facts, report, chart = (
        (here / "out" / name).read_bytes() for name in ("facts.json", "report.html", "org_chart.svg")
    )
    again = json.loads(run("audit", docs, "--out", "out", "--format", "json").stdout)
    assert {document["status"] for document in again["load"]["documents"]} == {"unchanged"}
    assert (here / "out" / "facts.json").read_bytes() == facts
    assert (here / "out" / "report.html").read_bytes() == report
    assert (here / "out" / "org_chart.svg").read_bytes() == chart
    run("audit", docs, "--out", "fresh")
    stamp = re.compile(rb"run_[0-9a-f]+")
    assert stamp.sub(b"", (here / "fresh" / "report.html").read_bytes()) == stamp.sub(b"", report)


def test_a_document_that_is_gone_is_dropped(run: Run, here: Path) -> None:
    docs = copy_examples(here)
    run("audit", docs, "--out", "out")
    (docs / "marketing_charter.txt").unlink()
    said = json.loads(run("audit", docs, "--out", "out", "--format", "json").stdout)
    assert "marketing_charter.txt" not in (here / "out" / "report.html").read_text(encoding="utf-8")
    assert [d["key"] for d in said["load"]["documents"] if d["status"] == "removed"] == ["marketing_charter.txt"]
    fresh = here / "fresh"
    run("audit", docs, "--out", fresh)
    assert (fresh / "facts.json").read_bytes() == (here / "out" / "facts.json").read_bytes()


def test_a_changed_setting_takes_effect(run: Run, here: Path) -> None:
    docs = copy_examples(here)
    run("audit", docs, "--out", "out")
    settings = docs / "dutygraph.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"." = "澄光净水设备有限公司"', '"." = "新名公司"'), encoding="utf-8")
    said = json.loads(run("audit", docs, "--out", "out", "--format", "json").stdout)
    assert [org["name"] for org in said["organizations"]] == ["新名公司"]


def test_one_bad_document_does_not_stop_the_others(run: Run, here: Path) -> None:
    docs = copy_examples(here)
    (docs / "empty.txt").touch()
    result = run("audit", docs, "--out", "out", code=3)
    assert "not read: 1" in result.stdout
    assert "error: empty.txt" in result.stderr
    assert "[document_unreadable]" in result.stderr
    assert "empty.txt" in (here / "out" / "report.html").read_text(encoding="utf-8")


def test_nothing_readable_leaves_an_earlier_audit_alone(run: Run, here: Path) -> None:
    docs = copy_examples(here)
    run("audit", docs, "--out", "out")
    before = (here / "out" / "report.html").read_bytes()
    bad = here / "bad"
    bad.mkdir()
    (bad / "empty.txt").touch()
    result = run("audit", bad, "--out", "out", code=3)
    assert "none of 1 documents could be read" in result.stderr
    assert (here / "out" / "report.html").read_bytes() == before


def test_the_output_of_an_audit_is_not_read_as_documents(run: Run, here: Path) -> None:
    copy_examples(here)
    run("audit", "docs", "--out", "docs/report")
    said = json.loads(run("audit", "docs", "--out", "elsewhere", "--format", "json").stdout)
    assert len(said["documents"]) == 3


def test_a_report_into_the_documents_folder_is_refused(run: Run, here: Path) -> None:
    docs = copy_examples(here)
    before = sorted(docs.iterdir())
    assert "a folder of its own" in run("audit", docs, "--out", docs, code=2).stderr
    assert sorted(docs.iterdir()) == before


def test_a_graph_with_other_documents_is_not_emptied(run: Run, here: Path) -> None:
    docs = copy_examples(here)
    run("load", docs / "sales_job_sheets.txt", "--graph", "team.kgl")
    other = here / "other"
    other.mkdir()
    shutil.copy(EXAMPLES / "marketing_charter.txt", other)
    result = run("audit", other, "--graph", "team.kgl", "--out", "out", code=2)
    assert "also holds 1 documents from elsewhere" in result.stderr
    assert "sales_job_sheets.txt" in run("documents", "--graph", "team.kgl").stdout


def test_same_bytes_whatever_the_hash_seed(here: Path) -> None:
    facts = []
    for seed in ("0", "1", "4242"):
        done = process("audit", EXAMPLES, "--out", f"out{seed}", cwd=here, env={"PYTHONHASHSEED": seed})
        assert done.returncode == 0, done.stderr
        facts.append((here / f"out{seed}" / "facts.json").read_bytes())
    assert facts[0] == facts[1] == facts[2]
