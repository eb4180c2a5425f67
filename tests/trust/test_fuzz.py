"""Random parameters for every question: an answer or a clear refusal, never a crash; the store stays as it was.

How many sets comes from the environment: DUTYGRAPH_PARAMETERS, shared by all questions.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from dutygraph.graph import store
from dutygraph.graph.ask import ask
from dutygraph.graph.catalog import catalog
from dutygraph.graph.check import check
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import InputError
from dutygraph.graph.parameters import Param
from tests.neo4j.firm import DEPARTMENTS, ORGANIZATION, THINGS, TITLES, documents
from tests.store.papers import full_paper
from tests.trust.test_statements import HOSTILE

SETS = int(os.environ.get("DUTYGRAPH_PARAMETERS", "150"))

ODD: tuple[Any, ...] = (
    *HOSTILE, None, "", " ", "\x00", "a" * 10_000, "岗" * 3_000, "\ud7ff", "𠀀", "🂡", "NaN", "inf", "-0", "1e999", "１",
    "null", "true", "role_0000000000000000", "2026-02-30", "*", ".*", "%", "(", "[", "\\",
    0, -1, 1, 2**31, 2**63, -(2**63), 1.5, float("nan"), float("inf"), -0.0, 1e308, True, False,
    [], ["x"], {}, {"a": 1}, b"x",
)  # fmt: skip
"""Values that a careless program or a curious person may send."""


def value(param: Param, pick: random.Random) -> Any:
    """Half of the values are what the parameter is made for."""
    if pick.random() < 0.5:
        return pick.choice(ODD)
    if param.choices:
        return pick.choice(param.choices)
    fitting: dict[str, tuple[Any, ...]] = {
        "organization": (ORGANIZATION, "清河机电", "*"),
        "role": tuple(f"{unit}/{title}" for unit in DEPARTMENTS for title in TITLES),
        "unit": DEPARTMENTS,
        "owner": DEPARTMENTS,
        "int": (0, 1, 2, 10),
        "float": (0.0, 5000.0, "8000", 1e6),
    }
    return pick.choice(fitting.get(param.type, THINGS))


def test_questions_with_random_parameters(engine: Engine) -> None:
    given = [*documents(0, count=3, duties=40), full_paper("full.txt").facts()]
    store.load(engine, given, holder="test")
    questions = list(catalog().questions.values())
    answered = 0
    for number in range(SETS):
        pick = random.Random(number)
        query = questions[number % len(questions)]
        params = {each.name: value(each, pick) for each in query.params if each.required or pick.random() < 0.6}
        try:
            ask(engine, query.name, params)
            answered += 1
        except InputError as error:
            assert 10 < len(str(error)) < 20_000, (query.name, params)
        except Exception as error:
            pytest.fail(f"{query.name} with {params!r}: {type(error).__name__}: {error}")
    assert answered > SETS / 20
    assert check(engine).differences == ()
