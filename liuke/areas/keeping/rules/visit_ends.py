"""What may come of a visit, and why one went in vain (H7, H41). Pure."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

OUTCOMES: Final[dict[str, Words]] = {
    "order": Words("达成订单", "an order"),
    "interest": Words("有意向", "interested"),
    "content": Words("一切满意", "content"),
    "concern": Words("有意见", "has a concern"),
}
FAILURES: Final[dict[str, Words]] = {
    "absent": Words("人不在", "nobody there"),
    "put_off": Words("客户改期", "put off by the customer"),
    "no_time": Words("时间不够", "no time left"),
}
STATES: Final[dict[str, Words]] = {
    "working": Words("计算路线中", "Making the route"),
    "draft": Words("待确定", "To be settled"),
    "standing": Words("已确定", "Settled"),
    "failed": Words("未算出", "Not made"),
    "dropped": Words("已取消", "Put aside"),
}
CHANGES: Final[dict[str, Words]] = {
    "route": Words("计算路线", "route made"),
    "moved": Words("调整顺序", "order changed"),
    "locked": Words("锁定", "locked"),
    "unlocked": Words("解除锁定", "unlocked"),
    "removed": Words("移除客户", "customer taken off"),
    "added": Words("添加客户", "customers added"),
    "restored": Words("恢复版本", "version taken back"),
}
