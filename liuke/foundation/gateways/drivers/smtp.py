"""Mail by SMTP with checked certificates. The Message-ID follows from the key, so that a repeat is known as one."""

import hashlib
import smtplib
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from liuke.foundation.gateways.drivers.envelope import Envelope, Later, Refused

_PATIENCE = 10


class Smtp:
    """Made from `smtp://user:password@host:587?from=service@example.com` (STARTTLS), `smtps://` (TLS from the start)
    or `smtp+plain://` (no TLS: a relay on this machine)."""

    name = "smtp"

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._sender = parse_qs(parts.query).get("from", [f"liuke@{parts.hostname}"])[0]
        ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
        self._backend = EmailBackend(
            host=parts.hostname,
            port=parts.port or ports[parts.scheme],
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_tls=parts.scheme == "smtp",
            use_ssl=parts.scheme == "smtps",
            timeout=_PATIENCE,
        )

    def send(self, envelope: Envelope) -> str:
        """Hand it to the server; answers the Message-ID."""
        domain = self._sender.rpartition("@")[2].rstrip(">")
        number = f"<{hashlib.sha256(envelope.key.encode()).hexdigest()[:32]}@{domain}>"
        mail = EmailMessage(
            envelope.subject,
            envelope.text,
            self._sender,
            [envelope.address],
            headers={"Message-ID": number, "Auto-Submitted": "auto-generated"},
            connection=self._backend,
        )
        for one in envelope.enclosed:
            mail.attach(one.name, one.data, one.media)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            raise _fault(max(code for code, _ in refused.recipients.values())) from None
        except smtplib.SMTPSenderRefused as refused:
            raise Later(f"smtp {refused.smtp_code}: our sender was not taken") from None
        except smtplib.SMTPResponseException as refused:
            raise _fault(refused.smtp_code) from None
        return number


def _fault(code: int) -> Exception:
    """By its code alone: the server's words name the address. 530 to 538 are about our sign-in."""
    about_this_mail = 500 <= code < 600 and not 530 <= code <= 538
    return (Refused if about_this_mail else Later)(f"smtp {code}: not taken")
