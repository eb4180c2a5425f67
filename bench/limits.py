"""Reading limits beside cutting the same sentences into words with jieba (`pip install jieba`, for this bench only)."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from bench.figures import Figure, figure, in_turn
from dutygraph.graph.text.limits import read_limits

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "limits"
WITHOUT_FIGURE = (
    "组织制定年度销售计划，分解到各大区，并监督执行情况。",
    "负责公司采购合同的审核与签订，并对供应商进行统一管理。",
    "出纳不得兼任稽核、会计档案保管和收入、支出、费用、债权债务账目的登记工作。",
    "員工應當遵守公司的各項規章制度，服從上級的統一安排，按時完成交辦的任務。",
    "建立健全客户档案，一般情况下每月走访重点客户，了解其需求并及时反馈给市场部。",
)
ROUNDS = 15


def figures() -> Iterator[Figure]:
    """Microseconds a sentence, with and without a figure in it."""
    try:
        jieba = import_module("jieba")
    except ImportError:
        print("bench limits: jieba is not installed; pip install jieba", file=sys.stderr)
        return
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    cases = [
        json.loads(line)["text"]
        for name in ("simplified", "traditional")
        for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for name, sentences in (("with", cases), ("without", WITHOUT_FIGURE)):
        ours, theirs = in_turn(
            lambda sentences=sentences: _each(read_limits, sentences),  # type: ignore[misc]
            lambda sentences=sentences: _each(jieba.lcut, sentences),  # type: ignore[misc]
            ROUNDS,
        )
        yield figure(
            f"limits.{name}_figure", ours, theirs, ratio=theirs / ours, better="higher",
            what=f"microseconds for one of {len(sentences)} sentences {name} a figure; jieba.lcut by ours",
        )  # fmt: skip


def _each(read: Callable[[str], object], sentences: Sequence[str]) -> float:
    start = time.process_time()
    for _ in range(10):
        for sentence in sentences:
            read(sentence)
    return (time.process_time() - start) / 10 / len(sentences) * 1e6
