"""Operations on roles, units and lines: superior, line, vacate, add, merge, split."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import structs

from dutygraph.graph import identity
from dutygraph.graph.errors import AmbiguousName
from dutygraph.graph.facts import (
    AnyRecord,
    Authority,
    Deputy,
    Duty,
    Holding,
    Metric,
    ReportsTo,
    Role,
    Unit,
)
from dutygraph.graph.scenario.duties import move_claim
from dutygraph.graph.scenario.editor import Editor, no_such
from dutygraph.graph.scenario.form import Change
from dutygraph.graph.scenario.places import listed
from dutygraph.graph.scenario.powers import give_over
from dutygraph.graph.text.folding import fold

SUPERIOR, KIND, VACANCY = "superior", "kind", "vacancy"
SOLID, EXTERNAL = "solid", "external"


def superior(editor: Editor, change: Change) -> None:
    """Another direct superior; "" for none. Where a role has none yet, its first."""
    role = editor.role(change, change.get("of"))
    to = editor.role(change, change.own) if change.own.strip() else None
    lines = _lines(editor, change, role, change.get("instead_of"))
    kind = change.get("line")
    if not lines:
        if to is not None:
            _new_line(editor, change, role, to, kind or SOLID)
        return

    def made(number: int, record: ReportsTo) -> Iterable[AnyRecord]:
        if to is None:
            return ()
        source = editor.world.source(change, number, record.source)
        fields = {"superior_id": to, "line": kind or record.line, "basis": "stated", "source": source}
        return (editor.written(record, **fields),)

    for id_ in lines:
        editor.world.edit(change, id_, made, SUPERIOR, *([KIND] if kind else []))


def line(editor: Editor, change: Change) -> None:
    """Another kind of reporting line."""
    role = editor.role(change, change.get("of"))
    for id_ in _lines(editor, change, role, change.get("to"), needed=True):
        editor.world.edit(
            change,
            id_,
            lambda number, record: (
                editor.written(record, line=change.own, source=editor.world.source(change, number, record.source)),
            ),
            KIND,
        )


def _lines(editor: Editor, change: Change, role: str, to: str | None, *, needed: bool = False) -> list[str]:
    """The ids of the lines from a role to the one superior meant: that named, else its only one, solid lines first.

    Raises AmbiguousName where it has several.
    """
    own = editor.places.alike(role)
    lines = [each for each in editor.world.all(ReportsTo) if each.subordinate_id in own]
    if to is not None:
        named = editor.role(change, to)
        lines = [each for each in lines if editor.places.main(each.superior_id) == named]
        if not lines:
            raise no_such(change, f"{editor.places.title(role)} does not report to {editor.places.title(named)}.")
    else:
        lines = [each for each in lines if each.line == SOLID] or lines
    if needed and not lines:
        raise no_such(change, f"{editor.places.title(role)} reports to nobody; give it a superior.")
    above = dict.fromkeys(editor.places.main(each.superior_id) for each in lines)
    if len(above) > 1:
        candidates = [(id_, editor.places.title(id_)) for id_ in above]
        key = "to" if needed else "instead_of"
        raise AmbiguousName(
            f"{change.place}: {editor.places.title(role)} reports to several, say which as {key}: "
            f"{listed(candidates)}.",
            candidates,
        )
    return sorted({each.id for each in lines})


def _new_line(editor: Editor, change: Change, role: str, to: str, kind: str, number: int | None = None) -> None:
    place = editor.world.home(role) if number is None else number
    record = editor.written(
        ReportsTo(
            id="", subordinate_id=role, superior_id=to, line=kind,  # type: ignore[arg-type]
            source=editor.world.source(change, place),
        )
    )  # fmt: skip
    editor.world.add(change, place, record)
    editor.world.made(change, record.id, SUPERIOR, KIND)


def vacate(editor: Editor, change: Change) -> None:
    """A post that nobody fills any more."""
    role = editor.role(change, change.own)
    own = editor.places.alike(role)
    for id_ in own:
        editor.world.edit(
            change,
            id_,
            lambda number, record: (
                structs.replace(record, vacant=True, source=editor.world.source(change, number, record.source)),
            ),
            VACANCY,
        )
    for holding in list(editor.world.all(Holding)):
        if holding.role_id in own:
            editor.world.edit(change, holding.id, lambda number, record: ())


def add_role(editor: Editor, change: Change) -> None:
    """A role that is not there yet."""
    unit = editor.unit(change, change.get("unit")) if change.get("unit") else None
    above = editor.role(change, change.get("superior")) if change.get("superior") else None
    path = editor.places.path(unit)
    id_ = identity.role_id(editor.organization, path, change.own)
    if editor.world.records(id_):
        raise no_such(change, f"there is a role {'/'.join([*path, change.own])} already.")
    number = editor.world.home(*filter(None, (unit, above)), editor.organization)
    count = change.get("headcount")
    editor.world.add(
        change,
        number,
        Role(
            id=id_, organization_id=editor.organization, unit_id=unit, title=change.own, headcount_min=count,
            headcount_max=count, kind=change.get("kind") or "post",
            source=editor.world.source(change, number, quote=change.own),
        ),
    )  # fmt: skip
    if above is not None:
        _new_line(editor, change, id_, above, SOLID, number)
    editor.restructured()


def add_unit(editor: Editor, change: Change) -> None:
    """A unit that is not there yet."""
    parent = editor.unit(change, change.get("in")) if change.get("in") else None
    path = [*editor.places.path(parent), change.own]
    id_ = identity.unit_id(editor.organization, path)
    if editor.world.records(id_):
        raise no_such(change, f"there is a unit {'/'.join(path)} already.")
    number = editor.world.home(*filter(None, (parent,)), editor.organization)
    source = editor.world.source(change, number, quote=change.own)
    unit = Unit(id=id_, organization_id=editor.organization, name=change.own, parent_id=parent, source=source)
    editor.world.add(change, number, unit)
    editor.restructured()


def merge(editor: Editor, change: Change) -> None:
    """Roles that become one: it has all their duties, powers, lines, measures and people."""
    roles = list(dict.fromkeys(editor.role(change, text) for text in change.own))
    if len(roles) < 2:
        raise no_such(change, "merge names one role twice.")
    unit = editor.unit(change, change.get("unit")) if change.get("unit") else None
    into = change.get("into")
    kept = next((role for role in roles if _is_called(editor, role, into)), None)
    if kept is not None and unit is None:
        into = editor.world.records(kept)[0][1].title
    unit = unit or editor.places.unit_of(kept or roles[0])
    id_ = kept or identity.role_id(editor.organization, editor.places.path(unit), into)
    merged = {old for role in roles for old in editor.places.alike(role)}
    if editor.world.records(id_) and id_ not in merged:
        raise no_such(change, f"there is another role {editor.places.title(id_)}; name it among those that merge.")
    fields = _merged(editor, roles) | {"id": id_, "title": into, "unit_id": unit}
    _rename(editor, change, dict.fromkeys(merged, id_), fields)
    editor.restructured()


def _is_called(editor: Editor, role: str, text: str) -> bool:
    records = [record for _, record in editor.world.records(role)]
    titles = {fold(name) for each in records for name in (each.title, *each.aliases)}
    return text == role or fold(text.rsplit("/", 1)[-1]) in titles


def _merged(editor: Editor, roles: Collection[str]) -> dict[str, Any]:
    """What a role made of several is: the sum of their people, where all say how many, and the first of the rest."""
    each = [[record for _, record in editor.world.records(role)] for role in roles]
    said = [_first(records) for records in each]
    fields: dict[str, Any] = {}
    for name in ("headcount_min", "headcount_max"):
        counts = [one[name] for one in said]
        fields[name] = sum(counts) if None not in counts else None
    fields["summary"] = next((one["summary"] for one in said if one["summary"]), None)
    fields["kind"] = min((one["kind"] for one in said), key=("post", "body", EXTERNAL).index)
    fields["vacant"] = True if all(one["vacant"] for one in said) else None
    return fields


def _first(records: Iterable[Role]) -> dict[str, Any]:
    """The fields of a role as the graph folds them."""
    known = list(records)
    found = {
        name: next((value for each in known if (value := getattr(each, name)) is not None), None)
        for name in ("headcount_min", "headcount_max", "summary", "vacant")
    }
    return found | {"kind": min((each.kind for each in known), key=("post", "body", EXTERNAL).index)}


def _rename(editor: Editor, change: Change, ids: Mapping[str, str], fields: Mapping[str, Any]) -> None:
    """Put one role in the place of others in every fact."""
    world = editor.world
    written: set[int] = set()
    new = next(iter(ids.values()))
    for old, to in ids.items():
        if old != to:
            world.rename(old, to)

    def role(number: int, record: Role) -> Iterable[AnyRecord]:
        if number in written:
            return ()
        written.add(number)
        aliases = record.aliases if record.id == new else ()
        return (structs.replace(record, **fields, aliases=aliases, source=world.source(change, number, record.source)),)

    for id_ in sorted(ids, key=lambda each: each != new):  # its own record keeps its other names
        world.edit(change, id_, role)
    duties: dict[str, Duty] = {}
    for kind, names in _ENDS.items():
        for record in list(world.all(kind)):
            if any(getattr(record, name) in ids for name in names):
                renamed = {name: ids.get(getattr(record, name), getattr(record, name)) for name in names}
                made = editor.written(record, **renamed)
                if isinstance(made, Duty):
                    duties[record.id] = made
                inner = len(names) == 2 and kind is not Authority and len(set(renamed.values())) == 1
                _replaced(editor, change, record.id, None if inner else renamed)
    _measures(editor, change, ids, duties)


_ENDS: Mapping[type[Any], tuple[str, ...]] = {
    ReportsTo: ("subordinate_id", "superior_id"),
    Duty: ("owner_id",),
    Authority: ("owner_id", "delegated_from_id"),
    Holding: ("role_id",),
    Deputy: ("deputy_id", "role_id"),
}


def _replaced(editor: Editor, change: Change, id_: str, fields: Mapping[str, Any] | None) -> None:
    def made(number: int, record: Any) -> Iterable[AnyRecord]:
        if fields is None:
            return ()
        return (editor.written(record, **fields, source=editor.world.source(change, number, record.source)),)

    editor.world.edit(change, id_, made)


def _measures(editor: Editor, change: Change, ids: Mapping[str, str], duties: Mapping[str, Duty]) -> None:
    for metric in list(editor.world.all(Metric)):
        if metric.owner_id in ids or metric.duty_id in duties:
            owner = ids.get(metric.owner_id, metric.owner_id)

            def made(number: int, record: Metric, owner: str = owner) -> Iterable[AnyRecord]:
                measured = editor.measure(record, owner, _measured(editor, duties, record))
                return (structs.replace(measured, source=editor.world.source(change, number, record.source)),)

            editor.world.edit(change, metric.id, made)


def _measured(editor: Editor, duties: Mapping[str, Duty], metric: Metric) -> Duty | None:
    """The duty that a metric measures, as it is now."""
    if metric.duty_id is None:
        return None
    return duties.get(metric.duty_id) or editor.world.records(metric.duty_id)[0][1]


def split(editor: Editor, change: Change) -> None:
    """One role that becomes several: the first keeps what the others are not given, and all have its superiors."""
    role = editor.role(change, change.own)
    unit = editor.places.unit_of(role)
    path = editor.places.path(unit)
    first, *others = change.get("into")
    for key in ("duties", "powers", "reports"):
        if unknown := [title for title in change.get(key) or {} if title not in others]:
            raise no_such(change, f"{key} are given to {unknown[0]!r}, which is none of {', '.join(others)}.")
    ids = {title: identity.role_id(editor.organization, path, title) for title in (first, *others)}
    if taken := [title for title, id_ in ids.items() if id_ != role and editor.world.records(id_)]:
        raise no_such(change, f"there is a role {'/'.join([*path, taken[0]])} already.")
    number = editor.world.home(role)
    above = [each for each in editor.world.all(ReportsTo) if each.subordinate_id == role]
    for title in others:
        source = editor.world.source(change, number, quote=title)
        editor.world.add(
            change,
            number,
            Role(id=ids[title], organization_id=editor.organization, unit_id=unit, title=title, source=source),
        )
        for each in {each.id: each for each in above}.values():
            copy = editor.written(each, subordinate_id=ids[title], source=editor.world.source(change, number))
            editor.world.add(change, number, copy)
        _share(editor, change, role, title, ids[title])
    if ids[first] != role:
        _rename(editor, change, {role: ids[first]}, {"id": ids[first], "title": first})
    editor.restructured()


def _share(editor: Editor, change: Change, role: str, title: str, to: str) -> None:
    """Give one part of a split role what the change says."""
    for words in (change.get("duties") or {}).get(title, ()):
        for id_ in editor.duty(change, words, role):
            move_claim(editor, change, id_, to)
    for matter in (change.get("powers") or {}).get(title, ()):
        named = Change(change.file, change.number, "holder", {"holder": matter})
        for id_ in editor.grant(named, role):
            give_over(editor, change, id_, to)
    for report in (change.get("reports") or {}).get(title, ()):
        below = editor.role(change, report)
        lines = [e for e in editor.world.all(ReportsTo) if e.subordinate_id == below and e.superior_id == role]
        if not lines:
            raise no_such(change, f"{editor.places.title(below)} does not report to {editor.places.title(role)}.")
        for id_ in sorted({each.id for each in lines}):
            _replaced(editor, change, id_, {"superior_id": to})
