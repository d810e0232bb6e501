"""The secrets of an installation are made once, whoever asks first."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from liuke.foundation import keys


def test_threads_that_ask_at_once_for_a_new_key_get_the_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIUKE_HOME", str(tmp_path))
    fresh, together = keys.key.__wrapped__, Barrier(8)

    def ask(_n: int) -> bytes:
        together.wait()
        found: bytes = fresh("of-this-test")
        return found

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    (file,) = (tmp_path / "keys").iterdir()
    assert file.name == "of-this-test" and stat.S_IMODE(file.stat().st_mode) == 0o600
