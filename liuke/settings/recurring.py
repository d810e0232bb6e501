"""All technical schedules. Anything owed to or by a person is a promise instead (design §2)."""

from datetime import timedelta

from liuke.foundation.queue.schedule import Recurring

SCHEDULES = [
    Recurring("sealing", "liuke.kernel.journal.sealing:seal", every=timedelta(seconds=5)),
    Recurring("reaping", "liuke.foundation.queue.reaper:Reaper", every=timedelta(seconds=5), process="worker"),
]
