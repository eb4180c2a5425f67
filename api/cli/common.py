"""Options that commands share, and how a command opens a graph."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeVar, cast

import click

from dutygraph.api.words import LANGUAGES, words
from dutygraph.graph.errors import DutyGraphError, InputError, StoreDamaged, StoreVersion

if TYPE_CHECKING:
    from dutygraph.api.render import Sheet
    from dutygraph.graph.engine import Engine
    from dutygraph.loaders.project import Project
    from dutygraph.loaders.report import LoadNotice

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_GRAPH = "graph.kgl"
MANY_NOTICES, FIRST_NOTICES = 10, 5
"""Of more than so many notices of one code in one document so many are shown."""

graph_option = click.option(
    "--graph",
    envvar="DUTYGRAPH_GRAPH",
    metavar="ADDRESS",
    help="The graph: a file such as team.kgl. Default: DUTYGRAPH_GRAPH, else graph in dutygraph.toml, else graph.kgl.",
)
lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    envvar="DUTYGRAPH_LANG",
    help="Language of headings and summaries.",
)


def format_option(*formats: str) -> Callable[[F], F]:
    """`--format` with these choices; the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Form of the output.",
    )


paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))


def reading_options(command: F) -> F:
    """The options that say how documents are read; the command takes them as `reading`, for `project_of`."""
    review = click.option(
        "--review",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="A workbook with corrections of facts and added ones, as `extract --out review.xlsx` writes it.",
    )
    words_file = click.option(
        "--vocabulary",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="Words of your trade, besides the built-in ones (docs/reading.md#words).",
    )
    columns = click.option(
        "--columns",
        multiple=True,
        metavar='WHAT="HEAD"',
        help='What a column of an org-chart table holds, such as superior="Reports to". May be given several times.',
    )
    return columns(words_file(review(command)))


def project_of(
    paths: tuple[Path, ...], columns: tuple[str, ...], vocabulary: Path | None, review: Path | None
) -> Project:
    """The project of these documents, with what the options say instead.

    Raises InputError where an option or the project's file is not as documented.
    """
    from dutygraph.loaders.project import absolute, check_column, find_project

    project = find_project(paths)
    given: dict[str, tuple[str, ...]] = {}
    for each in columns:
        what, sign, head = each.partition("=")
        if not sign or not head.strip():
            raise InputError(f'--columns {each!r} is not of the form WHAT="HEAD", such as superior="Reports to".')
        check_column(what.strip(), "--columns")
        given[what.strip()] = (*given.get(what.strip(), ()), head.strip())
    return replace(
        project,
        columns={**project.columns, **given},
        vocabulary=absolute(vocabulary) if vocabulary else project.vocabulary,
        review=absolute(review) if review else project.review,
    )


notices_option = click.option(
    "--notices",
    type=click.Choice(("first", "all")),
    default="first",
    show_default=True,
    help="Show the first of many notices of one kind and count the rest, or show all of them.",
)


def graph_address(graph: str | None, project: Project) -> str:
    """The graph a command means: the option or DUTYGRAPH_GRAPH, else the project's, else graph.kgl beside it."""
    return graph or project.graph or (str(project.root / DEFAULT_GRAPH) if project.root else DEFAULT_GRAPH)


@contextmanager
def open_existing(graph: str | None) -> Iterator[Engine]:
    """The graph to ask or list; never makes a new one.

    Raises InputError where there is no such file, EngineError where it cannot be opened.
    """
    from dutygraph.api import notebook
    from dutygraph.loaders.project import find_project

    engine = notebook.open_existing(graph_address(graph, find_project()))
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def open_or_set_aside(address: str, *, rebuild: bool = False) -> Iterator[Engine]:
    """The graph to load into, made where it is missing. A file that cannot be opened is kept under another name and a
    new one is begun, which the documents given fill; with `rebuild` also a file of another version.

    Raises EngineError where the store is locked, out of reach or of another version.
    """
    from dutygraph.graph.engines import open_engine
    from dutygraph.graph.engines.embedded import set_aside
    from dutygraph.graph.store import state

    def opened() -> Engine:
        engine = open_engine(address, writing=True)
        try:
            state(engine)  # tells whether another version of the model wrote it
        except DutyGraphError:
            engine.close()
            raise
        return engine

    try:
        engine = opened()
    except (StoreDamaged, StoreVersion) as error:
        if isinstance(error, StoreVersion) and not rebuild:
            raise
        kept = set_aside(Path(address))
        click.echo(
            f"Warning: {one_line(error)} It is kept as {kept}; a new graph is built from these documents.", err=True
        )
        engine = opened()
    try:
        yield engine
    finally:
        engine.close()


