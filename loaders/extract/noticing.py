"""What a reader of the facts should know about their document: notices with codes (docs/notices.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutygraph.graph.facts import Notice, Severity
from dutygraph.loaders.extract.draft import Draft, Owner, Reporting
from dutygraph.loaders.extract.page import Page
from dutygraph.loaders.extract.segment import Section

_OPEN_ENDS = frozenset(",，、;；(（")


def whole_file(page: Page, sections: Sequence[Section]) -> Iterator[Notice]:
    """Notices of the reader, of bytes that were restored, and of several documents in one file."""
    for found in page.document.notices:
        yield _of_raw(page, found.code, found.severity, found.message, found.start, found.end)
    for repair in page.cleaned.repairs:
        raw = page.document.text[repair.start : repair.end]
        message = f"Bytes were lost in a conversion: {raw} is read as {repair.text}."
        yield _of_raw(page, "bytes_restored", "warning", message, repair.start, repair.end)
    if page.side_cells.spans:
        start = page.side_cells_at
        message = "A table without its lines: words of its vertical cells were taken out of the text between them."
        yield _notice(page, "side_cells_removed", "info", message, start, min(len(page.text), start + 40))
    if len(sections) > 1:
        for ordinal, section in enumerate(sections, 1):
            if section.title:
                message = (
                    f"The file holds {len(sections)} documents; this is number {ordinal}, an organisation of its own."
                )
                yield _notice(page, "several_documents", "info", message, *section.title)


def noticed(page: Page, draft: Draft, dangling: tuple[str, ...]) -> Iterator[Notice]:
    """Notices of one organisation, in order of the text; no sentence ends in `dangling` words."""
    found = [
        *(_notice(page, n.code, n.severity, n.message, n.start, n.end) for n in draft.notices),
        *_externals(page, draft),
        *_one_sided(page, draft),
        *_twins(page, draft),
        *_idle(page, draft),
        *_truncated(page, draft, dangling),
    ]
    yield from sorted(found, key=lambda notice: (notice.source.start or 0, notice.code))


def _externals(page: Page, draft: Draft) -> Iterator[Notice]:
    for owner in draft.owners:
        if owner.kind == "external":
            message = f"{owner.name} is named in a line of reporting, but not described in this document."
            yield _notice(page, "not_described", "info", message, owner.start, owner.end)


def _one_sided(page: Page, draft: Draft) -> Iterator[Notice]:
    """A post names its superior, whose own list of subordinates leaves it out; and the other way round."""
    lists: dict[int, set[int]] = {}
    stated: dict[int, set[int]] = {}
    for line in draft.lines:
        sub, sup = line.subordinate, line.superior
        if line.listed_by == "superior":
            lists.setdefault(id(sup), set()).add(id(sub))
        elif line.listed_by == "subordinate":
            stated.setdefault(id(sub), set()).add(id(sup))
    for line in draft.lines:
        sub, sup = line.subordinate, line.superior
        listed, named = lists.get(id(sup)), stated.get(id(sub))
        if line.listed_by == "subordinate" and listed and id(sub) not in listed:
            yield _sides(page, line, f"{sub.name} names {sup.name} as superior, whose own list leaves {sub.name} out.")
        elif line.listed_by == "superior" and named and id(sup) not in named:
            yield _sides(page, line, f"{sup.name} lists {sub.name} as subordinate, which names another superior.")


def _sides(page: Page, line: Reporting, message: str) -> Notice:
    return _notice(page, "two_sides", "warning", message, line.start, line.end)


def _twins(page: Page, draft: Draft) -> Iterator[Notice]:
    """Posts of one title and unit that the text describes apart."""
    seen: dict[tuple[str, int], Owner] = {}
    for owner in draft.owners:
        if owner.kind != "role" or not owner.stated:
            continue
        first = seen.setdefault((owner.key, id(owner.unit)), owner)
        if first is not owner:
            message = f"A second post is called {owner.name}; the two are kept apart by their sections."
            yield _notice(page, "title_repeated", "warning", message, owner.start, owner.end)


def _idle(page: Page, draft: Draft) -> Iterator[Notice]:
    """Posts with a sheet of their own and no duty, and rows without one in a list of posts with duties."""
    lists = {id(owner.place) for owner in draft.owners if owner.duties and owner.place is not None}
    for owner in draft.owners:
        bare = owner.kind == "role" and owner.stated and not (owner.duties or owner.authorities or owner.grants)
        if bare and not owner.gathers and (owner.sheet or id(owner.place) in lists):
            message = f"{owner.name} has a sheet or section of its own, but no duty is read of it."
            yield _notice(page, "duties_missing", "info", message, owner.start, owner.end)


def _truncated(page: Page, draft: Draft, dangling: tuple[str, ...]) -> Iterator[Notice]:
    """The text ends in the middle of its last clause, or of a list."""
    last = max((duty for owner in draft.owners for duty in owner.duties), key=lambda d: d.end, default=None)
    if last is None:
        return
    rest = page.text[last.end : draft.end].strip()
    open_end = len(rest) <= 2 and rest[:1] in _OPEN_ENDS and rest
    if open_end or (not rest and last.plain.endswith(dangling)):
        message = "The document ends here, in the middle of a sentence or a list; what followed is not known."
        yield _notice(page, "truncated", "warning", message, last.start, last.end)


def _notice(page: Page, code: str, severity: Severity, message: str, start: int, end: int) -> Notice:
    return Notice(code=code, severity=severity, message=message, source=page.source(start, end))


def _of_raw(page: Page, code: str, severity: Severity, message: str, start: int, end: int) -> Notice:
    return Notice(code=code, severity=severity, message=message, source=page.raw_source(start, end))
