"""What can be owed here: requests of sites decided and shipped, stock replenished, old parts sent back and settled."""

from __future__ import annotations

from typing import Final

from liuke.areas.parts.queries.vans import vans
from liuke.areas.service.queries.planning_vans import register_vans
from liuke.kernel.playbook import register

KINDS: Final = (
    # what, page, zh, en, zh and en of the button
    ("approve-replenishment", "/parts/requests/{about}/", "审批补货", "Decide on a replenishment", "审批",
     "Decide"),
    ("ship-replenishment", "/parts/requests/{about}/", "补货发货", "Ship a replenishment", "发货",
     "Ship"),
    ("receive-part", "/parts/requests/{about}/", "配件到货签收", "Confirm what arrived", "签收", "Receive"),
    ("send-transfer", "/parts/transfers/?number={about}", "答复调拨", "Answer a transfer", "调出", "Send"),
    ("receive-transfer", "/parts/transfers/?number={about}", "调拨签收", "Confirm a transfer", "签收",
     "Receive"),
    ("replenish-stock", "/parts/stock/{about}/", "补足库存", "Replenish stock", "补货",
     "Replenish"),
    ("return-old-part", "/parts/old/{about}/", "返还旧件", "Send the old part back", "返还", "Return"),
    ("settle-old-part", "/parts/old/{about}/", "核销旧件", "Settle an old part", "核销", "Settle"),
)  # fmt: skip
for _what, _page, _zh, _en, _act_zh, _act_en in KINDS:
    register.promise_kind(_what, zh=_zh, en=_en, act_zh=_act_zh, act_en=_act_en, page=_page, seen_by="site")
register_vans(vans)  # a day plan sends nobody whose van lacks the part
