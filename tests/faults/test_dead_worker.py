import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from liuke.foundation.queue import actions, register

pytestmark = pytest.mark.faults


@contextmanager
def worker(database):
    """A real worker process with its reaper."""
    process = subprocess.Popen([sys.executable, "-m", "tests.faults.workshop"], env=database.environment())
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(path, seconds):
    until = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < until, f"{path.name} did not come in {seconds} s"
        time.sleep(0.1)


def test_a_killed_workers_job_and_those_behind_its_lock_are_done_within_a_minute(fresh_database, tmp_path):
    for name in ("tests.slow", "tests.after"):
        register.job(name)(lambda *, marks: None)
    actions.defer("tests.slow", lock="order-1", key="slow", marks=str(tmp_path))
    actions.defer("tests.after", lock="order-1", marks=str(tmp_path))
    with worker(fresh_database) as first:
        wait_for(tmp_path / "slow", 20)
        os.kill(first.pid, signal.SIGKILL)
        killed = time.monotonic()
        with worker(fresh_database):
            wait_for(tmp_path / "after", 60)
    assert time.monotonic() - killed <= 60
    assert (tmp_path / "done").exists()
    assert (tmp_path / "slow").read_text() == "began\nbegan\n"
