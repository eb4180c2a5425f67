"""What a caller sees of the engine contract on a real server, through the driver and through py2neo."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from dutygraph.graph.engine import Engine, Statement
from dutygraph.graph.engines.neo4j import Neo4jEngine
from dutygraph.graph.engines.server import Login
from dutygraph.graph.errors import EngineError, InputError, ServerUnreachable
from tests.neo4j.old_server import old_server
from tests.servers import Server

CONSTRAINT = "CREATE CONSTRAINT role_id IF NOT EXISTS FOR (n:Role) REQUIRE n.id IS UNIQUE"
UPSERT = "UNWIND $rows AS row MERGE (n:Role {id: row.id}) SET n += row.props"
COUNT = "MATCH (n:Role) RETURN count(n) AS count"


def role(key: str, **props: object) -> Statement:
    return Statement(UPSERT, {"rows": [{"id": key, "props": props}]})


def test_values_come_back_as_plain_python(engine: Engine) -> None:
    engine.write(
        [
            role("a", title="经理", headcount_min=2, vacant=False, aliases=["甲", "乙"]),
            Statement("MATCH (a:Role {id: 'a'}) MERGE (a)-[r:REPORTS_TO {id: 'r'}]->(a) SET r.line = 'solid'", {}),
        ]
    )
    found = engine.read(
        "MATCH p = (n:Role)-[r:REPORTS_TO]->() RETURN n, r, p, n.title AS title, n.absent AS absent, "
        "[1, null, 2.5] AS list, {day: date('2024-02-29')} AS map, datetime('2024-02-29T01:02:03Z') AS moment, "
        "duration('P1DT2H') AS span, point({x: 1, y: 2}) AS place"
    )
    node = {"id": "a", "title": "经理", "headcount_min": 2, "vacant": False, "aliases": ["甲", "乙"]}
    line = {"id": "r", "line": "solid"}
    assert found.columns == ("n", "r", "p", "title", "absent", "list", "map", "moment", "span", "place")
    assert found.rows == [
        (node, line, [node, line, node], "经理", None, [1, None, 2.5], {"day": "2024-02-29"},
         "2024-02-29T01:02:03+00:00", "P1DT2H", [1.0, 2.0])
    ]  # fmt: skip


def test_reading_refuses_to_write(engine: Engine) -> None:
    with pytest.raises(InputError, match="writes"):
        engine.read("CREATE (n:Role {id: 'x'})")
    assert engine.read(COUNT).rows == [(0,)]


def test_a_write_is_all_or_none(engine: Engine) -> None:
    with pytest.raises(InputError):
        engine.write([role("a"), Statement("RETURN 1 / 0 AS x", {})])
    assert engine.read(COUNT).rows == [(0,)]


def test_results_of_a_write_come_statement_by_statement(engine: Engine) -> None:
    first, second = engine.write([role("a"), Statement(COUNT, {})])
    assert (first.rows, second.columns, second.rows) == ([], ("count",), [(1,)])


@pytest.mark.parametrize(
    ("cypher", "named"),
    [
        ("MATCH (n RETURN n", "SyntaxError"),
        ("RETURN $nowhere AS x", "nowhere"),
        ("CALL no.such.thing()", "no.such.thing"),
        ("RETURN 1 / 0 AS x", "zero"),
    ],
    ids=["syntax", "parameter", "procedure", "arithmetic"],
)
def test_faulty_cypher_is_the_callers_and_says_what_is_wrong(engine: Engine, cypher: str, named: str) -> None:
    with pytest.raises(InputError, match=named):
        engine.read(cypher)


@pytest.mark.parametrize("value", [object(), 2**70, {1: 2}], ids=["object", "huge", "key"])
def test_a_parameter_no_server_can_take_is_the_callers(engine: Engine, value: object) -> None:
    with pytest.raises(InputError, match="parameter"):
        engine.read("RETURN $x AS x", {"x": value})


@pytest.mark.parametrize(
    "value",
    [
        "' OR 1=1 //",
        "`",
        '"',
        "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x",
        "CALL dbms.listConfig()",
        "长" * 10_000,
    ],
    ids=["quote", "backtick", "double", "load", "call", "long"],
)
def test_a_parameter_is_only_ever_a_value(engine: Engine, value: str) -> None:
    assert engine.read("RETURN $x AS x", {"x": value}).rows == [(value,)]


def test_repeating_the_schema_changes_nothing(engine: Engine, server: Server) -> None:
    shown = "SHOW INDEXES YIELD name, state RETURN name, state ORDER BY name"
    engine.define([CONSTRAINT])
    before = [tuple(row) for row in server.run(shown)]
    engine.define([CONSTRAINT])
    assert [tuple(row) for row in server.run(shown)] == before
    assert {state for _, state in before} == {"ONLINE"}
    with pytest.raises(InputError, match="ConstraintValidationFailed"):
        engine.write([Statement("CREATE (:Role {id: 'a'}) CREATE (:Role {id: 'a'})", {})])


def test_threads_share_an_engine(engine: Engine) -> None:
    engine.write([role("a")])
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda i: engine.read("MATCH (n:Role) RETURN n.id AS id, $i AS i", {"i": i}).rows, range(200))
        )
    assert answers == [[("a", i)] for i in range(200)]


def test_writers_that_lock_each_other_out_both_end(engine: Engine) -> None:
    engine.define([CONSTRAINT])
    engine.write([role("a", n=0), role("b", n=0)])
    together = Barrier(2)

    def add(first: str, second: str) -> None:
        together.wait()
        for _ in range(10):
            engine.write(
                [Statement("MATCH (n:Role {id: $id}) SET n.n = n.n + 1", {"id": key}) for key in (first, second)]
            )

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(add, "a", "b"), pool.submit(add, "b", "a")]:
            done.result()
    assert engine.read("MATCH (n:Role) RETURN n.n AS total ORDER BY n.id").rows == [(20,), (20,)]


def test_a_wrong_password_names_the_settings_and_no_secret(server: Server) -> None:
    with pytest.raises(EngineError, match="NEO4J_PASSWORD") as caught:
        Neo4jEngine(server.address, Login(server.username, "falsch-und-geheim", "neo4j"))
    assert "geheim" not in str(caught.value) and server.address in str(caught.value)


def test_a_wrong_database_is_named(server: Server) -> None:
    with pytest.raises(EngineError, match=r"'nirgends'.*NEO4J_DATABASE"):
        Neo4jEngine(server.address, Login(server.username, server.password, "nirgends"))


def test_where_nobody_answers_the_error_says_how_to_start_a_server() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        address = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ServerUnreachable, match="docker compose up") as caught:
            Neo4jEngine(address, Login("neo4j", "x", "neo4j"))
        assert address in str(caught.value)


@pytest.mark.parametrize("address", ["bolt://neo4j:geheim@localhost:7687", "neo4j+s://neo4j:geheim@[::1]"])
def test_an_address_with_a_password_is_refused_without_showing_it(address: str) -> None:
    with pytest.raises(InputError, match="NEO4J_PASSWORD") as caught:
        Neo4jEngine(address)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("address", ["bolt://", "neo4j://:7687", "bolt://localhost:port", "bolt://localhost:99999"])
def test_an_address_without_a_server_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="names no server"):
        Neo4jEngine(address)


@pytest.mark.parametrize(
    ("version", "protocol"), [("4.4.30", bytes([0, 0, 4, 4])), ("5.1.0", bytes([0, 0, 4, 4])), ("3.5.0", bytes(4))],
    ids=["4.4", "5.1", "3.5"],
)  # fmt: skip
def test_a_server_that_is_too_old_is_refused(version: str, protocol: bytes) -> None:
    with (
        old_server(version, protocol) as address,
        pytest.raises(EngineError, match=r"too old.*5\.26") as caught,
    ):
        Neo4jEngine(address, Login("neo4j", "x", "neo4j"))
    assert address in str(caught.value)
