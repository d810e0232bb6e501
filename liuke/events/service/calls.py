"""What happens on the phone: calls and requests. Numbers: CALL- call, R- request."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("service.call.answered")
class CallAnswered:
    number: str
    phone: str = ""  # masked
    line: str = ""  # which of our numbers was called
    known: bool = True  # the caller was in the file

    personal = ("phone",)
    says = {"zh": "接听来电 {phone}（{number}）", "en": "Call from {phone} was answered ({number})"}
    seen_by = "staff"
    example = {"number": "CALL-000001", "phone": "138****5678", "line": "400", "known": True}


@kind("service.call.abandoned")
class CallAbandoned:
    number: str
    phone: str = ""
    line: str = ""
    waited_seconds: int = 0

    personal = ("phone",)
    says = {"zh": "未接来电 {phone}（{number}）", "en": "Missed call from {phone} ({number})"}
    seen_by = "staff"
    example = {"number": "CALL-000002", "phone": "138****5678", "line": "400", "waited_seconds": 45}


@kind("service.call.returned")
class CallReturned:
    """The abandoned call `number` was called back (`how` = called_back), or the customer rang again (called_again)."""

    number: str
    how: str = "called_back"
    reached: bool = True

    says = {"zh": "已回拨未接来电（{number}）", "en": "The missed call was returned ({number})"}
    seen_by = "staff"
    example = {"number": "CALL-000002", "how": "called_back", "reached": True}


@kind("service.request.received")
class RequestReceived:
    """A wish came in. `taken` is false when nobody is on it yet (online, platform): then somebody owes taking it."""

    number: str
    source: str = "call"
    kind: str = "repair"
    product_line: str = ""
    taken: bool = True
    safety: bool = False
    external_no: str = ""
    call: str = ""
    fault: str = ""

    says = {"zh": "服务请求 {number} 已登记：{fault}", "en": "Request {number} received: {fault}"}
    personal = ("fault",)
    seen_by = "customer"
    example = {
        "number": "R-000001", "source": "call", "kind": "repair", "product_line": "hood", "taken": True,
        "safety": False, "external_no": "", "call": "CALL-000001", "fault": "不吸烟",
    }  # fmt: skip


@kind("service.request.taken")
class RequestTaken:
    """Somebody of the centre took on a wish that had come in by itself."""

    number: str
    order: str = ""

    says = {"zh": "服务请求 {number} 已受理", "en": "Request {number} was taken on"}
    seen_by = "customer"
    example = {"number": "R-000001", "order": "WO-000318"}


@kind("service.request.solved")
class RequestSolved:
    """Solved on the phone: a visit that was not needed, with the reason."""

    number: str
    reason: str = "operation"
    note: str = ""

    says = {"zh": "服务请求 {number} 已在电话中解决", "en": "Request {number} was solved on the phone"}
    personal = ("note",)
    seen_by = "customer"
    example = {"number": "R-000001", "reason": "operation", "note": "教用户清洗滤网"}


@kind("service.safety.advised")
class SafetyAdvised:
    """The safety script was read to the customer before anything was typed; rule 22 starts here."""

    number: str  # the request
    hazards: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    area: str = "town"

    says = {"zh": "已告知用户安全措施（{number}）", "en": "The safety steps were read to the customer ({number})"}
    seen_by = "site"
    example = {"number": "R-000001", "hazards": ["gas"], "steps": ["shut_off"], "area": "town"}


@kind("service.safety.taken_over")
class SafetyTakenOver:
    """The duty manager took the safety case over."""

    number: str  # the request
    note: str = ""

    says = {"zh": "值班经理已接手安全事件（{number}）", "en": "The duty manager took over safety case {number}"}
    personal = ("note",)
    seen_by = "staff"
    example = {"number": "R-000001", "note": ""}
