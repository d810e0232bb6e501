"""How we came to know something (H3), and whose word it is."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

SOURCES: Final[dict[str, Words]] = {
    "self": Words("本人告知", "told by the person"),
    "registration": Words("客户自行登记", "the customer's own registration"),
    "visit": Words("拜访", "a visit"),
    "service": Words("上门服务", "a service visit"),
    "phone": Words("电话", "by phone"),
    "mail": Words("信函或邮件", "by mail"),
    "observation": Words("观察", "observation"),
    "group": Words("座谈会", "a discussion group"),
    "event": Words("活动或展会", "an event or fair"),
    "club": Words("俱乐部", "the club"),
    "directory": Words("媒体或名录", "media or a directory"),
    "list": Words("购入名单", "a bought list"),
    "import": Words("导入资料", "an imported file"),
    "colleague": Words("同事转告", "a colleague"),
}
OWN_WORD: Final = frozenset({"self", "registration"})
"""What a household's character and family may come from: the person, and nobody else."""
