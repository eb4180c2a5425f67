"""A user's Word template: places such as {{findings}} that the report fills."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from docx.document import Document

from dutygraph.api.office.text import readable
from dutygraph.graph.errors import InputError
from dutygraph.graph.parameters import nearest

_PLACE = re.compile(r"\{\{\s*([A-Za-z_]*)\s*\}\}")


def fill(
    document: Document, texts: Mapping[str, str], parts: Mapping[str, Callable[[Any], None]], template: Path | None
) -> bool:
    """Fill the places of a document: `texts` in the line they stand in, `parts` where a paragraph holds nothing else.

    A part is called with the element before which it writes. Tells whether a part was asked for. Raises InputError for
    a place that is not known, or for a part that stands among other words or in a header, footer or text of a table.
    """
    asked: list[tuple[Any, str]] = []
    for paragraph, in_body in _paragraphs(document):
        for name in _PLACE.findall(paragraph.text):
            if name not in texts and name not in parts:
                known = [*texts, *parts]
                raise InputError(
                    f"the template {template} has a place {{{{{name}}}}}.{nearest(name, known)} "
                    f"Places: {', '.join(known)}."
                )
            if name in parts:
                if not in_body or _PLACE.sub("", paragraph.text).strip():
                    raise InputError(
                        f"the template {template} has {{{{{name}}}}} among other words; give it a paragraph of its own."
                    )
                asked.append((paragraph, name))
        if texts.keys() & set(_PLACE.findall(paragraph.text)):
            _fill_line(paragraph, texts)
    for paragraph, name in asked:
        parts[name](paragraph._element)
        paragraph._element.getparent().remove(paragraph._element)
    return bool(asked)


def _paragraphs(document: Document) -> Iterator[tuple[Any, bool]]:
    """All paragraphs that a template may hold places in, and whether each stands in the body itself."""
    for paragraph in list(document.paragraphs):
        yield paragraph, True
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from ((paragraph, False) for paragraph in cell.paragraphs)
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            yield from ((paragraph, False) for paragraph in part.paragraphs)


def _fill_line(paragraph: Any, texts: Mapping[str, str]) -> None:
    """Put texts in their places; Word often parts one place into several runs, so the first run takes the whole."""
    text = _PLACE.sub(lambda place: readable(texts[place[1]]), paragraph.text)
    first, *rest = paragraph.runs
    first.text = text
    for run in rest:
        run._element.getparent().remove(run._element)
