"""The stand-in for tests, the demo and channels without a carrier: keeps what it would send, the address masked."""

from liuke.foundation.gateways.drivers.envelope import Envelope
from liuke.foundation.gateways.models import RecordedMessage


class Recording:
    name = "recording"

    def send(self, envelope: Envelope) -> str:
        """Keep it, in the transaction that marks it sent."""
        kept = RecordedMessage.objects.create(
            key=envelope.key,
            channel=envelope.channel,
            address_mask=envelope.mask,
            subject=envelope.subject[:200],
            text=envelope.text.replace(envelope.address, envelope.mask),
            at=envelope.at,
            enclosed=[one.name[:200] for one in envelope.enclosed],
        )
        return f"recorded-{kept.pk}"
