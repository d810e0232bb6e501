"""SMS through Alibaba Cloud (dysmsapi 2017-05-25): a registered signature, a registered template, its parameters.

SendSms knows no idempotence, and its documentation says to ask for the receipt before sending again. So each message
carries our stamp as OutId, and where an earlier attempt ended in the dark QuerySendDetails is asked for it first.
Source: help.aliyun.com/zh/sms/developer-reference, SendSms, QuerySendDetails and the error codes.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote

from liuke.foundation import clock
from liuke.foundation.gateways.drivers import acs3
from liuke.foundation.gateways.drivers.envelope import Envelope, Fate, Later, Refused, Unclear
from liuke.foundation.gateways.drivers.outbound import Answer, Outbound

SETTLED_AFTER = timedelta(minutes=1)  # what SendSms took may be told by QuerySendDetails a little later only
_VERSION = "2017-05-25"
_SENT, _FAILED, _DELIVERED = "1", "2", "3"
# Of the codes about the business (isv.) those that pass or that somebody mends; all others are about this one message.
_PASSING = frozenset({
    "isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "isv.OUT_OF_SERVICE",
    "isv.AMOUNT_NOT_ENOUGH", "isv.ACCOUNT_ABNORMAL", "isv.ACCOUNT_NOT_EXISTS", "isv.PRODUCT_UN_SUBSCRIPT",
    "isv.PRODUCT_UNSUBSCRIBE", "isv.DENY_IP_RANGE",
})  # fmt: skip
_DARK = ("isp.SYSTEM_ERROR", "InternalError", "ServiceUnavailable")


class Aliyun:
    """Made from `aliyun://KEY_ID:SECRET@dysmsapi.aliyuncs.com?sign=SIGNATURE`, the parts percent-encoded."""

    name = "aliyun"

    def __init__(self, address: SplitResult) -> None:
        self._key = acs3.Key(unquote(address.username or ""), unquote(address.password or ""))
        self._sign = parse_qs(address.query).get("sign", [""])[0]
        self._out = Outbound(address)
        if not (self._key.id and self._key.secret and self._sign):
            raise ValueError("LIUKE_SMS_URL needs an AccessKey, its secret and ?sign=")

    def send(self, envelope: Envelope) -> str:
        """Have it sent, unless an earlier attempt did; answers the BizId, else `out:<stamp>`."""
        if not envelope.registered:
            raise Refused("aliyun: the template has no registered id")
        if envelope.tried_at is not None and self._went_out(envelope, envelope.tried_at):
            return f"out:{envelope.stamp}"
        told = self._call(envelope, "SendSms", {
            "PhoneNumbers": envelope.address,
            "SignName": self._sign,
            "TemplateCode": envelope.registered,
            "TemplateParam": json.dumps(dict(envelope.values), ensure_ascii=False),
            "OutId": envelope.stamp,
        })  # fmt: skip
        return str(told.get("BizId") or f"out:{envelope.stamp}")[:120]

    def fate(self, envelope: Envelope, *, sent_at: datetime) -> Fate | None:
        """The carrier's receipt for it."""
        found = self._details(envelope, sent_at)
        if found is None or str(found.get("SendStatus")) not in {_FAILED, _DELIVERED}:
            return None
        delivered = str(found["SendStatus"]) == _DELIVERED
        reason = "" if delivered else f"aliyun {envelope.masked(str(found.get('ErrCode', '')))}"
        return Fate(delivered, _moment(found.get("ReceiveDate")) or envelope.at, reason)

    def _went_out(self, envelope: Envelope, tried_at: datetime) -> bool:
        if envelope.at < tried_at + SETTLED_AFTER:
            raise Unclear("aliyun: too early to ask what became of the last attempt", tried=False)
        try:
            return self._details(envelope, tried_at) is not None
        except Unclear as dark:
            raise Unclear(str(dark), tried=False) from None

    def _details(self, envelope: Envelope, day: datetime) -> Mapping[str, Any] | None:
        told = self._call(envelope, "QuerySendDetails", {
            "PhoneNumber": envelope.address.removeprefix("+86"),
            "SendDate": f"{clock.local(day):%Y%m%d}",
            "PageSize": "50",
            "CurrentPage": "1",
        })  # fmt: skip
        held = told.get("SmsSendDetailDTOs")
        rows = held.get("SmsSendDetailDTO") if isinstance(held, dict) else None
        if not isinstance(rows, list):
            raise Unclear("aliyun: no list of what was sent")
        return next((one for one in rows if isinstance(one, dict) and one.get("OutId") == envelope.stamp), None)

    def _call(self, envelope: Envelope, action: str, parameters: Mapping[str, str]) -> Mapping[str, Any]:
        moment = f"{envelope.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        call = acs3.Call(self._out.name, action, _VERSION, parameters, moment, secrets.token_hex(16))
        answer = self._out.ask("POST", f"/?{call.query}", headers=acs3.headers(call, self._key))
        if answer.told.get("Code") != "OK":
            raise _fault(answer, envelope)
        return answer.told


def _fault(answer: Answer, envelope: Envelope) -> Exception:
    code = str(answer.told.get("Code", f"HTTP {answer.status}"))
    told = f"aliyun {envelope.masked(code)}: {envelope.masked(str(answer.told.get('Message', '')))}"
    if code.startswith(_DARK) or answer.status >= 500 or "Code" not in answer.told:
        return Unclear(told)
    passing = not code.startswith("isv.") or code in _PASSING
    return Later(told) if passing else Refused(told)


def _moment(told: object) -> datetime | None:
    """Their wall clock (UTC+8): 2019-01-08 16:44:13."""
    try:
        return datetime.strptime(str(told), "%Y-%m-%d %H:%M:%S").replace(tzinfo=clock.LOCAL)
    except ValueError:
        return None
