"""The demo company's spare parts: a small catalogue, its warehouse, what technicians ask for and put in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from random import Random
from typing import Final

from liuke.areas.parts.actions import asking, catalogue, handling, sending, using
from liuke.areas.parts.actions.catalogue import Item
from liuke.areas.parts.actions.using import Piece
from liuke.areas.parts.queries.requests import get_request
from liuke.areas.parts.queries.stock import get_stock
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor

MAJOR: Final = "产品三包规定：主要部件保修 3 年"
ITEMS: Final = (
    Item("HD-M12B", "油烟机电机（新款）", 19800, ["hood"], returnable=True),
    Item("HD-M12", "油烟机电机", 18600, ["hood"], returnable=True, substitutes=["HD-M12B"], guarantee_months=36,
         guarantee_source=MAJOR),
    Item("HD-PCB7", "油烟机主控板", 16500, ["hood"], returnable=True),
    Item("ST-IGN3", "脉冲点火器", 4800, ["stove"], returnable=True),
    Item("ST-VLV2", "燃气阀体", 12800, ["stove"], returnable=True),
    Item("WH-PCB2", "热水器主控板", 21500, ["water_heater"], returnable=True, serial_tracked=True),
    Item("WH-WFS1", "水流传感器", 3900, ["water_heater"]),
    Item("AC-PCB5", "空调室内主控板", 26800, ["aircon"], returnable=True),
    Item("AC-CAP35", "压缩机启动电容", 2900, ["aircon"]),
    Item("WM-PMP4", "排水泵", 7600, ["washer"], returnable=True),
    Item("RF-THM6", "冰箱温控器", 5400, ["fridge"], returnable=True),
)  # fmt: skip
USUAL: Final = {
    "hood": "HD-M12", "stove": "ST-IGN3", "water_heater": "WH-WFS1", "aircon": "AC-PCB5", "washer": "WM-PMP4",
    "fridge": "RF-THM6",
}  # fmt: skip
CURES: Final = {"水忽冷忽热": "WH-WFS1", "热水出水小": "WH-WFS1", "制冷慢，出风不冷": "AC-CAP35"}
FIRST_SUPPLY, MINIMUM, MORE, SHELF = 24, 8, 12, 16
NAMES: Final = {item.code: item.name for item in ITEMS}


def stock_up(site: str, technicians: Sequence[str], clerk: Actor, *, keeper: Actor, lead: Actor, at: datetime) -> None:
    """List the parts, keep them in stock, fill the warehouse; the first site has some on its shelf and in a van."""
    for item in ITEMS:
        catalogue.list_item(item, by=keeper, at=at)
    catalogue.set_mode("company", "stock", by=lead, at=at)
    for item in ITEMS:
        handling.buy_in(item.code, quantity=FIRST_SUPPLY, paper="CG-2026-0118", by=keeper, at=at)
        handling.set_minimum("company", item.code, minimum=MINIMUM, by=keeper, at=at)
    catalogue.set_credit(site, limit_cents=800_000, deposit_cents=300_000, by=lead, at=at)
    for code, count in (("HD-M12", 3), ("ST-IGN3", 4), ("AC-CAP35", 4)):
        number = asking.replenish(part=code, quantity=count, by=clerk, at=at)
        sending.approve(number, by=keeper, at=at)
        sending.ship(number, carrier="德邦物流", waybill="DPK3021186", by=keeper, at=at)
        sending.receive(number, by=clerk, at=at)
        handling.hand_over(code, quantity=count - 1, from_=site, to=technicians[0], by=clerk, at=at)
        handling.set_minimum(site, code, minimum=1, by=clerk, at=at)


def supply(site: str, clerk: Actor, *, keeper: Actor, at: datetime) -> None:
    """The cheap parts that are put in every day lie on the site's shelf."""
    for code in sorted(set(CURES.values())):
        handling.buy_in(code, quantity=SHELF, paper="CG-2026-0119", by=keeper, at=at)
        number = asking.replenish(part=code, quantity=SHELF, by=clerk, at=at)
        sending.approve(number, by=keeper, at=at)
        sending.ship(number, carrier="德邦物流", waybill=f"DPK3021{number[-3:]}", by=keeper, at=at)
        sending.receive(number, by=clerk, at=at)


def wanted_for(order: str, by: Actor) -> str:
    """What a technician writes he needs: name and code of the usual part of the first machine."""
    code = USUAL.get(next((m.product_line for m in get_order(order, by=by).machines), ""), "HD-PCB7")
    return f"{NAMES[code]} {code}"


def move_on(number: str, step: str, *, keeper: Actor, clerk: Actor, at: datetime) -> None:
    """The next step of a request; where the warehouse ran short, it is filled first."""
    if step == "arrived":
        sending.receive(number, by=clerk, at=at)
        return
    row = get_request(number, by=keeper).row
    if step == "approved":
        sending.approve(number, part=row.code or "HD-PCB7", by=keeper, at=at)
        return
    if not row.reserved and get_stock(f"company/{row.code}", by=keeper).row.free < row.quantity:
        handling.buy_in(row.code, quantity=MORE, paper="CG-2026-0204", by=keeper, at=at)
    sending.ship(number, carrier="顺丰速运", waybill=f"SF14{row.id:08}", by=keeper, at=at)


def put_in(order: str, numbers: Sequence[str], technician: Actor, *, at: datetime) -> None:
    """What was sent for the order is put in, straight from the site's store."""
    for number in numbers:
        row = get_request(number, by=technician).row
        try:
            using.use_part(order, Piece(row.code, source="site"), by=technician, at=at)
        except Refused:
            continue  # another site has the order now


def cure(order: str, technician: Actor, *, at: datetime) -> None:
    """Mostly the fault is cured by the part that usually cures it, from his site's shelf."""
    found = get_order(order, by=technician)
    code = CURES.get(found.fault) if found.machines else None
    if code and found.row.kind == "repair" and Random(order).random() < 0.7:
        with suppress(Refused):  # the shelf is empty
            using.use_part(order, Piece(code, source="site"), by=technician, at=at)
