import time
from types import ModuleType

import pytest

from liuke.cli import check, main, setup
from liuke.cli.serving.processes import Child
from liuke.foundation.faults import Invalid


def test_every_module_of_the_folder_is_a_command_that_tells_what_it_does():
    assert {"serve", "setup", "migrate", "check", "backup", "restore", "worker", "clock", "web"} <= set(main.commands())
    for name in main.commands():
        module = main._load(name)
        assert (module.__doc__ or "").strip(), name
        assert callable(module.run)
        assert callable(module.configure)


def test_checks_are_found_by_listing_their_folder():
    assert {"database", "jobs"} <= set(check.names())


def test_a_wrong_command_is_refused_with_the_list(capsys):
    with pytest.raises(SystemExit) as left:
        main.main(["sevre"])
    assert left.value.code == 2
    assert "serve" in capsys.readouterr().err


def test_a_fault_is_told_in_both_languages_and_not_as_a_trace(capsys):
    module = ModuleType("x")
    module.DJANGO = False

    def run(args):
        raise Invalid.field("file", "文件是空的", "The file is empty.")

    module.run = run
    assert main._run(module, None) == 1
    told = capsys.readouterr().err
    assert "文件是空的" in told
    assert "The file is empty." in told


def test_translations_are_compiled_when_they_are_newer(tmp_path, monkeypatch):
    folder = tmp_path / "x" / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "甲"\n'
    )
    monkeypatch.setattr(setup, "_PACKAGE", tmp_path)
    setup.compile_translations()
    assert "甲".encode() in (folder / "django.mo").read_bytes()
    assert [one.name for one in folder.iterdir() if one.suffix not in {".po", ".mo"}] == []


def test_a_child_that_keeps_dying_is_restarted_with_growing_pauses():
    child = Child("broken", ["false"])
    starts, seen = 0, None
    until = time.monotonic() + 2.2
    while time.monotonic() < until:
        child.tend()
        if child.process and child.process is not seen:
            starts, seen = starts + 1, child.process
        time.sleep(0.02)
    child.end(time.monotonic())
    assert 2 <= starts <= 4
