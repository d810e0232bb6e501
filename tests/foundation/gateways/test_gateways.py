import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.foundation.gateways import actions, queries, recipients, rules, shelf
from liuke.foundation.gateways.drafts import MessageDraft, NoticeDraft
from liuke.foundation.gateways.drivers import choice
from liuke.foundation.gateways.drivers.envelope import Later
from liuke.foundation.gateways.drivers.smtp import Smtp
from liuke.foundation.gateways.models import OutboxMessage, RecordedMessage
from liuke.foundation.gateways.recipients import Recipient
from liuke.foundation.gateways.rules import WrongTemplate
from liuke.foundation.identity.models import Actor, Membership, Team
from liuke.foundation.queue import running
from liuke.foundation.words import Words

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 on the wall
BOOKED = {"number": "WO-000318", "window": "11月24日 9–11点", "link": "https://liuke.example/my/x/"}


@pytest.fixture(autouse=True)
def contacts():
    known = {"12": Recipient("13812345678", "138****5678"), "13": Recipient("ann@example.com", "a**@example.com", "en")}
    before, agreed = dict(recipients._resolvers), dict(recipients._agreed)
    recipients.register_resolver("contact", lambda reference, channel, at: known.get(reference))
    recipients.register_agreement("contact", lambda reference, purpose: reference == "12")
    yield
    recipients._resolvers.clear()
    recipients._resolvers.update(before)
    recipients._agreed.clear()
    recipients._agreed.update(agreed)


def draft(**more):
    return MessageDraft(
        **{"key": "k", "channel": "sms", "template": "visit_booked", "to": "contact:12", "values": BOOKED, **more}
    )


@pytest.mark.django_db
def test_a_message_goes_out_once_however_often_it_is_posted():
    assert len(actions.post([draft()], at=AT)) == 1
    assert actions.post([draft()], at=AT) == []
    running.run_waiting(AT)
    actions.post([draft()], at=AT + timedelta(hours=1))
    running.run_waiting(AT + timedelta(hours=1))
    kept = RecordedMessage.objects.get()
    assert "liuke.example/my" in kept.text
    assert (kept.address_mask, kept.channel) == ("138****5678", "sms")
    assert "13812345678" not in str(vars(kept)) + str(vars(OutboxMessage.objects.get()))


@pytest.mark.django_db
def test_nothing_is_posted_when_the_act_fails():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.post([draft()], at=AT)
        raise ZeroDivisionError
    assert running.run_waiting(AT) == 0


@pytest.mark.django_db
def test_the_carriers_word_is_kept_as_proof_of_delivery():
    actions.post([draft()], at=AT)
    running.run_waiting(AT)
    number = OutboxMessage.objects.get().carrier_number
    assert actions.confirm(number, at=AT + timedelta(seconds=9), delivered=True)
    assert not actions.confirm("strange", at=AT, delivered=True)
    found = queries.find_message("k")
    assert (found.state, found.delivered_at) == ("delivered", AT + timedelta(seconds=9))
    assert queries.list_messages("contact:12") == [found]


@pytest.mark.django_db
def test_whom_nobody_knows_is_a_failed_message_not_a_broken_job():
    actions.post([draft(to="contact:99"), draft(key="l", to="alien:1")], at=AT)
    assert running.run_waiting(AT) == 2
    assert {one.state for one in OutboxMessage.objects.all()} == {"failed"}


@pytest.mark.django_db
def test_a_message_taken_back_does_not_go_out():
    actions.post([draft(run_at=AT + timedelta(days=1))], at=AT)
    assert running.run_waiting(AT) == 0
    assert actions.withdraw(["k"]) == 1
    running.run_waiting(AT + timedelta(days=2))
    assert not RecordedMessage.objects.exists()


@pytest.mark.django_db
def test_marketing_waits_for_decent_hours_and_service_does_not():
    night = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 22:00 on the wall
    offer = draft(key="m", template="maintenance_offer", values={"product": "热水器", "years": "3"})
    actions.post([draft(), offer], at=night)
    running.run_waiting(night)
    assert queries.find_message("m").state == "waiting"
    assert queries.find_message("k").state == "sent"
    running.run_waiting(night + timedelta(hours=11))
    assert queries.find_message("m").sent_at == night + timedelta(hours=11)


@pytest.mark.django_db
def test_what_goes_beyond_service_goes_to_nobody_who_did_not_agree_to_it():
    offer = {"template": "maintenance_offer", "values": {"product": "热水器", "years": "3"}}
    actions.post([draft(), draft(key="m", to="contact:13", channel="mail", **offer)], at=AT)
    running.run_waiting(AT)
    assert queries.find_message("k").state == "sent"
    told = OutboxMessage.objects.get(key="m")
    assert (told.state, told.reason) == ("failed", "no consent")


