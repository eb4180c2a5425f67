"""`dutygraph init` and `dutygraph completion`, as somebody uses them on the first day."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutygraph.api.cli import dutygraph
from dutygraph.graph.audit import read_accepted
from dutygraph.loaders.project import read_aliases, read_project

MADE = ["accepted.toml", "aliases.toml", "documents/example.txt", "dutygraph.toml"]


def run(*args: str | Path, code: int = 0) -> Result:
    done = CliRunner().invoke(dutygraph, [str(arg) for arg in args])
    assert done.exit_code == code, done.output
    return done


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_project_can_be_audited_at_once(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("init", "team", "--lang", lang).stdout
    assert files(tmp_path / "team") == MADE
    assert all(f"team/{name}" in told for name in MADE)
    [command] = re.findall(r"^  dutygraph (audit .+)$", told, re.M)
    audited = run(*command.split(), "--lang", "en").output
    assert "Documents read: 1; not read: 0; passed over: 0" in audited
    assert "Notices: 0 errors, 0 warnings" in audited
    findings = json.loads((tmp_path / "team/report/findings.json").read_text(encoding="utf-8"))
    assert any(each["rule"] == "duty_two_owners" for each in findings["findings"]), "the example shows a finding"
    assert "profile general" in audited


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_commented_out_is_right(lang: str, tmp_path: Path) -> None:
    """Every setting and entry that the files offer is one that is taken."""
    run("init", tmp_path, "--lang", lang)
    for name in ("dutygraph.toml", "aliases.toml", "accepted.toml"):
        file = tmp_path / name
        text = file.read_text(encoding="utf-8")
        offered = re.sub(r'^# (?="?[a-z./A-Z\u4e00-\u9fff ]+"? = |\[\[)', "", text, flags=re.M)
        assert offered != text
        file.write_text(offered, encoding="utf-8")
    project = read_project(tmp_path / "dutygraph.toml")
    assert project.graph and project.vocabulary and project.review and len(project.organizations) == 2
    assert len(read_aliases(tmp_path / "aliases.toml")) == 2
    assert len(read_accepted(tmp_path / "accepted.toml")) == 1


@pytest.mark.parametrize("name", ["Riverside Paper Ltd.", '滨河 "纸业" \\ 有限公司\t', "  "])
def test_the_organization_is_that_of_all_documents(name: str, tmp_path: Path) -> None:
    run("init", tmp_path, "--organization", name)
    named = read_project(tmp_path / "dutygraph.toml").organizations
    assert named == ({".": name.strip()} if name.strip() else {})


def test_nothing_that_is_there_is_changed(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "aliases.toml").write_text('"甲" = ["乙"]\n', encoding="utf-8")
    told = run("init", tmp_path).stdout
    assert files(tmp_path) == ["accepted.toml", "aliases.toml", "dutygraph.toml"]
    assert (tmp_path / "aliases.toml").read_text(encoding="utf-8") == '"甲" = ["乙"]\n'
    assert "left as it is: " in told
    (tmp_path / "accepted.toml").unlink()
    again = run("init", tmp_path, code=2)
    assert "is there already" in again.stderr
    assert files(tmp_path) == ["aliases.toml", "dutygraph.toml"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run("init", tmp_path / "file" / "team", code=2)
    assert "cannot be written" in done.stderr and "Traceback" not in done.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(shell: str) -> None:
    printed = run("completion", shell).stdout
    assert "_DUTYGRAPH_COMPLETE=" + shell + "_complete" in printed


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("dutygraph wh", "whatif"),
        ("dutygraph ask who_a", "who_approves"),
        ("dutygraph ask span_of_control --l", "--line"),
        ("dutygraph ask span_of_control --line so", "solid"),
    ],
)
def test_bash_completes(line: str, offered: str, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    command = tmp_path / "dutygraph"
    command.write_text(f"#!{sys.executable}\nfrom dutygraph.api.cli import main\nmain()\n", encoding="utf-8")
    command.chmod(0o755)
    words = line.split(" ")
    program = (
        f"{run('completion', 'bash').stdout}\nCOMP_WORDS=({line}) COMP_CWORD={len(words) - 1}\n"
        "_dutygraph_completion dutygraph\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [bash, "--norc", "-c", program], capture_output=True, encoding="utf-8", check=False, cwd=tmp_path, env=env
    )
    assert offered in done.stdout.split(), done.stdout + done.stderr
