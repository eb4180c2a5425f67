"""An invented organisation of any size as facts, the same for the same numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator

from dutygraph.graph import identity
from dutygraph.graph.facts import AnyRecord, Authority, Document, Duty, Organization, ReportsTo, Role, Source, Unit
from dutygraph.graph.records import Limit

_NAME = "长河制造集团"
_VERBS = ("负责", "组织", "审核", "编制", "协助", "监督", "汇总", "跟踪", "落实", "参与")
_OBJECTS = (
    "销售合同",
    "采购计划",
    "生产日报",
    "客户档案",
    "质量事故",
    "设备检修",
    "费用报销",
    "人员培训",
    "库存盘点",
    "安全检查",
)
_ACTS = (
    "的登记与归档",
    "的审批和上报",
    "的执行情况",
    "的月度分析",
    "的改进措施",
    "的日常维护",
    "的风险评估",
    "的分解下达",
)
_MATTERS = 500
_LIMITS = (5_000, 20_000, 100_000, 500_000)
_ROLES_IN_UNIT = 20
_SPAN = 7


def records(
    documents: int, roles: int, duties_each: int, *, grants: int = 0, edited: int | None = None
) -> Iterator[AnyRecord]:
    """The facts document by document; roles and grants are shared out in order. In the document numbered `edited` one
    duty of the middle is cut out, so that what follows it moves."""
    each = roles // documents
    for number in range(documents):
        writer = _Writer(number, range(number * each, (number + 1) * each), duties_each, number == edited)
        yield from writer.records()
        yield from map(writer.grant, range(grants // documents))


def matter(number: int) -> str:
    """What a grant is about."""
    return f"{number % _MATTERS}号设备采购"


class _Writer:
    def __init__(self, number: int, roles: range, duties_each: int, edited: bool) -> None:
        self.key = f"制度/{number:03}.txt"
        self.document = identity.document_id(self.key)
        self.organization = identity.organization_id(_NAME)
        self.number = number
        self.roles = roles
        self.duties_each = duties_each
        self.cut = roles[len(roles) // 2] if edited else None
        self.place = 0

    def source(self, quote: str) -> Source:
        start = self.place
        self.place += len(quote) + 1
        return Source(self.document, start, start + len(quote), quote)

    def records(self) -> Iterator[AnyRecord]:
        edition = f"{self.number:064}" if self.cut is None else f"{1:01}{self.number:063}"
        yield Document(id=self.document, key=self.key, edition=edition, title=f"{_NAME}岗位职责", language="zh")
        yield Organization(
            id=self.organization, document_id=self.document, name=_NAME, source=self.source(f"{_NAME}岗位职责")
        )
        for first in self.roles[::_ROLES_IN_UNIT]:
            name = self.unit(first)
            unit = identity.unit_id(self.organization, [name])
            yield Unit(id=unit, organization_id=self.organization, name=name, source=self.source(name))
        for role in self.roles:
            yield from self.role(role)

    def unit(self, role: int) -> str:
        return f"第{role // _ROLES_IN_UNIT}车间"

    def role_id(self, role: int) -> str:
        return identity.role_id(self.organization, [self.unit(role)], f"{role}号岗位")

    def role(self, role: int) -> Iterator[AnyRecord]:
        own = self.role_id(role)
        yield Role(
            id=own,
            organization_id=self.organization,
            unit_id=identity.unit_id(self.organization, [self.unit(role)]),
            title=f"{role}号岗位",
            source=self.source(f"岗位名称：{role}号岗位"),
        )
        superior = self.roles[(role - self.roles[0] - 1) // _SPAN]
        if role != self.roles[0]:
            above = self.role_id(superior)
            yield ReportsTo(
                id=identity.reports_to_id(own, above, "solid", None),
                subordinate_id=own,
                superior_id=above,
                source=self.source(f"{role}号岗位直接上级：{superior}号岗位"),
            )
        for text in self.duties(role):
            yield Duty(
                id=identity.owns_duty_id(own, identity.duty_id(self.organization, text), "own"),
                owner_id=own,
                text=text,
                verb=text[:2],
                object=text[2:6],
                source=self.source(f"{text}。"),
            )

    def grant(self, number: int) -> Authority:
        """Spread over the roles from the top down; the greatest limits stand highest."""
        holder = self.role_id(self.roles[number * 6 % len(self.roles)])
        matter_id = identity.authority_id(self.organization, matter(number))
        amount = str(_LIMITS[-1 - number // _MATTERS % len(_LIMITS)])
        limit = Limit(quantity="CNY", max=amount, text=f"{amount}元以下")
        text = f"{amount}元以下的{matter(number)}审批"
        return Authority(
            id=identity.has_authority_id(holder, matter_id, "approve", None, limit.identity(), None),
            owner_id=holder,
            text=text,
            act="approve",
            matter=matter(number),
            limit=limit,
            source=self.source(text),
        )

    def duties(self, role: int) -> list[str]:
        """Most texts are the role's own; one in twenty is common to many."""
        dice = random.Random(role)
        texts = []
        for item in range(self.duties_each):
            text = dice.choice(_VERBS) + dice.choice(_OBJECTS) + dice.choice(_ACTS)
            if dice.random() > 0.05:
                text = f"{text}，并向{role}号岗位的第{item + 1}位主管说明原因、期限和责任人"
            if text not in texts and not (role == self.cut and item == 1):
                texts.append(text)
        return texts
