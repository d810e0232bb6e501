"""The standing catalogue and machines at customers."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from liuke.areas.products.actions import catalogue as actions
from liuke.areas.products.actions.machines import register_machine
from tests.given.people import Cast

HOOD, STOVE, HEATER = "CXW-268-T5", "JZT-B8", "JSQ25-W13"
AIRCON, WASHER, FRIDGE = "KFR-35GW-N1", "XQG100-D8", "BCD-468W"
MODELS = (
    (HOOD, "T5 近吸式油烟机", "hood", (("油网", 12),)),
    (STOVE, "B8 双眼燃气灶", "stove", (("电池", 6),)),
    (HEATER, "W13 恒温燃气热水器", "water_heater", ()),
    (AIRCON, "N1 挂壁式空调 1.5 匹", "aircon", (("滤网", 6),)),
    (WASHER, "D8 滚筒洗衣机 10 公斤", "washer", ()),
    (FRIDGE, "468 升十字门冰箱", "fridge", ()),
)
_serials = count(1)


def catalogue(cast: Cast, at: datetime) -> None:
    """The house's lines and guarantee terms, and a model for each common line."""
    actions.load_seed(by=cast.administrator, at=at)
    for code, name, line, parts in MODELS:
        actions.add_model(code, name=name, line=line, wear_parts=parts, by=cast.administrator, at=at)


def machine(
    cast: Cast,
    customer: int,
    at: datetime,
    *,
    model: str = HOOD,
    serial: str | None = None,
    bought_date: date | None = date(2026, 3, 2),
    proof: bool = True,
) -> str:
    """A machine at a customer's, bought in March 2026 with a proof of purchase; returns its number."""
    return register_machine(
        customer,
        model=model,
        serial=f"LK{next(_serials):08}" if serial is None else serial,
        bought_date=bought_date,
        proof_of_purchase=proof,
        source="call",
        by=cast.agent,
        at=at,
    )
