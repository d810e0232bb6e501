from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate, get_user
from django.contrib.auth import login as start_session
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from liuke.foundation.audit.models import AuditRow
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.identity import actions, queries, sign_in
from liuke.foundation.identity.models import Actor, ApiToken, SignInFailure

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
PASSWORD = "correct horse battery"
HOME = "203.0.113.7"


@pytest.fixture
def admin() -> Actor:
    return queries.system_actor("job", "set-up")


@pytest.fixture
def li(admin: Actor) -> Actor:
    actions.add_team("hotline", "热线", by=admin, at=NOW)
    return _person(admin, "li.na", "李娜", roles=["agent"], teams=["hotline"])


def _person(by: Actor, username: str, name: str, **more: object) -> Actor:
    return actions.add_person(username=username, name=name, password=PASSWORD, by=by, at=NOW, **more)  # type: ignore[arg-type]


def _try(password: str, at: datetime, username: str = "li.na", address: str = HOME) -> str:
    try:
        sign_in.sign_in(username=username, password=password, address=address, at=at)
    except Forbidden as refusal:
        return refusal.code
    return "in"


def test_a_person_signs_in_with_the_right_password_however_the_name_is_typed(li: Actor) -> None:
    assert sign_in.sign_in(username=" LI.NA ", password=PASSWORD, address=HOME, at=NOW) == li
    assert AuditRow.objects.filter(act="identity.signed_in", by=li).count() == 1


def test_django_finds_the_person_through_the_backend(li: Actor) -> None:
    assert authenticate(None, username="li.na", password=PASSWORD, address=HOME, at=NOW) == li
    assert authenticate(None, username="li.na", password="wrong", address=HOME, at=NOW) is None


