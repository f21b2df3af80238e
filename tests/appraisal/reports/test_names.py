"""Names of files: readable, and harmless wherever they are unpacked."""

import pytest

from appraisal.models import Publication, Result
from appraisal.reports import names
from centres.models import Centre, Region


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("青石镇卫生院", "青石镇卫生院"),
        ("买买提·艾力", "买买提·艾力"),
        ("㛃𠅤", "㛃𠅤"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a\\b:c*d?e"f<g>h|i', "a_b_c_d_e_f_g_h_i"),
        ("a\x00b\nc", "a_b_c"),
        ("甲\u202e乙\u200b丙", "甲_乙_丙"),
        (" . ", "_"),
        ("长" * 90, "长" * 60),
    ],
)
def test_parts_of_names_are_safe(name: str, expected: str) -> None:
    assert names.safe(name) == expected


def test_each_document_has_its_name() -> None:
    publication = Publication(county=Region(name="临江县"), kind="year", year=2026)
    result = Result(publication=publication, centre=Centre(code="LJ001", name="青石镇卫生院"))
    assert names.notice_name(result) == "LJ001_青石镇卫生院_通知书.pdf"
    assert names.report_name(result) == "LJ001_青石镇卫生院_考核报告.pdf"
    assert names.summary_name(publication) == "临江县_2026年度_考核结果汇总.pdf"
    assert names.bundle_name(publication) == "临江县_2026年度_通知书和考核报告.zip"
    assert names.export_name(publication, "csv") == "临江县_2026年度_考核结果.csv"
