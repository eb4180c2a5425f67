"""What a running server holds: jobs one after another, readers beside them, and nothing kept of what is refused."""

from __future__ import annotations

import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pytest

from dutygraph.api.http import jobs as queue
from dutygraph.api.http import workspace as module
from dutygraph.api.http.problems import Refused
from dutygraph.api.http.workspace import Workspace
from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.audit import read_accepted
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import DocumentError, InputError, UnknownName
from dutygraph.graph.facts import write_facts
from dutygraph.graph.identity import document_id
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import Project
from tests.http.conftest import PAPER, PAPER_2, done, written


def keys(space: Workspace) -> set[str]:
    return {row.key for row in store.documents(space.engine)}


def kept(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def bomb() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    return packed.getvalue()


def test_what_is_sent_can_be_asked_about_and_taken_away(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    before = workspace.run_id()
    job = done(workspace, workspace.submit([written(tmp_path / "in", "客服/职责.txt", PAPER)]))
    assert [(each.key, each.status) for each in job.documents] == [("upload/客服/职责.txt", "added")]
    assert (job.done, job.total) == (1, 1)
    assert job.run_id == workspace.run_id() != before
    assert (folder / "upload/客服/职责.txt").read_text(encoding="utf-8") == PAPER
    answer = ask(workspace.engine, "who_owns", {"words": "处理客户投诉", "organization": _organization(workspace)})
    assert {row["owner"] for row in answer.to_dicts()} == {"客服经理", "客服专员"}
    id_ = next(row.id for row in store.documents(workspace.engine) if row.key == "upload/客服/职责.txt")
    done(workspace, workspace.remove(id_))
    assert "upload/客服/职责.txt" not in keys(workspace)
    assert not (folder / "upload/客服/职责.txt").exists()


def _organization(space: Workspace) -> str:
    rows = ask(space.engine, "organizations", {}).to_dicts()
    return str(next(row["organization_id"] for row in rows if row["title"].startswith("客服")))


def test_readers_see_the_last_complete_state_while_a_job_runs(workspace: Workspace, tmp_path: Path) -> None:
    before, roles = workspace.run_id(), ask(workspace.engine, "organizations", {}).to_dicts()
    loaded, read = threading.Event(), threading.Event()
    real = module.write_overlaps

    def held(engine: object, **given: str) -> int:
        loaded.set()
        assert read.wait(30)
        return real(engine, **given)  # type: ignore[arg-type]

    with patch.object(module, "write_overlaps", held):
        job = workspace.submit([written(tmp_path / "in", "职责.txt", PAPER)])
        assert loaded.wait(30)
        answer = ask(workspace.engine, "organizations", {})
        assert (answer.complete, answer.run_id, answer.to_dicts()) == (True, before, roles)
        assert workspace.job(job.id).state == "running"
        read.set()
        done(workspace, job)
    assert len(ask(workspace.engine, "organizations", {}).rows) == len(roles) + 1


def test_jobs_wait_for_each_other_and_not_without_end(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    go_on, started = threading.Event(), threading.Event()

    def held(*given: object, **named: object) -> int:
        started.set()
        assert go_on.wait(30)
        return 0

    with patch.object(module, "write_overlaps", held), patch.object(queue, "WAITING", 3):
        jobs = [workspace.submit([written(tmp_path / "in", f"{n}.txt", PAPER + f"{n}")]) for n in range(3)]
        assert started.wait(30)
        assert {workspace.job(job.id).state for job in jobs[1:]} == {"queued"}
        with pytest.raises(Refused):
            workspace.submit([written(tmp_path / "in", "more.txt", PAPER_2)])
        go_on.set()
        for job in jobs:
            done(workspace, job)
    assert len({name for name in kept(folder) if name.startswith("upload/")}) == 3
    assert not list((folder / ".dutygraph/staging").iterdir())


def test_a_job_that_breaks_changes_nothing(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    before, files = workspace.run_id(), kept(folder)
    with patch.object(module, "write_overlaps", side_effect=ValueError("处理客户投诉")):
        job = workspace.wait(workspace.submit([written(tmp_path / "in", "职责.txt", PAPER)]).id)
    assert job.state == "failed"
    assert "处理客户投诉" not in job.error
    assert workspace.run_id() == before
    assert {name for name in kept(folder) if not name.startswith("graph.kgl")} == {
        name for name in files if not name.startswith("graph.kgl")
    }
    done(workspace, workspace.submit([written(tmp_path / "in", "职责.txt", PAPER)]))


def test_a_file_that_is_no_document_is_told_and_not_kept(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    sent = [
        written(tmp_path / "in", "职责.txt", PAPER),
        written(tmp_path / "in", "picture.docx", b"\x89PNG rest"),
        written(tmp_path / "in", ".DS_Store", b"x"),
    ]
    job = done(workspace, workspace.submit(sent))
    assert {each.key: each.status for each in job.documents} == {
        "upload/职责.txt": "added", "upload/picture.docx": "failed", "upload/.DS_Store": "skipped",
    }  # fmt: skip
    assert str(folder) not in repr(job)
    assert {name for name in kept(folder) if name.startswith("upload")} == {"upload/职责.txt"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", bomb(), "unpack"),
        ("a.docx", b"PK\x05\x06" + b"\0" * 18, "zip"),
        ("a.exe", b"MZ", "no format"),
        ("a.txt", b"", "empty"),
        ("a.json", b"{}", "facts form"),
        ("a.csv.gz", b"\x1f\x8b nothing", "unpacked"),
    ],
    ids=["bomb", "zip", "program", "empty", "json", "gzip"],
)
def test_what_is_no_document_is_refused(
    workspace: Workspace, folder: Path, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    before = kept(folder)
    with pytest.raises(DocumentError, match=said) as refused:
        workspace.submit([written(tmp_path / "in", name, content)])
    assert str(folder) not in str(refused.value)
    assert kept(folder) == before


@pytest.mark.parametrize(
    "name",
    ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:\\a.txt", "C:a.txt", "a\0.txt", "nul.txt", "x/CON", "com1.txt.txt",
     "lpt¹.txt", "a" * 201, "长" * 70 + ".txt", "x/" * 11 + "a.txt", "a./b.txt", " a.txt", "", "a//b.txt", "a\u202etxt",
     "a\n.txt", ".", "..", "a\\..\\b.txt", "a.txt:stream", "/".join(["d" * 190] * 6)],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(workspace: Workspace, folder: Path, tmp_path: Path, name: str) -> None:
    before = kept(folder)
    with pytest.raises(InputError):
        workspace.submit([written(tmp_path / "in", "good.txt", PAPER), written(tmp_path / "in", name, PAPER)])
    assert kept(folder) == before


def test_two_files_of_one_name_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    for first, second in (("a.txt", "A.TXT"), ("a.txt", "a.txt/b.txt")):
        with pytest.raises(InputError):
            workspace.submit([written(tmp_path / "in", first, PAPER), written(tmp_path / "in", second, PAPER_2)])


def test_a_document_that_is_called_like_another_file_takes_none_away(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    paper = tmp_path / "paper.txt"
    paper.write_text(PAPER, encoding="utf-8")
    [reading] = extract_paths([paper], Project())
    [facts] = reading.facts
    lines = io.BytesIO()
    write_facts(facts.records, lines, "jsonl")
    key = "upload/../mine.txt"
    renamed = lines.getvalue().decode().replace(facts.document.key, key).replace(facts.document.id, document_id(key))
    job = done(workspace, workspace.submit([written(tmp_path / "in", "facts.jsonl", renamed)]))
    assert key in {each.key for each in job.documents}
    done(workspace, workspace.remove(document_id(key)))
    assert key not in keys(workspace)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_job_waits_for_nobody_who_writes_elsewhere(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    other = open_engine(str(folder / "graph.kgl"), writing=True)
    job = workspace.wait(workspace.submit([written(tmp_path / "in", "职责.txt", PAPER)]).id)
    assert job.state == "failed"
    assert "open for writing" in job.error
    other.close()
    done(workspace, workspace.submit([written(tmp_path / "in", "职责.txt", PAPER)]))


def test_an_audit_is_made_once_for_a_run(workspace: Workspace) -> None:
    with patch.object(module, "audit", wraps=module.audit) as audited, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: workspace.findings(), range(16)))
    assert audited.call_count == 1
    assert all(each is found[0] for each in found)
    assert found[0].run_id == workspace.run_id()


def test_findings_are_new_beside_the_run_before(workspace: Workspace, tmp_path: Path) -> None:
    first = {each.id for each in workspace.findings().findings}
    done(workspace, workspace.submit([written(tmp_path / "in", "职责.txt", PAPER)]))
    found = workspace.findings()
    new = {each.id for each in found.findings} - first
    assert new
    assert {each.id for each in found.findings if each.state == "new"} == new


def test_decisions_are_kept_in_the_file_of_the_team(workspace: Workspace, folder: Path) -> None:
    file = folder / "accepted.toml"
    first, second = workspace.findings().findings[:2]
    file.write_text(
        f'# ours\n[[accepted]]\nfinding = "{first.id}"  # small team\nreason = "小团队"\nby = "李"\n', encoding="utf-8"
    )
    workspace.accept(second.id, '因为 "审计" 已看过\n两行', "王", "2099-01-01")
    text = file.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# small team" in text
    states = {each.id: each.state for each in workspace.findings().findings}
    assert (states[first.id], states[second.id]) == ("accepted", "accepted")
    assert read_accepted(file)[1].reason == '因为 "审计" 已看过\n两行'
    workspace.accept(second.id, "另一个理由", "王")
    assert [each.reason for each in read_accepted(file)] == ["小团队", "另一个理由"]
    workspace.withdraw(first.id)
    assert [each.finding for each in read_accepted(file)] == [second.id]
    assert "# ours" in file.read_text(encoding="utf-8")
    with pytest.raises(UnknownName):
        workspace.withdraw(first.id)
    with pytest.raises(UnknownName):
        workspace.accept("finding_none", "x", "y")
    with pytest.raises(InputError, match="reason"):
        workspace.accept(first.id, "", "王")


def test_a_list_written_on_one_line_is_decided_about_too(workspace: Workspace, folder: Path) -> None:
    first, second = workspace.findings().findings[:2]
    file = folder / "accepted.toml"
    file.write_text(f'accepted = [{{finding = "{first.id}", reason = "a", by = "b"}}]\n', encoding="utf-8")
    workspace.accept(second.id, "c", "d")
    assert [each.finding for each in read_accepted(file)] == [first.id, second.id]


def test_the_report_is_of_the_run_shown(workspace: Workspace, tmp_path: Path) -> None:
    done(workspace, workspace.submit([written(tmp_path / "in", "职责.txt", PAPER)]))
    page = workspace.report("zh").decode()
    assert "客服经理" in page
    assert "编制客服月报" in page
    assert workspace.report("zh") == page.encode()


def test_without_a_folder_nothing_can_be_changed(folder: Path, tmp_path: Path) -> None:
    engine = open_engine(str(folder / "graph.kgl"))
    space = Workspace(engine)
    assert space.findings().findings
    with pytest.raises(InputError, match="no folder"):
        space.submit([written(tmp_path / "in", "a.txt", PAPER)])
    with pytest.raises(InputError, match="no folder"):
        space.remove("document_x")
    with pytest.raises(InputError, match="no folder"):
        space.accept("finding_x", "a", "b")
    space.close()
    engine.close()
