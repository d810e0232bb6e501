"""Messages of an application in WeCom 企业微信, to the members of one's own company.

Source: developer.work.weixin.qq.com/document, path 91039 (gettoken), 90236 (message/send), 90455 (error codes).
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote

from liuke.foundation.gateways.drivers.envelope import Envelope, Later, Refused
from liuke.foundation.gateways.drivers.outbound import Outbound

_SPARE = timedelta(minutes=5)  # a token that is about to end is not begun with
_TOKEN_GONE = frozenset({40014, 41001, 42001})
# About this message or its recipient; every other code passes, or waits for somebody who mends the settings.
_REFUSED = frozenset({40003, 40008, 40031, 40032, 40033, 40035, 44004, 45002, 60111, 81013})
_SAME_WITHIN = 7_200  # seconds in which WeCom drops a message of the same content; the queue's attempts take an hour
_LONGEST = 2_048  # bytes of a text; WeCom cuts off the rest


class WeCom:
    """Made from `wecom://CORP_ID:SECRET@qyapi.weixin.qq.com?agent=1000002`; keeps its token as long as it holds."""

    name = "wecom"

    def __init__(self, address: SplitResult) -> None:
        self._corp, self._secret = unquote(address.username or ""), unquote(address.password or "")
        self._agent = parse_qs(address.query).get("agent", [""])[0]
        self._out = Outbound(address)
        self._token = ""
        self._until: datetime | None = None
        if not (self._corp and self._secret and self._agent.isdecimal()):
            raise ValueError("LIUKE_WECOM_URL needs a corp id, the application's secret and ?agent=")

    def send(self, envelope: Envelope) -> str:
        """Hand it over; answers the msgid. A token that they no longer know is fetched anew, once."""
        told = self._send(envelope)
        if told.get("errcode") in _TOKEN_GONE:
            self._until = None
            told = self._send(envelope)
        if told.get("errcode") != 0:
            raise _fault(told, envelope)
        if told.get("invaliduser") or told.get("unlicenseduser"):
            raise Refused("wecom: the recipient is no member whom the application may write to")
        return str(told.get("msgid", ""))[:120]

    def _send(self, envelope: Envelope) -> Mapping[str, Any]:
        body = {
            "touser": envelope.address,
            "msgtype": "text",
            "agentid": int(self._agent),
            "text": {"content": _text(envelope.text)},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": _SAME_WITHIN,
        }
        target = f"/cgi-bin/message/send?access_token={quote(self._current(envelope), safe='')}"
        data = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        return self._out.ask("POST", target, headers={"Content-Type": "application/json"}, body=data).told

    def _current(self, envelope: Envelope) -> str:
        if self._until is None or envelope.at >= self._until:
            asked = f"corpid={quote(self._corp, safe='')}&corpsecret={quote(self._secret, safe='')}"
            told = self._out.ask("GET", f"/cgi-bin/gettoken?{asked}", headers={}).told
            if told.get("errcode") != 0 or not isinstance(told.get("access_token"), str):
                raise Later(f"wecom {told.get('errcode')}: no token")
            self._token = str(told["access_token"])
            self._until = envelope.at + timedelta(seconds=_seconds(told.get("expires_in"))) - _SPARE
        return self._token


def _fault(told: Mapping[str, Any], envelope: Envelope) -> Exception:
    words = str(told.get("errmsg", "")).partition(", hint")[0]  # behind it stand their trace and our network address
    fault = Refused if told.get("errcode") in _REFUSED else Later
    return fault(f"wecom {told.get('errcode')}: {envelope.masked(words)}")


def _seconds(told: object) -> int:
    return told if isinstance(told, int) else 0


def _text(said: str) -> str:
    """Fit to be shown: their `<a>` would make links of what somebody wrote, and half a character is none."""
    return said.strip().replace("<", "＜").encode()[:_LONGEST].decode(errors="ignore")
