"""CSV: decoded without guessing."""

from dataclasses import replace

import pytest

from records.errors import Invalid
from records.reading.files import read_workbook
from records.reading.limits import DEFAULT


def refused(data, limits=DEFAULT):
    with pytest.raises(Invalid) as caught:
        read_workbook(data, limits)
    assert "Traceback" not in caught.value.message
    assert "/" not in caught.value.message
    return caught.value.code.removeprefix("file:")


def values(data, limits=DEFAULT):
    return [[cell.value for cell in row] for row in read_workbook(data, limits).sheets[0].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding(encoding):
    data = "机构代码,名称\r\nA1,临江镇卫生院\r\n".encode(encoding)
    workbook = read_workbook(data)
    assert workbook.kind == "csv"
    assert values(data) == [["机构代码", "名称"], ["A1", "临江镇卫生院"]]


def test_csv_with_tabs_and_quotes():
    assert values("代码\t名称\nA,1\tB\n".encode()) == [["代码", "名称"], ["A,1", "B"]]
    assert values('代码,名称\n1,"a\n""b"""\n'.encode()) == [["代码", "名称"], ["1", 'a\n"b"']]


def test_csv_rows_and_columns_at_n_and_one_more():
    limits = replace(DEFAULT, rows=3, columns=2)
    assert len(values(b"a,b\n1,2\n3,4\n\n\n", limits)) == 3
    assert refused(b"a,b\n1,2\n3,4\n5,6\n", limits) == "rows"
    assert refused(b"a,b,c\n", limits) == "columns"
    assert values(b"a,b,,\n", limits)
