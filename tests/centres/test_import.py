"""Centres from a workbook: every fault at its cell, old → new, all or nothing, the same again no change."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from centres.importer import MOST_ROWS, CentreImporter
from centres.models import Centre, CentreAlias, Region, User
from centres.sheets import workbook
from records import audit, imports
from records.errors import Conflict, Invalid
from records.models import AuditEntry
from tests.factories import CentreFactory
from tests.harness.worlds import kept
from tests.records.books import book

IMPORTER = CentreImporter()
HEAD = [
    "机构代码",
    "名称",
    "类别",
    "编制数",
    "在岗职工数",
    "服务人口",
    "启用日期",
    "停用日期",
    "并入机构代码",
]


@pytest.fixture
def clerk(person: Callable[..., User]) -> User:
    return person("clerk")


@kept
def town(county: Region) -> Centre:
    return CentreFactory(county=county, code="A01", name="东乡镇卫生院", population=1000, staffing_quota=10)


def context(county: Region) -> imports.Context:
    return imports.Context(county.code, {"county": county.code})


def examined(county: Region, *rows: list[Any], head: list[str] | None = None) -> imports.Examined:
    return imports.examine(IMPORTER, book([head or HEAD, *rows]), context(county))


def load(county: Region, clerk: User, data: bytes) -> imports.Diff:
    staged = imports.stage(IMPORTER, data, clerk, context(county), file_name="名录.xlsx")
    assert staged.problems == []
    imports.confirm(staged.key, clerk)
    return staged.diff


def faults(county: Region, *rows: list[Any], head: list[str] | None = None) -> list[tuple[str, str]]:
    """(cell, message) of every problem."""
    problems = examined(county, *rows, head=head).reading.problems
    return [(f"{one.column}{one.row}", str(one.message)) for one in problems]


def test_new_centres_are_made(county: Region, clerk: User) -> None:
    row = ["B01", "西山中心卫生院", "中心卫生院", 30, 28, 20000, date(2020, 1, 1), None, None]
    diff = load(county, clerk, book([HEAD, row]))
    made = Centre.objects.get(code="B01")
    assert (made.county, made.kind, made.population, made.opened_on) == (
        county,
        "central",
        20000,
        date(2020, 1, 1),
    )
    assert (diff["new"], diff["changed"], diff["lines"][0]["kind"]) == (1, 0, "new")


def test_a_known_one_is_changed_where_the_row_says_so(county: Region, clerk: User, town: Centre) -> None:
    diff = load(
        county, clerk, book([HEAD, ["A01", "东乡镇中心卫生院", None, None, 12, 1200, None, None, None]])
    )
    town.refresh_from_db()
    assert (town.name, town.staffing_quota, town.staff_count, town.population, town.version) == (
        "东乡镇中心卫生院",
        10,
        12,
        1200,
        2,
    )
    lines = [(line["name"], line["old"], line["new"]) for line in diff["lines"]]
    assert lines == [
        ("名称", "东乡镇卫生院", "东乡镇中心卫生院"),
        ("在岗职工数", "0", "12"),
        ("服务人口", "1000", "1200"),
    ]
    assert ["服务人口", "21,000 → 21,200"] in diff["sums"]


def test_the_same_again_is_no_change(county: Region, clerk: User, town: Centre) -> None:
    data = book([HEAD, ["A01", "东乡镇卫生院", "一般", 10, 12, 1200, "2020/1/1", None, None]])
    load(county, clerk, data)
    rows = AuditEntry.objects.filter(object_type="centres.centre").count()
    diff = load(county, clerk, data)
    assert (diff["new"], diff["changed"], diff["unchanged"], diff["lines"]) == (0, 0, 1, [])
    assert AuditEntry.objects.filter(object_type="centres.centre").count() == rows


def test_what_is_exported_reads_back_as_no_change(county: Region, town: Centre) -> None:
    CentreFactory(
        county=county, code="A02", name="旧院", kind="central", opened_on=date(1990, 5, 1), closed_on=date(2025, 1, 1),
        merged_into=town, bank_name="农商行", bank_account_name="旧院", bank_account="00620012345678901234",
    )  # fmt: skip
    data = workbook(Centre.objects.filter(county=county))
    found = imports.examine(IMPORTER, data, context(county))
    assert (list(found.reading.problems), found.diff.lines, found.diff.unchanged) == ([], [], 2)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("a01", "别的写法不要紧"),
        (" Ａ０１ ", None),
        (None, "东乡镇 卫生院"),
        (None, "东乡院"),
        ("A01", "东乡院"),
    ],
)
def test_found_by_code_then_name_then_alias(county: Region, town: Centre, code: str, name: str) -> None:
    CentreAlias.objects.create(centre=town, county=county, name="东乡院")
    found = examined(county, [code, name, None, 11])
    assert list(found.reading.problems) == []
    assert [row["code"] for row in found.reading.rows] == ["A01"]
    assert ("编制数", "10", "11") in [(line.name, line.old, line.new) for line in found.diff.lines]
    assert found.diff.new == 0


def test_an_unknown_name_is_asked_about_and_never_made(county: Region, town: Centre) -> None:
    [(cell, message)] = faults(county, [None, "東鄉镇卫生院"])
    assert cell == "B2"
    assert "是否指 东乡镇卫生院？" in message
    assert "新增" in message


def test_a_new_one_with_a_name_like_a_known_one_is_mentioned(county: Region, town: Centre) -> None:
    notes = examined(county, ["B01", "东乡中心卫生院"], ["B02", "西山乡卫生院"]).reading.notes
    assert len([note for note in notes if "是否指 东乡镇卫生院（A01）？" in note]) == 1


def test_every_fault_has_its_cell(county: Region, town: Centre, foreign: Centre) -> None:
    found = faults(
        county,
        [None, None, None, None],  # passed over: an empty row
        [None, None, "中心"],
        ["B01", None],
        ["B02", "东乡镇卫生院"],
        [foreign.code, "外县院"],
        ["B", "短码院"],
        ["B04", "数院", "大院", "3.5", "三", "-1"],
        ["B05", "日院", None, None, None, None, "2026-02-30", 45000],
        ["B06", "反院", None, None, None, None, "2026-01-01", "2025-01-01"],
        ["B07", "并院", None, None, None, None, None, "2026-01-01", "ZZZ"],
        ["B08", "并院二", None, None, None, None, None, None, "A01"],
        ["A01", None, None, None, None, None, None, "2026-01-01", "A01"],
    )
    assert [cell for cell, _message in found] == [
        *("B3", "B4", "A5", "A6", "C8", "D8", "E8", "F8", "G9", "H9"),
        *("A7", "H10", "I11", "H12", "I13"),
    ]


def test_one_fault_lets_nothing_in(county: Region, clerk: User, town: Centre) -> None:
    data = book([HEAD, ["A01", "东乡镇卫生院", None, 99], ["B01", "新院"], ["B02", None]])
    staged = imports.stage(IMPORTER, data, clerk, context(county), file_name="名录.xlsx")
    assert (staged.state, staged.problem_count) == ("faulty", 1)
    with pytest.raises(Conflict):
        imports.confirm(staged.key, clerk)
    assert list(Centre.objects.filter(county=county, name__in=["新院"])) == []
    town.refresh_from_db()
    assert town.staffing_quota == 10


def test_the_same_centre_twice_is_refused(county: Region, town: Centre) -> None:
    rows = [["A01", None, None, 1], [None, "东乡镇卫生院", None, 2], ["B01", "甲院"], ["B02", "甲 院"]]
    cells = [cell for cell, _message in faults(county, *rows)]
    assert cells == ["A2", "A3", "B2", "B3", "B4", "B5"]


def test_a_name_of_another_centre_is_refused(county: Region, town: Centre) -> None:
    CentreFactory(county=county, code="A02", name="西乡镇卫生院")
    [(cell, message)] = faults(county, ["A02", "东乡镇卫生院"])
    assert cell == "B2"
    assert "A01" in message


def test_an_account_typed_as_a_long_number_is_refused(county: Region, town: Centre) -> None:
    head = ["机构代码", "名称", "银行账号"]
    [(cell, message)] = faults(county, ["A01", None, 6222000011112222333], head=head)
    assert cell == "C2"
    assert "文本格式" in message
    assert faults(county, ["A01", None, "6222 0000 1111 2222 333"], head=head) == []


def test_an_account_shows_masked_in_the_preview(county: Region, town: Centre) -> None:
    head = ["机构代码", "名称", "银行账号"]
    [line] = examined(county, ["A01", None, "6222000011112222"], head=head).diff.lines
    assert line.new.startswith("****2222")
    assert "62220000" not in line.new


def test_a_new_centre_may_be_merged_into_at_once(county: Region, clerk: User, town: Centre) -> None:
    rows = [
        ["A01", None, None, None, None, None, None, "2026-01-01", "b01"],
        ["b01", "合并院"],
    ]
    load(county, clerk, book([HEAD, *rows]))
    town.refresh_from_db()
    assert town.merged_into is not None
    assert town.merged_into.name == "合并院"


def test_a_total_row_is_compared_and_never_imported(county: Region, town: Centre) -> None:
    row = ["A01", "东乡镇卫生院", None, 10, 12, 1200]
    assert faults(county, row, ["合计", None, None, 10, 12, 1200]) == []
    assert [cell for cell, _message in faults(county, row, ["合计", None, None, 10, 12, 1300])] == ["F3"]


def test_more_rows_than_a_county_has_are_refused(county: Region) -> None:
    rows = [[f"X{number:04d}", f"第{number}院"] for number in range(MOST_ROWS + 1)]
    with pytest.raises(Invalid, match=str(MOST_ROWS)):
        examined(county, *rows)


def test_a_csv_file_is_read_alike(county: Region, town: Centre) -> None:
    text = "机构代码,名称,服务人口\nA01,东乡镇卫生院,1300\nB01,新院,500\n"
    for encoding in ("utf-8-sig", "utf-8", "gb18030"):
        found = imports.examine(IMPORTER, text.encode(encoding), context(county))
        assert (found.diff.new, found.diff.changed) == (1, 1)


def test_what_changed_since_the_preview_is_shown_again(county: Region, clerk: User, town: Centre) -> None:
    data = book([HEAD, ["A01", None, None, 11]])
    staged = imports.stage(IMPORTER, data, clerk, context(county), file_name="名录.xlsx")
    Centre.objects.filter(pk=town.pk).update(staffing_quota=20)
    with pytest.raises(Conflict):
        imports.confirm(staged.key, clerk)
    staged.refresh_from_db()
    assert staged.diff["lines"][0]["old"] == "20"
    imports.confirm(staged.key, clerk)


def test_a_centre_that_went_since_the_preview_stops_it(county: Region, clerk: User, town: Centre) -> None:
    staged = imports.stage(
        IMPORTER, book([HEAD, ["A01", None, None, 11]]), clerk, context(county), file_name="a.xlsx"
    )
    Centre.objects.filter(pk=town.pk).update(code="A09")
    with pytest.raises(Conflict, match="A01"):
        imports.confirm(staged.key, clerk)


def test_each_change_is_on_record_and_the_import_once(county: Region, clerk: User, town: Centre) -> None:
    load(county, clerk, book([HEAD, ["A01", None, None, 11], ["B01", "新院"]]))
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["centre.save", "centre.save", "import.centres"]
    assert list(audit.faults()) == []


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (["L1", "甲院"], "A2", "3–24"),
        (["LJ09", "甲院", "大医院"], "C2", "一般卫生院"),
        (["LJ09", "甲院", None, "12.5"], "D2", "整数"),
        (["LJ09", "甲院", None, -3], "D2", "整数"),
        (["LJ09", "甲院", None, True], "D2", "逻辑值"),
        (["LJ09", "甲院", None, "٣"], "D2", "整数"),
        (["LJ09", "甲院", None, None, None, "1e3"], "F2", "整数"),
        (["LJ09", "甲院", None, None, None, None, "去年"], "G2", "2026-06-30"),
        (["LJ09", date(2026, 1, 1)], "B2", "文字"),
    ],
)
def test_a_wrong_value_says_what_is_expected(county: Region, row: list[Any], cell: str, words: str) -> None:
    [(found, message)] = faults(county, row)
    assert found == cell
    assert words in message


def test_a_code_of_another_county_tells_nothing_of_its_owner(county: Region, foreign: Centre) -> None:
    [(cell, message)] = faults(county, [foreign.code, "别的院"])
    assert cell == "A2"
    assert foreign.name not in message


def test_odd_names_come_back_as_they_are(county: Region) -> None:
    for number, name in enumerate(["𠅤塘乡卫生院", "=1+1", "买买提·艾力卫生院"]):
        CentreFactory(county=county, code=f"ODD{number}", name=name)
    data = workbook(Centre.objects.filter(county=county))
    found = imports.examine(IMPORTER, data, context(county))
    assert (list(found.reading.problems), found.diff.unchanged) == ([], 3)
