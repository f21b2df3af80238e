"""What the documents say: the figures of the database, the seal, rare characters, nothing executable."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from appraisal.models import Publication, Result
from appraisal.queries.results import overview
from appraisal.reports.documents import Press, html
from records import audit
from tests.appraisal.results.world import LOST, REASON, Published, squeezed, text_of

pytestmark = pytest.mark.django_db
RARE = ["珺䶮卫生院", "㛃𠅤卫生院", "买买提·艾力卫生院"]
EVIL = "<script>alert(1)</script>院"


def test_a_notice_says_what_was_found(published: Published) -> None:
    result = published.result(3)
    text = text_of(Press(published.year).notice_pdf(result))
    for said in (
        published.county.region.bureau_name,
        "2026年度乡镇卫生院绩效考核结果通知书",
        f"{result.centre.name}：",
        f"年度总分{result.total}分",
        f"第{result.rank}名",
        "本次名额1个",
        f"确定为{result.grade_name}",
        f"院长{result.director_name}",
        "留存补助经费的年终部分全额兑现",
        f"附件：{result.centre.name}2026年度绩效考核报告",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("june", ["2026年上半年", "留存补助经费的上半年部分"]),
        ("december", ["2026年下半年", "按年度考核等次兑现"]),
        ("year", ["2026年度", "留存补助经费的年终部分", "按40%、60%计入"]),
    ],
)
def test_a_notice_speaks_of_its_own_time(published: Published, kind: str, words: list[str]) -> None:
    publication = getattr(published, kind)
    text = text_of(Press(publication).notice_pdf(published.result(3, publication)))
    assert all(one in text for one in words)


def test_a_report_holds_every_category_every_loss_and_every_indicator(published: Published) -> None:
    text = text_of(Press(published.year).centre_report_pdf(published.result(3)))
    for code in ("points", "yes_no", "linear", "step", "count", "tier"):
        assert f"{code}指标" in text
    for code in ("points", "linear", "count"):
        assert LOST[code] in text
    assert text.count(squeezed(REASON)) == 6
    assert "共3项指标失分，合计12.00分" in text
    assert "类别1" in text
    assert "全县平均" in text
    assert str(published.county.clerk) in text


def test_a_summary_holds_every_line(published: Published) -> None:
    text = text_of(Press(published.year).summary_pdf())
    for line in overview(published.year).lines:
        assert f"{line.code}{line.name}{line.june}{line.december}{line.total}{line.grade_name}" in text
    assert text.count("因优秀比例限制") == len(
        [line for line in overview(published.year).lines if line.remark]
    )


@pytest.mark.parametrize("document", ["notice_pdf", "centre_report_pdf", "summary_pdf"])
def test_every_document_names_its_version_seal_and_anchor(published: Published, document: str) -> None:
    press = Press(published.year)
    make = getattr(press, document)
    text = text_of(make() if document == "summary_pdf" else make(published.result(0)))
    assert "结果第1版" in text
    assert published.year.fingerprint in text
    assert audit.head() in text
    assert audit.anchor_holds(press.seal.anchor)


def test_rare_characters_print_as_themselves(db: None) -> None:
    world = Published([[], ["points"], ["linear"]], names=RARE)
    press = Press(world.year)
    summary = text_of(press.summary_pdf())
    for place, name in enumerate(RARE):
        assert name in summary
        assert name in text_of(press.notice_pdf(world.result(place)))


def test_a_name_is_never_markup(db: None) -> None:
    world = Published([[], ["points"], ["linear"]], names=[EVIL, "乙卫生院", "丙卫生院"])
    press = Press(world.year)
    pages = [
        html("notice", press.notice(world.result(0))),
        html("centre_report", press.centre_report(world.result(0))),
        html("summary", press.summary()),
    ]
    for page in pages:
        assert "<script" not in page
        assert "&lt;script&gt;" in page
    assert squeezed(EVIL) in text_of(press.summary_pdf())


def test_the_same_results_give_the_same_bytes(published: Published) -> None:
    made = [Press(published.year, anchor="1-ab").centre_report_pdf(published.result(3)) for _time in range(2)]
    assert made[0] == made[1]


def test_the_date_is_that_of_publication(published: Published) -> None:
    day = timezone.localdate(published.year.published_at)
    text = text_of(Press(published.year).notice_pdf(published.result(0)))
    assert f"{day.year}年{day.month}月{day.day}日" in text
    assert f"{(day + timedelta(days=1)).day}日" not in text


def test_documents_of_a_centre_without_a_grade_say_so(published: Published) -> None:
    result = published.result(3)
    bare = Result(
        publication=published.year, centre=result.centre, standing="incomplete", steps=[], director_name=""
    )
    text = text_of(Press(published.year).notice_pdf(bare))
    assert "不评定等次" in text
    assert "暂不兑现" in text
    assert "None" not in text


def test_older_versions_stay_readable(published: Published) -> None:
    newer = Publication.objects.get(pk=published.june.pk)
    newer.pk, newer.version, newer.lines, newer.fingerprint = None, 2, 0, "f" * 64
    newer.save(force_insert=True)
    text = text_of(Press(published.june).notice_pdf(published.result(0, published.june)))
    assert "结果第1版" in text
    assert newer.fingerprint not in text


def test_english_has_english_steps(published: Published) -> None:
    with translation.override("en"):
        page = html("centre_report", Press(published.year).centre_report(published.result(3)))
    assert '<html lang="en">' in page
    assert "Grade: " in page
