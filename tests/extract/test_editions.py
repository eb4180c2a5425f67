"""What texts say of their own version and the day from which they hold."""

from __future__ import annotations

import pytest

from dutygraph.graph.facts import Document
from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import extract

STATED = {
    "quality": ("文件编号：HR-01 版本：A/0 生效日期：2023年7月1日", "A/0", "2023-07-01"),
    "revised": ("版次：B1　修订日期：2022/03/05", "B1", "2022-03-05"),
    "dots": ("版本/版次：A/2  实施日期：2021.08.01", "A/2", "2021-08-01"),
    "republic": ("中華民國一百零八年三月二十日府法規字第108號令訂定發布全文十二條", None, "2019-03-20"),
    "republic_figures": ("中華民國 113 年 5 月 1 日修正發布", None, "2024-05-01"),
    "sentence": ("本制度自2024年5月1日起施行，2023年1月1日发布的旧制度废止。", None, "2024-05-01"),
    "han_year": ("自二〇二三年七月一日起执行", None, "2023-07-01"),
    "english": ("Version 2.1 - Effective date: 1 April 2024", "2.1", "2024-04-01"),
    "american": ("Rev. C  Effective: March 3, 2021", "C", "2021-03-03"),
    "spelt": ("员工手册（第三版）", "第三版", None),
    "month": ("本办法从2020年12月起实施", None, "2020-12-01"),
    "none": ("负责版本发布，2024年度计划和版本管理", None, None),
}


@pytest.mark.parametrize("name", STATED)
def test_what_a_text_states_of_its_edition(name: str) -> None:
    text, version, date = STATED[name]
    record = extract(text_document("a.txt", "0" * 64, text))[0]
    assert isinstance(record, Document)
    assert (record.version, record.effective_date) == (version, date)
