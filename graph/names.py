"""Names by which people ask: an id, a title, an alias, or `unit/role`, the words of duties, a matter in any form.

Texts are compared folded, so Traditional finds Simplified. What is fetched for it is kept for the run it belongs to.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from dutygraph.graph.catalog import catalog
from dutygraph.graph.engine import Engine
from dutygraph.graph.errors import AmbiguousName, UnknownName
from dutygraph.graph.measures import Name
from dutygraph.graph.parameters import nearest
from dutygraph.graph.text.folding import fold, simplify


class Named(NamedTuple):
    """Something that has a name. `path` holds the titles of the units around it, outermost first."""

    id: str
    title: str
    aliases: tuple[str, ...]
    path: tuple[str, ...]

    @property
    def readable(self) -> str:
        """`unit/unit/title`."""
        return "/".join((*self.path, self.title))


class Labels(dict[str, Name]):
    """Title and unit by id; what has none, because it goes while it is asked for, is called by its id."""

    def __missing__(self, key: str) -> Name:
        return Name(key, "")


class Names:
    """The names of one store in one run, fetched when they are first needed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._inside: dict[str, InOrganization] = {}

    @cached_property
    def organizations(self) -> Directory:
        """All organisations."""
        columns = fetch(self._engine, "organizations", {})
        rows = zip(*(columns[f"organization_{name}"] for name in ("ids", "titles", "aliases")), strict=True)
        things = [Named(id_, title, tuple(aliases), ()) for id_, title, aliases in rows]
        return Directory("organization", things, lambda ids: self.places("organization", columns, ids))

    @cached_property
    def document_keys(self) -> Mapping[str, str]:
        """The key of each document, by id."""
        columns = fetch(self._engine, "documents", {})
        return dict(zip(columns["document_ids"], columns["document_keys"], strict=True))

    def places(self, kind: str, columns: Mapping[str, Sequence[Any]], ids: Collection[str]) -> dict[str, str]:
        """Where those of `ids` first stand: document and locator."""
        rows = zip(*(columns[f"{kind}_{name}"] for name in ("ids", "documents", "locators")), strict=True)
        return {
            id_: ", ".join(part for part in (self.document_keys.get(document, ""), locator) if part)
            for id_, document, locator in rows
            if id_ in ids
        }

    def organization(self, name: object) -> str:
        """The id of the organisation meant, the only one where `name` is None.

        Raises UnknownName, AmbiguousName; also where the store has several and none is named.
        """
        if isinstance(name, str):
            return self.organizations.find(name)
        several = self.organizations.things
        if not several:
            raise UnknownName(f"The graph {self._engine.address} holds no organisation yet: load documents first.")
        if len(several) > 1:
            candidates = self.organizations.candidates(several)
            raise AmbiguousName(
                f"organization is needed, because the graph holds several: {_listed(candidates)}.", candidates
            )
        return several[0].id

    def inside(self, organization: str) -> InOrganization:
        """The names in one organisation, given its id."""
        if organization not in self._inside:
            self._inside[organization] = InOrganization(self, self._engine, organization)
        return self._inside[organization]


