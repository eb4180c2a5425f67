"""Sentences of rules: whose duty, whose power, to whom somebody reports."""

from __future__ import annotations

from dutygraph.loaders.document import text_document
from dutygraph.loaders.extract import extract
from tests.extract.lines import lines


def found(text: str, *kinds: str) -> list[str]:
    records = extract(text_document("a.txt", "0", f"远山茶业有限公司管理规定\n{text}"))
    return [line for line in lines(records) if line.split()[0] in kinds]


def test_what_is_listed_under_its_own_is_of_the_subject_of_the_sentence() -> None:
    text = """第一条  销售部设经理一名、业务员若干名。销售部经理对总经理负责，其职责为：
1.编制季度销售计划；
2.开发经销商。
"""
    assert found(text, "duty", "line") == [
        "line 销售部经理 -> 总经理 | solid",
        "duty 销售部经理 | 编制季度销售计划 | own | quarterly",
        "duty 销售部经理 | 开发经销商 | own",
    ]


def test_an_item_that_a_break_cuts_is_one() -> None:
    text = """第一章  职责
第一条  茶师职责：
    （一）每日试泡新茶，两小时内填写品鉴记
录表；
    （二）保管样茶。
"""
    assert found(text, "duty") == [
        "duty 茶师 | 每日试泡新茶，两小时内填写品鉴记录表 | own | daily",
        "duty 茶师 | 保管样茶 | own",
    ]


def test_headings_over_items_are_areas_of_duties() -> None:
    numbered = """仓储部经理岗位职责
一、库位规划
划定货位编号；
安排货架安装；
二、盘点工作
组织半月抽盘；
三、人员
负责排班。
"""
    assert found(numbered, "duty") == [
        "duty 仓储部经理 | 划定货位编号 | own | area 库位规划",
        "duty 仓储部经理 | 安排货架安装 | own | area 库位规划",
        "duty 仓储部经理 | 组织半月抽盘 | lead | area 盘点工作",
        "duty 仓储部经理 | 负责排班 | own | area 人员",
    ]


def test_lines_that_sentences_state() -> None:
    text = """第一条  茶园主管的直接上级为种植总监。茶园主管负责茶园灌溉。
第二条  各车间主任由生产总监直接管理。
第三条  化验室主任向厂长汇报工作，业务上接受集团检测总监的指导。
第四条  司机班班长在行政部经理领导下工作。
"""
    assert found(text, "duty", "line") == [
        "line 茶园主管 -> 种植总监 | solid",
        "line 车间主任 -> 生产总监 | solid",
        "line 化验室主任 -> 厂长 | solid",
        "line 化验室主任 -> 集团检测总监 | dotted",
        "line 司机班班长 -> 行政部经理 | solid",
        "duty 茶园主管 | 负责茶园灌溉 | own",
    ]


def test_sentences_that_say_what_somebody_may_do() -> None:
    text = """第一条  门店店长负责门店经营。门店店长有权决定促销赠品。
第二条  品控经理负责抽检。发现霉变时，品控经理有权责令下架；恢复上架须经品控经理签字同意。
第三条  品控经理对不合格原料享有否决权。
"""
    assert found(text, "duty", "authority") == [
        "duty 门店店长 | 负责门店经营 | own",
        "duty 品控经理 | 负责抽检 | own",
        "authority 门店店长 | decide | 促销赠品",
        "authority 品控经理 | decide | 有权责令下架",
        "authority 品控经理 | consent | 恢复上架",
        "authority 品控经理 | decide | 不合格原料",
    ]


def test_tiers_are_of_the_matter_over_their_list_and_of_who_decides() -> None:
    text = """第一条  包装材料采购，按下列权限办理：
（一）单笔金额超过5万元的，经财务总监会签后，报总裁审批；
（二）单笔金额超过50万元的，由总裁提请董事会批准。
"""
    assert found(text, "authority") == [
        "authority 财务总监 | review | 包装材料采购 | limit 超过5万元",
        "authority 总裁 | approve | 包装材料采购 | limit 超过5万元",
        "authority 总裁 | propose | 单笔金额超过50万元的",
        "authority 董事会 | approve | 包装材料采购 | limit 超过50万元",
    ]


def test_every_sentence_with_its_subject_counts() -> None:
    text = """第一条  茶艺部负责茶艺展演。茶艺部应每周清点茶具，做到账物相符。茶艺部下设展演组、培训组。
第二条  稽查专员每半年对门店库存进行一次抽查，结果报总裁。
"""
    assert found(text, "unit", "duty") == [
        "unit 茶艺部",
        "unit 展演组 | in 茶艺部",
        "unit 培训组 | in 茶艺部",
        "duty 茶艺部 | 负责茶艺展演 | own",
        "duty 茶艺部 | 茶艺部应每周清点茶具，做到账物相符 | own | weekly",
        "duty 稽查专员 | 每半年对门店库存进行一次抽查，结果报总裁 | own",
    ]
