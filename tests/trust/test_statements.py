"""No Cypher is made from strings: every text that runs is a file of cypher/, whatever people and documents say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.audit import audit
from dutygraph.graph.catalog import catalog
from dutygraph.graph.check import check
from dutygraph.graph.engines import open_engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.overlaps import write_overlaps
from tests.store.papers import Paper, full_paper
from tests.trust.recorder import Recorder

HOSTILE = (
    "'}) DETACH DELETE n //",
    '"}) MATCH (n) DETACH DELETE n //',
    "\\' OR 1=1 //",
    "`) MATCH (n) SET n.title = 'x' //",
    "$organization",
    "; DROP CONSTRAINT role_id",
    "\u2019}) RETURN 1 //",
)
"""Texts that would break out of a statement that is put together from strings."""

ROOMS = ("graph", "loaders", "api", "public")
RUN = ("read", "write", "define", "cypher", "run", "execute_query")
FROM_FILES = ("cypher", "_cypher", "statement", "constraints", "own_statements")
"""Functions that give the text of a file in cypher/."""

ENGINES = "graph/engines/"
"""What runs the statements it is given."""

GIVEN = {
    "api/notebook.py": "a person's own Cypher, in a notebook",
}


def is_of_a_file(text: str, files: list[str]) -> bool:
    """Files hold a head, and those of audits two statements; what runs is a piece of one, as it stands there."""
    return any(text.strip() in file for file in files)


def test_every_statement_that_runs_is_a_file(root: Path) -> None:
    engine = Recorder(open_engine(":memory:"))
    paper = Paper("a'.txt", firm="河'; DETACH DELETE n //")
    for number, text in enumerate(HOSTILE):
        title = f"经理{number}{text.replace('/', '')}"
        paper.role(title).duty(title, f"负责{text}").authority(title, text)
    store.load(engine, [full_paper("b.txt").facts(), full_paper("c.txt").facts(), paper.facts()], holder=HOSTILE[0])
    write_overlaps(engine, holder=HOSTILE[1])
    for query in catalog().questions.values():
        for text in HOSTILE:
            params = {
                each.name: text for each in query.params if not each.choices and each.type not in ("int", "float")
            }
            for given in (params, {**params, "organization": paper.firm}):
                try:
                    ask(engine, query.name, given, patience=0)
                except InputError:
                    continue  # nothing has this name, which is what it is: a name
    audit(engine)
    assert check(engine).differences == ()
    store.remove(engine, ["b.txt"], holder="test")
    roles = engine.read("MATCH (n:Role) RETURN count(n) AS roles").rows
    assert roles == [(len(HOSTILE) + 4,)], "nothing was run that documents or people said"
    engine.texts.remove("MATCH (n:Role) RETURN count(n) AS roles")
    assert len(engine.texts) > 50
    files = [path.read_text(encoding="utf-8") for path in (root / "cypher").glob("*/*.cypher")]
    assert [text for text in engine.texts if not is_of_a_file(text, files)] == []


def sent(path: Path) -> Iterator[tuple[int, ast.expr]]:
    """The statement of each call that runs one, and of each `Statement` of an engine."""
    text = path.read_text(encoding="utf-8")
    makes = "Statement" if "class Statement" not in text else "engine.Statement"
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func
        is_engine = isinstance(called, ast.Attribute) and called.attr in RUN and _is_engine(called.value)
        if is_engine or (isinstance(called, ast.Name) and called.id == makes):
            yield node.lineno, node.args[0]


def _is_engine(value: ast.expr) -> bool:
    name = ast.unparse(value).split(".")[-1].strip("_()")
    return name in ("engine", "lease", "graph", "transaction", "session", "snapshot", "writer", "stored")


def is_from_a_file(text: ast.expr) -> bool:
    """Whether an expression is a text of a file, or a name or field that holds one; never one that is put together."""
    match text:
        case ast.Call(func=ast.Name(id=name)):
            return name in FROM_FILES or (name == "Statement" and is_from_a_file(text.args[0]))
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(map(is_from_a_file, parts))
        case ast.ListComp(elt=part) | ast.Starred(value=part):
            return is_from_a_file(part)
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return True
    return False


def test_no_call_puts_a_statement_together(root: Path) -> None:
    seen = 0
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if name in GIVEN or name.startswith(ENGINES):
                continue
            for line, text in sent(path):
                seen += 1
                assert is_from_a_file(text), f"{name}:{line} runs {ast.unparse(text)}"
    assert seen > 15


def test_the_test_sees_what_it_is_for(tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    for code, good in (
        ("engine.read(f'MATCH (n:{label}) RETURN n')", False),
        ("engine.read('MATCH (n) WHERE n.id = ' + name)", False),
        ("engine.read('MATCH (n) RETURN %s' % name)", False),
        ("engine.read('MATCH (n) RETURN {}'.format(name))", False),
        ("Statement('MATCH (n) RETURN n', {})", False),
        ("self._engine.write([statement(f'sweep_{kind}', ids=ids)])", True),
        ("engine.read(cypher('documents'))", True),
        ("engine.read(query.cypher, given)", True),
    ):
        file.write_text(code, encoding="utf-8")
        assert [is_from_a_file(text) for _, text in sent(file)] == [good], code
