"""Names are matched folded and kept as they are."""

from hypothesis import given
from hypothesis import strategies as st

from records.reading.names import column_letter, normalise, similar, tidy


def test_width_and_blanks_are_folded():
    assert normalise(" 临江\u3000镇\u200b卫生院（A）") == normalise("临江镇卫生院(A)") == "临江镇卫生院(A)"


def test_traditional_forms_are_not_unified_but_asked_about():
    assert normalise("東鄉") != normalise("东乡")
    assert similar("東鄉镇卫生院", ["东乡镇卫生院", "临江中心卫生院", "城关卫生院"])[0] == "东乡镇卫生院"
    assert similar("甲", ["乙"]) == []


def test_rare_characters_stay():
    for name in ("珺", "䶮", "㛃", "𠅤", "买买提·艾力"):
        assert normalise(name) == tidy(name) == name


def test_column_letters():
    assert [column_letter(n) for n in (1, 26, 27, 52, 53, 200, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "GR",
        "ZZ",
        "AAA",
    ]


@given(st.text())
def test_folding_twice_is_folding_once(name):
    assert normalise(normalise(name)) == normalise(name)
