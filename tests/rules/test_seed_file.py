import tomllib

import pytest

from liuke.foundation.dated.seed import read
from liuke.foundation.faults import Invalid

GOOD = """
table = "guarantee"
source = "三包规定"
[[value]]
key = "air_conditioner"
value = { months = 72 }
from = 2023-01-01
"""


def test_a_seed_file_is_read_with_its_source() -> None:
    (row,) = read(tomllib.loads(GOOD))
    assert (row.table, row.key, row.value, row.source) == ("guarantee", "air_conditioner", {"months": 72}, "三包规定")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (GOOD.replace('source = "三包规定"', ""), "source"),
        (GOOD.replace("from = 2023-01-01", ""), "from"),
        (GOOD.replace("2023-01-01", "2023-01-01T00:00:00"), "dates"),
        (GOOD + "until = 2022-01-01", "before"),
        (GOOD + "untill = 2022-01-01", "untill"),
        (GOOD.replace("{ months = 72 }", "2023-01-01"), "text"),
    ],
)
def test_a_wrong_row_is_named_with_its_reason(wrong: str, why: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(tomllib.loads(wrong))
    assert why in caught.value.fields["value.1"].en


def test_a_seed_file_without_a_table_is_refused() -> None:
    with pytest.raises(Invalid):
        read(tomllib.loads(GOOD.replace('table = "guarantee"', "")))
