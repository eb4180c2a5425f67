"""An invented organisation of any size with the texture of real paperwork, as facts; the same for the same numbers.

Duties follow Zipf's law: a few are everybody's, most one role's. One in twelve is a near copy of another. Roles have
dotted lines into other departments, some lines go in a circle, heads stand in two documents, which disagree now and
then on superior and headcount. Powers have tiers that fit, overlap or leave holes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from dutygraph.graph import identity
from dutygraph.graph.facts import (
    AnyRecord,
    Authority,
    Document,
    Duty,
    Metric,
    Organization,
    Person,
    ReportsTo,
    Role,
    Source,
    Unit,
)
from dutygraph.graph.records import Limit

NAME = "远航实业集团"
DUTIES_EACH = 5
IN_UNIT, IN_DOCUMENT = 25, 200
SPAN = 7

_VERBS = ("负责", "组织", "审核", "编制", "协助", "监督", "汇总", "跟踪", "落实", "参与", "制定", "检查")
_THINGS = ("合同", "采购", "生产", "客户", "质量", "设备", "费用", "培训", "库存", "安全", "招聘", "档案", "工艺",
           "运输", "价格", "预算", "投诉", "印章")  # fmt: skip
_FORMS = ("计划", "台账", "报告", "制度", "评审", "统计", "合同文本", "检查记录", "月度分析", "改进措施")
_CASES = ("大区", "海外", "一期", "二期", "季度", "年度", "专项", "集团", "外协", "常规")
_MATTERS = ("付款", "采购合同签订", "费用支出", "人员录用", "价格折扣", "固定资产处置")
_TIERS = (5_000, 20_000, 100_000, 500_000)


def records(roles: int) -> Iterator[AnyRecord]:
    """The facts, document by document; about five duties and one line and a half a role."""
    for number in range(-(-roles // IN_DOCUMENT)):
        yield from _Paper(number, roles).records()


class _Paper:
    """One document: the roles it describes, and the heads of its neighbours, which it only names."""

    def __init__(self, number: int, roles: int) -> None:
        self.key = f"制度/{number:05}.txt"
        self.document = identity.document_id(self.key)
        self.organization = identity.organization_id(NAME)
        self.first, self.last = number * IN_DOCUMENT, min((number + 1) * IN_DOCUMENT, roles)
        self.number, self.roles = number, roles
        self.dice = random.Random(number)
        self.place = 0

    def source(self, quote: str) -> Source:
        start = self.place
        self.place += len(quote) + 1
        return Source(self.document, start, start + len(quote), quote)

    def records(self) -> Iterator[AnyRecord]:
        yield Document(id=self.document, key=self.key, edition=f"{self.number:064}", title="岗位职责", language="zh")
        yield Organization(
            id=self.organization, document_id=self.document, name=NAME, source=self.source(f"{NAME}岗位职责")
        )
        own = range(self.first, self.last)
        others = sorted({self.superior(role) for role in own} - {None} - set(own))
        dotted = {role: self.other_head(role) for role in own if self.dice.random() < 0.3}
        named = dict.fromkeys([*own, *others, *dotted.values()])
        for unit in dict.fromkeys(role // IN_UNIT for role in named):
            name = self.unit(unit)
            yield Unit(
                id=identity.unit_id(self.organization, [name]), organization_id=self.organization, name=name,
                source=self.source(name),
            )  # fmt: skip
        for role in named:
            yield self.role(role)
        for role in own:
            yield from self.of_role(role, dotted.get(role))

    def unit(self, number: int) -> str:
        return f"第{number}部"

    def title(self, role: int) -> str:
        return f"{_THINGS[role % len(_THINGS)]}岗{role}"

    def id_of(self, role: int) -> str:
        return identity.role_id(self.organization, [self.unit(role // IN_UNIT)], self.title(role))

    def superior(self, role: int) -> int | None:
        """A tree of span seven; one role in five hundred stands in a circle with its own superior."""
        return (role - 1) // SPAN if role else None

    def other_head(self, role: int) -> int:
        return self.dice.randrange(max(1, self.roles // SPAN)) if role else 0

    def role(self, role: int) -> Role:
        stated = self.dice.random() < 0.2
        count = 1 + role % 3 + (self.dice.random() < 0.1)  # documents disagree now and then
        title = self.title(role)
        return Role(
            id=self.id_of(role),
            organization_id=self.organization,
            unit_id=identity.unit_id(self.organization, [self.unit(role // IN_UNIT)]),
            title=title,
            headcount_max=count if stated else None,
            vacant=True if self.dice.random() < 0.01 else None,
            source=self.source(f"岗位名称：{title}"),
        )

    def of_role(self, role: int, dotted: int | None) -> Iterator[AnyRecord]:
        superior = self.superior(role)
        if superior is not None:
            yield self.line(role, superior, "solid")
            if role % 500 == 499 and superior in range(self.first, self.last):
                yield self.line(superior, role, "solid")
        if dotted is not None and dotted not in (role, superior):
            yield self.line(role, dotted, "solid" if self.dice.random() < 0.05 else "dotted")
        duties: dict[str, str] = {}
        for text in self.duties(role):
            duty = self.duty(role, text)
            duties[duty.id] = text
            yield duty
        if self.dice.random() < 0.3:
            yield from self.metric(role, *next(iter(duties.items())))
        if role < self.roles // SPAN and self.dice.random() < 0.5:
            yield self.grant(role)
        if self.dice.random() < 0.05:
            yield Person(
                id=identity.person_id(self.organization, f"员工{role}"), organization_id=self.organization,
                name=f"员工{role}", source=self.source(f"员工{role}"),
            )  # fmt: skip

    def line(self, low: int, high: int, kind: Any) -> ReportsTo:
        ends = self.id_of(low), self.id_of(high)
        return ReportsTo(
            id=identity.reports_to_id(*ends, kind, None),
            subordinate_id=ends[0],
            superior_id=ends[1],
            line=kind,
            source=self.source(f"{self.title(low)}向{self.title(high)}汇报"),
        )

    def duties(self, role: int) -> list[str]:
        texts: dict[str, None] = {}
        while len(texts) < DUTIES_EACH:
            rank = int(self.dice.paretovariate(0.7))  # Zipf: rank 1 is everybody's, most ranks are one role's
            text = _text(rank)
            if self.dice.random() < 1 / 12:
                text += self.dice.choice(("工作", "等事项", "并归档", "并上报"))
            texts[text] = None
        return list(texts)

    def duty(self, role: int, text: str) -> Duty:
        owner = self.id_of(role)
        return Duty(
            id=identity.owns_duty_id(owner, identity.duty_id(self.organization, text), "own"),
            owner_id=owner,
            text=text,
            verb=text[:2],
            object=text[2:],
            source=self.source(f"{text}。"),
        )

    def metric(self, role: int, duty: str, text: str) -> Iterator[Metric]:
        owner, said = self.id_of(role), f"{text[2:6]}及时率"
        node = identity.duty_id(self.organization, text)
        yield Metric(
            id=identity.measured_by_id(owner, node, identity.metric_id(self.organization, said)),
            owner_id=owner,
            duty_id=duty,
            text=said,
            source=self.source(said),
        )

    def grant(self, role: int) -> Authority:
        owner, matter = self.id_of(role), f"{self.unit(role // IN_UNIT)}{self.dice.choice(_MATTERS)}"
        high = self.dice.choice(_TIERS)
        limit = Limit(quantity="CNY", max=str(high), text=f"{high}元以下")
        made = identity.authority_id(self.organization, matter)
        said = f"{matter}{high}元以下由{self.title(role)}审批"
        return Authority(
            id=identity.has_authority_id(owner, made, "approve", None, limit.identity(), None),
            owner_id=owner,
            text=said,
            act="approve",
            matter=matter,
            limit=limit,
            source=self.source(said),
        )


def _text(rank: int) -> str:
    """The duty of a rank: the words of its number in a mixed base, so that neighbours share some of them."""
    dice = random.Random(rank)
    said = dice.choice(_VERBS) + dice.choice(_CASES) * (rank > 20) + dice.choice(_THINGS) + dice.choice(_FORMS)
    return said if rank < 2_000 else f"{said}，按第{rank % 1_000_003}号流程办理"
