"""Documents for tests, fact by fact; each fact has a sentence in a text that is made up as it goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dutygraph.graph import identity as ids
from dutygraph.graph.facts import (
    AnyRecord,
    Authority,
    Deputy,
    Document,
    DocumentFacts,
    Duty,
    Holding,
    Limit,
    Metric,
    Organization,
    Person,
    ReportsTo,
    Role,
    Source,
    Unit,
    group_by_document,
)

FIRM = "清河机电"


class Paper:
    """One document of one organisation. Roles and units are called by their path: `销售部/经理`."""

    def __init__(self, key: str, firm: str = FIRM, *, said: str | None = None, **document: Any) -> None:
        self.id = ids.document_id(key)
        self.firm = ids.organization_id(firm)
        self.text = ""
        self.places: dict[str, str] = {}
        self.records: list[AnyRecord] = []
        self.document = Document(id=self.id, key=key, edition="", **document)
        source = self.source(said or firm)
        self.records.append(Organization(id=self.firm, document_id=self.id, name=firm, source=source))

    def facts(self) -> DocumentFacts:
        """The facts, whose reading is the hash of all of them."""
        [facts] = group_by_document([self.document, *self.records])
        return facts

    def source(self, sentence: str) -> Source:
        start = len(self.text)
        self.text += f"{sentence}\n"
        place = f"第{self.text.count(chr(10))}行"
        return Source(self.id, start, start + len(sentence), sentence, place)

    def add(self, record: AnyRecord) -> Paper:
        self.records.append(record)
        return self

    def unit(self, path: str, said: str | None = None, **fields: Any) -> Paper:
        *above, name = path.split("/")
        self.places[path] = ids.unit_id(self.firm, path.split("/"))
        parent = self.places["/".join(above)] if above else None
        source = self.source(said or name)
        return self.add(
            Unit(id=self.places[path], organization_id=self.firm, name=name, parent_id=parent, source=source, **fields)
        )

    def role(self, path: str, said: str | None = None, **fields: Any) -> Paper:
        *unit, title = path.split("/")
        self.places[path] = ids.role_id(self.firm, unit, title)
        return self.add(
            Role(
                id=self.places[path],
                organization_id=self.firm,
                unit_id=self.places["/".join(unit)] if unit else None,
                title=title,
                source=self.source(said or title),
                **fields,
            )
        )

    def line(
        self, low: str, high: str, line: Any = "solid", condition: str | None = None, said: str = "", **fields: Any
    ) -> Paper:
        ends = self.places[low], self.places[high]
        return self.add(
            ReportsTo(
                id=ids.reports_to_id(*ends, line, condition),
                subordinate_id=ends[0],
                superior_id=ends[1],
                line=line,
                condition=condition,
                source=self.source(said or f"{low}向{high}汇报"),
                **fields,
            )
        )

    def duty(self, owner: str, text: str, mode: Any = "own", said: str | None = None, **fields: Any) -> Paper:
        return self.add(
            Duty(
                id=self.duty_fact(owner, text, mode),
                owner_id=self.places[owner],
                text=text,
                mode=mode,
                source=self.source(said or f"{text}。"),
                **fields,
            )
        )

    def duty_fact(self, owner: str, text: str, mode: str = "own") -> str:
        return ids.owns_duty_id(self.places[owner], ids.duty_id(self.firm, text), mode)

    def authority(
        self, holder: str, matter: str, act: Any = "approve", limit: Limit | None = None, **more: Any
    ) -> Paper:
        parts: Sequence[str] = limit.identity() if limit else ()
        place, matter_id = self.places[holder], ids.authority_id(self.firm, matter)
        said = f"{matter}由{holder}{act}{limit.text if limit else ''}"
        return self.add(
            Authority(
                id=ids.has_authority_id(place, matter_id, act, more.get("step"), parts, more.get("condition")),
                owner_id=place,
                text=said,
                act=act,
                matter=matter,
                limit=limit,
                source=self.source(said),
                **more,
            )
        )

    def metric(self, owner: str, text: str, duty: str | None = None) -> Paper:
        place, metric = self.places[owner], ids.metric_id(self.firm, text)
        node = ids.duty_id(self.firm, duty) if duty else None
        return self.add(
            Metric(
                id=ids.measured_by_id(place, node, metric),
                owner_id=place,
                duty_id=self.duty_fact(owner, duty) if duty else None,
                text=text,
                source=self.source(text),
            )
        )

    def holder(self, name: str, role: str) -> Paper:
        self.places[name] = ids.person_id(self.firm, name)
        self.add(Person(id=self.places[name], organization_id=self.firm, name=name, source=self.source(name)))
        ends = self.places[name], self.places[role]
        return self.add(
            Holding(
                id=ids.holds_id(*ends, False, None, None),
                person_id=ends[0],
                role_id=ends[1],
                source=self.source(f"{role}：{name}"),
            )
        )

    def deputy(self, deputy: str, role: str, condition: str | None = None) -> Paper:
        ends = self.places[deputy], self.places[role]
        return self.add(
            Deputy(
                id=ids.deputizes_for_id(*ends, condition, None, None),
                deputy_id=ends[0],
                role_id=ends[1],
                condition=condition,
                source=self.source(f"{deputy}代理{role}"),
            )
        )


def full_paper(key: str) -> Paper:
    """A document that states something of every kind the facts form has."""
    paper = Paper(key, title="岗位说明书", version="2", language="zh")
    paper.unit("销售部", headcount_min=3, headcount_max=5, goal="完成销售目标", aliases=("营销部",))
    paper.unit("销售部/华东区").role("总经理", kind="post", aliases=("总裁",)).role("销售部/经理", headcount_min=1)
    paper.role("销售部/华东区/业务员", vacant=True, summary="跑客户").role("审贷委员会", kind="body")
    paper.line("销售部/经理", "总经理").line("销售部/华东区/业务员", "销售部/经理", basis="inferred")
    paper.line("销售部/华东区/业务员", "总经理", "acting", "经理空缺时")
    paper.duty("销售部/经理", "制定销售计划", area="计划", frequency="yearly", verb="制定", object="销售计划")
    paper.duty("销售部", "完成回款", "lead").duty("销售部/华东区/业务员", "拜访客户")
    limit = Limit(quantity="CNY", max="50000", per="transaction", text="5万元以下")
    paper.authority("销售部/经理", "合同签订", limit=limit, step=1, delegated_from_id=paper.places["总经理"])
    paper.authority("销售部", "费用支出", "propose", condition="预算内", basis="from_duty")
    paper.metric("销售部/华东区/业务员", "拜访次数", "拜访客户").metric("销售部/经理", "销售额").metric(
        "销售部", "回款率"
    )
    paper.holder("王小明", "总经理").deputy("销售部/经理", "总经理", "出差时").deputy("王小明", "销售部/经理")
    return paper
