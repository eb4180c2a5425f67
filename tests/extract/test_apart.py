"""Documents that may speak of one organisation are told, with what to write to join them."""

from __future__ import annotations

from dutygraph.graph.facts import Document, DocumentFacts
from dutygraph.loaders.apart import organizations_apart
from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import ExtractSettings, extract

SHEET = "{0}岗位说明书\n\n一、{1}\n岗位职责：\n1、制定年度计划；\n2、负责人员培训。\n"


def facts(key: str, text: str, organization: str | None = None) -> DocumentFacts:
    records = extract(text_document(key, "0", text), ExtractSettings(organization=organization))
    assert isinstance(records[0], Document)
    return DocumentFacts(records[0], "0", records)


def test_a_short_and_a_full_name_give_one_notice_with_the_entry_to_write() -> None:
    first = facts("a.txt", SHEET.format("远山食品有限公司", "采购经理"))
    second = facts("b.txt", SHEET.format("远山食品有限公司北区工厂有限公司", "仓库主管"))
    other = facts("c.txt", SHEET.format("近水贸易有限公司", "销售经理"))
    (notice,) = organizations_apart([first, second, other])
    assert notice.code == "organizations_apart"
    assert '"a.txt" = "远山食品有限公司北区工厂有限公司"' in notice.message
    assert "dutygraph.toml" in notice.message
    assert "近水" not in notice.message


def test_documents_that_the_user_named_are_one_and_nothing_is_told() -> None:
    text = SHEET.format("远山食品有限公司", "采购经理")
    named = [facts(key, text, "远山食品有限公司") for key in ("a.txt", "b.txt")]
    assert list(organizations_apart(named)) == []