class InOrganization:
    """The names in one organisation."""

    def __init__(self, names: Names, engine: Engine, organization: str) -> None:
        self._names = names
        self._engine = engine
        self._given = {"organization": organization}
        self._matters: list[tuple[str, str]] | None = None

    def resolve(self, kind: str, text: str) -> object:
        """What a parameter of a type of `parameters.NAMES` or `WORDS` stands for: an id, or the ids of all duties with
        these words, or a matter in normal form and the ids of it and the wider ones.

        Raises UnknownName that offers the nearest, AmbiguousName that lists what the name fits.
        """
        if kind == "matter":
            return self._matter(text)
        if kind == "duties":
            return self._with_words(text)
        return {"unit": self.units, "role": self.roles, "owner": self.owners}[kind].find(text)

    @cached_property
    def labels(self) -> Labels:
        """Title and unit of every role and unit, by id; of several units the first by title."""
        labels = Labels((unit.id, Name(unit.title, unit.path[-1] if unit.path else "")) for unit in self.units.things)
        titles = {unit.id: unit.title for unit in self.units.things}
        columns = self._roles
        for role, title, unit in zip(columns["role_ids"], columns["role_titles"], columns["in_unit_ids"], strict=True):
            name = Name(title, titles.get(unit, ""))
            labels[role] = min(name, labels.get(role, name))
        return labels

    @cached_property
    def units(self) -> Directory:
        """All units."""
        columns = fetch(self._engine, "units", self._given)
        rows: dict[str, tuple[str, str, list[str]]] = {}
        ordered = zip(
            *(columns[name] for name in ("unit_ids", "parent_ids", "unit_titles", "unit_aliases")), strict=True
        )
        for id_, parent, title, aliases in sorted(ordered):
            rows.setdefault(id_, (parent, title, aliases))  # of several parents the first counts
        found = []
        for id_, (parent, title, aliases) in rows.items():
            around: dict[str, str] = {}
            while parent in rows and parent not in around:
                around[parent] = rows[parent][1]
                parent = rows[parent][0]
            found.append(Named(id_, title, tuple(aliases), tuple(reversed(around.values()))))
        return Directory("unit", found)

    @cached_property
    def roles(self) -> Directory:
        """All roles."""
        paths = {unit.id: (*unit.path, unit.title) for unit in self.units.things}
        names = ("role_ids", "role_titles", "role_aliases", "in_unit_ids")
        rows = zip(*(self._roles[name] for name in names), strict=True)
        found = [Named(id_, title, tuple(aliases), paths.get(unit, ())) for id_, title, aliases, unit in rows]
        return Directory("role", found, self._role_places)

    @cached_property
    def _roles(self) -> Mapping[str, Sequence[Any]]:
        return fetch(self._engine, "roles", self._given)

    @cached_property
    def owners(self) -> Directory:
        """All units and roles."""
        return Directory("role or unit", self.units.things + self.roles.things, self._role_places)

    def _role_places(self, ids: Collection[str]) -> dict[str, str]:
        return self._names.places("role", self._roles, ids)

    def _matter(self, text: str) -> list[str]:
        """The normal form of the matter that `text` says, then the ids of that matter and of the wider ones, sorted.

        Raises UnknownName that offers the nearest where there is none of them.
        """
        from dutygraph.graph.text.matters import normal_matter, wider_matters  # here: few questions need its words

        if self._matters is None:
            columns = fetch(self._engine, "matters", self._given)
            texts = zip(columns["ids"], columns["texts"], strict=True)
            self._matters = [(id_, normal_matter(text)) for id_, text in texts]
        asked = normal_matter(text)
        forms = {asked, *wider_matters(asked)}
        found = sorted(id_ for id_, form in self._matters if form in forms)
        if not found:
            known = sorted({form for _, form in self._matters})
            raise UnknownName(f"There is no matter {text!r}.{nearest(asked, known)}")
        return [asked, *found]

    def _with_words(self, text: str) -> list[str]:
        """Ids, sorted, of the duties in which every word stands."""
        tests = [_word_test(word) for word in text.split()]
        return sorted(id_ for id_, folded, readable in self._duties if all(test(folded, readable) for test in tests))

    @cached_property
    def _duties(self) -> list[tuple[str, str, str]]:
        """The id of each duty, and its text folded and readable."""
        columns = fetch(self._engine, "duties", self._given)
        texts = zip(columns["ids"], columns["texts"], strict=True)
        return [(id_, fold(words), _readable(words)) for id_, words in texts]


_KEPT: WeakKeyDictionary[Engine, tuple[str, Names]] = WeakKeyDictionary()


def names(engine: Engine, run_id: str) -> Names:
    """The names of the store, kept while `run_id` is the run that wrote last; fetched anew where it is empty."""
    kept = _KEPT.get(engine)
    if not run_id or kept is None or kept[0] != run_id:
        kept = (run_id, Names(engine))
        if run_id:
            _KEPT[engine] = kept
    return kept[1]


