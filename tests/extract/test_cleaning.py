"""Cleaning: what is taken out of a document's text, what stays, and the way back to the raw text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.loaders.extract.cleaning import clean

PAGE = "负责仓库的日常管理与盘点工作,并对库存差异进行分析和处理;" * 8


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("組織架構(gòu)與職責(zé)", "組織架構與職責"),
        ("負（fù）責(zé )採購", "負責採購"),
        ("綠（lǜ）化養(yǎng)護", "綠化養護"),
        ("客戶系統(CRM)由生管(PMC)維護", "客戶系統(CRM)由生管(PMC)維護"),
        ("岗位(an)说明(A)", "岗位(an)说明(A)"),
        ("參見附件(è!)", "參見附件(è!)"),
    ],
    ids=["ascii", "fullwidth", "umlaut", "abbreviations", "no-tone", "not-a-syllable"],
)
def test_glosses_go_and_content_stays(raw: str, read: str) -> None:
    assert clean(raw).text == read


def test_a_quote_is_the_raw_text_with_its_glosses() -> None:
    raw = "一、護(hù)理部職責(zé)\n負(fù)責(zé)排班"
    cleaned = clean(raw)
    start = cleaned.text.index("負責排班")
    begin, end = cleaned.raw_span(start, start + 4)
    assert raw[begin:end] == "負(fù)責(zé)排班"


WRAPPED = [
    "护理部岗位职责.doc_第1页",
    "护理部岗位职责.doc_第2页",
    "ID:12345678",
    "大小:17.50 KB",
    "页数:4页",
    "时间:2021-03-04",
    "版权说明:本文档由用户提供并上传,收益归属内容提供方",
    "当前文档最多预览五页,下载文档查看全文",
    "《护理部岗位职责》由会员上传分享,免费在线阅读,更多相关内容在文库",
    "- 1、下载文档前请自行甄别文档内容的完整性。",
    "全文预览已结束",
    "下载本文档",
    "已阅读5页,还剩1页未读 继续免费阅读",
    "0/150",
    "提交评论",
]


@pytest.mark.parametrize("line", WRAPPED)
def test_site_wrapping_is_left_out(line: str) -> None:
    raw = f"全文預覽已結束\n{line}\n护士长负责病区管理;\n"
    cleaned = clean(raw)
    assert cleaned.text.strip() == "护士长负责病区管理;"
    assert any(raw[f.start : f.end].strip() == line for f in cleaned.furniture)


def test_notes_of_a_site_go_with_their_items_and_notes_of_a_document_stay() -> None:
    site = "温馨提示:\n1. 本站资源请下载后阅读。\n2. 本文档由用户上传。\n"
    own = "温馨提示\n1. 探视人员请登记。\n2. 病区内保持安静。\n"
    assert clean(site + "护士长\n").text == "护士长\n"
    assert clean(own).text == own


def test_what_a_document_may_say_itself_stays_where_no_site_line_stands() -> None:
    raw = "会议记录\n时间:2021-03-04\n评论\n大小:3 MB\n"
    assert clean(raw).text == raw


def test_the_title_that_only_the_page_list_gives_is_kept() -> None:
    assert clean("護(hù)理部職責(zé)_第1頁\n護(hù)理部職責(zé)_第2頁\n正文").titles == ("護理部職責",)


def test_numbered_pages_of_a_preview_are_joined_in_the_middle_of_a_word() -> None:
    raw = f"1、{PAGE}掌握市场动\n\n2、态,熟悉行情。{PAGE}销售人员(5\n\n3、)评价供应商;完"
    cleaned = clean(raw)
    assert "掌握市场动态,熟悉行情" in cleaned.text
    assert "销售人员(5)评价供应商" in cleaned.text
    assert "\n" not in cleaned.text
    start = cleaned.text.index("动态")
    assert cleaned.raw_span(start, start + 2) == (raw.index("动\n"), raw.index("态,") + 1)


@pytest.mark.parametrize("lost", ["1、", "2、", "3、"])
def test_pages_are_joined_where_one_lost_its_number(lost: str) -> None:
    raw = f"1、{PAGE}掌握市场动\n\n2、态,熟悉行情。{PAGE}销售人员(5\n\n3、)评价供应商;{PAGE}完"
    assert clean(raw.replace(lost, "")).text == clean(raw).text


def test_a_list_of_short_items_is_no_list_of_pages() -> None:
    raw = "1、制定采购计划\n\n2、审核订单\n\n3、跟进交货\n"
    assert clean(raw).text == raw


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("收集、整理、统计各类 运输数据,为线路策略\n提供依据。", "收集、整理、统计各类运输数据,为线路策略提供依据。"),
        ("负责运输的组织、协调 和管理,制定计划\n,监督执行。", "负责运输的组织、协调和管理,制定计划,监督执行。"),
        ("发布到各类平台,如 官网、社交媒体等。", "发布到各类平台,如官网、社交媒体等。"),
        ("岗 位 职 责", "岗位职责"),
        ("数据分析与运营部岗位 职责", "数据分析与运营部岗位职责"),
        ("运输经理 调度员 司机", "运输经理 调度员 司机"),
        ("岗位职责 负责车辆调度,监督司机。", "岗位职责 负责车辆调度,监督司机。"),
        ("负责车辆调度,监督司机 二、权限", "负责车辆调度,监督司机 二、权限"),
        ("负责 SAP 系统的维护,定期备份。", "负责 SAP 系统的维护,定期备份。"),
        ("整理线路资料,形成统一的视\n车队岗位职责\n", "整理线路资料,形成统一的视\n车队岗位职责\n"),
        ("负责调度工作,保证准点\n1、编制时刻表。", "负责调度工作,保证准点\n1、编制时刻表。"),
    ],
    ids=["wrap", "mark", "sentence", "spaced", "title", "names", "label", "number", "latin", "cut-off", "list"],
)  # fmt: skip
def test_layout_goes_and_structure_stays(raw: str, read: str) -> None:
    assert clean(raw).text == read


def test_lines_that_a_column_wraps_are_joined() -> None:
    body = "调度中心负责编制每日的车辆运行计划并根据天气路况和临时任务及时调整确保班次准点运行同时做好记录"
    lines = [body[i : i + 12] for i in range(0, len(body), 12)]
    raw = "\n".join(lines) + "。\n"
    assert clean(raw).text == body + "。\n"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("**护士长**:负责__排班__。", "护士长:负责排班。"),
        ("见[护理制度](https://hospital.example/a)和[附件](b.md)。", "见护理制度和附件。"),
        ("<strong> 职称 </strong><br>护士<br/>A&amp;B&nbsp;科", " 职称 \n护士\nA&B\xa0科"),
        ("**见[制度](#a)**", "见制度"),
        ("姓名:______ 日期:____", "姓名:______ 日期:____"),
        ("★★ 5<6 且 [1](注) ** 重要", "★★ 5<6 且 [1](注) ** 重要"),
    ],
)
def test_markup_goes(raw: str, read: str) -> None:
    assert clean(raw).text == read


def test_other_line_ends_and_unseen_characters() -> None:
    raw = "\ufeff一、总则\r\n二、职\u200b责\r三、⼯作"
    cleaned = clean(raw)
    assert cleaned.text == "一、总则\n二、职责\n三、工作"
    assert raw[slice(*cleaned.raw_span(len(cleaned.text) - 2, len(cleaned.text)))] == "⼯作"


SNIPPETS = [
    "負(fù)責(zé)",
    "1、",
    "、",
    "\n",
    "\r\n",
    " ",
    "职责,",
    "。",
    "?",
    "温馨提示\n",
    "1. 本站\n",
    "\ufeff",
    "确??蛻",
    "A",
    "_第3页",
]


@given(st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=6), max_size=40).map("".join))
def test_every_character_leads_back_in_order(raw: str) -> None:
    cleaned = clean(raw)
    spans = [cleaned.raw_span(i, i + 1) for i in range(len(cleaned.text))]
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    if spans:
        assert cleaned.raw_span(0, len(spans)) == (spans[0][0], spans[-1][1])


def test_where_a_format_tells_blocks_apart_lines_are_joined_within_them_only() -> None:
    raw = "Approves orders\nup to 5,000 and\nreports monthly.\nSigns leases\n1、负责排班,\n并考勤\n,查房。\n"
    starts = [raw.index(start) for start in ("Approves", "Signs", "1、", "并")]
    assert clean(raw, wrapped="in blocks", starts=starts).text == (
        "Approves orders up to 5,000 and reports monthly.\nSigns leases\n1、负责排班,\n并考勤,查房。\n"
    )
    assert clean(raw, wrapped="nowhere").text == raw
