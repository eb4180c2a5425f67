"""What stands beside a document when it is read: words of the user, and what they do to the identity of settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutygraph.graph import vocabulary
from dutygraph.graph.errors import InputError
from dutygraph.graph.facts import Duty, Notice, Role
from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import ExtractSettings, extract

TEXT = "仓储部岗位职责\n\n一、库头儿\n干的活：\n1、清点货物；\n2、登记台账。\n"


def test_words_of_the_user_join_those_of_the_package(tmp_path: Path) -> None:
    extra = tmp_path / "own.toml"
    extra.write_text('[titles]\nends = ["库头儿"]\n[labels]\nduties = ["干的活"]\n', encoding="utf-8")
    settings = ExtractSettings(vocabulary=vocabulary.load(extra))
    records = extract(text_document("a.txt", "0", TEXT), settings)
    assert [r.title for r in records if isinstance(r, Role)] == ["库头儿"]
    assert [r.text for r in records if isinstance(r, Duty)] == ["清点货物", "登记台账"]
    assert settings.fingerprint() != ExtractSettings().fingerprint()


def test_a_file_of_words_that_is_none_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[titles\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.toml"):
        vocabulary.load(broken)


def test_equal_settings_have_one_fingerprint() -> None:
    one = ExtractSettings(organization="甲", aliases={"经理": ("主管",), "员工": ()})
    other = ExtractSettings(organization="甲", aliases={"员工": (), "经理": ("主管",)})
    assert one.fingerprint() == other.fingerprint()
    assert one.fingerprint() != ExtractSettings(organization="乙").fingerprint()


@pytest.mark.parametrize("text", ["", "\n\n", " ", "。", "1、", "：：：", "职责", "岗位职责：\n", "(((", "第一条"])
def test_texts_that_say_nothing_give_no_facts_of_posts(text: str) -> None:
    records = extract(text_document("a.txt", "0", text))
    assert not [record for record in records if isinstance(record, Role | Duty)]


def test_a_cut_last_sentence_is_noticed() -> None:
    text = "仓储部岗位职责\n\n一、仓管员\n岗位职责：\n1、清点货物；\n2、登记台账并及时将单据报送财务部门，以便\n"
    codes = [record.code for record in extract(text_document("a.txt", "0", text)) if isinstance(record, Notice)]
    assert "truncated" in codes


def test_two_sides_that_disagree_are_both_kept() -> None:
    text = (
        "销售部岗位职责\n\n一、销售经理\n直接上级：总经理\n直接下级：业务员\n岗位职责：\n1、管理销售；\n"
        "二、业务员\n直接上级：销售主管\n岗位职责：\n1、拜访客户。\n"
    )
    notices = [record for record in extract(text_document("a.txt", "0", text)) if isinstance(record, Notice)]
    assert "two_sides" in [notice.code for notice in notices]
