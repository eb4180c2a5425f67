"""dutygraph.toml: found where a user puts it, refused with the key that is wrong, and what keys of documents become."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutygraph.graph.errors import InputError
from dutygraph.loaders.project import Project, find_project, read_project


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "dutygraph.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_all_settings(tmp_path: Path) -> None:
    project = read_project(
        write(
            tmp_path,
            """
            graph = "team.kgl"
            profile = "cn-sales"
            accepted = "accepted.toml"
            vocabulary = "words.toml"

            [documents]
            "制度" = ["制度2024.txt", "制度2025.txt"]

            [organizations]
            "." = "华东贸易"
            "岗位/a.txt#2" = "分公司"

            [aliases]
            "销售经理" = ["销售部经理"]
            """,
        )
    )
    assert project.graph == str(tmp_path / "team.kgl")
    assert project.accepted == tmp_path / "accepted.toml"
    assert project.vocabulary == tmp_path / "words.toml"
    assert project.documents == {"制度": (tmp_path / "制度2024.txt", tmp_path / "制度2025.txt")}
    assert project.aliases == {"销售经理": ("销售部经理",)}


@pytest.mark.parametrize("address", [":memory:", "bolt://localhost:7687"])
def test_an_address_that_is_no_path_stays(tmp_path: Path, address: str) -> None:
    assert read_project(write(tmp_path, f'graph = "{address}"')).graph == address


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("organisations = {}", "there is no setting 'organisations'. The nearest: organizations"),
        ("xyz = 1", "there is no setting 'xyz'."),
        ("graph = 3", "graph must be text"),
        ('organizations = "x"', "organizations must be a table"),
        ('[organizations]\n"a.txt" = 3', "organizations.a.txt must be text"),
        ('[aliases]\n"a" = "b"', "aliases.a must be a list of texts"),
        ("graph = ", "is not valid TOML"),
    ],
    ids=["near", "far", "kind", "table", "name", "list", "toml"],
)
def test_a_faulty_file_is_refused_with_its_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_project(write(tmp_path, text))
    assert message in str(error.value)
    assert "dutygraph.toml" in str(error.value)


def test_the_file_is_found_from_the_documents_then_from_here(tmp_path: Path) -> None:
    write(tmp_path / "team", "")
    docs = tmp_path / "team" / "docs"
    docs.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert find_project([docs], start=elsewhere).root == tmp_path / "team"
    assert find_project([], start=docs).root == tmp_path / "team"
    assert find_project([elsewhere], start=docs).root == tmp_path / "team"
    assert find_project([elsewhere], start=elsewhere).root is None


def test_keys(tmp_path: Path) -> None:
    file = tmp_path / "team" / "docs" / "a" / "x.txt"
    file.parent.mkdir(parents=True)
    file.touch()
    docs = tmp_path / "team" / "docs"
    bare = Project()
    assert bare.key(file, docs) == "docs/a/x.txt"
    assert bare.key(file, file) == "a/x.txt"
    assert bare.key(docs / "a" / ".." / "a" / "x.txt", docs / "a" / "..") == "docs/a/x.txt"
    team = Project(root=tmp_path / "team")
    assert team.key(file, docs) == team.key(file, file) == "docs/a/x.txt"
    assert team.prefix(tmp_path / "team") == ""
    assert Project(root=tmp_path / "other").key(file, docs) == "docs/a/x.txt"
    assert Project(documents={"X": (file,)}).key(file, docs) == "X"


def test_the_nearest_organization_name_counts() -> None:
    project = Project(
        organizations={".": "Group", "docs": "Firm", "docs/a/x.txt": "Own", "docs/y.txt#2": "Second"},
    )
    assert project.organization("docs/a/x.txt") == "Own"
    assert project.organization("docs/a/z.txt") == "Firm"
    assert project.organization("other/z.txt") == "Group"
    assert project.organization("docs/y.txt") == {"2": "Second"}
    assert Project().organization("docs/a/x.txt") is None
