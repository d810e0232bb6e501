"""What a person may ask about his own data (PIPL 44 to 50), by which way, and how it ends. Pure."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

KINDS: Final[dict[str, Words]] = {
    "copy": Words("查阅、复制本人资料", "A copy of their data"),
    "correction": Words("更正、补充资料", "Correct their data"),
    "restriction": Words("停止使用资料", "Stop using their data"),
    "erasure": Words("删除资料", "Erase their data"),
    "explanation": Words("说明处理规则", "Explain what we do with them"),
}
CHANNELS: Final[dict[str, Words]] = {
    "call": Words("来电", "By phone"),
    "letter": Words("来信", "By letter"),
    "visit": Words("到场", "In person"),
    "online": Words("网上", "Online"),
}
OUTCOMES: Final = {"done": "done", "refused": "refused", "unfounded": "refused"}
"""What somebody answers, and the state it leads to: refused is what the law keeps, unfounded who it was not."""
STATES: Final[dict[str, Words]] = {
    "open": Words("待答复", "to be answered"),
    "done": Words("已办理", "carried out"),
    "refused": Words("未予办理", "not carried out"),
}
