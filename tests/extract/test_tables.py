"""Tables as offices draw them: sheets of labels and values, lists with a head, charts, matrices."""

from __future__ import annotations

from dutygraph.graph.facts import Authority, Duty
from dutygraph.loaders.extract import extract
from tests.extract.lines import lines
from tests.extract.tables import with_table


def kinds(found: list[str], *wanted: str) -> list[str]:
    return [line for line in found if line.split()[0] in wanted]


def test_a_sheet_of_labels_and_values() -> None:
    found = lines(
        extract(
            with_table(
                [
                    ["岗位名称", "招聘主管", "所属部门", "人力资源部"],
                    ["直接上级", "人力资源经理", "直接下级", "招聘专员"],
                    ["岗位编号", "HR-003", "编制日期", "2020.1.5"],
                    ["岗位概要", ("负责公司人才引进工作。", 3)],
                    [("工作职责", 4)],
                    ["序号", ("职责内容", 2), "考核指标"],
                    ["1", ("制定年度招聘计划并组织实施", 2), "招聘计划完成率"],
                    ["2", ("审核招聘广告，发布招聘信息", 2), "及时性"],
                    ["工作权限", ("1、招聘渠道选择的建议权\n2、专员绩效的考核权", 3)],
                    ["任职资格", ("学历：本科及以上\n经验：3年以上招聘工作经验", 3)],
                ],
                title="岗位说明书",
            )
        )
    )
    assert found == [
        "organization 人力资源部",
        "unit 人力资源部",
        "role 招聘主管 | in 人力资源部",
        "role 人力资源经理 | external",
        "role 招聘专员 | external",
        "line 招聘主管 -> 人力资源经理 | solid",
        "line 招聘专员 -> 招聘主管 | solid",
        "duty 招聘主管 | 制定年度招聘计划并组织实施 | own | yearly | metric 招聘计划完成率",
        "duty 招聘主管 | 审核招聘广告，发布招聘信息 | approve | metric 及时性",
        "authority 招聘主管 | propose | 招聘渠道选择",
        "authority 招聘主管 | assess | 专员绩效",
        "authority 招聘主管 | review | 招聘广告 | from_duty",
        "notice not_described",
        "notice not_described",
    ]


def test_vertical_cells_beside_the_tasks_are_no_duties() -> None:
    found = lines(
        extract(
            with_table(
                [
                    ["岗位名称", "行政主管", "岗位编号", "XZ-02"],
                    ["所在部门", "行政部", "岗位定员", "1"],
                    ["直接上级", "行政部经理", "工资等级", ""],
                    ["直接下级", "前台、司机", "薪酬类型", ""],
                    [("本职：负责公司行政后勤管理", 4)],
                    [("职责与工作任务：", 4)],
                    [("职\n责\n一", 1, 3), ("职责表述：负责公司后勤保障工作", 3)],
                    [None, ("工\n作\n任\n务", 1, 2), ("负责办公用品的采购与发放", 2)],
                    [None, None, ("负责公司车辆的调度", 2)],
                    ["职责二", ("职责表述：完成经理交办的其他工作", 3)],
                    [("权力：", 4)],
                    [("办公用品采购的建议权", 4)],
                    [("工作协作关系：", 4)],
                    ["内部协调关系", ("公司各部门", 3)],
                    [("任职资格：", 4)],
                    ["教育水平", ("大学专科以上", 3)],
                    [("其他：", 4)],
                    ["工作环境", ("办公室", 3)],
                ],
                title="行政主管岗位说明书",
            )
        )
    )
    assert kinds(found, "unit", "role", "line", "duty", "authority") == [
        "unit 行政部",
        "role 行政主管 | in 行政部 | 1-1",
        "role 行政部经理 | external",
        "role 前台 | external",
        "role 司机 | external",
        "line 行政主管 -> 行政部经理 | solid",
        "line 前台 -> 行政主管 | solid",
        "line 司机 -> 行政主管 | solid",
        "duty 行政主管 | 负责办公用品的采购与发放 | own | area 负责公司后勤保障工作",
        "duty 行政主管 | 负责公司车辆的调度 | own | area 负责公司后勤保障工作",
        "duty 行政主管 | 完成经理交办的其他工作 | own | adhoc",
        "authority 行政主管 | propose | 办公用品采购",
    ]


