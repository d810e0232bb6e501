"""Child processes that are kept alive: restarted with growing pauses, stopped together."""

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_log = logging.getLogger(__name__)
_LONGEST_PAUSE = 10.0
_SETTLED = 30.0  # seconds after which an earlier failure is forgotten
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to end this process when its supervisor is killed; elsewhere do nothing."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        return


@dataclass
class Child:
    """One process in a group of its own, so that what it leaves behind can be ended with it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0

    def tend(self) -> None:
        """Start it when it does not run and its pause is over."""
        if self.process and self.process.poll() is not None:
            self._bury(self.process)
        if self.process is None and time.monotonic() >= self.not_before:
            environment = {**os.environ, **self.environment}
            self.process = subprocess.Popen(self.command, env=environment, start_new_session=True)
            self.started = time.monotonic()

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self, until: float) -> None:
        """Wait for it, then kill what is left of its group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _log.warning("%s did not stop in time and is killed", self.name)
        _kill_group(self.process.pid)
        self.process.wait()

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        _kill_group(process.pid)
        self.failures = 1 if time.monotonic() - self.started > _SETTLED else self.failures + 1
        pause = min(_LONGEST_PAUSE, 0.25 * 2**self.failures)
        _log.error("%s ended with code %s; again in %.1f s", self.name, process.returncode, pause)
        self.process, self.not_before = None, time.monotonic() + pause


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