def fetch(engine: Engine, name: str, params: Mapping[str, Any]) -> dict[str, Sequence[Any]]:
    """The columns of a statement of cypher/columns."""
    result = engine.read(catalog().columns[name].cypher, params)
    return dict(zip(result.columns, result.rows[0], strict=True))


class Directory:
    """Things to be found by name, in order of path and id; one that sits in two units stands in it twice."""

    def __init__(
        self,
        kind: str,
        things: Iterable[Named],
        places: Callable[[Collection[str]], Mapping[str, str]] = lambda _ids: {},
    ) -> None:
        """`places` says where things first stand; it is asked where nothing else tells them apart."""
        self.kind = kind
        self._places = places
        self.things = tuple(sorted(things, key=lambda thing: (thing.readable, thing.id)))

    def find(self, text: str) -> str:
        """The id of the one thing that `text` names: by its id, by `unit/title`, or by title or alias.

        A way that fits goes before the next. Raises UnknownName that offers the nearest, AmbiguousName that lists what
        fits.
        """
        if text in self._ids:
            return text
        fitting = self._on_path(text) or self._called(fold(text))
        if not fitting:
            choices = {thing.readable: fold(thing.title) for thing in self.things}
            raise UnknownName(f"There is no {self.kind} {text!r}.{nearest(fold(text), choices)}")
        candidates = self.candidates(fitting)
        if len(candidates) > 1:
            way = "an id" if self.kind == "organization" else "unit/title or an id"
            raise AmbiguousName(f"{self.kind} {text!r} fits several, give {way}: {_listed(candidates)}.", candidates)
        return fitting[0].id

    def having(self, text: str) -> list[Named]:
        """The things in whose title or alias every word of `text` stands, each once, in order of path."""
        tests = [_word_test(word) for word in text.split()]
        found: dict[str, Named] = {}
        for thing in self.things if tests else ():
            names = [(fold(name), _readable(name)) for name in (thing.title, *thing.aliases)]
            if any(all(test(folded, readable) for test in tests) for folded, readable in names):
                found.setdefault(thing.id, thing)
        return list(found.values())

    def candidates(self, things: Iterable[Named]) -> list[tuple[str, str]]:
        """Id and readable name of each, with its place where two names are the same."""
        named = {thing.id: thing.readable for thing in things}
        counts = Counter(named.values())
        places = self._places({id_ for id_, name in named.items() if counts[name] > 1})
        return [(id_, ", ".join(filter(None, (name, places.get(id_, ""))))) for id_, name in named.items()]

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(thing.id for thing in self.things)

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Named]]:
        found: dict[str, list[Named]] = defaultdict(list)
        for thing in self.things:
            for name in {fold(name) for name in (thing.title, *thing.aliases)} - {""}:
                found[name].append(thing)
        return dict(found)

    def _called(self, folded: str) -> Sequence[Named]:
        return self._by_name.get(folded, ())

    def _on_path(self, text: str) -> list[Named]:
        """Those whose title or alias is the last part of `text` and whose units hold the other parts, in order."""
        *around, last = [fold(part) for part in unicodedata.normalize("NFKC", text).split("/")]
        found = []
        for thing in self._called(last) if around else ():
            units = iter([fold(unit) for unit in thing.path])
            if all(part in units for part in around):
                found.append(thing)
        return found


def _listed(candidates: Sequence[tuple[str, str]], most: int = 10) -> str:
    shown = ", ".join(f"{readable} ({id_})" for id_, readable in candidates[:most])
    return shown + (f" and {len(candidates) - most} more" if len(candidates) > most else "")


def _readable(text: str) -> str:
    return simplify(unicodedata.normalize("NFKC", text)).lower()


def _word_test(word: str) -> Callable[[str, str], bool]:
    """A test of a folded and a readable text. Latin words count from the start of a word, others anywhere."""
    if word.isascii():
        start = re.compile(r"(?<![0-9a-z])" + re.escape(word.lower()))
        return lambda _folded, readable: start.search(readable) is not None
    wanted = fold(word)
    if not wanted:  # nothing but marks, which folding leaves out
        return lambda _folded, readable: word in readable
    return lambda folded, _readable: wanted in folded
