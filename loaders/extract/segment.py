"""One file to the documents it holds: title sections, each of one organisation."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from dutygraph.loaders.document import Block, Table
from dutygraph.loaders.extract.draft import Span
from dutygraph.loaders.extract.page import Page
from dutygraph.loaders.extract.pieces import Line, without_remark
from dutygraph.loaders.extract.reading import Reading

_LINE = re.compile(r"[^\n]+")
_EXTENSION = re.compile(r"\.(?:docx?|pdf|txt|xlsx?|pptx?|md|html?)$")
_EDITION = re.compile(r"^[(\[](?:[^()\[\]]{1,6})[)\]]")
_TITLE_LENGTH = 40
_POST = 3
"""Characters of a title at least, behind a firm's name in one run."""

_FAR = 20
"""Lines of a page's navigation at most, in front of its first heading."""

_SIGNED = 5
"""Lines of a text at least whose last ones may be a signature."""

_STOP = re.compile(r"[,。;:、]")
_TITLE_MARK = re.compile(r": | [-–—] ")
_HEAD = 3
"""Lines of a page before its first heading at most, where the heading may name the firm."""


@dataclass(slots=True)
class Section:
    """A document in a file: its title, and whom the title names.

    `title` is None where nothing stands as one; `subject` names a unit, role or body; `company` an organisation.
    """

    title: Span | None = None
    subject: Span | None = None
    company: Span | None = None
    lines: list[Line | Table] = field(default_factory=list)
    advert: bool = False
    """Whether the title is that of an advert for the post it names."""

    side_numbers: tuple[int, ...] = ()
    """The numbers of a flattened table's blocks, where its side cells stood in this section."""

    @property
    def start(self) -> int:
        """Where the section begins."""
        if self.title:
            return self.title[0]
        return self.lines[0].start if self.lines else 0

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.lines[-1].end if self.lines else self.title[1] if self.title else 0


def page_lines(page: Page) -> list[Line | Table]:
    """The lines and tables of a page, in order, without furniture."""
    blocks = page.document.blocks
    if all(isinstance(block, Block) and block.kind == "paragraph" for block in blocks):
        return [Line(m.start(), m.end()) for m in _LINE.finditer(page.plain) if not m.group().isspace()]
    found: list[Line | Table] = []
    for block in blocks:
        if isinstance(block, Table):
            found.append(block)
        elif block.kind != "furniture":
            start, end = page.block_places(block)
            level = block.level if block.kind == "heading" else None
            for match in _LINE.finditer(page.plain, start, end):
                before = found[-1] if found else None
                if isinstance(before, Line) and before.end == match.start():  # a sentence that a break cut in two
                    found[-1] = replace(before, end=match.end())
                elif not match.group().isspace():
                    depth = block.level or 1 if block.kind == "item" else 1
                    found.append(Line(match.start(), match.end(), block.kind, level, depth))
    return found


