"""What is measured of a pair of duties; every value is symmetric in the two.

Names: `x_` compares words by the vocabulary, `v_` by vocabulary and word vectors. `cov` is the share of a duty's matter
that the other has, `res` the weight of what only one has, `conf` what *both* have for themselves in the phrases that
answer each other (果树种原, 农艺作物种原: same head, other matter), `F` and `N` how well phrases answer each other
without and with that conflict, `own` whether what stands on one side only is in the owner's own name (人事人员 of
人事室, 会计人员 of 会计室: divided by name).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dutygraph.graph.measures.overlaps.prepared import CLASSES, PHRASES, ROLES, WORDS, Floats, Prepared
from dutygraph.graph.measures.overlaps.words import SCALE, Table, lexis

Ids = npt.NDArray[np.intp]

SETS = [place for place, name in enumerate(CLASSES) if lexis().roles[name] in ("set", "check")]
ABOVE = [*SETS, CLASSES.index("manage")]
"""What a superior does to what is carried out below; who does one of SETS below carries nothing out."""

BLOCK = 2048
"""Pairs compared at once; the tables of a block stay in the processor's cache."""


class Pairs(NamedTuple):
    """Pairs as rows of a `Prepared`, with what is known of the owners."""

    left: Ids
    right: Ids
    superior: npt.NDArray[np.int8]
    """1 where the left owner stands above the right one, -1 the other way, 0 neither."""

    unit_and_head: npt.NDArray[np.bool_]

    def block(self, chosen: npt.NDArray[np.intp] | slice) -> Pairs:
        return Pairs(self.left[chosen], self.right[chosen], self.superior[chosen], self.unit_and_head[chosen])

    def __len__(self) -> int:
        return len(self.left)


def features(prepared: Prepared, pairs: Pairs) -> dict[str, Floats]:
    """All measures of a block of pairs, by name."""
    out: dict[str, Floats] = {}
    left, right = pairs.left, pairs.right
    only_left, only_right, answering = _phrases(prepared, pairs, prepared.table, "x_", out)
    out["sets"] = _sets(prepared, pairs, answering)
    own_left = (prepared.own_name[left] * only_left).max((1, 2))
    own_right = (prepared.own_name[right] * only_right).max((1, 2))
    out["own_min"], out["own_max"] = np.minimum(own_left, own_right), np.maximum(own_left, own_right)
    out["mention"] = (
        prepared.mentions.holds(left, prepared.owners[right]) | prepared.mentions.holds(right, prepared.owners[left])
    ).astype(np.float32)
    out["neg"] = _denied(prepared, pairs)
    _acts(prepared, pairs, out)
    _roles(prepared.roles[left], prepared.roles[right], out)
    out["ng"] = np.einsum("ij,ij->i", prepared.grams[left], prepared.grams[right])
    out["cl_ng"] = np.matmul(prepared.clause_grams[left], prepared.clause_grams[right].swapaxes(1, 2)).max((1, 2))
    out["catch"] = np.maximum(prepared.catch_all[left], prepared.catch_all[right])
    out["own_staff"] = np.maximum(prepared.own_staff[left], prepared.own_staff[right])
    mass_left, mass_right = prepared.phrase_weights[left].sum((1, 2)), prepared.phrase_weights[right].sum((1, 2))
    out["len_min"] = np.log1p(np.minimum(mass_left, mass_right))
    out["len_max"] = np.log1p(np.maximum(mass_left, mass_right))
    out["sup"] = (pairs.superior != 0).astype(np.float32)
    out["uh"] = pairs.unit_and_head.astype(np.float32)
    if prepared.encoded is not None:
        encoded = prepared.encoded
        _phrases(prepared, pairs, encoded.table, "v_", out)
        out["enc"] = np.einsum("ij,ij->i", encoded.text[left], encoded.text[right])
        out["enc_obj"] = np.einsum("ij,ij->i", encoded.matter[left], encoded.matter[right])
        out["cl_enc"] = np.matmul(encoded.clauses[left], encoded.clauses[right].swapaxes(1, 2)).max((1, 2))
    return out


