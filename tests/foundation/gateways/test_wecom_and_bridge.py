"""WeCom and the bridge to other carriers, against a server that speaks as documented; and what the client refuses."""

from __future__ import annotations

import hashlib
import hmac
import ssl
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from liuke.foundation.gateways import actions, jobs
from liuke.foundation.gateways.drafts import MessageDraft, NoticeDraft
from liuke.foundation.gateways.drivers import choice
from liuke.foundation.gateways.drivers.envelope import Later, Unclear
from liuke.foundation.gateways.drivers.outbound import Outbound
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.identity.models import Actor
from liuke.foundation.queue import running
from liuke.foundation.words import Words
from tests.foundation.gateways.carriers import NUMBER, SECRET, Request, said
from tests.foundation.gateways.test_aliyun import BOOKED

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Office:
    """gettoken and message/send: a token holds for two hours, or until `forget`; the same content is taken once."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.took: list[dict] = []
        self.seen: set[bytes] = set()

    def __call__(self, request: Request):
        if request.path == "/cgi-bin/gettoken":
            if request.query != {"corpid": "ww1", "corpsecret": SECRET}:
                return said(errcode=40001, errmsg="invalid credential, hint: [1], from ip: 1.2.3.4")
            self.tokens.append(f"token{len(self.tokens)}+/=")
            return said(errcode=0, errmsg="ok", access_token=self.tokens[-1], expires_in=7200)
        if request.path != "/cgi-bin/message/send" or not self.tokens:
            return 404, b""
        if request.query["access_token"] != self.tokens[-1]:
            return said(errcode=40014, errmsg="invalid access_token, hint: [2], from ip: 1.2.3.4")
        if request.body not in self.seen:
            self.took.append(request.json)
        self.seen.add(request.body)
        return said(errcode=0, errmsg="ok", msgid=f"msg{len(self.took)}")


@pytest.fixture
def office(carrier, carried) -> Office:
    carrier.usual = Office()
    carried("wecom", carrier.address("wecom", "agent=1000002", user="ww1"))
    return carrier.usual


@pytest.fixture
def li(db) -> Actor:
    return Actor.objects.create(name="李", username="li.lei", roles=["dispatcher"])


def told(li: Actor, key: str = "k", text: str = "工单 WO-000318 已超时") -> OutboxMessage:
    draft = MessageDraft(key, "wecom", "staff_notice", f"staff:{li.pk}", {"text": text, "link": ""})
    actions.post([draft], at=AT)
    return OutboxMessage.objects.get(key=key)


def now(row: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=row.pk)


def test_a_member_is_told_and_the_token_is_fetched_once(office, li, carrier):
    for key in ("a", "b"):
        row = told(li, key, text=f"<a href='x'>{key}")
        jobs.send(message=row.pk, at=AT)
    assert len(office.tokens) == 1
    first = office.took[0]
    assert (first["touser"], first["agentid"], first["msgtype"]) == ("li.lei", 1000002, "text")
    assert first["text"]["content"].startswith("＜a href")
    assert (now(row).state, now(row).carrier, now(row).carrier_number) == ("sent", "wecom", "msg2")


@pytest.mark.parametrize("code", [40014, 42001])
def test_a_token_they_no_longer_know_is_fetched_anew(office, li, carrier, code):
    jobs.send(message=told(li, "a").pk, at=AT)
    carrier.answers = [lambda request: said(errcode=code, errmsg="access_token expired")]
    row = told(li, "b", "another")
    jobs.send(message=row.pk, at=AT)
    assert now(row).state == "sent"
    assert len(office.tokens) == 2


def test_an_old_token_is_not_begun_with(office, li):
    jobs.send(message=told(li, "a").pk, at=AT)
    jobs.send(message=told(li, "b", "another").pk, at=AT + timedelta(minutes=116))
    assert len(office.tokens) == 2


@pytest.mark.parametrize("code", [-1, 6000, 45009, 45033, 60020])
def test_too_many_calls_are_tried_again(office, li, carrier, code):
    jobs.send(message=told(li, "a").pk, at=AT)
    carrier.answers = [lambda request: said(errcode=code, errmsg="api freq out of limit, hint: [x], from ip: 1.2.3.4")]
    row = told(li, "b", "another")
    with pytest.raises(Later, match=str(code)):
        jobs.send(message=row.pk, at=AT)
    assert "1.2.3.4" not in now(row).reason
    jobs.send(message=row.pk, at=AT + timedelta(seconds=3))
    assert now(row).state == "sent"


def test_whom_the_application_may_not_write_to_is_a_failed_message(office, li, carrier):
    jobs.send(message=told(li, "a").pk, at=AT)
    carrier.answers = [
        lambda request: said(errcode=81013, errmsg="user & party & tag all invalid"),
        lambda request: said(errcode=0, errmsg="ok", invaliduser="li.lei", msgid="m"),
    ]
    for key in ("b", "c"):
        row = told(li, key, key)
        jobs.send(message=row.pk, at=AT)
        assert now(row).state == "failed"


@pytest.mark.parametrize("answer", [None, (200, b"<html>"), (502, b"x")])
def test_after_a_lost_answer_the_same_content_is_handed_over_and_wecom_drops_it(office, li, carrier, answer):
    jobs.send(message=told(li, "a").pk, at=AT)
    row = told(li, "b", "another")
    carrier.answers = [lambda request: (office(request), answer)[1]]
    with pytest.raises(Unclear):
        jobs.send(message=row.pk, at=AT)
    jobs.send(message=row.pk, at=AT + timedelta(seconds=3))
    assert now(row).state == "sent"
    assert len(office.took) == 2
    assert office.took[1]["enable_duplicate_check"] == 1


def test_a_wrong_secret_waits_for_whoever_mends_it(carrier, carried, li):
    carrier.usual = lambda request: said(errcode=40001, errmsg="invalid credential")
    carried("wecom", carrier.address("wecom", "agent=1", user="ww1"))
    row = told(li)
    with pytest.raises(Later, match="40001"):
        jobs.send(message=row.pk, at=AT)
    assert now(row).state == "waiting"


def test_a_notice_to_one_person_also_goes_to_his_wecom_once(office, li, settings):
    settings.BASE_URL = "https://liuke.example.com"
    gone = Actor.objects.create(name="王", username="wang", left_at=AT)
    drafts = [
        NoticeDraft("n", Words("请看", "Look"), AT, to_actor_id=li.pk, link="/promises/7/"),
        NoticeDraft("r", Words("请看", "Look"), AT, to_role="dispatcher"),
        NoticeDraft("g", Words("请看", "Look"), AT, to_actor_id=gone.pk),
    ]
    actions.notify(drafts)
    actions.notify(drafts)
    running.run_waiting(AT)
    assert [one["text"]["content"] for one in office.took] == ["请看 https://liuke.example.com/promises/7/"]


def test_without_wecom_a_notice_stays_in_the_house(li):
    actions.notify([NoticeDraft("n", Words("请看", "Look"), AT, to_actor_id=li.pk)])
    assert not OutboxMessage.objects.exists()


# The bridge


@pytest.mark.django_db
def test_the_bridge_is_handed_a_signed_message(carrier, carried, customer, registered):
    carrier.usual = lambda request: said(202, number="T-1")
    carried("sms", carrier.address("bridge", "sign=liuke", path="/send"))
    actions.post([MessageDraft("k", "sms", "visit_booked", "contact:12", BOOKED)], at=AT)
    row = OutboxMessage.objects.get()
    jobs.send(message=row.pk, at=AT)
    (heard,) = carrier.heard
    wanted = f"{heard.headers['x-liuke-timestamp']}.".encode() + heard.body
    assert heard.headers["x-liuke-signature"] == hmac.new(SECRET.encode(), wanted, hashlib.sha256).hexdigest()
    assert (heard.path, heard.json["to"], heard.json["template"]) == ("/send", NUMBER, "SMS_100000001")
    assert heard.json["id"] == heard.headers["idempotency-key"]
    assert (now(row).state, now(row).carrier_number) == ("sent", "T-1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "state", "fault"),
    [(422, "failed", None), (429, "waiting", Later), (403, "waiting", Later), (500, "waiting", Unclear)],
)
def test_the_bridge_says_no_for_good_or_for_now(carrier, carried, customer, registered, status, state, fault):
    carrier.usual = lambda request: said(status, error=f"no {NUMBER}")
    carried("sms", carrier.address("bridge", "sign=liuke"))
    actions.post([MessageDraft("k", "sms", "visit_booked", "contact:12", BOOKED)], at=AT)
    row = OutboxMessage.objects.get()
    if fault is None:
        jobs.send(message=row.pk, at=AT)
    else:
        with pytest.raises(fault):
            jobs.send(message=row.pk, at=AT)
    assert now(row).state == state
    assert NUMBER[3:] not in now(row).reason


# The client


def test_without_tls_a_carrier_is_on_this_machine_or_nowhere():
    with pytest.raises(ValueError, match="machine"):
        Outbound(urlsplit("bridge+plain://x:y@sms.example.com/"))


@pytest.mark.parametrize(
    ("channel", "url"),
    [
        ("sms", "aliyun://id:topsecret@dysmsapi.aliyuncs.com"),
        ("sms", "aliyun://id@dysmsapi.aliyuncs.com?sign=x"),
        ("sms", "smpp://id:topsecret@host?sign=x"),
        ("sms", "aliyun:///?sign=topsecret"),
        ("wecom", "wecom://id:topsecret@qyapi.weixin.qq.com"),
        ("wecom", "aliyun://id:topsecret@dysmsapi.aliyuncs.com?sign=x"),
    ],
)
def test_an_address_that_lacks_something_stops_the_start_without_being_repeated(carried, channel, url):
    carried(channel, url)
    with pytest.raises(ValueError, match="needs|none that we know") as refused:
        choice.check()
    assert "topsecret" not in str(refused.value)


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_own_certificate(tmp_path))
    import socket

    listener = socket.create_server(("127.0.0.1", 0))
    heard = []

    def serve():
        line, _ = listener.accept()
        try:
            with context.wrap_socket(line, server_side=True) as safe:
                heard.append(safe.recv(100))
        except OSError:
            line.close()

    thread = threading.Thread(target=serve)
    thread.start()
    out = Outbound(urlsplit(f"bridge://x:y@localhost:{listener.getsockname()[1]}/"), patience=5)
    with pytest.raises(Later, match="SSLCertVerificationError"):
        out.ask("GET", "/", headers={})
    thread.join()
    listener.close()
    assert heard == []


def test_an_endless_answer_is_left(carrier):
    carrier.usual = lambda request: (200, b"{" * 400_000)
    out = Outbound(urlsplit(carrier.address("bridge", "sign=x")))
    with pytest.raises(Unclear, match="endless"):
        out.ask("GET", "/", headers={})


def test_a_closed_door_is_no_connection():
    with pytest.raises(Later, match="no connection"):
        Outbound(urlsplit("bridge+plain://x:y@127.0.0.1:9/")).ask("GET", "/", headers={})


def _own_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now_ = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now_ - timedelta(days=1)).not_valid_after(now_ + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "own.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
