"""The clock. Only doors (web, api, cli, the loops) read it; everything below them is given `at=`."""

import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
# A demonstration at ten in the morning at any hour, a browser test that does not depend on the night: seconds ahead.
_SHIFT = timedelta(seconds=float(os.environ.get("LIUKE_CLOCK_SHIFT", "0")))


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC) + _SHIFT


def local(moment: datetime) -> datetime:
    """The same moment on the company's wall clock (design §2: one company, one zone)."""
    return moment.astimezone(LOCAL)
