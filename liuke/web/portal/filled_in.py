"""Was a form without an account filled in by a person?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.core import signing

from liuke.foundation.faults import Refused

SOONEST: Final = timedelta(seconds=3)
LATEST: Final = timedelta(hours=6)


def must_be_a_person(began: str, at: datetime, *, salt: str) -> None:
    """A form that is sent as soon as it is opened, or that was never opened, was filled in by no person."""
    try:
        opened = datetime.fromisoformat(signing.loads(began, salt=salt))
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused("页面已过期，请刷新后重试。", "This page is out of date; reload it.", code="began") from None
    if not SOONEST <= at - opened <= LATEST:
        raise Refused("请核对后再点一次提交。", "Look over what you wrote and press once more.", code="began")