def _phrases(
    prepared: Prepared, pairs: Pairs, table: Table, prefix: str, out: dict[str, Floats]
) -> tuple[Floats, Floats, Ids]:
    """Compare every phrase of one duty with every phrase of the other. Returns, for each word of either side, how far
    the other side lacks it, and for each pair which two phrases answer each other best (left * PHRASES + right)."""
    n = len(pairs)
    words_left = prepared.phrase_words[pairs.left]
    words_right = prepared.phrase_words[pairs.right]
    weights_left, weights_right = prepared.phrase_weights[pairs.left], prepared.phrase_weights[pairs.right]
    best_left, best_right = _best_matches(table, words_left, words_right)
    mass_left, mass_right = weights_left.sum(2)[:, :, None], weights_right.sum(2)[:, None, :]
    matched_left = np.einsum("pcld,pcl->pcd", best_left, weights_left)
    matched_right = np.einsum("pcdl,pdl->pcd", best_right, weights_right)
    cover_left = matched_left / np.maximum(mass_left, 1e-6)
    cover_right = matched_right / np.maximum(mass_right, 1e-6)
    conflict = np.minimum(mass_left - matched_left, mass_right - matched_right)
    enough = np.minimum(1, np.minimum(mass_left, mass_right) / 0.8)
    place_left, place_right = prepared.phrase_places[pairs.left], prepared.phrase_places[pairs.right]
    place = place_left[:, :, None] * place_right[:, None, :]
    both = 2 * cover_left * cover_right / np.maximum(cover_left + cover_right, 1e-6)
    answer = both * enough * np.exp(-conflict)
    contained = np.maximum(cover_left, cover_right) * enough * np.exp(-2 * conflict)
    flat = (both * enough * place).reshape(n, -1)
    placed = (answer * place).reshape(n, -1)
    answering = placed.argmax(1)
    out[prefix + "N"] = placed[np.arange(n), answering]
    out[prefix + "N2"] = (contained * place).reshape(n, -1).max(1)
    out[prefix + "conf"] = conflict.reshape(n, -1)[np.arange(n), flat.argmax(1)]
    out[prefix + "conf1"], out[prefix + "F1"] = conflict[:, 0, 0], both[:, 0, 0]
    average_left = _average(answer.max(2), place_left * np.minimum(mass_left[:, :, 0], 1.5))
    average_right = _average(answer.max(1), place_right * np.minimum(mass_right[:, 0, :], 1.5))
    out[prefix + "avg_min"] = np.minimum(average_left, average_right)
    out[prefix + "avg_max"] = np.maximum(average_left, average_right)
    heads = table[words_left[:, :, None, 0], words_right[:, None, :, 0]]
    out[prefix + "head"] = heads.reshape(n, -1).max(1).astype(np.float32) / SCALE
    any_left, any_right = best_left.max(3), best_right.max(1)
    _coverage(any_left, weights_left, any_right, weights_right, prefix, out)
    return 1 - any_left, 1 - any_right, answering


