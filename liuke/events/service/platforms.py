"""What platforms ask of an order besides the work: its code is used at the door, a cancellation may come too late."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("service.code.used")
class CodeUsed:
    """The customer showed his verification code (核销码): the platform pays for the work."""

    number: str  # the order
    source: str = ""
    site: str = ""
    technician: int = 0

    says = {"zh": "工单 {number} 核销码已核销", "en": "The verification code of {number} was used"}
    seen_by = "site"
    example = {"number": "WO-000318", "source": "jd", "site": "S-0001", "technician": 12}


@kind("service.order.cancellation_asked")
class CancellationAsked:
    """The platform called the order off while somebody was at the door already: the centre settles it."""

    number: str
    source: str = ""
    state: str = ""
    site: str = ""

    says = {
        "zh": "平台要求取消工单 {number}，师傅已上门，待中心处理",
        "en": "The platform calls {number} off, but somebody is at the door: the centre settles it",
    }
    seen_by = "site"
    example = {"number": "WO-000318", "source": "jd", "state": "in_service", "site": "S-0001"}
