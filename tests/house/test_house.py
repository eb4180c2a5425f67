"""The rules of docs/house.md that a reader should not have to check by eye."""

from __future__ import annotations

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("public", "graph", "loaders", "api", "cypher")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
CLAUSES = re.compile(r"\b(MATCH|MERGE|UNWIND|CREATE|DETACH)\s*[(\$\[]")
CLIENTS = {"kglite", "neo4j", "py2neo"}


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def docstrings(tree: ast.AST) -> set[int]:
    """Line numbers on which a docstring (of a module, class, function or attribute) starts."""
    lines = set()
    for node in ast.walk(tree):
        for statement in getattr(node, "body", []) if not isinstance(node, (ast.Lambda, ast.IfExp)) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                lines.add(statement.value.lineno)
    return lines


def literals(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skip = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in skip:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_words_of_documents_stand_in_the_vocabulary(path: Path) -> None:
    found = [(line, text) for line, text in literals(path) if HAN.search(text)]
    assert not found, f"{path}: Chinese in code; it belongs in graph/vocabulary: {found[:3]}"


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_cypher_stands_in_query_files(path: Path) -> None:
    found = [(line, text) for line, text in literals(path) if CLAUSES.search(text)]
    assert not found, f"{path}: Cypher in Python; it belongs in cypher/: {found[:3]}"


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_only_engines_import_a_database_client(path: Path) -> None:
    if path.parent == ROOT / "graph" / "engines":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        assert not {module.split(".")[0] for module in modules} & CLIENTS, f"{path}:{node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_no_work_is_left_in_comments(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            assert not re.search(r"TODO|FIXME|XXX|pragma: no cover|type: ignore(?!\[)", token.string), token.line


def test_the_package_is_imported_by_its_own_name() -> None:
    # From the files: an editable install has no folder for pkgutil to walk.
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in SOURCES]
    program = (
        "import sys, importlib, dutygraph\n"
        f"for name in {[name for name in modules if not name.startswith('public')]!r}:\n"
        "    try:\n        importlib.import_module('dutygraph.' + name)\n"
        "    except ModuleNotFoundError as error:  # of an extra that is not installed\n"
        "        if error.name.startswith('dutygraph'): raise\n"
        "bare = {'graph', 'loaders', 'api', 'cypher', 'public'} & {m.split('.')[0] for m in sys.modules}\n"
        "sys.exit(f'imported twice under a bare name: {bare}' if bare else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", cwd=ROOT.parent, check=False
    )
    assert done.returncode == 0, done.stderr


def test_layers(tmp_path: Path) -> None:
    # As a wheel lays the package out; a linter reads files and does not follow the package-dir of an editable install.
    package = shutil.copytree(ROOT / "public", tmp_path / "dutygraph")
    for room in ROOMS[1:]:
        shutil.copytree(ROOT / room, package / room)
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()",
         str(ROOT / "pyproject.toml"), "--no-cache"],
        capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_is_shipped() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for init in [path for path in SOURCES if path.name == "__init__.py"]:
        parts = init.parent.relative_to(ROOT).parts
        name = ".".join(("dutygraph", *(parts[1:] if parts[0] == "public" else parts)))
        assert f'"{name}"' in text, f"{name} is missing from tool.setuptools.packages"


def test_every_error_has_its_section() -> None:
    errors = re.findall(r"^class (\w+)\(", (ROOT / "graph/errors.py").read_text(encoding="utf-8"), re.M)
    sections = re.findall(r"^## (\w+)", (ROOT / "docs/errors.md").read_text(encoding="utf-8"), re.M)
    assert set(errors) == set(sections)


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text[text.index("dependencies = [") : text.index("[project.scripts]")]
    declared = {
        re.split(r"[<>=;\[ ]", name)[0]
        for name in re.findall(r'^\s+"([^"]+)"|\["([^"]+)"\]', block, re.M)
        for name in name
        if name
    }
    told = set(re.findall(r"^\| `([^`]+)`", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"), re.M))
    assert declared - {"dutygraph"} <= told, declared - told


def test_the_schema_page_is_written_from_the_schema() -> None:
    from dutygraph.graph import schema

    assert (ROOT / "docs/schema.md").read_text(encoding="utf-8") == schema.as_markdown()