def test_a_value_with_braces_comes_out_as_it_is():
    assert rules.fill("{a} {b}", {"a": "{b} {{x}} {% y %} ${z}", "b": "1"}) == "{b} {{x}} {% y %} ${z} 1"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"template": "nothing"}, {"values": {}}, {"values": {**BOOKED, "phone": "1"}}])
def test_a_message_that_does_not_fit_its_template_is_refused_at_once(wrong):
    with pytest.raises(WrongTemplate):
        actions.post([draft(**wrong)], at=AT)


def test_every_template_says_the_same_places_in_both_languages():
    for template in shelf.all_templates().values():
        assert set(rules.PLACE.findall(template.zh)) == set(rules.PLACE.findall(template.en)), template.name
        assert set(rules.PLACE.findall(template.subject_zh)) == set(rules.PLACE.findall(template.subject_en))
        assert template.subject_zh
        assert not template.marketing or "拒收" in template.zh


@pytest.mark.django_db
def test_mail_goes_by_smtp_with_a_number_that_follows_from_its_key(monkeypatch):
    sent = []

    class Server:
        def __init__(self, *args, **kwargs):
            self.fails = not sent

        def __getattr__(self, name):
            return lambda *args, **kwargs: None

        def sendmail(self, sender, to, message, *args, **kwargs):
            sent.append((to, message))
            if len(sent) == 1:
                raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("smtplib.SMTP", Server)
    choice.use("mail", Smtp("smtp+plain://127.0.0.1:2525?from=service@example.com"))
    try:
        actions.post([draft(channel="mail", to="contact:13")], at=AT)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            running.run_waiting(AT)
        assert running.run_waiting(AT) == 1  # the job still stands
    finally:
        choice.use("mail", None)
    numbers = {next(line for line in message.split(b"\n") if line.startswith(b"Message-ID")) for _, message in sent}
    assert len(sent) == 2
    assert len(numbers) == 1
    assert queries.find_message("k").state == "sent"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"ann@example.com": (550, b"ann@example.com unknown")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"ann@example.com": (450, b"ann@example.com greylisted")}), "waiting"),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), "waiting"),
        (smtplib.SMTPDataError(554, b"spam to ann@example.com"), "failed"),
    ],
)
def test_what_a_mail_server_refuses_is_told_without_the_address(monkeypatch, fault, state):
    class Server:
        def __init__(self, *args, **kwargs):
            pass

        def __getattr__(self, name):
            return lambda *args, **kwargs: None

        def sendmail(self, *args, **kwargs):
            raise fault

    monkeypatch.setattr("smtplib.SMTP", Server)
    choice.use("mail", Smtp("smtp+plain://127.0.0.1:2525?from=service@example.com"))
    actions.post([draft(channel="mail", to="contact:13")], at=AT)
    try:
        running.run_waiting(AT)
    except Later as later:
        assert "ann" not in repr(later)
    finally:
        choice.use("mail", None)
    if state == "failed":
        assert "ann" not in queries.find_message("k").reason
    assert queries.find_message("k").state == state


@pytest.mark.django_db
def test_a_notice_reaches_person_role_and_team_and_is_told_once():
    team = Team.objects.create(key="site:S-0001", name="S")
    li, wang = (
        Actor.objects.create(name="Li", roles=["dispatcher"]),
        Actor.objects.create(name="Wang", roles=["site_clerk"]),
    )
    Membership.objects.create(actor=wang, team=team)
    say = Words("请看", "Look")
    drafts = [
        NoticeDraft(key="a", words=say, at=AT, to_actor_id=li.pk),
        NoticeDraft(key="b", words=say, at=AT, to_role="site_clerk", to_team="site:S-0001"),
        NoticeDraft(key="c", words=say, at=AT, to_role="site_clerk", to_team="site:S-0002"),
        NoticeDraft(key="d", words=say, at=AT, to_team="site:S-0001"),
        NoticeDraft(key="e", words=say, at=AT, to_role="dispatcher"),
    ]
    actions.notify(drafts)
    actions.notify(drafts)
    assert queries.count_unread(by=li) == 2
    assert queries.count_unread(by=wang) == 2
    first = queries.list_notices(by=li)[0]
    actions.mark_read(by=li, at=AT, only=[first.id])
    assert [one.is_read for one in queries.list_notices(by=li)] == [True, False]
    actions.mark_read(by=li, at=AT)
    assert queries.count_unread(by=li) == 0
    assert queries.list_notices(by=li, unread_only=True) == []


@pytest.mark.django_db
def test_a_notice_to_nobody_cannot_be():
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.notify([NoticeDraft(key="a", words=Words("x", "x"), at=AT)])
