"""What somebody means who answers one of our text messages: that he wants no more of them, or something else. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ENDED_BY_REPLY: Final = ("care", "marketing", "survey")
"""What comes by text message and is no service: "no more" ends all of it, for he was not asked of which."""
_SHORT: Final = r"(R|TD|T|STOP|UNSUBSCRIBE)"
_LONG: Final = r"(退订|拒收|不再接收|取消订阅|(请|请你|请您)?(不要|别)再?发(了|短信了?|信息了?|给我了?)?)"
_NO_MORE: Final = re.compile(
    rf"(我要|我想|回复?|发送?)?({_SHORT}|{_SHORT}?{_LONG}|{_LONG}{_SHORT}?)(短信|信息|消息|你们的短信)?(谢谢)?"
)
_SAID: Final = re.compile(r"[^\w]+")


def wants_no_more(text: str) -> bool:
    """Whether the whole answer says nothing but that: in whatever width, case and marks, and however politely."""
    plain = _SAID.sub("", unicodedata.normalize("NFKC", text)).upper()
    return _NO_MORE.fullmatch(plain) is not None
