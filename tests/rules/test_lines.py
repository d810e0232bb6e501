import pytest

from liuke.foundation.faults import Invalid
from liuke.foundation.lines import line


def test_a_line_is_trimmed() -> None:
    assert line("name", " 李娜 ", most=10) == "李娜"
    assert line("name", "  ", most=10, required=False) == ""


@pytest.mark.parametrize("text", ["", "  ", "x" * 11, "a\x00b", "a\nb", "a\u202eb", "\ud800"])
def test_what_cannot_be_stored_as_a_line_is_refused_by_field(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        line("name", text, most=10)
    assert "name" in caught.value.fields