def test_an_unknown_name_is_answered_and_worked_for_like_a_wrong_password(
    li: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(sign_in, "make_password", hashed.append)
    assert _try("wrong", NOW, username="nobody") == _try("wrong", NOW) == "sign-in"
    assert hashed == ["wrong"]


def test_unknown_names_are_locked_as_known_ones_are(li: Actor) -> None:
    for username in ("li.na", "nobody"):
        assert [_try("wrong", NOW + n * MINUTE, username) for n in range(6)] == ["sign-in"] * 5 + ["locked"]


def test_after_five_failures_even_the_right_password_waits_a_quarter_of_an_hour(li: Actor) -> None:
    for n in range(5):
        assert _try("wrong", NOW + n * MINUTE) == "sign-in"
    assert _try(PASSWORD, NOW + 5 * MINUTE) == "locked"
    assert _try(PASSWORD, NOW + 18 * MINUTE) == "locked"
    assert _try(PASSWORD, NOW + 19 * MINUTE) == "in"


def test_a_lock_on_one_network_leaves_the_person_free_on_another(li: Actor) -> None:
    for _ in range(5):
        _try("wrong", NOW, address="198.51.100.1")
    assert _try(PASSWORD, NOW, address="198.51.100.9") == "locked"
    assert _try(PASSWORD, NOW, address=HOME) == "in"


def test_twenty_failures_from_everywhere_lock_the_account_and_are_noted_once(li: Actor) -> None:
    for n in range(25):
        _try("wrong", NOW, address=f"198.51.{n}.1")
    assert _try(PASSWORD, NOW, address=HOME) == "locked"
    assert AuditRow.objects.filter(act="identity.account_locked", subject=f"person:{li.pk}").count() == 1


def test_signing_in_clears_the_failures_and_an_administrator_may_unlock(li: Actor, admin: Actor) -> None:
    for _ in range(4):
        _try("wrong", NOW)
    assert _try(PASSWORD, NOW) == "in"
    assert _try("wrong", NOW) == "sign-in"
    for _ in range(5):
        _try("wrong", NOW)
    sign_in.unlock(li, by=admin, at=NOW)
    assert _try(PASSWORD, NOW) == "in"


def test_what_was_typed_as_a_name_is_never_stored(li: Actor) -> None:
    _try("x", NOW, username="my secret password")
    _try("x\x00" * 9999, NOW, username="li\x00na\ud800")
    assert not any("secret" in row.account for row in SignInFailure.objects.all())
    assert "secret" not in str(list(AuditRow.objects.values_list("subject", "detail")))


def test_a_leaver_is_out_at_once_with_his_sessions_and_tokens(li: Actor, admin: Actor) -> None:
    made = actions.make_token(name="报表", scopes=["read"], expires_at=NOW + HOUR, owner=li, by=admin, at=NOW)
    request = _session_of(li)
    assert get_user(request) == li
    actions.leave(li, by=admin, at=NOW)
    assert _try(PASSWORD, NOW) == "sign-in"
    assert not get_user(request).is_authenticated
    assert queries.find_token(made.clear, at=NOW) is None
    actions.come_back(li, by=admin, at=NOW + HOUR)
    assert not get_user(request).is_authenticated  # the old session stays dead
    with pytest.raises(Refused):
        actions.leave(li, by=admin, at=NOW) or actions.leave(li, by=admin, at=NOW)


def test_a_changed_password_ends_other_sessions_and_needs_the_old_one(li: Actor) -> None:
    request = _session_of(li)
    with pytest.raises(Invalid) as caught:
        actions.change_password(li, "another long one", by=li, at=NOW, old_password="no")
    assert "old_password" in caught.value.fields
    actions.change_password(li, "another long one", by=li, at=NOW, old_password=PASSWORD)
    assert not get_user(request).is_authenticated
    assert _try("another long one", NOW) == "in"


def test_a_weak_password_is_refused_in_both_languages(admin: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        actions.add_person(username="wang", name="王", password="12345", by=admin, at=NOW)
    words = caught.value.fields["password"]
    assert "10" in words.en and words.zh != words.en


def test_names_are_unique_and_wrong_input_is_named_by_field(li: Actor, admin: Actor) -> None:
    for field, more in (
        ("username", {"username": "LI.NA"}),
        ("username", {"username": "李娜"}),
        ("name", {"name": " "}),
        ("roles", {"roles": ["king"]}),
    ):
        with pytest.raises(Invalid) as caught:
            actions.add_person(**{"username": "x1", "name": "某", "by": admin, "at": NOW, **more})  # type: ignore[arg-type]
        assert field in caught.value.fields


def test_only_administrators_take_people_on(li: Actor) -> None:
    with pytest.raises(Forbidden):
        _person(li, "friend", "朋友")
    with pytest.raises(Forbidden):
        actions.make_token(name="t", scopes=[], expires_at=NOW + HOUR, by=li, at=NOW)


def test_absence_is_arranged_by_oneself_or_the_lead_but_not_by_a_colleague(li: Actor, admin: Actor) -> None:
    lead = _person(admin, "lead", "班长", leads=["hotline"])
    colleague = _person(admin, "colleague", "同事", teams=["hotline"])
    for by in (li, lead, admin):
        actions.set_absence(li, away_from=NOW, away_until=NOW + HOUR, by=by, at=NOW)
    with pytest.raises(Forbidden):
        actions.set_absence(li, away_from=None, away_until=None, by=colleague, at=NOW)
    with pytest.raises(Invalid):
        actions.set_absence(li, away_from=NOW, away_until=NOW, by=li, at=NOW)


def test_the_deputy_stands_in_while_one_is_away(li: Actor, admin: Actor) -> None:
    wang, chen = _person(admin, "wang", "王"), _person(admin, "chen", "陈")
    actions.set_deputy(li, wang, by=li, at=NOW)
    assert queries.stand_in(li, NOW) == li
    actions.set_absence(li, away_from=NOW, away_until=NOW + HOUR, by=li, at=NOW)
    assert queries.stand_in(li, NOW) == wang
    assert queries.stand_in(li, NOW + HOUR) == li
    actions.set_deputy(wang, chen, by=wang, at=NOW)
    actions.set_absence(wang, away_from=NOW, away_until=NOW + HOUR, by=wang, at=NOW)
    assert queries.stand_in(li, NOW) == chen


def test_a_circle_of_deputies_and_a_deputy_who_left_leave_it_with_oneself(li: Actor, admin: Actor) -> None:
    wang = _person(admin, "wang", "王")
    for one, other in ((li, wang), (wang, li)):
        actions.set_deputy(one, other, by=admin, at=NOW)
        actions.set_absence(one, away_from=NOW, away_until=NOW + HOUR, by=admin, at=NOW)
    assert queries.stand_in(li, NOW) == li
    actions.leave(wang, by=admin, at=NOW)
    assert queries.stand_in(li, NOW) == li
    assert queries.stand_in(wang, NOW) is None
    with pytest.raises(Invalid):
        actions.set_deputy(li, wang, by=li, at=NOW)


def test_stand_ins_of_many_are_found_in_few_reads(li: Actor, admin: Actor, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    wang = _person(admin, "wang", "王")
    away = [_person(admin, f"p{n}", f"人{n}") for n in range(5)]
    for person in away:
        person.deputy, person.away_from, person.away_until = wang, NOW, NOW + HOUR
        person.save()
    people = [*Actor.objects.filter(pk__in=[p.pk for p in away]), li]
    with django_assert_max_num_queries(1):
        found = queries.stand_ins(people, NOW)
    assert {found[p.pk] for p in away} == {wang}
    assert found[li.pk] == li


def test_teams_list_their_people_and_leads_without_leavers(li: Actor, admin: Actor) -> None:
    lead = _person(admin, "lead", "班长", roles=["hotline_lead"], leads=["hotline"])
    gone = _person(admin, "gone", "走", roles=["agent"], teams=["hotline"])
    actions.leave(gone, by=admin, at=NOW)
    assert queries.list_team("hotline") == sorted([li, lead], key=lambda p: p.name)
    assert queries.team_leads("hotline") == [lead]
    assert queries.people_with_role("agent") == queries.people_with_role("agent", "hotline") == [li]
    assert queries.people_with_role("agent", "elsewhere") == []
    with pytest.raises(Missing):
        queries.get_team("elsewhere")


def test_a_token_is_shown_once_kept_hashed_and_ends_by_time_or_by_hand(li: Actor, admin: Actor) -> None:
    made = actions.make_token(
        name="ERP", scopes=["orders", "backdate"], expires_at=NOW + HOUR, owner=li, by=admin, at=NOW, teams=["hotline"]
    )
    found = queries.find_token(made.clear, at=NOW)
    assert found == made.actor and found.kind == "token" and found.scopes == ["backdate", "orders"]
    assert _stored(found) == _stored(queries.get_actor(found.pk)) and not found._state.adding
    token = ApiToken.objects.get()
    assert made.clear not in str(vars(token))
    assert queries.find_token(made.clear, at=NOW + HOUR) is None
    assert queries.find_token(made.clear + "x", at=NOW) is None
    assert queries.find_token("\ud800\x00", at=NOW) is None
    actions.revoke_token(token.pk, by=li, at=NOW)
    assert queries.find_token(made.clear, at=NOW) is None
    with pytest.raises(Invalid):
        actions.make_token(name="ever", scopes=[], expires_at=NOW + 9999 * HOUR, by=admin, at=NOW)


def test_the_system_acts_under_one_name_each(admin: Actor) -> None:
    assert queries.system_actor("job", "set-up") == admin
    assert queries.system_actor("loop", "set-up") != admin
    with pytest.raises(ValueError):
        queries.system_actor("person", "ghost")


def test_changed_roles_end_the_sessions(li: Actor, admin: Actor) -> None:
    request = _session_of(li)
    actions.change_roles(li, roles=["dispatcher"], by=admin, at=NOW)
    assert not get_user(request).is_authenticated
    assert queries.people_with_role("dispatcher") == [li]


def _session_of(person: Actor) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()  # type: ignore[assignment]
    start_session(request, person, backend="liuke.foundation.identity.backend.StaffBackend")
    return request


def test_hostile_names_are_refused_and_languages_are_two(li: Actor, admin: Actor) -> None:
    for name in ("a\x00b", "x" * 81):
        with pytest.raises(Invalid):
            actions.add_person(username="hostile", name=name, by=admin, at=NOW)
    with pytest.raises(Invalid):
        actions.change_language(li, "tlh")
    actions.change_language(li, "en")
    assert queries.find_person(" LI.NA\x00 ") == li


def test_only_a_lead_or_an_administrator_unlocks(li: Actor, admin: Actor) -> None:
    other = _person(admin, "other", "别人")
    with pytest.raises(Forbidden):
        sign_in.unlock(li, by=other, at=NOW)


def test_a_room_gives_site_roles_in_its_own_teams_but_never_rights_of_the_centre(li: Actor, admin: Actor) -> None:
    for key in ("site:S-0001", "site:S-0002"):
        actions.add_team(key, key, by=li, at=NOW, calendar_key=key)
        actions.join_team(li, key, role="technician", lead=True, by=li, at=NOW)
    li.refresh_from_db()
    assert li.roles == ["agent", "technician"]
    assert queries.teams_of(li) == {"hotline", "site:S-0001", "site:S-0002"}
    actions.leave_team(li, "site:S-0001", role="technician", by=li, at=NOW)
    assert li.has_role("technician")
    actions.leave_team(li, "site:S-0002", role="technician", by=li, at=NOW)
    assert queries.teams_of(li) == {"hotline"}
    assert li.roles == ["agent"]
    for key, role in (("site:S-0001", "administrator"), ("hotline", "technician")):
        with pytest.raises(Forbidden):
            actions.join_team(li, key, role=role, by=li, at=NOW)
    with pytest.raises(Forbidden):
        actions.add_team("board", "董事会", by=li, at=NOW)


def _stored(actor: Actor) -> dict[str, object]:
    return {field.attname: getattr(actor, field.attname) for field in Actor._meta.concrete_fields}
