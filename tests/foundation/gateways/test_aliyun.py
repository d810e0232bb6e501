"""SMS through Alibaba Cloud, against a server that speaks as its documentation does."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from liuke.foundation.gateways import actions, jobs, queries, recipients, shelf
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.gateways.drivers import acs3, choice
from liuke.foundation.gateways.drivers.envelope import Later, Unclear
from liuke.foundation.gateways.drivers.outbound import Outbound
from liuke.foundation.gateways.models import Notice, OutboxMessage, RecordedMessage
from liuke.foundation.gateways.recipients import Recipient
from liuke.foundation.queue import running
from tests.foundation.gateways.carriers import NUMBER, SECRET, Carrier, Dysms, said, serving

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 on the wall
SIGN = "sign=%E7%95%99%E5%AE%A2"
BOOKED = {"number": "WO-000318", "window": "11月24日 9–11点", "link": "https://liuke.example/my/x/"}


@pytest.fixture
def dysms(carrier, carried, customer, registered) -> Dysms:
    carrier.usual = Dysms()
    carried("sms", carrier.address("aliyun", SIGN))
    return carrier.usual


def posted(key="k", to="contact:12", **more) -> OutboxMessage:
    actions.post([MessageDraft(key, "sms", "visit_booked", to, BOOKED, **more)], at=AT)
    return OutboxMessage.objects.get(key=key)


def now(row: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=row.pk)


def test_the_signature_is_that_of_the_published_example():
    call = acs3.Call(
        "ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26",
        {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"},
        "2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d",
    )  # fmt: skip
    assert acs3.headers(call, acs3.Key("YourAccessKeyId", "YourAccessKeySecret"))["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


@pytest.mark.django_db
def test_a_message_goes_out_by_its_registered_template_and_the_number_is_kept_as_proof(dysms):
    row = posted()
    jobs.send(message=row.pk, at=AT)
    (asked,) = dysms.took
    assert (asked["PhoneNumbers"], asked["SignName"], asked["TemplateCode"]) == (NUMBER, "留客", "SMS_100000001")
    assert json.loads(asked["TemplateParam"]) == BOOKED
    assert asked["OutId"] not in ("", row.key)
    row = now(row)
    assert (row.state, row.carrier, row.carrier_number, row.tried_at) == ("sent", "aliyun", "900619541^0", None)
    assert not RecordedMessage.objects.exists()


@pytest.mark.django_db
def test_the_receipt_is_asked_for_until_it_is_there(dysms):
    row = posted()
    running.run_waiting(AT)
    running.run_waiting(AT + timedelta(minutes=3))
    assert now(row).state == "sent"
    dysms.delivered = True
    running.run_waiting(AT + timedelta(hours=1))
    assert queries.find_message("k").delivered_at == AT + timedelta(seconds=9)
    assert running.run_waiting(AT + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_a_message_that_did_not_arrive_says_why(dysms):
    row = posted()
    running.run_waiting(AT)
    dysms.delivered = False
    running.run_waiting(AT + timedelta(minutes=3))
    assert (now(row).state, now(row).reason) == ("failed", "aliyun MOBILE_NOT_ON_SERVICE")


@pytest.mark.django_db
def test_an_asking_that_fails_is_no_alarm_and_an_unanswered_one_ends(dysms, carrier):
    row = posted()
    running.run_waiting(AT)
    carrier.answers = [lambda request: (502, b"<html>")]
    for hours in (1, 2, 12, 36):
        running.run_waiting(AT + timedelta(hours=hours))
    assert now(row).state == "sent"
    assert len(carrier.heard) == 1 + len(jobs.ASK_AFTER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code", ["isv.BUSINESS_LIMIT_CONTROL", "Throttling.User", "isv.OUT_OF_SERVICE", "SignatureDoesNotMatch"]
)
def test_what_passes_or_can_be_mended_is_tried_again_and_goes_out_once(dysms, carrier, code):
    row = posted()
    carrier.answers = [lambda request: said(400, Code=code, Message=f"触发流控 {NUMBER}", RequestId="R")]
    with pytest.raises(Later, match=code):
        jobs.send(message=row.pk, at=AT)
    assert (now(row).state, now(row).tried_at) == ("waiting", None)
    assert code in now(row).reason
    assert NUMBER[3:] not in now(row).reason
    jobs.send(message=row.pk, at=AT + timedelta(seconds=3))
    assert now(row).state == "sent"
    assert len(dysms.took) == 1


@pytest.mark.django_db
def test_a_refused_template_fails_at_once_and_the_administrators_hear_of_it_once(dysms, carrier):
    told = {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "该账号下找不到对应模板", "RequestId": "R"}
    carrier.usual = lambda request: said(**told)
    for key in ("k", "l"):
        row = posted(key)
        jobs.send(message=row.pk, at=AT)
        assert now(row).state == "failed"
        assert "isv.SMS_TEMPLATE_ILLEGAL" in now(row).reason
    notice = Notice.objects.get(to_role="administrator")
    assert "visit_booked" in notice.zh
    assert running.run_waiting(AT + timedelta(days=1)) == 2, "the jobs that stood; nothing is asked or tried anew"
    assert len(carrier.heard) == 2


@pytest.mark.django_db
def test_without_a_registered_template_nothing_leaves_the_house(carrier, carried, customer):
    carried("sms", carrier.address("aliyun", SIGN))
    row = posted()
    jobs.send(message=row.pk, at=AT)
    assert now(row).state == "failed"
    assert carrier.heard == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [None, (200, b"<html>gateway</html>"), (502, b"bad gateway"), (200, b"[1]"), (200, b""), (200, b'{"Code'),
     said(500, Code="isp.SYSTEM_ERROR", Message="x"), said(x=1)],
)  # fmt: skip
def test_after_a_lost_answer_the_carrier_is_asked_first_and_nothing_goes_out_twice(dysms, carrier, answer):
    row = posted()

    def took_it_but(request):
        dysms(request)
        return answer

    carrier.answers = [took_it_but]
    with pytest.raises(Unclear):
        jobs.send(message=row.pk, at=AT)
    assert (now(row).state, now(row).tried_at) == ("waiting", AT)
    with pytest.raises(Unclear, match="too early"):
        jobs.send(message=row.pk, at=AT + timedelta(seconds=3))
    assert len(carrier.heard) == 1
    jobs.send(message=row.pk, at=AT + timedelta(minutes=2))
    assert (now(row).state, now(row).carrier_number) == ("sent", f"out:{dysms.took[0]['OutId']}")
    assert len(dysms.took) == 1


@pytest.mark.django_db
def test_after_a_lost_request_it_goes_out(dysms, carrier):
    row = posted()
    carrier.answers = [lambda request: None]
    with pytest.raises(Unclear):
        jobs.send(message=row.pk, at=AT)
    jobs.send(message=row.pk, at=AT + timedelta(minutes=2))
    assert now(row).state == "sent"
    assert [one.headers["x-acs-action"] for one in carrier.heard] == ["SendSms", "QuerySendDetails", "SendSms"]


@pytest.mark.django_db
def test_as_long_as_the_carrier_cannot_tell_nothing_is_sent_again(dysms, carrier):
    row = posted()
    dark = [lambda request: None, lambda request: (503, b""), lambda request: said(Code="OK", TotalCount=1)]
    carrier.answers = list(dark)
    for minutes in (0, 2, 4):
        with pytest.raises(Unclear):
            jobs.send(message=row.pk, at=AT + timedelta(minutes=minutes))
        assert now(row).tried_at == AT
    assert dysms.took == []


@pytest.mark.django_db
def test_a_silent_carrier_is_waited_for_no_longer_than_the_patience(dysms, carrier, monkeypatch):
    whole = Outbound.__init__
    monkeypatch.setattr(Outbound, "__init__", lambda self, address: whole(self, address, patience=0.3))
    row, dysms.hang = posted(), 2
    begun = time.monotonic()
    with pytest.raises(Unclear, match="TimeoutError"):
        jobs.send(message=row.pk, at=AT)
    assert time.monotonic() - begun < 1.5


@pytest.mark.django_db
def test_no_secret_and_no_number_stands_in_logs_rows_jobs_or_faults(dysms, carrier, caplog, django_db_blocker):
    caplog.set_level(logging.DEBUG)
    row, told = posted(), ""
    for answer in (said(400, Code="Throttling", Message=f"{NUMBER} {SECRET[:0]}"), None, (302, b""), (404, b"x")):
        carrier.answers = [lambda request, answer=answer: answer]
        try:
            jobs.send(message=row.pk, at=AT)
        except (Later, Unclear) as fault:
            told += f"{fault!r} {fault.__cause__!r} {fault.__context__!r}"
            OutboxMessage.objects.update(tried_at=None)
    jobs.send(message=row.pk, at=AT)
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("gateways_outboxmessage", "procrastinate_jobs", "gateways_notice"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            told += str(cursor.fetchall())
    driver = choice.driver("sms")
    told += caplog.text + repr(driver) + repr(vars(driver))
    assert SECRET not in told
    assert NUMBER[3:] not in told


@pytest.mark.django_db
def test_no_redirect_is_followed(dysms, carrier):
    row = posted()
    carrier.answers = [lambda request: (302, b'{"Code": "OK"}')]
    with pytest.raises(Later, match="302"):
        jobs.send(message=row.pk, at=AT)
    assert len(carrier.heard) == 1


CHILD = f"""
import django; django.setup()
from datetime import datetime, UTC
from liuke.foundation.gateways import jobs, recipients, shelf
from liuke.foundation.gateways.recipients import Recipient
recipients.register_resolver("contact", lambda *asked: Recipient("{NUMBER}", "138****5678"))
jobs.send(message=int(__import__("sys").argv[1]), at=datetime(2026, 11, 23, 2, tzinfo=UTC))
"""


def test_killed_between_the_carriers_yes_and_our_commit_it_is_not_sent_twice(
    fresh_database, carried, customer, registered, tmp_path
):
    own = tmp_path / "templates.toml"
    own.write_text('[visit_booked]\nregistered = "SMS_100000001"\n')
    dysms = Dysms(hang=30)
    with serving(Carrier(usual=dysms)) as carrier:
        url = carrier.address("aliyun", SIGN)
        row = posted()
        environment = fresh_database.environment(LIUKE_SMS_URL=url, LIUKE_TEMPLATES=str(own))
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(row.pk)], env=environment)
        until = time.monotonic() + 30
        while not dysms.took and time.monotonic() < until:
            time.sleep(0.05)
        child.kill()  # the carrier has it; nobody here knows
        assert child.wait() != 0
        assert (len(dysms.took), now(row).state, now(row).tried_at) == (1, "waiting", AT)

        carried("sms", url)
        jobs.send(message=row.pk, at=AT + timedelta(minutes=2))
        assert (now(row).state, len(dysms.took)) == ("sent", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("taken", [True, False])
def test_who_withdraws_or_erases_while_a_message_goes_does_not_wait_and_reads_the_truth(dysms, carrier, taken):
    real, row = choice.driver("sms"), posted()

    class Meanwhile:
        name = "aliyun"

        def send(self, envelope):
            actions.forget([row.to])
            if not taken:
                raise Later("busy")
            return real.send(envelope)

    choice.use("sms", Meanwhile())
    try:
        jobs.send(message=row.pk, at=AT)
    finally:
        choice.use("sms", None)
    row = now(row)
    assert (row.state, row.reason, row.address_mask) == ("sent" if taken else "failed", "erased", "")
    assert queries.find_message("k").text.en == "(erased)"


@pytest.mark.django_db
def test_two_workers_at_once_send_it_once(dysms, carrier):
    row, real = posted(), choice.driver("sms")

    class Slow:
        name = "aliyun"

        def send(self, envelope):
            if envelope.tried_at is None:
                with pytest.raises(Unclear, match="too early"):
                    jobs.send(message=row.pk, at=AT + timedelta(seconds=40))
            return real.send(envelope)

    choice.use("sms", Slow())
    try:
        jobs.send(message=row.pk, at=AT)
    finally:
        choice.use("sms", None)
    assert (now(row).state, len(dysms.took)) == ("sent", 1)


def test_a_company_registers_its_templates_in_a_file_of_its_own(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[visit_booked]\nregistered = "SMS_1"\nzh = "【留客】{number} 已约 {window}"\n', "utf-8")
    found = shelf.with_own(shelf.all_templates(), own)["visit_booked"]
    assert (found.number("zh-hans"), found.number("en"), found.spoken("en")) == ("SMS_1", "SMS_1", "zh-hans")
    assert found.parameters({**BOOKED}) == {"number": "WO-000318", "window": BOOKED["window"]}
    for wrong in ('[nothing]\nregistered = "x"', '[visit_booked]\nzh = "{phone}"', "[visit_booked]\nsecret = 1",
                  '[maintenance_offer]\nzh = "现可预约保养"'):  # fmt: skip
        own.write_text(wrong, "utf-8")
        with pytest.raises(shelf.WrongTemplate):
            shelf.with_own(shelf.all_templates(), own)


@pytest.mark.django_db
def test_a_reader_of_english_is_written_to_in_the_text_that_is_registered(dysms):
    row = posted(to="contact:13")
    jobs.send(message=row.pk, at=AT)
    assert now(row).language == "zh-hans"


def test_a_recipient_shows_only_his_mask():
    assert recipients.Recipient is Recipient
    assert NUMBER not in repr(Recipient(NUMBER, "138****5678"))
