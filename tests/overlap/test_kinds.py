"""Of which kind an overlap is, where a rule says so."""

from __future__ import annotations

import pytest

from dutygraph.graph.measures.overlaps.judge import Context, judge


@pytest.mark.parametrize(
    ("kind", "a", "b", "context"),
    [
        ("duplicate", "编制年度培训计划", "制订全年培训方案", Context()),
        ("duplicate", "編制年度培訓計劃", "编制年度培训计划", Context(superior="a")),
        ("support", "协助编制年度设备检修计划", "编制年度设备检修计划", Context()),
        ("support", "向质量部经理报告设备检修情况", "组织设备检修", Context("机修工", "质量部经理")),
        ("support", "监督设备检修的安全", "实施设备检修", Context()),
        ("delegation", "审批设备检修计划与方案", "实施设备检修方案", Context(superior="a")),
        ("delegation", "统计设备故障,审批设备检修方案", "实施设备检修方案", Context(superior="a")),
        ("distinct", "编制年度培训计划", "清洗实验器皿", Context()),
    ],
)
def test_kinds(kind: str, a: str, b: str, context: Context) -> None:
    found = judge(a, b, context)
    assert found.label == kind, found
    turned = Context(context.owner_b, context.owner_a, superior={"a": "b", None: None}[context.superior])  # type: ignore[arg-type,index]
    assert judge(b, a, turned).label == kind
