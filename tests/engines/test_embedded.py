"""The embedded engine: a file that is whole or not there, one writer, readers that wait for nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dutygraph.graph import store
from dutygraph.graph.engine import Engine, Statement
from dutygraph.graph.engines import open_engine
from dutygraph.graph.engines.embedded import set_aside
from dutygraph.graph.errors import EngineError, InputError, StoreDamaged, StoreLocked, StoreVersion
from tests.store.papers import full_paper

COUNT = "MATCH (n:Role) RETURN count(n) AS roles"


def roles(engine: Engine) -> int:
    [[count]] = engine.read(COUNT).rows
    return int(count)


def add(engine: Engine, id_: str) -> None:
    engine.write([Statement("CREATE (n:Role {id: $id})", {"id": id_})])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A saved graph with one role."""
    path = tmp_path / "graph.kgl"
    engine = open_engine(str(path))
    add(engine, "role_1")
    engine.save()
    engine.close()
    return path


def test_what_is_saved_is_there_again(file: Path) -> None:
    assert roles(open_engine(str(file))) == 1


def test_what_is_not_saved_is_not(file: Path) -> None:
    engine = open_engine(str(file))
    add(engine, "role_2")
    assert roles(engine) == 2
    engine.close()
    assert roles(open_engine(str(file))) == 1


def test_nothing_is_made_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    engine = open_engine(str(path))
    assert roles(engine) == 0
    engine.save()
    engine.close()
    assert list(tmp_path.iterdir()) == []


def test_readers_see_the_last_save_of_another(file: Path) -> None:
    reader, writer = open_engine(str(file)), open_engine(str(file), writing=True)
    add(writer, "role_2")
    assert (roles(reader), roles(writer)) == (1, 2)
    writer.save()
    assert roles(reader) == 2
    writer.close()


def test_a_second_writer_is_told_who_writes(file: Path) -> None:
    program = (
        "import sys; from dutygraph.graph.engines import open_engine\n"
        "engine = open_engine(sys.argv[1], writing=True); print('open', flush=True); sys.stdin.readline()\n"
    )
    other = subprocess.Popen([sys.executable, "-c", program, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None and other.stdout.readline() == b"open\n"
    try:
        engine = open_engine(str(file))
        with pytest.raises(StoreLocked, match=f"process {other.pid}"):
            add(engine, "role_2")
        with pytest.raises(StoreLocked, match=f"process {other.pid}"):
            open_engine(str(file), writing=True)
        assert roles(engine) == 1, "it can still read"
    finally:
        other.kill()
        other.communicate()
    add(engine, "role_2")
    engine.close()


def test_a_load_is_refused_while_another_process_writes(file: Path) -> None:
    writer, second = open_engine(str(file), writing=True), open_engine(str(file))
    with pytest.raises(StoreLocked, match="already open for writing in this process"):
        store.load(second, [full_paper("a.txt").facts()], holder="second")
    writer.close()
    store.load(second, [full_paper("a.txt").facts()], holder="second")
    second.close()


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (n:Role {id: 'x'})",
        "MERGE (n:Role {id: 'x'})",
        "MATCH (n:Role) SET n.title = 'x'",
        "MATCH (n) DETACH DELETE n",
        "CREATE CONSTRAINT x IF NOT EXISTS FOR (n:Role) REQUIRE n.id IS UNIQUE",
    ],
)
def test_reading_does_not_write(file: Path, cypher: str) -> None:
    engine = open_engine(str(file))
    with pytest.raises(InputError, match="only reading is allowed"):
        engine.read(cypher)
    assert roles(engine) == 1


@pytest.mark.parametrize("cypher", ["MATCH (n RETURN n", "MATCH (n:Role) RETURN m.id AS id", "RETURN nothing(1) AS x",
                                    "RETURN $missing AS x"])  # fmt: skip
def test_faulty_cypher_is_the_callers(cypher: str) -> None:
    with pytest.raises(InputError, match="kglite refuses the statement"):
        open_engine(":memory:").read(cypher)


@pytest.mark.parametrize("value", [object(), 2**70])
def test_a_parameter_without_a_type_is_the_callers(value: Any) -> None:
    with pytest.raises(InputError, match="parameter"):
        open_engine(":memory:").read("RETURN $x AS x", {"x": value})


def test_a_transaction_is_all_or_nothing() -> None:
    engine = open_engine(":memory:")
    engine.define(["CREATE CONSTRAINT role_id IF NOT EXISTS FOR (n:Role) REQUIRE n.id IS UNIQUE"])
    create = Statement("UNWIND $ids AS id CREATE (n:Role {id: id})", {"ids": ["a", "b"]})
    with pytest.raises(InputError):
        engine.write([create, create])
    with pytest.raises(InputError):
        engine.write([Statement(create.cypher, {"ids": ["c", "d", "c"]})])
    assert roles(engine) == 0