def test_cells_that_hold_a_label_and_its_list() -> None:
    found = lines(
        extract(
            with_table(
                [
                    ["职位名称", "财务经理", "职位代码", "", "所属部门", "财务部"],
                    ["职系", "", "职等职级", "", "直属上级", "财务总监"],
                    ["薪金标准", "", "填写日期", "", "核准人", ""],
                    [("职位概要：\n主持公司财务管理工作。", 6)],
                    [("工作内容：\n% 审核各种原始单据；\n% 完成总监临时交办的其他工作。", 6)],
                    [("任职资格：\n教育背景：\n◆会计、财务专业本科以上学历。", 6)],
                    [("工作条件：\n工作场所：办公室。", 6)],
                ],
                title="财务经理职位说明书",
            )
        )
    )
    assert kinds(found, "role", "duty", "authority") == [
        "role 财务经理 | in 财务部",
        "role 财务总监 | external",
        "duty 财务经理 | 审核各种原始单据 | approve",
        "duty 财务经理 | 完成总监临时交办的其他工作 | own | adhoc",
        "authority 财务经理 | review | 各种原始单据 | from_duty",
    ]


def test_areas_that_cover_several_duties() -> None:
    found = lines(
        extract(
            with_table(
                [
                    ["职位名称", "设备主管", "部门", "设备部"],
                    [("主要职责", 1, 2), "设备维护", "组织设备日常点检与保养\n制定年度大修计划"],
                    [None, "备件管理", "控制备件库存"],
                    ["权限", ("紧急停机的决定权", 2)],
                ],
            )
        )
    )
    assert kinds(found, "duty", "authority") == [
        "duty 设备主管 | 组织设备日常点检与保养 | lead | area 设备维护",
        "duty 设备主管 | 制定年度大修计划 | own | yearly | area 设备维护",
        "duty 设备主管 | 控制备件库存 | own | area 备件管理",
        "authority 设备主管 | decide | 紧急停机",
    ]


def test_a_list_of_posts_with_merged_units() -> None:
    found = lines(
        extract(
            with_table(
                [
                    ["序号", "部门", "岗位", "编制", "直接上级", "工作职责", "备注"],
                    ["1", ("教务处", 1, 2), "处长", "1", "校长", "主持教务处全面工作；拟订教学管理制度。", ""],
                    ["2", None, "教务科科长", "2", "处长", "负责排课工作，组织考试。", ""],
                    ["3", "学生处", "处长", "1", "校长", "主持学生处全面工作。", ""],
                ],
                title="各部门岗位职责汇总表",
                notes=["以上职责自公布之日起执行。"],
            )
        )
    )
    assert kinds(found, "unit", "role", "line", "duty") == [
        "unit 教务处",
        "unit 学生处",
        "role 处长 | in 教务处 | 1-1",
        "role 教务科科长 | in 教务处 | 2-2",
        "role 处长 | in 学生处 | 1-1",
        "role 校长 | external",
        "line 处长 -> 校长 | solid",
        "line 教务科科长 -> 处长 | solid",
        "line 处长 -> 校长 | solid",
        "duty 处长 | 主持教务处全面工作 | lead",
        "duty 处长 | 拟订教学管理制度 | own",
        "duty 教务科科长 | 负责排课工作，组织考试 | own",
        "duty 处长 | 主持学生处全面工作 | lead",
    ]


def test_areas_frequencies_and_standards_beside_duties() -> None:
    found = lines(
        extract(
            with_table(
                [
                    ["序号", "工作项目", "工作内容", "频次", "标准"],
                    ["1", "客户拜访", "拜访重点客户", "每周", "5家"],
                    ["", "", "整理拜访记录", "每日", "100%"],
                    ["2", "回款", "跟踪应收账款", "每月", "回款率95%"],
                ],
                title="销售代表岗位职责",
            )
        )
    )
    assert kinds(found, "duty") == [
        "duty 销售代表 | 拜访重点客户 | own | weekly | area 客户拜访 | metric 5家",
        "duty 销售代表 | 整理拜访记录 | own | daily | area 客户拜访 | metric 100%",
        "duty 销售代表 | 跟踪应收账款 | own | monthly | area 回款 | metric 回款率95%",
    ]


