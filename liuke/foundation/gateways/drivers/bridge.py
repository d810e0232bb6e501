"""SMS through any other carrier: a bridge of the company's own, which is handed a signed JSON and answers with a number.

The body is `{"id", "to", "sign", "template", "values", "text"}`; `X-Liuke-Signature` is the hexadecimal HMAC-SHA256 of
`<X-Liuke-Timestamp>.<body>` under the shared secret. `Idempotency-Key` is the same at each attempt: the bridge sends a
key once. 2xx with `{"number": …}` is a yes, 400, 404, 410 and 422 a no for good, anything else is tried again.
"""

import hashlib
import hmac
import json
from urllib.parse import SplitResult, parse_qs, unquote

from liuke.foundation.gateways.drivers.envelope import Envelope, Later, Refused, Unclear
from liuke.foundation.gateways.drivers.outbound import Outbound

_FOR_GOOD = frozenset({400, 404, 410, 422})


class Bridge:
    """Made from `bridge://ANY:SECRET@sms.example.com/path?sign=SIGNATURE`; spoken to by HTTPS."""

    name = "bridge"

    def __init__(self, address: SplitResult) -> None:
        self._secret = unquote(address.password or "").encode()
        self._sign = parse_qs(address.query).get("sign", [""])[0]
        self._target = address.path or "/"
        self._out = Outbound(address)
        if not (self._secret and self._sign):
            raise ValueError("LIUKE_SMS_URL needs a secret and ?sign=")

    def send(self, envelope: Envelope) -> str:
        """Hand it over; answers the bridge's number."""
        if not envelope.registered:
            raise Refused("bridge: the template has no registered id")
        body = self._body(envelope)
        answer = self._out.ask("POST", self._target, headers=self._headers(envelope, body), body=body)
        told = f"bridge {answer.status}: {envelope.masked(str(answer.told.get('error', '')))}"
        if answer.status in _FOR_GOOD:
            raise Refused(told)
        if answer.status >= 300:
            raise Unclear(told) if answer.status >= 500 else Later(told)
        return str(answer.told.get("number") or envelope.stamp)[:120]

    def _body(self, envelope: Envelope) -> bytes:
        told = {
            "id": envelope.stamp, "to": envelope.address, "sign": self._sign, "template": envelope.registered,
            "values": dict(envelope.values), "text": envelope.text,
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False).encode()

    def _headers(self, envelope: Envelope, body: bytes) -> dict[str, str]:
        moment = str(int(envelope.at.timestamp()))
        signature = hmac.new(self._secret, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": envelope.stamp,
            "X-Liuke-Timestamp": moment,
            "X-Liuke-Signature": signature,
        }
