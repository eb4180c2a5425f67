"""Who an organisation is: named by the user, or a title section of a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutygraph.graph import identity
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import Organization
from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import ExtractSettings, extract
from dutygraph.loaders.readers import read_document

SHEET = "{0}岗位职责\n\n一、{0}经理\n岗位职责：\n1、制定本部门年度计划；\n2、负责人员培训。\n"
ONE = text_document("职责/仓储部.txt", "0", SHEET.format("仓储部"))
TWO = text_document(
    "职责/两部.txt", "0", SHEET.format("远山物流有限公司仓储部") + "\n" + SHEET.format("近水贸易有限公司采购部")
)


def organizations(document: object, named: object) -> list[Organization]:
    records = extract(document, ExtractSettings(organization=named))  # type: ignore[arg-type]
    return [record for record in records if isinstance(record, Organization)]


def test_a_named_organisation_is_one_in_every_document() -> None:
    (here,) = organizations(ONE, "远山物流")
    assert here.name == "远山物流"
    assert here.id == identity.organization_id("远山物流")


def test_without_a_name_two_documents_of_one_title_stay_apart() -> None:
    (here,) = organizations(ONE, None)
    (there,) = organizations(text_document("别处/仓储部.txt", "0", ONE.text), None)
    assert here.name == there.name
    assert here.id != there.id


def test_title_sections_are_named_one_by_one() -> None:
    named = organizations(TWO, {"2": "远山物流"})
    assert len(named) == 2
    assert named[0].id == identity.unnamed_organization_id("职责/两部.txt", 1)
    assert named[1].id == identity.organization_id("远山物流")


@pytest.mark.parametrize("named", ["远山物流", {"3": "远山物流"}], ids=["one-for-all", "no-such-section"])
def test_a_name_that_does_not_fit_lists_the_sections(named: object) -> None:
    with pytest.raises(InputError, match=r"职责/两部\.txt#2"):
        organizations(TWO, named)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# Larkfield Canal Society: Crew Handbook\n", "Larkfield Canal Society"),
        ("# Larkfield Canal Society Handbook\n", "Larkfield Canal Society"),
        ("# Larkfield Boats – Handbook\n", "Larkfield Boats"),
        ("# Larkfield Canal Trust\n", "Larkfield Canal Trust"),
        ("---\ntitle: Crew Handbook\norg: Larkfield Boats\n---\n\n# Who does what\n", "Larkfield Boats"),
    ],
)
def test_the_organisation_in_the_heading_of_an_english_document(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / "crew.md"
    path.write_text(f"{text}\n## Lock Supervisor\n\n- Open the gates\n- Log each boat\n", encoding="utf-8")
    (here,) = organizations(read_document(path, "crew.md"), None)
    assert here.name == name
