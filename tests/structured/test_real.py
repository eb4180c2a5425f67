"""Real organisation charts: every row accounted for, what they have wrong named."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from dutygraph.graph import facts
from dutygraph.graph.facts import AnyRecord
from dutygraph.loaders.pipeline import extract_paths
from dutygraph.loaders.project import Project


@pytest.fixture
def charts(shared_dir: Path) -> Path:
    return shared_dir / "data/orgcharts"


def read(*paths: Path) -> dict[str, list[AnyRecord]]:
    readings = list(extract_paths(paths, Project()))
    assert not [each.message for each in readings if each.status]
    return {each.file.path.name: list(each.facts[0].records) for each in readings}


def notices(records: list[AnyRecord]) -> Counter[str]:
    return Counter(record.code for record in records if isinstance(record, facts.Notice))


def rows(records: list[AnyRecord]) -> tuple[int, int]:
    """Rows loaded and left out, as the notice says."""
    [told] = [r.message for r in records if isinstance(r, facts.Notice) and r.code == "chart_read"]
    read, loaded, lost = map(int, re.findall(r"(\d+)(?= rows| loaded| left out)", told))
    assert read == loaded + lost
    return loaded, lost


def test_uk_government_2011(charts: Path) -> None:
    senior, junior = (charts / f"uk_gov_organogram_2011-03-31_{name}" for name in ("senior.csv", "junior.csv.gz"))
    found = read(senior, junior)
    seniors, juniors = found[senior.name], found[junior.name]
    assert rows(seniors)[0] + rows(juniors)[0] == 58_658
    assert notices(seniors) == {
        "chart_read": 1, "superior_placeholder": 144, "id_repeated": 33, "superior_self": 2, "superior_unresolved": 1,
    }  # fmt: skip
    assert notices(juniors) == {"chart_read": 1}
    with senior.open(encoding="utf-8", newline="") as stream:
        stated = list(csv.DictReader(stream))
    lines = sum(isinstance(record, facts.ReportsTo) for record in seniors)
    assert lines == len(stated) - 144 - 2 - 1
    with gzip.open(junior, "rt", encoding="utf-8", newline="") as stream:
        assert sum(isinstance(record, facts.ReportsTo) for record in juniors) == sum(1 for _ in csv.DictReader(stream))


def test_each_table_takes_the_edition_it_belongs_to(charts: Path) -> None:
    names = ("2016-03-31_junior.csv", "2011-03-31_senior.csv", "2016-03-31_senior.csv")
    found = read(*(charts / f"uk_gov_organogram_{name}" for name in names))
    juniors = found["uk_gov_organogram_2016-03-31_junior.csv"]
    assert notices(juniors) == {"chart_read": 1}
    known = {r.id for r in found["uk_gov_organogram_2016-03-31_senior.csv"] if isinstance(r, facts.Role)}
    assert {r.superior_id for r in juniors if isinstance(r, facts.ReportsTo)} <= known


@pytest.mark.parametrize("name", ["adventureworks_Employee.csv", "adventureworks_reports_to.csv"])
def test_two_forms_of_one_tree(charts: Path, name: str) -> None:
    [records] = read(charts / name).values()
    assert rows(records) == (290, 0)
    assert notices(records) == {"chart_read": 1}
    titles = {r.id: r.title for r in records if isinstance(r, facts.Role)}
    lines = {r.id: r for r in records if isinstance(r, facts.ReportsTo)}.values()
    above = Counter(titles[line.superior_id] for line in lines)
    assert above["Chief Executive Officer"] == 6
    assert len(titles) == 99


def test_a_table_of_people_with_vacancies(charts: Path) -> None:
    [records] = read(charts / "gitlab_team_2022-11_pseudonymised.csv").values()
    assert rows(records) == (1_366, 2)
    assert notices(records)["superior_placeholder"] == 450
    assert any(r.vacant for r in records if isinstance(r, facts.Role))


def test_names_in_two_columns(charts: Path) -> None:
    [records] = read(charts / "northwind_employees.csv").values()
    assert rows(records) == (9, 0)
    assert "Andrew Fuller" in {r.name for r in records if isinstance(r, facts.Person)}
