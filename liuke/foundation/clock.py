"""The clock. Only doors (web, api, cli, the loops) read it; everything below them is given `at=`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the company's wall clock (design §2: one company, one zone)."""
    return moment.astimezone(LOCAL)