def _sets(prepared: Prepared, pairs: Pairs, answering: Ids) -> Floats:
    """1 where a superior sets, checks or manages the matter both name, and the other neither sets nor checks it."""
    left = prepared.phrase_classes[pairs.left, answering // PHRASES]
    right = prepared.phrase_classes[pairs.right, answering % PHRASES]
    above, below = np.where(pairs.superior > 0, (left, right), (right, left))
    return np.asarray((pairs.superior != 0) & np.isin(above, ABOVE) & ~np.isin(below, SETS), np.float32)


def _best_matches(table: Table, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> tuple[Floats, Floats]:
    """How near the best word of the other side's phrase is: (pair, phrase, word, other phrase) for the left words,
    (pair, phrase, other phrase, word) for the right ones. Word by word, as maxima of slices are faster than maxima over
    a short axis."""
    columns = []
    best_left: Table | None = None
    for place in range(WORDS):
        near = table[left[:, :, :, None], right[:, None, None, :, place]]
        best_left = near if best_left is None else np.maximum(best_left, near)
        column = near[:, :, 0]
        for word in range(1, WORDS):
            column = np.maximum(column, near[:, :, word])
        columns.append(column)
    assert best_left is not None
    best_right = np.stack(columns, axis=3)
    return best_left.astype(np.float32) / SCALE, best_right.astype(np.float32) / SCALE


def _coverage(
    any_left: Floats,
    weights_left: Floats,
    any_right: Floats,
    weights_right: Floats,
    prefix: str,
    out: dict[str, Floats],
) -> None:
    total_left, total_right = weights_left.sum((1, 2)), weights_right.sum((1, 2))
    shared_left, shared_right = (weights_left * any_left).sum((1, 2)), (weights_right * any_right).sum((1, 2))
    cover_left = shared_left / np.maximum(total_left, 1e-6)
    cover_right = shared_right / np.maximum(total_right, 1e-6)
    out[prefix + "cov_mean"] = (cover_left + cover_right) / 2
    out[prefix + "cov_max"] = np.maximum(cover_left, cover_right)
    out[prefix + "shared"] = np.log1p(np.minimum(shared_left, shared_right))
    out[prefix + "res_min"] = np.minimum(total_left - shared_left, total_right - shared_right)
    out[prefix + "res_max"] = np.log1p(np.maximum(total_left - shared_left, total_right - shared_right))


def _average(values: Floats, weights: Floats) -> Floats:
    total: Floats = (values * weights).sum(1) / np.maximum(weights.sum(1), 1e-6)
    return total


def _acts(prepared: Prepared, pairs: Pairs, out: dict[str, Floats]) -> None:
    acts_left, acts_right = prepared.acts[pairs.left], prepared.acts[pairs.right]
    weights_left, weights_right = prepared.act_weights[pairs.left], prepared.act_weights[pairs.right]
    near = prepared.verbs[acts_left[:, :, None], acts_right[:, None, :]].astype(np.float32) / SCALE
    left = np.where(weights_left.any(1), _average(near.max(2), weights_left), np.float32(0.3))
    right = np.where(weights_right.any(1), _average(near.max(1), weights_right), np.float32(0.3))
    out["act_mean"], out["act_min"] = (left + right) / 2, np.minimum(left, right)
    out["act_best"] = near.max((1, 2))


def _roles(left: Floats, right: Floats, out: dict[str, Floats]) -> None:
    """Who sets and who does, who does and who checks: products of the shares of both sides, the larger way round."""
    at = {role: place for place, role in enumerate(ROLES)}
    for a, b in (
        ("set", "do"),
        ("check", "do"),
        ("tell", "do"),
        ("help", "do"),
        ("help", "help"),
        ("do", "do"),
        ("set", "set"),
    ):
        x, y = at[a], at[b]
        out[f"{a}_{b}"] = np.maximum(left[:, x] * right[:, y], left[:, y] * right[:, x])
    above, below = (at["set"], at["check"]), (at["do"], at["tell"])
    out["above_below"] = np.maximum(
        left[:, above].sum(1) * right[:, below].sum(1), left[:, below].sum(1) * right[:, above].sum(1)
    )


def _denied(prepared: Prepared, pairs: Pairs) -> Floats:
    """1 where one text excludes what the other names: 不含营业税, 营业税."""
    out = np.zeros(len(pairs), np.float32)
    if not prepared.opposites.any():
        return out
    for a, b in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
        denied = prepared.opposites[prepared.phrase_words[a]].reshape(len(pairs), PHRASES * WORDS)
        rows = np.flatnonzero(denied.any(1))
        named = prepared.phrase_words[b[rows]].reshape(len(rows), PHRASES * WORDS)
        hit = (denied[rows][:, :, None] == named[:, None, :]) & (denied[rows][:, :, None] > 0)
        out[rows] = np.maximum(out[rows], hit.any((1, 2)))
    return out


def matrix(measured: Mapping[str, Floats], names: tuple[str, ...]) -> Floats:
    """The measures as columns in the order of `names`."""
    return np.stack([measured[name] for name in names], axis=1).astype(np.float32)
