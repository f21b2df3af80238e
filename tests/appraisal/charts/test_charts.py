"""Drawings: well-formed, escaped, complete, in the theme's colours, with room for long names."""

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from appraisal.charts import (
    BandLine,
    Compared,
    Dot,
    RankBar,
    Zone,
    comparison_chart,
    distribution_chart,
    ranking_chart,
)
from appraisal.charts.svg import COLOURS, ems, grade_class, put, wrapped

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert('1')</script>&\"卫生院"
LONG = "临江县云雾山国家级自然保护区管理委员会大坪苗族侗族自治乡中心卫生院"
BANDS = [BandLine(Decimal(85), "优秀"), BandLine(Decimal(70), "良好"), BandLine(Decimal(0), "不合格")]
ZONES = [Zone(Decimal(85), "优秀", 1, 1), Zone(Decimal(0), "不合格", 4, 2)]
STATIC = Path(__file__).parents[3] / "config" / "static" / "css"


def bar(label: str = "甲", total: str | None = "90", grade: int = 1) -> RankBar:
    return RankBar(label, None if total is None else Decimal(total), "1", grade, "优秀")


def compared(label: str = "类别", own: str | None = "90", mean: str | None = "80") -> Compared:
    shares = [None if one is None else Decimal(one) for one in (own, mean)]
    return Compared(label, shares[0], shares[1], "9.00/10", "8.00")


def drawings(label: str) -> list[str]:
    return [
        ranking_chart("a", "排名", [bar(label)], BANDS),
        ranking_chart("b", "排名", [bar(label)], BANDS, width=340, narrow=True),
        comparison_chart("c", "比较", [compared(label)]),
        comparison_chart("d", "比较", [compared(label)], width=340, narrow=True),
        distribution_chart("e", "分布", [Dot(label, Decimal(90), 1)], ZONES),
    ]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(root: ElementTree.Element) -> str:
    return "".join(root.itertext())


@pytest.mark.parametrize("label", [EVIL, LONG, "珺䶮㛃𠅤", "买买提·艾力", ""])
def test_any_name_gives_a_well_formed_drawing_and_stays_text(label: str) -> None:
    for svg in drawings(label):
        root = parsed(svg)
        assert label.replace(" ", "") in words(root).replace(" ", "")
        assert root.find(f".//{SVG}script") is None


def test_a_drawing_says_what_it_shows() -> None:
    for svg in drawings("甲"):
        root = parsed(svg)
        ids = {node.get("id") for node in root.iter() if node.get("id")}
        assert root.get("role") == "img"
        assert set((root.get("aria-labelledby") or "").split()) == ids
        title, about = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert about is not None
        assert title.text
        assert about.text


def test_no_style_attribute_is_in_a_drawing() -> None:
    assert not any("style=" in svg for svg in drawings("甲"))


def test_everything_lies_inside_the_drawing() -> None:
    for svg in drawings(LONG):
        root = parsed(svg)
        width, height = Decimal(root.get("width") or 0), Decimal(root.get("height") or 0)
        for node in root.iter():
            x, y = Decimal(node.get("x") or 0), Decimal(node.get("y") or 0)
            assert 0 <= x <= width
            assert 0 <= y <= height
            if node.tag == f"{SVG}text" and node.get("text-anchor") == "start":
                assert x + ems(node.text or "") * int(node.get("font-size") or 0) <= width


def test_lengths_follow_the_totals() -> None:
    root = parsed(ranking_chart("a", "排名", [bar(total="100"), bar(total="50"), bar(total="0")], BANDS))
    full, half, none = (
        Decimal(node.get("width") or 0) for node in root.iter(f"{SVG}rect") if node.get("class") == "chart-g1"
    )
    assert (half * 2, none) == (full, 0)


def test_a_centre_without_a_total_has_words_in_place_of_a_bar() -> None:
    svg = ranking_chart("a", "排名", [RankBar("甲", None, "—", 0, "考核不完整")], BANDS)
    assert "考核不完整" in svg
    assert "chart-g0" not in svg


def test_shares_beyond_full_marks_are_held_in_the_drawing() -> None:
    root = parsed(
        comparison_chart("c", "比较", [compared(own="120", mean="-5"), compared(own="100", mean=None)])
    )
    beyond, full = [
        node.get("width")
        for node in root.iter(f"{SVG}rect")
        if node.get("class") == "chart-bar" and node.find(f"{SVG}title") is not None
    ]
    assert beyond == full


def test_the_description_names_what_lies_below_the_mean() -> None:
    svg = comparison_chart(
        "c", "比较", [compared("甲类", "70", "80"), compared("乙类", "90", "80"), compared("丙类", None)]
    )
    about = parsed(svg).find(f"{SVG}desc")
    assert about is not None
    assert "甲类" in (about.text or "")
    assert "乙类" not in (about.text or "")


def test_every_centre_has_its_dot_and_stacks_do_not_overlap() -> None:
    dots = [Dot(f"第{number}", Decimal("84.50"), 2) for number in range(12)] + [Dot("满分", Decimal(100), 1)]
    circles = list(parsed(distribution_chart("e", "分布", dots, ZONES)).iter(f"{SVG}circle"))
    places = {(node.get("cx"), node.get("cy")) for node in circles}
    assert len(circles) == len(places) == 13


@pytest.mark.parametrize("totals", [[], ["0"], ["100"], ["59.99", "60.00"]])
def test_the_axis_reaches_the_lowest_total(totals: list[str]) -> None:
    dots = [Dot("甲", Decimal(total), 1) for total in totals]
    root = parsed(distribution_chart("e", "分布", dots, ZONES))
    assert all(Decimal(node.get("cx") or 0) >= 12 for node in root.iter(f"{SVG}circle"))


def test_labels_break_without_losing_a_character() -> None:
    for label in (LONG, "Baishi Township Health Centre", "a" * 60, EVIL):
        lines = wrapped(label, Decimal(14))
        assert "".join(lines).replace(" ", "") == label.replace(" ", "")
        assert all(ems(one) <= 14 for one in lines)


def test_numbers_are_written_the_same_everywhere() -> None:
    assert [put(Decimal(one)) for one in ("1", "1.25", "1.24", "-0.05", "10")] == [
        "1",
        "1.3",
        "1.2",
        "-0.1",
        "10",
    ]
    assert [grade_class("chart-g", one) for one in (1, 4, 9)] == ["chart-g1", "chart-g4", "chart-g4"]


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert drawings(LONG) == drawings(LONG)


TOKENS = {
    "chart-ink": "ink", "chart-soft": "ink-soft", "chart-faint": "ink-faint", "chart-line": "line-strong",
    "chart-rest": "sunken", "chart-bar": "bar", "chart-mean": "ink", "chart-g0": "bar-mean",
    **{f"chart-g{n}": f"grade-{n}" for n in range(1, 5)}, **{f"chart-z{n}": f"grade-{n}-soft" for n in range(1, 5)},
}  # fmt: skip


def test_the_pdf_has_the_light_themes_colours() -> None:
    light = (STATIC / "tokens.css").read_text(encoding="utf-8").split("[data-theme")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    assert {name: tokens[token] for name, token in TOKENS.items()} == COLOURS


def test_the_page_colours_every_class_of_a_drawing() -> None:
    styles = (STATIC / "charts.css").read_text(encoding="utf-8")
    used = {name for svg in drawings("甲") for name in re.findall(r'class="(chart-[\w-]+)"', svg)}
    assert {name for name in used if f".{name} {{" not in styles} == set()