def test_nodes_come_back_as_maps_and_dates_as_text() -> None:
    engine = open_engine(":memory:")
    engine.write([Statement("CREATE (:Role {id: 'a'})-[:REPORTS_TO {id: 'r'}]->(:Role {id: 'b'})", {})])
    result = engine.read("MATCH (a:Role {id: 'a'})-[r:REPORTS_TO]->(b) RETURN a AS a, r AS r, date('2026-01-02') AS d")
    [[node, join, day]] = result.rows
    assert (node["id"], join["id"], day) == ("a", "r", "2026-01-02")


texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=20) | some.sampled_from(
    ['["x"]', "2024-01-01", "1", "1.5", "true", "null", "", "{}", "POINT(1 2)", "岗位\x00", " x "]
)


@settings(deadline=None, max_examples=int(os.environ.get("DUTYGRAPH_EXAMPLES", "50")))
@given(some.lists(some.tuples(texts, some.lists(texts, max_size=4)), min_size=1, max_size=5))
def test_texts_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, list[str]]]
) -> None:
    path = tmp_path_factory.mktemp("texts") / "graph.kgl"
    engine = open_engine(str(path))
    params = [{"id": f"role_{number}", "title": title, "quotes": quotes} for number, (title, quotes) in enumerate(rows)]
    cypher = "UNWIND $rows AS row CREATE (n:Role {id: row.id, title: row.title, quotes: row.quotes})"
    engine.write([Statement(cypher, {"rows": params})])
    engine.save()
    engine.close()
    read = "MATCH (n:Role) RETURN n.id AS id, n.title AS title, n.quotes AS quotes ORDER BY n.id"
    expected = [(row["id"], row["title"], row["quotes"]) for row in params]
    assert open_engine(str(path)).read(read).rows == expected


@pytest.mark.parametrize("content", [b"", b"hello, this is no graph", b"RGF"])
def test_a_file_that_is_no_graph_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "graph.kgl"
    path.write_bytes(content)
    for writing in (False, True):
        with pytest.raises(StoreDamaged, match=r"graph\.kgl cannot be opened.*load the documents again"):
            open_engine(str(path), writing=writing)
    assert path.read_bytes() == content


def test_any_flipped_byte_is_found(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    engine = open_engine(str(path))
    store.load(engine, [full_paper("a.txt").facts()], holder="test")
    engine.close()
    whole = path.read_bytes()
    for place in range(0, len(whole), len(whole) // 50):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with pytest.raises((StoreDamaged, StoreVersion)):
            open_engine(str(path))
    path.write_bytes(whole[:-5])
    with pytest.raises(StoreDamaged):
        open_engine(str(path))


def test_a_file_of_a_newer_kglite_is_of_another_version(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[3] = 200
    file.write_bytes(data)
    with pytest.raises(StoreVersion, match="another version of kglite"):
        open_engine(str(file))


def test_a_slip_of_the_address_is_not_taken_for_a_damaged_graph(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    for address, message in (
        (tmp_path, "is a folder"),
        (notes, "is no graph"),
        (tmp_path / "none" / "graph.kgl", "there is no folder"),
    ):
        with pytest.raises(InputError, match=message):
            open_engine(str(address))


def test_a_damaged_file_is_set_aside_under_a_free_name(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    kept = []
    for content in (b"one", b"two"):
        path.write_bytes(content)
        kept.append(set_aside(path))
    assert not path.exists()
    assert [each.read_bytes() for each in kept] == [b"one", b"two"]
    assert all(each.parent == tmp_path and each.name.startswith("graph.kgl.damaged") for each in kept)


def test_the_environment_names_the_graph(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_engine().address == "graph.kgl"
    monkeypatch.setenv("DUTYGRAPH_GRAPH", ":memory:")
    assert open_engine().address == ":memory:"
    assert open_engine(str(file)).address == str(file)


def test_a_full_disk_is_told_and_keeps_the_former_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(str(file), writing=True)
    add(engine, "role_2")
    monkeypatch.setattr(engine, "_graph", _Full(engine._graph))  # type: ignore[attr-defined]
    with pytest.raises(EngineError, match="No space left"):
        engine.save()
    assert roles(open_engine(str(file))) == 1


class _Full:
    def __init__(self, graph: Any) -> None:
        self.graph = graph

    def save(self, **_: Any) -> None:
        raise OSError(28, "No space left on device")
