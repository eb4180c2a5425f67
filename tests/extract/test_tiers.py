"""Tiers of one sentence become grants of the holders they name, wherever the sentence stands."""

from __future__ import annotations

from dutygraph.graph.facts import Authority, Role
from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import extract


def grants(text: str) -> list[str]:
    records = extract(text_document("a.txt", "0", text))
    titles = {record.id: record.title for record in records if isinstance(record, Role)}
    found = []
    for record in records:
        if isinstance(record, Authority):
            limit = record.limit
            low, high = (limit.min, limit.max) if limit else (None, None)
            step = f" step {record.step}" if record.step else ""
            found.append(f"{titles[record.owner_id]} {record.act} {record.matter} {low}..{high}{step}")
    return sorted(found)


RULES = """海川商贸有限公司采购管理制度

第一章 审批权限
第一条 采购金额{tiers}。
第二条 费用报销：单笔2000元以内由部门经理审批；超过2000元的，由部门经理审核，报财务总监审批。
"""
TIERS = "5万元以下由部门经理审批，5万至20万由副总经理审批，20万元以上报总经理审批"


def test_each_holder_of_a_rule_gets_the_own_tier() -> None:
    assert grants(RULES.format(tiers=TIERS)) == [
        "副总经理 approve 采购 50000..200000",
        "总经理 approve 采购 200000..None",
        "财务总监 approve 费用报销 2000..None step 2",
        "部门经理 approve 费用报销 None..2000",
        "部门经理 approve 采购 None..50000",
        "部门经理 review 费用报销 2000..None step 1",
    ]


SHEET = """采购部岗位说明书

岗位名称：采购经理
直接上级：副总经理
岗位职责：
1、主持采购部日常工作，审批5万元以下的采购合同。
2、采购申请5万元以下由采购经理审批，5万至20万由副总经理审批，20万元以上报总经理审批。
岗位权限：
1、5000元以下费用审批权，1万元以下采购合同签订权。

岗位名称：副总经理
直接上级：总经理
岗位职责：
1、分管采购工作。
"""


def test_a_duty_that_lists_tiers_gives_them_to_everyone_it_names() -> None:
    assert grants(SHEET) == [
        "副总经理 approve 采购申请 50000..200000",
        "总经理 approve 采购申请 200000..None",
        "采购经理 approve 费用 None..5000",
        "采购经理 approve 采购合同 None..50000",
        "采购经理 approve 采购申请 None..50000",
        "采购经理 sign 采购合同 None..10000",
    ]