def test_an_english_sheet() -> None:
    found = lines(
        extract(
            with_table(
                [
                    ["Job Title", "Warehouse Supervisor"],
                    ["Department", "Logistics"],
                    ["Reports to", "Operations Manager"],
                    ["Key responsibilities", "• Plan daily shifts\n• Approve purchases up to $2,000"],
                    ["Decision rights", "Approve overtime for the team"],
                    ["Qualifications", "Forklift licence; 3 years of experience"],
                ],
                title="Job Description",
            )
        )
    )
    assert kinds(found, "unit", "role", "line", "duty", "authority") == [
        "unit Logistics",
        "role Warehouse Supervisor | in Logistics",
        "role Operations Manager | external",
        "line Warehouse Supervisor -> Operations Manager | solid",
        "duty Warehouse Supervisor | Plan daily shifts | own | daily",
        "duty Warehouse Supervisor | Approve purchases up to $2,000 | approve",
        "authority Warehouse Supervisor | approve | overtime for the team",
        "authority Warehouse Supervisor | approve | purchases | limit up to $2,000 | from_duty",
    ]


def test_letters_of_a_chart_are_modes() -> None:
    document = with_table(
        [
            ["任务", "人事经理", "招聘专员", "用人部门经理", "总经理"],
            ["制定招聘计划", "A", "R", "C", "I"],
            ["录用审批", "R", "", "C", "A/R"],
        ],
        title="招聘流程 RACI",
    )
    assert [(d.text, d.mode) for d in extract(document) if isinstance(d, Duty)] == [
        ("制定招聘计划", "approve"),
        ("录用审批", "own"),
        ("制定招聘计划", "own"),
        ("制定招聘计划", "consulted"),
        ("录用审批", "consulted"),
        ("制定招聘计划", "informed"),
        ("录用审批", "approve"),
        ("录用审批", "own"),
    ]


def test_a_matrix_gives_powers_with_its_cells_as_places() -> None:
    document = with_table(
        [
            ["审批事项", "部门经理", "财务经理", "总经理"],
            ["差旅费5000元以下", "审核", "批准", ""],
            ["差旅费5000元以上", "审核", "审核", "批准"],
        ],
        title="费用审批权限表",
    )
    powers = [record for record in extract(document) if isinstance(record, Authority)]
    assert [(p.act, p.matter, p.limit.text if p.limit else "", p.source.locator) for p in powers] == [
        ("review", "差旅费", "5000元以下", "table 1, row 2"),
        ("review", "差旅费", "5000元以上", "table 1, row 3"),
        ("approve", "差旅费", "5000元以下", "table 1, row 2"),
        ("review", "差旅费", "5000元以上", "table 1, row 3"),
        ("approve", "差旅费", "5000元以上", "table 1, row 3"),
    ]
    assert all(p.source.quote == document.text[p.source.start : p.source.end] for p in powers)


def test_rows_that_say_who_may_what_up_to_how_much() -> None:
    found = lines(
        extract(
            with_table(
                [
                    ["岗位", "审批事项", "审批金额"],
                    ["部门经理", "差旅费", "5000元以下"],
                    ["总经理", "差旅费", "5000元以上"],
                ],
                title="财务审批权限",
            )
        )
    )
    assert kinds(found, "authority") == [
        "authority 部门经理 | approve | 差旅费 | limit 5000元以下",
        "authority 总经理 | approve | 差旅费 | limit 5000元以上",
    ]


def test_what_stands_behind_a_sheet_in_a_table_is_none_of_its_last_list() -> None:
    sheet = [["岗位名称", "配送站长"], ["岗位职责", "排定骑手班次"], ["岗位权限", "骑手请假的审批权"]]
    other = [["岗位名称", "骑手"], ["岗位职责", "按时送达订单"], ["考核指标", "准时率"]]
    found = lines(extract(with_table(sheet, other, notes=["附图3", "本手册每年更新一次。"])))
    assert kinds(found, "duty", "authority") == [
        "duty 配送站长 | 排定骑手班次 | own",
        "duty 骑手 | 按时送达订单 | own",
        "authority 配送站长 | approve | 骑手请假",
    ]


def test_a_superior_that_rows_share_is_that_of_each_post() -> None:
    rows = [
        ["岗位", "岗位职责", "直接上级"],
        ["电工", "检修配电柜", ("工程部经理", 1, 2)],
        ["管道工", "疏通水管", None],
    ]
    assert kinds(lines(extract(with_table(rows))), "line") == [
        "line 电工 -> 工程部经理 | solid",
        "line 管道工 -> 工程部经理 | solid",
    ]
