"""What a check tells: one difference between the store and what it should hold."""

from __future__ import annotations

from typing import Final, NamedTuple

CODES: Final = {
    "not_ready": "A load is under way or was stopped, so nothing was compared.",
    "store_node": "There is not exactly one Store node, or it lacks its stamp.",
    "edition_incomplete": "Parts of an edition in the archive are missing.",
    "edition_unreadable": "The facts of an edition in the archive cannot be read.",
    "edition_of_nothing": "The archive holds an edition of a document that the graph does not show.",
    "document_without_edition": "The archive lacks the edition that the graph shows of a document.",
    "edition_not_in_force": "The graph shows another edition than the one in force on the store's day.",
    "facts_invalid": "Archived facts do not hold together.",
    "id_missing": "Something has no identifier.",
    "id_repeated": "An identifier stands twice.",
    "id_recomputed": "An identifier is not the one that the thing's own fields give.",
    "missing": "The archive states something that the graph does not hold.",
    "unstated": "The graph holds something that no document in force states.",
    "field_differs": "A field of the graph is not the one that the archive's facts give.",
    "quote_differs": "Evidence in the graph is not that of the archive.",
    "quote_not_in_text": "A quote does not stand in its document at its place.",
    "evidence_uneven": "The evidence lists of a fact are not of one length.",
    "value_of_other_type": "A property has a value of another type than the schema says.",
    "end_of_other_kind": "A relationship joins labels that its type does not join, or other ends than stated.",
    "end_dangling": "A property names something that is not there.",
    "several": "Something has several of what it can have one of.",
    "measure_differs": "A figure of dutygraph is not the one that networkx finds.",
}
"""Every code with its meaning; docs/check.md lists them."""


class Difference(NamedTuple):
    """`code` is one of `CODES`; `label` the label, type or measure; `id` of the thing, '' where it has none."""

    code: str
    label: str
    id: str
    message: str
