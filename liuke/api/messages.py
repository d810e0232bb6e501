"""What people answer to our text messages, as the carrier or its bridge tells it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from liuke.api.calls import Number
from liuke.api.doors import Noun, Request
from liuke.api.fields import In, Line, Out
from liuke.api.policies import policy
from liuke.areas.customers.actions.replies import hear_reply

messages = Noun("messages")


class ReplyIn(In):
    """`phone` is who answered, `text` what he wrote."""

    phone: Number
    text: Annotated[Line, Field(max_length=500)]


class Heard(Out):
    """`ended`: how many consents came to an end. `for_people`: it says something else; hand it to somebody."""

    ended: int
    for_people: bool


@messages.post("/messages/replies", policy("intake"), Heard)
def hear(request: Request, wish: ReplyIn) -> Heard:
    """R, TD or 退订 ends greetings, offers and surveys for whoever has this number, from the next message on."""
    found = hear_reply(wish.phone, wish.text, by=request.by, at=request.at)
    return Heard(ended=found.ended, for_people=found.is_for_people)
