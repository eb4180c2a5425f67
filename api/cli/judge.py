"""`overlaps judge` and `overlaps evaluate`: pairs of duties in a file, and how well they are judged."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dutygraph.api.cli.common import format_option, lang_option, output, show
from dutygraph.graph.errors import InputError

if TYPE_CHECKING:
    from dutygraph.graph.measures.overlaps.evaluate import Evaluation, LabelledPair
    from dutygraph.graph.measures.overlaps.judge import Judgement

pairs_argument = click.argument("pairs", metavar="PAIRS.jsonl", type=click.Path(path_type=Path, allow_dash=True))
encoder_option = click.option(
    "--encoder/--no-encoder",
    default=None,
    help="With or without the sentence encoder of the extra [encoder]. Default: with it where it is installed.",
)


@click.command()
@pairs_argument
@click.option("--out", type=click.Path(path_type=Path), help="File to write; default: standard output.")
@encoder_option
def judge(pairs: Path, out: Path | None, encoder: bool | None) -> None:
    """Judge pairs of duties: one line a pair with id, score, label and reason, in the order of the file.

    A line of PAIRS is {"id": …, "a": {"text": …, "owner": …}, "b": {…}}; optional are superior ("a" or "b": that owner
    stands above the other) and unit_and_its_head (true or false). Other keys are ignored. `-` reads standard input.
    """
    _, read, judged = _judged(pairs, encoder)
    with output(out) as stream:
        for pair, found in zip(read, judged, strict=True):
            line = {"id": pair.id, "score": found.score, "label": found.label, "reason": found.reason}
            stream.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


@click.command()
@pairs_argument
@encoder_option
@format_option("table", "json", "markdown")
@lang_option
def evaluate(pairs: Path, encoder: bool | None, form: str, lang: str) -> None:
    """Compare the judge with readers' labels: AUC, average precision, precision at n, and each class.

    Lines as for `judge`, with label and, of a second reader, second ({"label": …}). Ranking counts the pairs on which
    the readers agree whether they overlap; a class is right if it is one of the readers'. Intervals hold 90 % of
    bootstrap samples of the pairs. Pairs without a label are left out.
    """
    from dutygraph.api import render
    from dutygraph.graph.measures.overlaps.evaluate import evaluate as compare

    with_encoder, read, judged = _judged(pairs, encoder)
    found = compare(read, [each.score for each in judged], [each.label for each in judged])
    if form == "json":
        click.echo(render.as_json({"encoder": with_encoder, **_as_dict(found)}), nl=False)
        return
    told = f"{found.pairs} labelled pairs, {found.agreed} agreed, {found.overlaps} of them overlaps; "
    told += "with the encoder" if with_encoder else "without the encoder"
    rows: list[tuple[object, ...]] = [
        ("AUC", *found.auc),
        ("average precision", *found.average_precision),
        *((f"precision at {n}", *value) for n, value in found.precision),
        ("class right", *found.class_right),
    ]
    of_class = [
        (each.label, each.read, each.given, each.right, *each.precision, *each.recall) for each in found.classes
    ]
    names = ("label", "read", "given", "right", "precision", "low", "high", "recall", "recall_low", "recall_high")
    show(
        [
            render.Sheet(("figure", "value", "low", "high"), [_rounded(row) for row in rows], told),
            render.Sheet(names, [_rounded(row) for row in of_class]),
        ],
        form,
        lang,
    )


def _rounded(row: tuple[object, ...]) -> tuple[object, ...]:
    """Figures to three digits, as text; what is undefined as a dash."""
    return tuple(("–" if value != value else f"{value:.3f}") if isinstance(value, float) else value for value in row)


def _judged(path: Path, wanted: bool | None) -> tuple[bool, list[LabelledPair], list[Judgement]]:
    """Whether the encoder took part, the pairs of a file, and what was judged of each."""
    from dutygraph.graph.measures.overlaps import encoder
    from dutygraph.graph.measures.overlaps.evaluate import read_pairs
    from dutygraph.graph.measures.overlaps.judge import judge_pairs

    if str(path) == "-":
        text = sys.stdin.buffer.read()
    else:
        try:
            text = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        read = list(read_pairs(text.decode("utf-8-sig").split("\n")))
    except UnicodeDecodeError as error:
        number = text.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}: line {number} is not UTF-8; save the file as UTF-8.") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    used = encoder.installed() if wanted is None else wanted
    return used, read, judge_pairs(read, encoder.encode if used else None)


def _as_dict(found: Evaluation) -> dict[str, Any]:
    def interval(value: Any) -> list[float | None]:
        return [None if number != number else round(number, 4) for number in value]

    return {
        "pairs": found.pairs, "agreed": found.agreed, "overlaps": found.overlaps,
        "auc": interval(found.auc), "average_precision": interval(found.average_precision),
        "precision_at": {str(n): interval(value) for n, value in found.precision},
        "class_right": interval(found.class_right),
        "classes": {
            each.label: {
                "read": each.read, "given": each.given, "right": each.right,
                "precision": interval(each.precision), "recall": interval(each.recall),
            }
            for each in found.classes
        },
    }  # fmt: skip
