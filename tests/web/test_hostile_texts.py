"""Whatever is typed or pasted in: it is taken in or refused with words, shown as text, and hides no forbidden wording."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.complaints.models import Complaint, Letter
from liuke.foundation import clock
from tests.given import care
from tests.given.care import World
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=clock.LOCAL)
SEEN = "<x-evil onclick=alert(1)>"
FORBIDDEN = "公司就是这样规定的"
MARKUP = f"{SEEN}等了</x-evil>\"></textarea>{SEEN}'-->]]></style></script><svg/onload=alert(1)>{SEEN}"
CODE = (
    f"{{{{ request.user }}}}{{% load x %}}{{# #}}${{7*7}}<%= 7 %>' or 1=1; drop table x; --../../etc/passwd\\..{SEEN}"
)
TURNED = (
    "\u202e\u2066等了四十分钟\u2069\u202c\u200b\u200c\u200d\ufeff\u2060\u2028\u2029\u3000\u00a0"
    + "等\u0300\u0489\u20dd" * 40
)
STRANGE = "等\x1b[31m\x07\x08\ufffe\uffff\U000e0041👩‍👩‍👧‍👦🏴‍☠️ﷺ𒐫﷽\r\n\r\n\tBcc: a@b.c"
HUGE, NOUGHT, BLANK = f"{SEEN}等" * 60, "等了\x00四十分钟", " \u3000\u00a0\u2028"
TAKEN = (MARKUP, CODE, TURNED, STRANGE, HUGE)
REFUSED = (NOUGHT, BLANK)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return care.world(NOW - timedelta(hours=3))


def test_hostile_words_of_a_complaint_break_no_page(world: World) -> None:
    """Taken in as name, words and wish: the case, the likely repeats and the inbox show them as text."""
    browser = as_(world.cast.complaint_officer)
    for text in (*TAKEN, *REFUSED):
        answer = posted(
            browser, "/complaints/new/", who=text[:40], words=text, wants=text[:100], source="site", act="take"
        )
        assert answer.status_code == (302 if text in TAKEN else 422), text[:40]
        page = browser.get(answer["Location"]) if text in TAKEN else answer
        assert page.status_code in (200, 422)
        assert "<x-evil" not in page.content.decode(), text[:40]
    repeats = browser.get("/complaints/repeats/", {"words": MARKUP})
    assert (repeats.status_code, Complaint.objects.count()) == (200, len(TAKEN))
    assert "<x-evil" not in browser.get("/complaints/").content.decode()


def test_hostile_words_of_an_answer_break_no_page_and_hide_nothing(world: World) -> None:
    """In a letter: the check while it is typed finds what is forbidden, and sending is refused with what was typed."""
    browser = as_(world.cast.complaint_officer)
    posted(browser, "/complaints/new/", who="老周", words="在大厅等了四十分钟", source="site", act="take")
    url = f"/complaints/{Complaint.objects.get().number}/"
    posted(browser, url, act="write", letter="acknowledgement", language="zh")
    letter = Letter.objects.get()
    for text in TAKEN:
        answered = f"{text}。{FORBIDDEN}"
        told = browser.post("/words/check/", {"text": answered, "field": "reason"})
        assert "is-wrong" in told.content.decode(), text[:40]
        assert "<x-evil" not in told.content.decode(), text[:40]
    sent = {"act": "send", "letter": str(letter.pk), f"text_{letter.pk}": f"{MARKUP}。{FORBIDDEN}", "via": "post"}
    refused = posted(browser, url, **sent)
    assert (refused.status_code, "<x-evil" in refused.content.decode()) == (422, False)
    assert not Letter.objects.exclude(sent_at=None).exists()
    assert browser.post("/words/check/", {"text": NOUGHT}).status_code == 422
