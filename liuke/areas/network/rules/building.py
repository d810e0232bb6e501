"""How a candidate becomes a site (H12, H52): the stages, the standards, what it costs and risks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from liuke.foundation.words import Words

MODES: Final = {
    "own": Words("自营", "own"),
    "commissioned": Words("特约", "commissioned"),
    "agent": Words("区域代理", "regional agent"),
}
STAGES: Final = {
    "found": Words("已发掘", "found"),
    "assessed": Words("已评估", "assessed"),
    "negotiating": Words("谈判中", "negotiating"),
    "contracted": Words("已签约", "contracted"),
    "training": Words("培训中", "in training"),
    "open": Words("已开业", "open"),
    "rejected": Words("未采用", "rejected"),
}
NEXT: Final = {
    "found": "assessed", "assessed": "negotiating", "negotiating": "contracted", "contracted": "training",
    "training": "open",
}  # fmt: skip
WORKING: Final = tuple(NEXT)

STANDARDS: Final = {
    "licence": Words("营业执照且经营范围相符", "business licence for this trade"),
    "premises": Words("固定场所与配件存放条件", "premises, with room for parts"),
    "tools": Words("工具与检测仪器齐全", "tools and instruments"),
    "vehicle": Words("上门车辆", "a vehicle for visits"),
    "certified": Words("持证工程师不少于两名", "two certified technicians at least"),
    "insured": Words("公众责任险有效", "public liability insurance in force"),
    "online": Words("能用系统接单回单", "can take and report orders in the system"),
    "record": Words("无重大投诉与失信记录", "no grave complaints, no bad credit"),
}
MUST: Final = ("licence", "certified", "insured", "record")
"""Without these nobody is assessed as fit; the others may be built up until the opening."""

COSTS: Final = {
    "labour": Words("人工", "labour"),
    "rent": Words("房租", "rent"),
    "vehicle": Words("车辆", "vehicles"),
    "tools": Words("工具仪器", "tools"),
    "training": Words("培训", "training"),
    "insurance": Words("保险", "insurance"),
    "other": Words("其他", "other"),
}
RISKS: Final = {
    "turnover": Words("人员流失", "people leave"),
    "peak": Words("旺季运力不足", "too few hands in the season"),
    "quality": Words("服务质量不稳", "uneven quality"),
    "credit": Words("资金与代收款", "money collected on our behalf"),
    "compliance": Words("证照与合规", "certificates and law"),
    "competitor": Words("转投竞品", "goes over to a competitor"),
}
HIGH_RISK: Final = 6
"""Likelihood times impact, each of 1 to 3: from here on the sheet says what is done about it."""


@dataclass(frozen=True)
class CostSheet:
    """A month's costs and what is paid once, in cents; how many orders a month are expected."""

    monthly: Mapping[str, int]
    once: int
    orders: int

    @property
    def month(self) -> int:
        return sum(self.monthly.values())

    def per_order(self, *, spread_months: int = 24) -> Decimal | None:
        """What an order of this site will cost, labour included, in yuan; the single costs spread over two years."""
        if not self.orders:
            return None
        cents = Decimal(self.month) + Decimal(self.once) / spread_months
        return (cents / self.orders / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Risk:
    """One risk with what is done about it."""

    key: str
    likelihood: int
    impact: int
    measure: str = ""

    @property
    def weight(self) -> int:
        return self.likelihood * self.impact


def missing_standards(met: Collection[str]) -> tuple[str, ...]:
    """The standards without which nobody goes on."""
    return tuple(key for key in MUST if key not in met)


def why_not_assessed(met: Collection[str], costs: CostSheet, risks: Sequence[Risk]) -> Words | None:
    """None where the assessment is whole, else what it lacks."""
    if lacking := missing_standards(met):
        zh = "、".join(STANDARDS[key].zh for key in lacking)
        en = ", ".join(STANDARDS[key].en for key in lacking)
        return Words(f"未达到必备标准：{zh}", f"these standards have to be met: {en}")
    if not costs.monthly.get("labour") or not costs.orders:
        return Words("成本表须含人工与预计月单量", "the cost sheet needs labour and the expected orders a month")
    bare = [r.key for r in risks if r.weight >= HIGH_RISK and not r.measure.strip()]
    if bare:
        return Words(
            f"高风险须写明措施：{RISKS[bare[0]].zh}", f"say what is done about the high risk: {RISKS[bare[0]].en}"
        )
    return None


def may_go(stage: str, to: str) -> bool:
    """One stage on, or out of the pipeline from any stage before the opening."""
    return NEXT.get(stage) == to or (to == "rejected" and stage in WORKING)