class Segmenter:
    """Finds the title sections of a page."""

    def __init__(self, page: Page, reading: Reading) -> None:
        self._page, self._plain = page, page.plain
        self._reading = reading
        self._noise = sorted(f.end for f in page.cleaned.furniture if f.reason in ("site", "note"))

    def sections(self) -> list[Section]:
        """The sections in order; one where the file holds one document."""
        lines = page_lines(self._page)
        starts = self._starts(lines)
        if len(starts) < 2 or not self._several(lines, starts):
            return [self._single(lines)]
        sections = []
        if starts[0] > 0 and not all(self._title(line) for line in lines[: starts[0]]):
            starts.insert(0, 0)
        for at, begin in enumerate(starts):
            stop = starts[at + 1] if at + 1 < len(starts) else len(lines)
            sections.append(self._section(lines[begin:stop]))
        return sections

    # Where documents begin -----------------------------------------------------------------------------------------

    def _starts(self, lines: list[Line | Table]) -> list[int]:
        found = []
        for at, line in enumerate(lines):
            if isinstance(line, Table) or not (title := self._title(line)):
                continue
            following = lines[at + 1] if at + 1 < len(lines) else None
            if following is None:
                continue
            stands_alone = title[1] == self._content_end(line) and self._gap(line.end, following.start)
            if stands_alone or (at and self._behind_noise(lines[at - 1].end, line.start)):
                found.append(at)
        return found

    def _gap(self, end: int, start: int) -> bool:
        return self._plain.count("\n", end, start) > 1

    def _behind_noise(self, end: int, start: int) -> bool:
        raw_end, raw_start = self._page.raw(end - 1, end)[1], self._page.raw(start, start + 1)[0]
        return any(raw_end < noise <= raw_start for noise in self._noise)

    def _content_end(self, line: Line) -> int:
        end = line.end
        while end > line.start and self._plain[end - 1] in " :":
            end -= 1
        return end

    def _title(self, line: Line | Table, *, first_line: bool = False) -> Span | None:
        """The title with which a line begins: the whole line, or what stands in front of its first number.

        The first line of a file needs no word that only titles end in.
        """
        if isinstance(line, Table):
            return None
        start, end = line.start, self._content_end(line)
        if not first_line and not self._reading.lexicon.title_word.search(self._plain, start, end):
            return None
        if match := _EXTENSION.search(self._plain[start:end]):
            end = start + match.start()
        marks = self._reading.cutter.marks.inside(self._plain, start + 2, min(end, start + _TITLE_LENGTH + 4))
        if marks and marks[0].number == 1:
            end = marks[0].start
        text = self._plain[start:end].strip()
        if self._reading.lexicon.label(text):
            return None
        if not 4 <= len(text) <= _TITLE_LENGTH * (2 if text.isascii() else 1) or re.search(r"[。;,!?>]", text):
            return None
        if self._reading.cutter.marks.at_line_start(self._plain, start, end):
            return None
        if self._reading.lexicon.title_line.search(text):
            return start, end
        named = self._reading.cutter.tail_cut(self._plain, start, end) or self._firm_and_part(start, end)
        return (start, end) if first_line and named else None

    def _several(self, lines: list[Line | Table], starts: list[int]) -> bool:
        """Whether titles begin documents of their own: two name one subject, they name different firms, or the text
        repeats them as a title."""
        subjects: Counter[str] = Counter()
        firms: set[str] = set()
        repeated = 0
        for at in starts:
            line = lines[at]
            if (title := self._title(line)) and at + 1 < len(lines):
                subject = self._subject(*title)
                subjects[self._plain[subject[0] : subject[1]] if subject else ""] += 1
                firm = self._company(title) or (self._apart(*subject)[0] if subject else None)
                firms |= {self._plain[firm[0] : firm[1]]} if firm else set()
                body = lines[at + 1]
                repeated += self._plain[title[0] : title[1]] in self._plain[body.start : min(body.end, body.start + 80)]
        del subjects[""]
        return any(count > 1 for count in subjects.values()) or len(firms) > 1 or repeated > 1

    # One document --------------------------------------------------------------------------------------------------

    def _single(self, lines: list[Line | Table]) -> Section:
        return self._section(lines)

    def _section(self, lines: list[Line | Table]) -> Section:
        section = Section(lines=list(lines))
        section.side_numbers = self._side_numbers(lines)
        if lines and isinstance(lines[0], Line) and self._advert(section, lines[0]):
            return section
        title = next((t for at, line in enumerate(lines[:3]) if (t := self._title(line, first_line=not at))), None)
        if title and lines and title[0] > lines[0].start and self._names_post(title):
            title = None  # a post of the document, not its subject
        if title is None:
            title = self._first_heading(lines) or self._listed_title(lines)
        if title:
            section.title = title
            section.lines = self._without_title(lines, title)
            self._name(section, title)
        if section.company is None and section.subject is None:
            section.company = self._firm_heading(section.lines)
        if section.company is None and (found := self._company_line(section.lines)):
            line, section.company = found
            if not self._plain[section.company[1] : line.end].startswith(" "):
                section.lines.remove(line)
        return section

    def _advert(self, section: Section, line: Line) -> bool:
        """Whether a text begins with the title of an advert for one post (【招聘】云帆物流仓储主管)."""
        lexicon = self._reading.lexicon
        tag = lexicon.advert.match(self._plain, line.start, line.end)
        end = lexicon.advert_end.search(self._plain, line.start, line.end)
        if not tag and not end:
            return False
        start, stop = tag.end() if tag else line.start, end.start() if end else line.end
        stop, _ = without_remark(self._plain, start, stop)
        while stop > start and self._plain[stop - 1] in " :!":
            stop -= 1
        role = self._post_of_firm(start, stop)
        if role is None:
            return False
        section.title, section.subject = (line.start, line.end), role
        section.company = (start, role[0]) if role[0] - start > 1 else None
        section.lines, section.advert = section.lines[1:], True
        return True

    def _post_of_firm(self, start: int, end: int) -> Span | None:
        """The post of a run, behind the name of a firm by its trade where there is one (云帆物流仓储主管)."""
        names, lexicon = self._reading.names, self._reading.lexicon
        for cut in range(end - _POST, start + 1, -1):
            firm = lexicon.trades.search(self._plain, start, cut)
            if firm and firm.end() == cut and names.kind(self._plain[cut:end]) == "role":
                return cut, end
        return (start, end) if names.kind(self._plain[start:end], short=True) == "role" else None

    def _first_heading(self, lines: list[Line | Table]) -> Span | None:
        """A title behind the navigation of a page, or in a first row of its own over the columns of a table."""
        for line in lines[:_FAR]:
            if isinstance(line, Line) and line.level:
                title = self._title(line, first_line=True) if line.level == 1 else None
                if title and not self._names_post(title):
                    return title
                break
        for line in lines[:2]:
            if isinstance(line, Table):
                top = [cell for cell in line.cells if cell.row == 0 and cell.start < cell.end]
                place = self._page.place
                row = Line(place(top[0].start), place(top[0].end)) if len(top) == 1 and len(line.cells) > 2 else None
                return self._title(row, first_line=True) if row else None
        return None

    def _names_post(self, title: Span) -> bool:
        subject = self._subject(*title)
        return subject is not None and self._reading.names.kind(self._plain[slice(*subject)]) == "role"

    def _side_numbers(self, lines: list[Line | Table]) -> tuple[int, ...]:
        cells = self._page.side_cells
        if not cells.numbers or not lines:
            return ()
        start, end = lines[0].start, lines[-1].end
        label = self._reading.block_label
        all_blocks = [m.start() for m in label.finditer(self._plain)]
        return tuple(n for at, n in zip(all_blocks, cells.numbers, strict=False) if start <= at < end)

    def _listed_title(self, lines: list[Line | Table]) -> Span | None:
        """A title that only the site's list of pages gives, and with which the text begins."""
        for name in self._page.cleaned.titles:
            name = _EXTENSION.sub("", name)
            for line in lines[:2]:
                if isinstance(line, Line) and self._page.text.startswith(name, line.start):
                    return line.start, line.start + len(name)
        return None

    def _without_title(self, lines: list[Line | Table], title: Span) -> list[Line | Table]:
        """The lines behind the title, which may stand several times, also glued to the text."""
        name = self._plain[title[0] : title[1]]
        short = _EDITION.sub("", name)
        result: list[Line | Table] = []
        for at, line in enumerate(lines):
            if isinstance(line, Line) and at < 4:
                line = self._behind(line, name, short)
                if line.start >= line.end:
                    continue
            result.append(line)
        return result

    def _behind(self, line: Line, *names: str) -> Line:
        start = line.start
        more = True
        while more:
            more = False
            for name in names:
                for at in (start, self._after_company(start, line.end, name)):
                    if at is not None and self._plain.startswith(name, at):
                        start, more = at + len(name), True
        if start > line.start and (match := re.compile(r"\.(?:docx?|pdf|txt)").match(self._plain, start)):
            start = match.end()
        return replace(line, start=start)

    def _after_company(self, start: int, end: int, name: str) -> int | None:
        at = self._plain.find(name, start, min(end, start + 80))
        if at > start and self._reading.lexicon.organizations.search(self._plain[start:at]):
            return at
        return None

    def _name(self, section: Section, title: Span) -> None:
        section.subject = self._subject(*title)
        section.company = self._company(title)
        if section.subject and not section.company:
            section.company, section.subject = self._apart(*section.subject)
        if not section.company and not section.subject:
            section.company = self._firm_of_title(*title)

    def _firm_of_title(self, start: int, end: int) -> Span | None:
        """An English firm's name in front of the words for its document (Larkfield Trust: Staff Handbook)."""
        lexicon = self._reading.lexicon
        whole = self._plain[start:end]
        mark = _TITLE_MARK.search(whole)
        said = whole[: mark.start()] if mark else lexicon.title_line.sub("", whole).rstrip(" -–—:")
        of_document = mark is None or lexicon.title_line.search(whole, mark.end())
        firm = lexicon.organizations.search(said) or (mark is not None and self._reading.names.kind(said) is None)
        named = whole.isascii() and " " in said and said != whole and of_document and firm
        return (start, start + len(said)) if named else None

    def _firm_heading(self, lines: list[Line | Table]) -> Span | None:
        """The first heading of a page where it is an English firm's name, with or without a word for the document."""
        line = next((line for line in lines[:_HEAD] if isinstance(line, Line) and line.level == 1), None)
        if line is None:
            return None
        text = self._plain[line.start : line.end].strip()
        alone = text.isascii() and " " in text and self._reading.lexicon.organizations.search(text)
        if alone and len(text) <= _TITLE_LENGTH and self._reading.names.kind(text) in (None, "unit"):
            return line.start, line.start + len(text)
        return self._firm_of_title(line.start, line.start + len(text))

    def _company_line(self, lines: list[Line | Table]) -> tuple[Line, Span] | None:
        """A firm's name that stands by itself in the first lines, also in the title of its adverts; and that line."""
        lexicon = self._reading.lexicon
        signed = lines[-2:] if len(lines) > _SIGNED else []
        for line in [*lines[:3], *signed]:
            if not isinstance(line, Line):
                continue
            tag = lexicon.advert.match(self._plain, line.start, line.end)
            start = tag.end() if tag else line.start
            whole = self._plain[start : line.end]
            name = whole.strip() if whole.isascii() else whole.strip().partition(" ")[0]
            name = lexicon.advert_end.sub("", name)
            if 5 <= len(name) <= 40 and self._is_firm(name):
                start = self._plain.index(name, start)
                return line, (start, start + len(name))
        return None

    def _is_firm(self, name: str) -> bool:
        """Whether a line's text is the name of a firm, or of a society with the name of its house in front."""
        lexicon = self._reading.lexicon
        if _STOP.search(name) or lexicon.unit_stops.search(name) or lexicon.no_start.match(name):
            return False
        if lexicon.firms.search(name):
            return name not in lexicon.no_units
        society = lexicon.bodies_of.search(name, 2)
        return bool(society and society.end() == len(name) and lexicon.organizations.search(name[: society.start()]))

    def _apart(self, start: int, end: int) -> tuple[Span | None, Span]:
        """An organisation and its unit that a title names in one run (康宁医院护理部)."""
        names, lexicon = self._reading.names, self._reading.lexicon
        whole = self._plain[start:end]
        if lexicon.is_company(whole) or (lexicon.organizations.search(whole) and names.kind(whole) in (None, "body")):
            return (start, end), (start, end)
        if dash := self._firm_and_part(start, end):
            return (start, dash), (dash + 3, end)
        for cut in range(end - 1, start + 2, -1):
            rest = self._plain[cut:end]
            if lexicon.bodies_of.fullmatch(rest) and lexicon.organizations.search(self._plain[start:cut]):
                return (start, end), (start, end)  # a society of its own: 某某大学学生会
            if names.is_bare(rest) and not lexicon.firms.search(self._plain[start:cut]):
                continue  # 收费站站长: the head of a unit, no firm's
            department = end - cut >= _POST and rest.endswith(lexicon.words.units["alike"])
            if department and names.kind(rest) == "unit" and lexicon.trades.search(self._plain[start:cut]):
                return (start, cut), (cut, end)
            if lexicon.organizations.search(self._plain[start:cut]) and (names.kind(rest) or not names.kind(whole)):
                return (start, cut), (cut, end)
        return None, (start, end)

    def _firm_and_part(self, start: int, end: int) -> int | None:
        """Where a firm's name ends in front of its part (Riverside Hospital - Nursing Services)."""
        dash = self._plain.find(" - ", start, end)
        return dash if dash > 0 and self._reading.lexicon.firms.search(self._plain[start:dash]) else None

    def _subject(self, start: int, end: int) -> Span | None:
        """Whom a title is about: what stands in front of its words for duties and structure."""
        if match := _EDITION.match(self._plain[start:end]):
            start += match.end()
        end, _ = without_remark(self._plain, start, end)
        cut = self._reading.cutter.tail_cut(self._plain, start, end)
        if cut is None and self._firm_and_part(start, end):
            return start, end
        return (start, cut[0]) if cut and cut[0] > start else None

    def _company(self, title: Span) -> Span | None:
        """The firm a title names in front of the unit, here or where the text repeats the title."""
        name = _EDITION.sub("", self._plain[title[0] : title[1]])
        for match in re.finditer(re.escape(name), self._plain[title[0] : title[1] + 200]):
            at = title[0] + match.start()
            line_start = self._plain.rfind("\n", 0, at) + 1
            head = self._plain[line_start:at]
            if 2 < len(head) < 40 and (found := self._reading.lexicon.organizations.search(head)):
                return line_start, line_start + found.end()
        return None
