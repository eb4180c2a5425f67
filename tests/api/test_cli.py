"""The other commands, as a user runs them, on a real graph."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import networkx as nx
import pytest

from dutygraph.api.cli import _COMMANDS, dutygraph
from dutygraph.graph.catalog import catalog
from dutygraph.graph.errors import HouseError
from tests.api.conftest import EXAMPLES, ROOT, Run

SHEET = "采购部岗位职责\n\n一、采购员\n岗位职责：\n1、负责采购；\n"


@pytest.fixture
def graph(run: Run) -> str:
    """A graph of the examples."""
    run("load", EXAMPLES, "--graph", "g.kgl")
    return "g.kgl"


# The command itself


def test_help_is_light() -> None:
    program = (
        "import sys\nfrom click.testing import CliRunner\nfrom dutygraph.api.cli import dutygraph\n"
        "print(CliRunner().invoke(dutygraph, ['--help']).output)\n"
        "heavy = {'kglite', 'neo4j', 'networkx', 'rustworkx', 'rapidfuzz', 'opencc', 'jinja2', 'msgspec', 'ijson'}\n"
        "heavy |= {'pandas', 'numpy', 'fastapi'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    for name in _COMMANDS:
        assert name in done.stdout


def test_importing_the_package_is_light() -> None:
    program = "import sys, dutygraph\nsys.exit(len([m for m in sys.modules if m.startswith('dutygraph.')]))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    for name in _COMMANDS:
        assert re.search(rf"^dutygraph {name}\b", text, re.M), f"docs/cli.md does not tell of {name}"
        command = dutygraph.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None and command.help
    for option in ("--sync", "--out", "--graph", "--format", "--lang", "--show-cypher"):
        assert option in text


def test_an_unknown_command_or_option_is_refused(run: Run) -> None:
    assert "No such command 'audti'" in run("audti", code=2).stderr
    assert "--grahp" in run("questions", "--grahp", code=2).stderr


def test_a_closed_pipe_is_quiet(here: Path) -> None:
    command = f"{sys.executable} -c 'from dutygraph.api.cli import main; main()' extract {EXAMPLES} | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=here, check=False)
    assert done.stderr == b""
    assert len(done.stdout) == 10


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_ctrl_c_ends_with_one_line(here: Path) -> None:
    os.mkfifo(here / "endless.txt")
    command = [sys.executable, "-c", "from dutygraph.api.cli import main; main()", "load", "endless.txt"]
    with subprocess.Popen(command, cwd=here, stderr=subprocess.PIPE) as running:
        with (here / "endless.txt").open("wb"):  # opens when the command has begun to read
            running.send_signal(signal.SIGINT)
            assert running.wait() == 130
        assert running.stderr is not None
        assert len(running.stderr.read().splitlines()) == 1


# load, documents


def test_loading_twice_changes_nothing(run: Run, graph: str) -> None:
    said = json.loads(run("load", EXAMPLES, "--graph", graph, "--format", "json").stdout)
    assert {document["status"] for document in said["documents"]} == {"unchanged"}
    assert [said[f"facts_{kind}"] for kind in ("created", "changed", "moved", "removed")] == [0, 0, 0, 0]


def test_sync_removes_what_is_gone_and_plain_load_does_not(run: Run, here: Path) -> None:
    docs = here / "docs"
    (docs / "sub").mkdir(parents=True)
    for name in ("a", "sub/b"):
        text = f"{name}部岗位职责\n\n一、{name}经理\n直接上级：总经理\n岗位职责：\n1、负责{name}的管理；\n"
        (docs / f"{name}.txt").write_text(text, encoding="utf-8")
    other = here / "other"
    other.mkdir()
    (other / "c.txt").write_text(SHEET, encoding="utf-8")
    run("load", docs, other)
    (docs / "sub" / "b.txt").unlink()
    assert "sub/b.txt" not in run("load", docs).stdout
    assert "docs/sub/b.txt" in run("documents").stdout
    assert re.search(r"docs/sub/b.txt +removed", run("load", docs, "--sync").stdout)
    listed = run("documents", "list", "--format", "csv").stdout
    assert [row["key"] for row in csv.DictReader(io.StringIO(listed))] == ["docs/a.txt", "other/c.txt"]


def test_documents_remove(run: Run, graph: str) -> None:
    result = run("documents", "remove", "sales_job_sheet.txt", "--graph", graph, code=2)
    assert "holds no document sales_job_sheet.txt. The nearest: sales_job_sheets.txt" in result.stderr
    assert "removed: 1 documents" in run("documents", "remove", "sales_job_sheets.txt", "--graph", graph).stdout
    assert "sales_job_sheets" not in run("documents", "--graph", graph).stdout


def test_files_that_are_no_documents_are_passed_over(run: Run, here: Path) -> None:
    docs = here / "docs"
    (docs / ".git").mkdir(parents=True)
    text = SHEET
    for name in ("a.txt", "b copy.txt", "~$a.txt", ".hidden.txt", ".git/x.txt", "notes.xyz", "package.json"):
        (docs / name).write_text(text, encoding="utf-8")
    said = json.loads(run("load", docs, "--format", "json").stdout)
    assert [(d["key"], d["status"]) for d in said["documents"]] == [
        ("docs/notes.xyz", "skipped"),
        ("docs/package.json", "skipped"),
        ("docs/a.txt", "added"),
        ("docs/b copy.txt", "skipped"),
    ]
    told = [(n["code"], n["document"]) for n in said["notices"]]
    assert ("format_unknown", "docs/notes.xyz") in told
    assert ("format_unknown", "docs/package.json") in told
    assert ("same_content", "docs/b copy.txt") in told


def test_the_graph_comes_from_option_environment_settings_or_here(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = here / "a.txt"
    document.write_text(SHEET, encoding="utf-8")
    run("load", document)
    assert (here / "graph.kgl").exists()
    (here / "dutygraph.toml").write_text('graph = "team.kgl"\n', encoding="utf-8")
    run("load", document)
    assert (here / "team.kgl").exists()
    monkeypatch.setenv("DUTYGRAPH_GRAPH", "environment.kgl")
    run("load", document)
    assert (here / "environment.kgl").exists()
    run("load", document, "--graph", "option.kgl")
    assert (here / "option.kgl").exists()


# extract


def test_extract_writes_facts_to_output_or_file(run: Run, here: Path) -> None:
    printed = json.loads(run("extract", EXAMPLES).stdout)
    assert len(printed["documents"]) == 3
    run("extract", EXAMPLES, "--out", "f.json")
    assert json.loads((here / "f.json").read_text(encoding="utf-8")) == printed
    run("extract", EXAMPLES, "--out", "f.jsonl")
    lines = (here / "f.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {"schema": "dutygraph.facts/1"}
    assert sum(json.loads(line)["list"] == "duties" for line in lines[1:]) == len(printed["duties"])
    run("extract", EXAMPLES, "--out", "f.jsonl.gz")
    assert gzip.decompress((here / "f.jsonl.gz").read_bytes()) == (here / "f.jsonl").read_bytes()
    assert not (here / "graph.kgl").exists()


def test_every_quote_of_extracted_facts_stands_in_its_document(run: Run) -> None:
    facts = json.loads(run("extract", EXAMPLES).stdout)
    texts = {d["id"]: (EXAMPLES / d["key"]).read_text(encoding="utf-8") for d in facts["documents"]}
    sources = [
        record["source"]
        for records in facts.values()
        if isinstance(records, list)
        for record in records
        if "source" in record
    ]
    assert len(sources) > 50
    for source in sources:
        assert texts[source["document_id"]][source["start"] : source["end"]] == source["quote"]


def test_facts_travel_round_through_every_form(run: Run, here: Path, graph: str) -> None:
    for name in ("f.json", "f.jsonl"):
        run("export", "facts", "--graph", graph, "--out", name)
        run("load", name, "--graph", f"{name}.kgl")
        assert (
            run("export", "facts", "--graph", f"{name}.kgl").stdout == run("export", "facts", "--graph", graph).stdout
        )


# ask, questions


def test_ask_in_every_form(run: Run, graph: str) -> None:
    ask = ("ask", "who_owns", "--words", "合同", "--graph", graph)
    table = run(*ask).stdout
    assert "审批20万元以下的销售合同" in table and "sales_job_sheets.txt" in table
    said = json.loads(run(*ask, "--format", "json").stdout)
    assert said["complete"] is True and said["run_id"]
    assert len(said["rows"]) == len(said["evidence"])
    assert all(pieces and pieces[0]["quote"] for pieces in said["evidence"])
    rows = list(csv.DictReader(io.StringIO(run(*ask, "--format", "csv").stdout)))
    assert [row["duty"] for row in rows] == [row["duty"] for row in said["rows"]]
    assert run(*ask, "--format", "markdown").stdout.startswith("| owner |")


def test_show_cypher(run: Run, graph: str) -> None:
    text = run("ask", "who_owns", "--words", "合同", "--graph", graph, "--show-cypher").stdout
    assert "MATCH (o)-[r:OWNS_DUTY]->(d:Duty)" in text


def test_questions_lists_the_catalogue(run: Run) -> None:
    names = [row["question"] for row in json.loads(run("questions", "--format", "json").stdout)]
    assert names == list(catalog().questions)
    assert "谁承担含有这些词的职责" in run("questions", "--lang", "zh").stdout
    for name in names:
        assert "--graph" in run("ask", name, "--help").stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["span"], "There is no question 'span'. The nearest: span_of_control"),
        (["escalation_path"], "escalation_path needs role"),
        (["span_of_control", "--min-reports", "many"], "min_reports is 'many', but must be a whole number"),
        (["span_of_control", "--line", "zigzag"], "must be one of solid, dotted"),
        (["escalation_path", "--role", "区域经里"], "There is no role '区域经里'. The nearest:"),
        (["span_of_control", "--organization", "Nobody"], "There is no organization 'Nobody'"),
    ],
    ids=["question", "missing", "kind", "choice", "role", "organization"],
)
def test_a_wrong_call_says_what_to_do(run: Run, graph: str, args: list[str], message: str) -> None:
    result = run("ask", *args, "--graph", graph, code=2)
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_title_that_fits_three_roles_lists_them(run: Run, here: Path) -> None:
    for unit in ("华东", "华南", "华北"):
        text = f"{unit}销售部岗位职责\n\n一、业务员\n所属部门：{unit}销售部\n岗位职责：\n1、拜访{unit}客户；\n"
        (here / f"{unit}.txt").write_text(text, encoding="utf-8")
    (here / "dutygraph.toml").write_text('[organizations]\n"." = "某公司"\n', encoding="utf-8")
    run("load", here)
    result = run("ask", "role_card", "--role", "业务员", code=2)
    for unit in ("华东", "华南", "华北"):
        assert f"{unit}销售部/业务员" in result.stderr
    assert "华东" in run("ask", "role_card", "--role", "华东销售部/业务员").stdout


def test_no_graph_says_how_to_make_one(run: Run) -> None:
    result = run("ask", "organizations", code=2)
    assert "there is no graph at graph.kgl" in result.stderr and "dutygraph load" in result.stderr


# export, doctor


def test_export_graphml_opens_in_networkx(run: Run, here: Path, graph: str) -> None:
    run("export", "graphml", "--graph", graph, "--out", "g.graphml")
    found = nx.read_graphml(here / "g.graphml")
    roles = {data["title"] for _, data in found.nodes(data=True) if data["label"] == "Role"}
    assert {"销售总监", "市场专员"} <= roles
    assert any(data["type"] == "REPORTS_TO" and data["quotes"] for _, _, data in found.edges(data=True))


def test_export_csv_as_folder_and_zip(run: Run, here: Path, graph: str) -> None:
    assert "give --out FOLDER" in run("export", "csv", "--graph", graph, code=2).stderr
    run("export", "csv", "--graph", graph, "--out", "tables")
    run("export", "csv", "--graph", graph, "--out", "tables.zip")
    nodes = (here / "tables" / "nodes.csv").read_bytes()
    with zipfile.ZipFile(here / "tables.zip") as packed:
        assert packed.namelist() == ["nodes.csv", "relationships.csv"]
        assert packed.read("nodes.csv") == nodes
    rows = list(csv.DictReader(io.StringIO(nodes.decode("utf-8-sig"))))
    assert {"Role", "Unit", "Duty", "Organization"} <= {row["label"] for row in rows}
    relationships = (here / "tables" / "relationships.csv").read_text(encoding="utf-8-sig")
    ids = {row["id"] for row in rows}
    for row in csv.DictReader(io.StringIO(relationships)):
        assert row["from_id"] in ids and row["to_id"] in ids


def test_exported_cypher_makes_the_same_graph(run: Run, here: Path, graph: str) -> None:
    import kglite

    script = run("export", "cypher", "--graph", graph).stdout
    copy = kglite.KnowledgeGraph()
    for statement in script.split(";\n"):
        if statement.strip():
            copy.cypher(statement)
    original = kglite.load(str(here / graph))
    for question in (
        "MATCH (n:Role) RETURN n.id AS id, n.title AS title, n.quotes AS quotes ORDER BY id",
        "MATCH (a)-[r:OWNS_DUTY]->(b) RETURN r.id AS id, a.id AS a, b.text AS b, r.mode AS m, r.spans AS s ORDER BY id",
        "MATCH (a)-[r:REPORTS_TO]->(b) RETURN r.id AS id, a.id AS a, b.id AS b, r.line AS l ORDER BY id",
    ):
        assert copy.cypher(question).to_list() == original.cypher(question).to_list()


def test_doctor(run: Run, here: Path, graph: str) -> None:
    text = run("doctor", "--graph", graph).stdout
    assert re.search(r"kglite +ok", text)
    assert "graph g.kgl" in text and "ready" in text
    assert "not there yet" in run("doctor").stdout
    (here / "broken.kgl").write_bytes(b"nonsense" * 100)
    assert "broken.kgl" in run("doctor", "--graph", "broken.kgl", code=4).stdout


# Bad input: clear words, nothing lost


def test_a_missing_path(run: Run) -> None:
    for command in ("audit", "load", "extract"):
        result = run(command, "nowhere", code=2)
        assert "there is no file or folder nowhere" in result.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        bytes(range(1, 255)) * 9,
        "采购".encode() * 9 + b"\xff\xff\x80",
    ],
    ids=["empty", "blank", "picture", "binary", "undecodable"],
)
def test_a_file_that_is_no_text(run: Run, here: Path, content: bytes) -> None:
    (here / "docs").mkdir()
    (here / "docs" / "bad.txt").write_bytes(content)
    (here / "docs" / "good.txt").write_text(SHEET, encoding="utf-8")
    result = run("load", "docs", code=3)
    assert "error: docs/bad.txt" in result.stderr
    assert "docs/good.txt" in run("documents").stdout


def test_a_huge_text(run: Run, here: Path) -> None:
    with (here / "huge.txt").open("wb") as stream:
        stream.truncate(300_000_000)
    (here / "good.txt").write_text(SHEET, encoding="utf-8")
    result = run("load", "huge.txt", "good.txt", code=3)
    assert "huge.txt" in result.stderr
    assert "good.txt" in run("documents").stdout


def test_a_facts_file_with_a_wrong_owner(run: Run, here: Path, graph: str) -> None:
    facts = json.loads(run("export", "facts", "--graph", graph).stdout)
    facts["duties"][0]["owner_id"] = "role_0000000000000000"
    (here / "wrong.json").write_text(json.dumps(facts), encoding="utf-8")
    before = run("export", "facts", "--graph", graph).stdout
    result = run("load", "wrong.json", "--graph", graph, code=3)
    assert "role_0000000000000000" in result.stderr and facts["duties"][0]["id"] in result.stderr
    assert run("export", "facts", "--graph", graph).stdout == before


def test_a_document_that_has_become_unreadable_keeps_its_former_edition(run: Run, here: Path) -> None:
    document = here / "a.txt"
    document.write_text(SHEET, encoding="utf-8")
    run("load", document)
    document.write_bytes(b"")
    result = run("load", document, "--sync", code=3)
    assert "[former_edition_kept]" in result.stderr
    assert "采购" in run("ask", "who_owns", "--words", "采购").stdout


def test_a_damaged_graph_is_kept_aside_and_rebuilt(run: Run, here: Path) -> None:
    (here / "g.kgl").write_bytes(b"nonsense" * 100)
    result = run("ask", "organizations", "--graph", "g.kgl", code=4)
    assert "g.kgl" in result.stderr
    result = run("load", EXAMPLES, "--graph", "g.kgl")
    assert "kept as g.kgl.damaged" in result.stderr
    assert (here / "g.kgl.damaged").read_bytes() == b"nonsense" * 100
    assert "销售总监" in run("ask", "span_of_control", "--graph", "g.kgl").stdout


def test_a_graph_of_another_version_is_left_alone_and_an_audit_s_own_is_rebuilt(run: Run, here: Path) -> None:
    run("audit", EXAMPLES, "--out", "out")
    code = (
        "from dutygraph.graph.engines import open_engine\nfrom dutygraph.graph.engine import Statement\n"
        "engine = open_engine('out/graph.kgl')\n"
        "engine.write([Statement('MATCH (s:Store) SET s.schema_version = 99', {})])\nengine.save()\nengine.close()\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=here, check=True)
    before = (here / "out" / "graph.kgl").read_bytes()
    for command in (("ask", "organizations"), ("load", EXAMPLES), ("documents",)):
        result = run(*command, "--graph", "out/graph.kgl", code=4)
        assert "version 99 of the model" in result.stderr
    assert (here / "out" / "graph.kgl").read_bytes() == before
    result = run("audit", EXAMPLES, "--out", "out")
    assert "kept as out/graph.kgl.damaged" in result.stderr.replace("\\", "/")
    assert (here / "out" / "graph.kgl.damaged").read_bytes() == before
    assert "销售总监" in run("ask", "span_of_control", "--graph", "out/graph.kgl").stdout


def test_a_defect_of_the_package_asks_for_a_report(run: Run, graph: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise HouseError("span_of_control: computed_by names nothing.")

    monkeypatch.setattr("dutygraph.graph.ask.ask", broken)
    result = run("ask", "span_of_control", "--graph", graph, code=5)
    assert "please report it" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_locked_graph_names_the_holder_and_changes_nothing(run: Run, here: Path, graph: str) -> None:

    code = (
        "import sys\nfrom dutygraph.graph.engines import open_engine\nfrom dutygraph.graph.engine import Statement\n"
        "engine = open_engine('g.kgl')\nengine.write([Statement('MERGE (n:Role {id: \"x\"})', {})])\n"
        "print('ready', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=here
    ) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline().strip() == b"ready"
        (here / "a.txt").write_text(SHEET, encoding="utf-8")
        result = run("load", "a.txt", "--graph", graph, code=4)
        assert "g.kgl" in result.stderr and "damaged" not in result.stderr
        assert "销售总监" in run("ask", "span_of_control", "--graph", graph).stdout
        other.stdin.close()
    run("load", "a.txt", "--graph", graph)
