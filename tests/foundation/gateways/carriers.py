"""A carrier on this machine: an HTTP server that answers as the providers' documentation says, and writes down."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

SECRET = "s3cr3t+Sec/ret"
NUMBER = "+8613812345678"


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


Answer = tuple[int, bytes] | None  # None: no answer, the line is cut


def said(status: int = 200, **told: object) -> Answer:
    return status, json.dumps(told, ensure_ascii=False).encode()


@dataclass
class Carrier:
    """`answers` are given first, one for each request; then `usual` speaks."""

    port: int = 0
    usual: Callable[[Request], Answer] = lambda request: said()
    answers: list[Callable[[Request], Answer]] = field(default_factory=list)
    heard: list[Request] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Answer:
        with self.lock:
            self.heard.append(request)
            speak = self.answers.pop(0) if self.answers else self.usual
        return speak(request)

    def address(self, scheme: str, query: str, user: str = "id", path: str = "") -> str:
        return f"{scheme}+plain://{user}:{quote(SECRET, safe='')}@127.0.0.1:{self.port}{path}?{query}"


@contextmanager
def serving(carrier: Carrier) -> Iterator[Carrier]:
    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = carrier.answer(
                Request(self.command, parts.path, dict(parse_qsl(parts.query, True)), headers, body)
            )
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            if 300 <= answer[0] < 400:
                self.send_header("Location", f"http://127.0.0.1:{carrier.port}/elsewhere")
            self.send_header("Content-Length", str(len(answer[1])))
            self.end_headers()
            self.wfile.write(answer[1])

        do_GET = do_POST = handle_any  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    carrier.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield carrier
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Dysms:
    """SendSms and QuerySendDetails, with the signature checked; `delivered` is what the network reported."""

    took: list[dict[str, str]] = field(default_factory=list)
    hang: float = 0
    delivered: bool | None = None

    def __call__(self, request: Request) -> Answer:
        if not _is_signed(request):
            return said(400, Code="SignatureDoesNotMatch", Message="Specified signature is not matched", RequestId="R")
        if request.headers["x-acs-action"] == "QuerySendDetails":
            return self._details(request.query)
        self.took.append(request.query)
        if self.hang:
            time.sleep(self.hang)
            return None
        return said(Code="OK", Message="OK", BizId=f"90061954{len(self.took)}^0", RequestId="R")

    def _details(self, asked: dict[str, str]) -> Answer:
        rows = [
            {
                "OutId": one["OutId"], "PhoneNum": asked["PhoneNumber"], "TemplateCode": one["TemplateCode"],
                "SendStatus": {None: 1, False: 2, True: 3}[self.delivered], "SendDate": "2026-11-23 10:00:01",
                "ErrCode": {None: "", False: "MOBILE_NOT_ON_SERVICE", True: "DELIVERED"}[self.delivered],
                "ReceiveDate": "2026-11-23 10:00:09" if self.delivered else "", "Content": "…",
            }
            for one in self.took if one["PhoneNumbers"].endswith(asked["PhoneNumber"])
        ]  # fmt: skip
        return said(Code="OK", Message="OK", TotalCount=len(rows), SmsSendDetailDTOs={"SmsSendDetailDTO": rows})


def _is_signed(request: Request) -> bool:
    """Computed from what arrived, apart from the code under test."""
    told = request.headers["authorization"]
    names = told.partition("SignedHeaders=")[2].partition(",")[0]
    query = "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in sorted(request.query.items()))
    lines = "".join(f"{name}:{request.headers[name]}\n" for name in names.split(";"))
    empty = hashlib.sha256(request.body).hexdigest()
    whole = f"{request.method}\n{request.path}\n{query}\n{lines}\n{names}\n{empty}"
    wanted = f"ACS3-HMAC-SHA256\n{hashlib.sha256(whole.encode()).hexdigest()}"
    signature = hmac.new(SECRET.encode(), wanted.encode(), hashlib.sha256).hexdigest()
    return told.endswith(f"Signature={signature}") and {"host", "x-acs-date"} <= set(names.split(";"))
