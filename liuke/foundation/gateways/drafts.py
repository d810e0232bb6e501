"""What rooms hand over: a notice to staff, or a message to the outside. Neither holds a clear number or address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from liuke.foundation.words import Words

Channel = Literal["sms", "mail", "wecom"]


@dataclass(frozen=True)
class NoticeDraft:
    """To one person, or to whoever has a role, is of a team, or both. `key` makes it be told once."""

    key: str
    words: Words
    at: datetime
    to_actor_id: int | None = None
    to_role: str = ""
    to_team: str = ""
    link: str = ""


@dataclass(frozen=True)
class MessageDraft:
    """`to` is a reference such as `contact:12`, resolved only when it is sent; `values` fill the template's places.

    `enclosed` are keys of files, which only a mail carries.
    """

    key: str
    channel: Channel
    template: str
    to: str
    values: Mapping[str, str] = field(default_factory=dict)
    run_at: datetime | None = None
    enclosed: tuple[str, ...] = ()
