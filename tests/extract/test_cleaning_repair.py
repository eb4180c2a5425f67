"""Bytes lost in a conversion: what a text said before is read again, and honest question marks stay."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from dutygraph.loaders.extract.cleaning import clean


def one_mark_each(text: str) -> str:
    """A decoder that writes a mark for a byte without a partner, and the full-width question mark as one."""
    return text.encode("gbk").replace(b"\xa3\xbf", b"?").decode("gbk", errors="replace")


def plain_marks(text: str) -> str:
    """The same with question marks for what cannot be decoded."""
    return one_mark_each(text).replace("\ufffd", "?")


def swallowing(text: str) -> str:
    """A decoder that knows private characters and writes one mark for two bytes that make none."""
    code = text.encode("gbk").replace(b"\xa3\xbf", b"??")
    out, at = [], 0
    while at < len(code):
        if code[at] <= 0x80:
            out.append(chr(code[at]))
            at += 1
            continue
        read = code[at : at + 2].decode("gb18030", errors="replace")
        out.append(read if len(read) == 1 and read != "\ufffd" else "?")
        at += 2
    return "".join(out)


DECODERS = [one_mark_each, plain_marks, swallowing]
SENTENCES = [
    "負責制定運輸計劃,確保客戶貨物準時送達。",
    "管理車隊日常開支;監督司機的日常考核管理,提出改進意見。",
    "负责病区护理质量。跨部门协调药品供应。",
    "组织护士的日常考核,并公开其结果。可向护理部申诉,一周内答复。",
    "配合專科護理培訓,並編製月報。",
    "大學專科及以上學歷。",
    "公布违章罚款标准,考核结果报总经理。",
    "负责软件模块、硬件模块及总体功能的测试。",
]


@pytest.mark.parametrize("damage", DECODERS)
@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
def test_what_was_lost_is_read_again(sentence: str, damage: Callable[[str], str]) -> None:
    damaged = damage(sentence)
    assert damaged != sentence
    cleaned = clean(damaged)
    assert cleaned.text == sentence
    for repair in cleaned.repairs:
        assert set(damaged[repair.start : repair.end]) & set("?\ufffd")


def test_a_quote_of_a_repaired_place_is_what_the_file_says() -> None:
    raw = "一、總則\n跟進貨物,確??蛻魸M意度。\n二、職責"
    cleaned = clean(raw)
    assert cleaned.text == "一、總則\n跟進貨物,確保客戶滿意度。\n二、職責"
    assert [raw[r.start : r.end] for r in cleaned.repairs] == ["??蛻魸M"]
    start = cleaned.text.index("客戶")
    assert raw[slice(*cleaned.raw_span(start, start + 2))] == "??蛻魸M"
    start = cleaned.text.index("意度")
    assert raw[slice(*cleaned.raw_span(start, start + 2))] == "意度"


def test_a_gloss_whose_bracket_was_swallowed_is_found() -> None:
    assert clean("跟進及日??己斯芾恚回?fù)責(zé)培訓").text == "跟進及日常考核管理；負責培訓"


@pytest.mark.parametrize(
    "text",
    [
        "是否??",
        "是否同意??請說明理由",
        "預算是多少?由誰審批?",
        "您對本崗位滿意嗎??如不滿意,請說明。",
        "为什么???因为没有人负责。",
        "Who approves this?? See the matrix. Really???",
        "負責人?/審核人?",
        "電話:??-????",
        "岗位??（待定）",
        "? ?? ??? ????",
    ],
)
def test_honest_question_marks_stay(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == text
    assert not cleaned.repairs


def crossing(text: str) -> bool:
    """Whether the bytes A3 BF stand across two characters."""
    codes = [character.encode("gbk") for character in text]
    return any(len(a) == 2 and a[1] == 0xA3 and b[0] == 0xBF for a, b in pairwise(codes))


def paragraphs(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as stream:
        tasks = [row["task"] for row in csv.DictReader(stream, delimiter="\t")]
    random.Random(1).shuffle(tasks)
    for start in range(0, len(tasks) - 6, 6):
        yield "。".join(tasks[start : start + 6]) + "。"


@pytest.mark.parametrize("damage", DECODERS)
def test_of_real_tasks_at_least_95_in_100_are_restored_exactly(shared_dir: Path, damage: Callable[[str], str]) -> None:
    texts = []
    for text in paragraphs(shared_dir / "data/duties/csco2022_tasks_long.tsv"):
        try:
            if "?" not in text and "？" not in text and crossing(text):
                texts.append(text)
        except UnicodeEncodeError:  # a character that GBK does not have
            continue
    restored = sum(clean(damage(text)).text == text for text in texts)
    assert len(texts) > 100
    assert restored >= 0.95 * len(texts)


def test_the_seeds_places_are_all_restored(shared_dir: Path) -> None:
    read = []
    for seed in sorted((shared_dir / "seeds").glob("*.txt")):
        raw = seed.read_text(encoding="utf-8")
        cleaned = clean(raw)
        assert "?" not in cleaned.text
        read += [repair.text for repair in cleaned.repairs]
    assert len(read) == 6
