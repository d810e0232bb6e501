import pytest

from liuke.foundation.faults import Invalid
from liuke.foundation.lines import is_blank, line, words
from liuke.foundation.words import Words


def test_a_line_is_trimmed() -> None:
    assert line("name", " 李娜 ", most=10) == "李娜"
    assert line("name", "  ", most=10, required=False) == ""


@pytest.mark.parametrize("text", ["", "  ", "x" * 11, "a\x00b", "a\nb", "a\u202eb", "\ud800"])
def test_what_cannot_be_stored_as_a_line_is_refused_by_field(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        line("name", text, most=10)
    assert "name" in caught.value.fields


UNSEEN = (
    "",
    " \n\t\u3000",
    "\u200b",
    "\u200b \u2060\ufeff",
    "\u3164",
    "\u115f\u1160",
    "\u2800",
    "\u00ad\u200d",
    "\u202e\u202c",
    "\ufe0f",
    "\U000e0020",
)


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_can_see_is_nothing(text: str) -> None:
    assert is_blank(text)
    assert words("note", text, most=10) == "" == line("name", text, most=10, required=False)
    for read in (
        lambda: words("note", text, most=10, missing=Words("请写明原因", "Say why")),
        lambda: line("note", text, most=10),
    ):
        with pytest.raises(Invalid) as caught:
            read()
        assert set(caught.value.fields) == {"note"}


@pytest.mark.parametrize("text", ["。", "0", "\u200b好", "👨\u200d👩", "é", "\u0301"])
def test_one_sign_to_be_seen_is_enough(text: str) -> None:
    assert not is_blank(text)


def test_words_may_run_over_lines_and_may_be_left_out_unless_said_otherwise() -> None:
    assert words("note", " 第一行\n第二行 ", most=10) == "第一行\n第二行"
    assert words("note", " ", most=10) == ""


@pytest.mark.parametrize(("text", "told"), [("x" * 11, "最多 10 个字"), (" ", "请写明原因")])
def test_words_that_are_endless_or_missing_are_refused_by_field(text: str, told: str) -> None:
    with pytest.raises(Invalid) as caught:
        words("note", text, most=10, missing=Words("请写明原因", "Say why"))
    assert caught.value.fields["note"].zh == told
