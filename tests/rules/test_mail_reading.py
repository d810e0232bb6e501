"""A mail is read whatever its sender's program wrote; nothing in it is shown as markup, and what is no mail is told."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from liuke.areas.complaints.rules.mails import NotAMailError, read
from liuke.areas.complaints.rules.markup import words_in
from liuke.foundation.gateways.mailboxes import masked

GBK = base64.b64encode("顾玥镕".encode("gb18030")).decode()


def mail(**more: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "顾先生 <gu.wei@163.com>", "硬盘送修的经过", "<1@163.com>"
    made["Date"] = "Mon, 23 Nov 2026 10:00:00 +0800"
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content("我等了40分钟，没人理。\n要个说法。")
    return made


def test_who_when_about_what_and_in_which_words() -> None:
    made = mail(In_Reply_To="<0@163.com>")
    made.add_alternative("<p>别的</p>", subtype="html")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="照片.png")

    found = read(bytes(made))

    assert (found.sender, found.address, found.subject) == ("顾先生", "gu.wei@163.com", "硬盘送修的经过")
    assert (found.message_id, found.answers, found.text) == (
        "<1@163.com>",
        ("<0@163.com>",),
        "我等了40分钟，没人理。\n要个说法。",
    )
    assert found.sent_at is not None and found.sent_at.isoformat() == "2026-11-23T10:00:00+08:00"
    assert [(one.name, one.data) for one in found.attached] == [("照片.png", b"\x89PNG")]


def test_what_says_gb2312_and_is_more_and_headers_that_nobody_declared() -> None:
    raw = (
        f"From: =?gb2312?B?{GBK}?= <a@b.cn>\r\nSubject: ".encode() + "送修".encode("gbk")
        + b"\r\nContent-Type: text/html; charset=gb2312\r\n\r\n<div>" + "顾玥镕".encode("gb18030") + b"</div>"
    )  # fmt: skip

    found = read(raw)

    assert (found.sender, found.subject, found.text) == ("顾玥镕", "送修", "顾玥镕")


def test_markup_is_read_as_words_only() -> None:
    told = words_in(
        "<head><title>x</title><style>p{}</style></head><p>等了<b>40</b>分钟</p><script>alert(1)</script><br>没人理&lt;b&gt;"
    )

    assert told == "等了40分钟\n没人理<b>"


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"hello\n", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"Subject: from nobody\n\nx", b"From: nobody\n\nx",
        b"From: a@b.c\nContent-Type: multipart/mixed; boundary=x0\n\n"
        + b"".join(b"--x%d\nContent-Type: multipart/mixed; boundary=x%d\n\n" % (n, n + 1) for n in range(3000)),
    ],
)  # fmt: skip
def test_what_is_no_mail_is_told(raw: bytes) -> None:
    with pytest.raises(NotAMailError):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.c\nDate: yesterday\nSubject: =?x-none?Q?=FF=FE?=\nContent-Type: text/plain; charset=none\n\n\xff\xfe\x00x",
        b"From: a@b.c\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: a@b.c\nContent-Type: multipart/mixed\n\nno boundary",
        b"From: a@b.c\nDate: Mon, 99 Foo 99999 99:99:99 +9999\n\nx",
    ],
)
def test_a_broken_mail_is_a_mail_and_its_text_fit_to_be_kept(raw: bytes) -> None:
    found = read(raw)

    assert found.sent_at is None and "\x00" not in found.text
    (found.subject + found.text).encode()


def test_a_case_is_named_in_the_subject_and_an_automatic_answer_is_known() -> None:
    assert read(bytes(mail())).case == ""
    named = mail()
    named.replace_header("Subject", "回复：投诉 cp-000031 的进展")
    assert read(bytes(named)).case == "CP-000031"
    assert not read(bytes(mail(Auto_Submitted="no"))).automatic
    assert read(bytes(mail(Auto_Submitted="auto-replied"))).automatic


def test_a_mask_tells_senders_apart_and_cannot_be_written_to() -> None:
    assert masked("gu.wei@163.com") == "gu***@163.com"