def one_line(error: object) -> str:
    """A message without line breaks."""
    return " ".join(str(error).split())


@contextmanager
def output(out: Path | None, *, keep: bool = False) -> Iterator[BinaryIO]:
    """The stream to write to: standard output, or a file that appears under its name only when it is whole.

    A name that ends in .gz is compressed, with no time in it. `keep` is for what people write in: a former file that
    says something else stays beside it as `<name>.bak`. Raises InputError where the file cannot be written.
    """
    from dutygraph.graph.files import replacing

    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with replacing(out, keep=keep) as stream:
            if out.suffix == ".gz":
                with gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0) as packed:
                    yield cast(BinaryIO, packed)
            else:
                yield stream
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from error


def facts_form(out: Path | None) -> Literal["json", "jsonl"]:
    """The form a file's name asks for."""
    return "jsonl" if out and ".jsonl" in out.suffixes[-2:] else "json"


def show_notices(notices: Iterable[LoadNotice], *, every: bool = False) -> None:
    """One line a notice on standard error, errors first; of many with one code in one document the first, and how many
    more there are, unless `every` one is asked for."""
    from dutygraph.loaders.report import by_severity

    ordered = by_severity(notices)
    counts = Counter((notice.document, notice.code) for notice in ordered)
    shown: Counter[tuple[str, str]] = Counter()
    for notice in ordered:
        kind = (notice.document, notice.code)
        shown[kind] += 1
        if not every and counts[kind] > MANY_NOTICES and shown[kind] > FIRST_NOTICES:
            if shown[kind] == counts[kind]:
                more = counts[kind] - FIRST_NOTICES
                click.echo(
                    f"{notice.severity}: {notice.document}: {more} more like these; --notices all shows them, --format "
                    f"json holds them [{notice.code}]",
                    err=True,
                )
            continue
        place = f" ({notice.locator})" if notice.locator else ""
        click.echo(f"{notice.severity}: {notice.document}{place}: {one_line(notice.message)} [{notice.code}]", err=True)


def terminal_width() -> int | None:
    """Columns to fit output into: COLUMNS, else those of the terminal; None in a pipe."""
    if os.environ.get("COLUMNS", "").isdigit() or sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return None


def show(sheets: Sequence[Sheet], form: str, lang: str) -> None:
    """Print sheets; json and csv take one at a time."""
    from dutygraph.api import render

    say = words(lang)
    if form == "json":
        texts = [render.sheet_json(sheet) for sheet in sheets]
    elif form == "csv":
        texts = [render.as_csv(sheet) for sheet in sheets]
    elif form == "markdown":
        texts = [render.as_markdown(sheet, say) for sheet in sheets]
    else:
        texts = [render.as_table(sheet, say, terminal_width()) for sheet in sheets]
    click.echo("\n".join(texts), nl=False)


class Progress:
    """A bar on a terminal, one plain line a document in a pipe; on standard error, so that output stays clean."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None

    def __call__(self, done: int, total: int, key: str) -> None:
        """`done` of `total` documents are read, the last is `key`."""
        if not sys.stderr.isatty():
            click.echo(f"{self._label} {done}/{total} {key}", err=True)
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr, show_pos=True)
            self._bar.__enter__()
        self._bar.update(1)
        if done == total:
            self._bar.__exit__(None, None, None)
