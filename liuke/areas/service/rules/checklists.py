"""What is ticked off at the machine, by kind of order: offered always, required where harm or a dispute would follow.

Practice §1.8–9: each kind has its own list; an installation is unpacked and run before the customer, gas is tested.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from liuke.foundation.words import Words

CHECKLIST: Final = {
    "unpacked": Words("开箱检查：外观、附件齐全", "unpacked: no damage, nothing missing"),
    "fixed": Words("安装牢固、水平", "fixed and level"),
    "power": Words("电源与接地检查", "mains and earthing checked"),
    "shut_off": Words("已断电/关阀/关气", "power, water and gas shut off"),
    "leak": Words("试漏/试水/试气", "tested for leaks"),
    "test_run": Words("试运行正常", "test run in order"),
    "accessories": Words("附件点清、已打包", "accessories counted and packed"),
    "old_taken": Words("旧机已取走或按用户意愿留下", "old machine taken, or left as the customer wishes"),
    "old_part": Words("旧件去向已与用户确认", "the customer said what becomes of the old part"),
    "labelled": Words("送修标签已贴、随机物品已登记", "labelled for the workshop, what came with it noted"),
    "explained": Words("已讲解使用要点", "use was explained"),
    "cleaned": Words("现场已清理", "place left clean"),
}
BY_KIND: Final[dict[str, tuple[str, ...]]] = {
    "install": ("unpacked", "fixed", "power", "leak", "test_run", "explained", "cleaned"),
    "deliver_install": ("unpacked", "fixed", "power", "leak", "test_run", "explained", "cleaned"),
    "dismantle": ("shut_off", "accessories", "cleaned"),
    "move": ("shut_off", "accessories", "fixed", "power", "leak", "test_run", "cleaned"),
    "repair": ("power", "leak", "test_run", "old_part", "explained", "cleaned"),
    "maintenance": ("power", "leak", "test_run", "explained", "cleaned"),
    "inspection": ("power", "leak", "test_run", "explained"),
    "exchange": ("unpacked", "fixed", "power", "leak", "test_run", "old_taken", "cleaned"),
    "return": ("shut_off", "accessories", "old_taken", "cleaned"),
    "workshop": ("shut_off", "labelled", "cleaned"),
    "round": ("power", "leak", "test_run"),
}
ALWAYS: Final[dict[str, tuple[str, ...]]] = {
    "install": ("unpacked", "test_run"),
    "deliver_install": ("unpacked", "test_run"),
    "exchange": ("unpacked", "test_run"),
    "workshop": ("labelled",),
}
WITH_GAS: Final = frozenset({"install", "deliver_install", "move", "repair", "exchange", "maintenance"})


def items_offered(kind: str) -> tuple[str, ...]:
    """The items that belong to work of this kind, in the order in which it is done."""
    return BY_KIND.get(kind, tuple(CHECKLIST))


def items_required(kind: str, *, gas: bool) -> frozenset[str]:
    """The items without which it may not be called done; whoever opens a gas line tests it."""
    return frozenset(ALWAYS.get(kind, ())) | (frozenset({"leak"}) if gas and kind in WITH_GAS else frozenset())


def unticked(kind: str, ticked: Collection[str], *, gas: bool) -> tuple[str, ...]:
    """What is required and not ticked."""
    needed = items_required(kind, gas=gas)
    return tuple(item for item in items_offered(kind) if item in needed and item not in ticked)
