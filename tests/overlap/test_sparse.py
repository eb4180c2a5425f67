"""Relations kept sparsely say what a full table would."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.graph.measures.overlaps.sparse import Mentions, Relation

SIZE = 6
PLACES = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
NAMES = st.text("ab经理", min_size=2, max_size=4)


@given(st.sets(PLACES))
def test_a_relation_is_its_table(pairs: set[tuple[int, int]]) -> None:
    rows, columns = (axis.ravel() for axis in np.indices((SIZE, SIZE)))
    held = Relation(pairs, SIZE).holds(rows, columns)
    assert [place for place, yes in zip(zip(rows, columns, strict=True), held, strict=True) if yes] == sorted(pairs)


@given(st.lists(st.text("ab经理，", max_size=8), max_size=5), st.lists(st.lists(NAMES, max_size=3), max_size=4))
def test_a_text_names_whom_a_form_of_stands_in_it(texts: list[str], owners: list[list[str]]) -> None:
    every = [(text, owner) for text in range(len(texts)) for owner in range(len(owners))]
    rows, columns = (np.array([pair[side] for pair in every], np.intp) for side in (0, 1))
    named = Mentions(texts, owners).holds(rows, columns)
    assert named.tolist() == [any(form in texts[text] for form in owners[owner]) for text, owner in every]
