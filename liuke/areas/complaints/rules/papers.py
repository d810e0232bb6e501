"""The words for what comes in writing."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

KINDS: Final = {"mail": Words("邮件", "mail"), "letter": Words("来件", "paper")}
