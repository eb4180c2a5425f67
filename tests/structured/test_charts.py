"""Tables that list posts or people: what becomes of their rows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dutygraph.graph import facts
from dutygraph.graph.facts import AnyRecord, DocumentFacts, check
from dutygraph.loaders.extract import ExtractSettings
from dutygraph.loaders.job import check_quotes
from dutygraph.loaders.readers import read_document
from dutygraph.loaders.structured import Structured, read_structured
from dutygraph.loaders.structured.columns import Given
from dutygraph.loaders.structured.directory import Directory


def read(path: Path, columns: Given | None = None, *others: Directory) -> Structured | None:
    document = read_document(path, path.name)
    found = read_structured(document, ExtractSettings(), columns, others)
    if found:
        check_quotes(document, found.records)
        head = found.records[0]
        assert isinstance(head, facts.Document)
        check(DocumentFacts(head, "", found.records))
    return found


class Chart:
    """What was read, by the names that a person sees."""

    def __init__(self, path: Path, text: str, columns: Given | None = None) -> None:
        path.write_text(text, encoding="utf-8")
        found = read(path, columns)
        assert found is not None
        self.records: list[AnyRecord] = found.records
        self.roles = {r.id: r for r in self.records if isinstance(r, facts.Role)}
        self.units = {r.id: r for r in self.records if isinstance(r, facts.Unit)}

    def lines(self) -> list[tuple[str, str, str]]:
        reports = {r.id: r for r in self.records if isinstance(r, facts.ReportsTo)}.values()
        return [(self.roles[r.subordinate_id].title, r.line, self.roles[r.superior_id].title) for r in reports]

    def notices(self) -> Counter[str]:
        return Counter(r.code for r in self.records if isinstance(r, facts.Notice) and r.code != "chart_read")

    def role(self, title: str) -> facts.Role:
        [found] = [role for role in self.roles.values() if role.title == title]
        return found


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "chart.csv"


def test_titles_as_keys_with_units_and_headcounts(table: Path) -> None:
    chart = Chart(
        table,
        "岗位名称,所属部门,直接上级,虚线上级,编制\n院长,,,,1\n护理部主任,护理部,院长,,1\n护士长,护理部,护理部主任,院长,3\n护士,护理部,护士长,,45人\n",
    )
    assert chart.lines() == [
        ("护理部主任", "solid", "院长"),
        ("护士长", "solid", "护理部主任"),
        ("护士长", "dotted", "院长"),
        ("护士", "solid", "护士长"),
    ]
    assert chart.role("护士").headcount_max == 45
    assert chart.units[chart.role("护士").unit_id or ""].name == "护理部"


def test_titles_that_are_labels_elsewhere(table: Path) -> None:
    chart = Chart(table, "Title,Reports to\nManager,\nSupervisor,Manager\n")
    assert chart.lines() == [("Supervisor", "solid", "Manager")]


def test_a_source_is_the_cell_with_its_place(table: Path) -> None:
    chart = Chart(table, "Position,Reports to\nHarbour master,\nPilot,Harbour master\n")
    source = chart.role("Pilot").source
    assert (source.quote, source.locator) == ("Pilot", "row 3, Position")
    [line] = [r for r in chart.records if isinstance(r, facts.ReportsTo)]
    assert line.source.quote == "Pilot\tHarbour master"


def test_ids_as_keys_and_people_apart_from_titles(table: Path) -> None:
    chart = Chart(
        table,
        "EmpNo,Employee Name,Job Title,managerEmpNo\n7,Ana Lima,Depot Head,\n8,Bo Ek,Driver,7\n9,Cy Ford,Driver,7.0\n",
    )
    assert chart.lines() == [("Driver", "solid", "Depot Head")]
    driver = chart.role("Driver")
    assert driver.headcount_max == 2
    names = {r.id: r.name for r in chart.records if isinstance(r, facts.Person)}
    held = [names[r.person_id] for r in chart.records if isinstance(r, facts.Holding) and r.role_id == driver.id]
    assert held == ["Bo Ek", "Cy Ford"]


def test_names_of_people_as_keys(table: Path) -> None:
    chart = Chart(table, "姓名,职务,直接上级\n王芳,校长,无\n李雷,教务主任,王芳\n韩梅,语文老师,李雷\n")
    assert chart.lines() == [("教务主任", "solid", "校长"), ("语文老师", "solid", "教务主任")]


def test_posts_of_one_title_to_whom_others_report_stay_apart(table: Path) -> None:
    chart = Chart(
        table,
        "ID,Title,Manager ID\n1,Director,\n2,Shift Lead,1\n3,Shift Lead,1\n4,Packer,2\n5,Packer,3\n6,Packer,3\n",
    )
    assert Counter(role.title for role in chart.roles.values()) == {"Director": 1, "Shift Lead": 2, "Packer": 2}
    assert len(chart.lines()) == 4


def test_ids_of_posts_are_posts(table: Path) -> None:
    chart = Chart(table, "Position ID,Position,Reports to\nP1,Head,\nP2,Clerk,P1\nP3,Clerk,P1\n")
    assert Counter(role.title for role in chart.roles.values()) == {"Head": 1, "Clerk": 2}


def test_vacant_posts_and_those_who_act(table: Path) -> None:
    chart = Chart(table, "职位,姓名,汇报对象\n总监,陈一(代理),\n经理,空缺,总监\n专员,张三、李四,经理\n")
    assert chart.role("经理").vacant is True
    assert chart.role("专员").vacant is None
    holdings = [r for r in chart.records if isinstance(r, facts.Holding)]
    assert [r.acting for r in holdings] == [True, False, False]


def test_what_cannot_be_resolved_is_named_row_by_row(table: Path) -> None:
    chart = Chart(
        table,
        "Post ID,Job title,Reports to\nA1,Chief,XX\nA2,Deputy,A2\nA3,Clerk,A9\nA4,,A1\nA1,Chief,XX\nA5,Porter,A1\n",
    )
    assert chart.notices() == {
        "superior_placeholder": 2, "superior_self": 1, "superior_unresolved": 1, "title_missing": 1, "id_repeated": 1,
    }  # fmt: skip
    assert chart.lines() == [("Porter", "solid", "Chief")]
    [told] = [r.message for r in chart.records if isinstance(r, facts.Notice) and r.code == "chart_read"]
    assert told.startswith("6 rows read as an organisation chart: 5 loaded as 4 posts, 1 left out.")


def test_a_superior_whom_no_row_describes_is_an_outsider(table: Path) -> None:
    chart = Chart(table, "岗位,上级\n车间主任,厂长\n班长,车间主任\n")
    assert chart.role("厂长").kind == "external"
    assert chart.notices() == {"not_described": 1}


def test_a_title_of_several_units_is_sought_in_the_own_unit(table: Path) -> None:
    chart = Chart(table, "部门,岗位,上级\n甲部,经理,\n乙部,经理,\n甲部,文员,经理\n乙部,司机,经理\n丙部,保安,经理\n")
    ends = [r for r in chart.records if isinstance(r, facts.ReportsTo)]
    units = [(chart.roles[r.subordinate_id].unit_id, chart.roles[r.superior_id].unit_id) for r in ends]
    assert len(units) == 2
    assert all(own == above for own, above in units)
    assert chart.notices() == {"superior_ambiguous": 1}


def test_several_superiors_in_one_cell_are_alternatives(table: Path) -> None:
    chart = Chart(table, "岗位,上级\n销售总监,\n总经理,\n客户经理,销售总监/总经理\n")
    assert {line for _, line, _ in chart.lines()} == {"alternative"}


def test_columns_of_units_make_a_path(table: Path) -> None:
    chart = Chart(
        table, "一级部门,二级部门,岗位,上级\n运营中心,仓储部,主管,\n运营中心,仓储部,理货员,主管\n运营中心,,秘书,主管\n"
    )
    [storage] = [unit for unit in chart.units.values() if unit.name == "仓储部"]
    assert chart.units[storage.parent_id or ""].name == "运营中心"
    assert chart.role("理货员").unit_id == storage.id


def test_an_organisation_column_makes_organisations_of_their_own(table: Path) -> None:
    chart = Chart(
        table, "Company,Post ID,Post,Reports to\nNorth,1,Head,\nNorth,2,Clerk,1\nSouth,1,Head,\nSouth,2,Clerk,1\n"
    )
    organizations = [r.name for r in chart.records if isinstance(r, facts.Organization)]
    assert organizations == ["North", "South"]
    assert len(chart.lines()) == 2
    assert not chart.notices()


def test_a_path_of_places_in_a_tree(table: Path) -> None:
    chart = Chart(table, "Job Title,OrganizationNode\nChief,/\nHead of Wards,/1/\nNurse,/1/1/\nNurse,/1/2/\n")
    assert chart.lines() == [("Head of Wards", "solid", "Chief"), ("Nurse", "solid", "Head of Wards")]


def test_the_user_names_columns(table: Path) -> None:
    text = "Stelle,Chef,Team\nWerkleiter,,\nSchweißer,Werkleiter,Halle 2\n"
    table.write_text(text, encoding="utf-8")
    assert read(table) is None
    chart = Chart(table, text, {"title": ["Stelle"], "superior": ["Chef"], "unit": ["Team"]})
    assert chart.lines() == [("Schweißer", "solid", "Werkleiter")]


@pytest.mark.parametrize(
    "text",
    [
        "岗位,直接上级,岗位职责\n仓管员,仓库主管,负责收货\n",
        "审批事项,部门经理,总经理\n费用,5000元以下,5000元以上\n",
        "Task,Nurse,Doctor,Porter\nAdmit,R,A,I\nMove,C,I,R\n",
        "DepartmentID,Name,GroupName\n1,Engineering,Research\n",
        "岗位名称,护士长,直接上级,护理部主任\n所属部门,护理部,定编,1人\n岗位职责,负责病区的管理,,\n",
        "Job title,Pilot,Reports to,Harbour master\nDepartment,Port,Headcount,3\n",
        "ParentRole,ChildRole\nAdmin,UserManager\nUserManager,User\n",
    ],
    ids=["duties", "authority", "raci", "units", "form", "form_en", "rights"],
)
def test_other_tables_are_none(table: Path, text: str) -> None:
    table.write_text(text, encoding="utf-8")
    assert read(table) is None


def test_superiors_in_another_table(tmp_path: Path) -> None:
    seniors, juniors = tmp_path / "seniors.csv", tmp_path / "juniors.csv"
    seniors.write_text(
        "Post ID,Job title,Unit,Reports to\nS1,Head of Care,Care,\nS2,Matron,Care,S1\n", encoding="utf-8"
    )
    juniors.write_text(
        "Grade,Generic Job Title,Unit,Reporting Senior Post,FTE\nB,Nurse,Care,S2,3.5\nC,Nurse,Care,S2,2\n", "utf-8"
    )
    first = read(seniors)
    alone = read(juniors)
    assert first and alone
    assert alone.open
    assert not alone.linked
    linked = read(juniors, None, first.directory)
    assert linked and linked.linked == "seniors.csv"
    roles = {r.id: r for r in linked.records if isinstance(r, facts.Role)}
    [line] = {r.id: r for r in linked.records if isinstance(r, facts.ReportsTo)}.values()
    assert roles[line.superior_id].title == "Matron"
    assert roles[line.subordinate_id].headcount_max == 6
    assert line.superior_id in {r.id for r in first.records if isinstance(r, facts.Role)}
