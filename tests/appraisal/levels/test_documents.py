"""Notices, reports, bundles and tables of staff, clinics and hospitals: each in the words of its level, for its people."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from appraisal.models import GradeBand, Publication, Result, Scheme
from appraisal.queries.results import overview
from appraisal.reports import bundle
from appraisal.reports.documents import Press, html
from appraisal.reports.wording import Facts
from appraisal.reports.wording_levels import clauses
from appraisal.sheets.results import WRITERS
from centres.models import Centre, Staff
from centres.roles import Role
from records.models import Job
from tests.appraisal.levels.world import Levels
from tests.factories import UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db
# What only a township health centre's documents speak of.
COUNTYS = ("全县", "院长", "乡镇卫生院", "本院", "你院", "None", "%(")


@kept
def world() -> Levels:
    return Levels(staff=6, hospitals=6)


def staff(world: Levels) -> Publication:
    opened = world.staff_round(totals=(90, 88, 80, 70, 66, 50))
    return world.publish(world.director, opened)[0]


def hospitals(world: Levels) -> Publication:
    opened = world.open(world.leader, world.hospital_scheme(), "annual")
    marks = (95, 92, 85, 84, 83, 70)
    world.score(
        world.clerk, opened, {one.code: mark for one, mark in zip(world.hospitals, marks, strict=True)}
    )
    return world.publish(world.clerk, opened)[0]


def clinics(world: Levels) -> Publication:
    opened = world.open(world.director, world.clinic_scheme(), "annual")
    world.score(world.director, opened, {one.code: 80 for one in world.clinics})
    return world.publish(world.director, opened)[0]


def documents(press: Press, result: Result) -> dict[str, str]:
    made = {
        "notice": press.notice(result),
        "centre_report": press.centre_report(result),
        "summary": press.summary(),
    }
    return {name: html(name, document) for name, document in made.items()}


def without(text: str, *names: str) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


def first(publication: Publication) -> Result:
    return Result.objects.filter(publication=publication).order_by("rank")[0]


def test_a_members_documents_are_the_centres_and_speak_of_staff(world: Levels) -> None:
    publication = staff(world)
    result = first(publication)
    texts = documents(Press(publication), result)
    assert world.centre.name in texts["notice"]
    assert "2026年3月职工绩效考核结果通知书" in texts["notice"]
    assert f"{result.subject.name}：" in texts["notice"]
    assert "列参加定等的6名职工第1名" in texts["notice"]
    assert "月度考核结果作为上月收入分配的主要依据" in texts["notice"]
    assert "职工平均" in texts["centre_report"]
    assert "四、各类别职工平均" in texts["summary"]
    for name, text in texts.items():
        bare = without(text, world.centre.name, publication.scheme.name)
        assert [word for word in (*COUNTYS, "卫生院") if word in bare] == [], name


def test_a_hospitals_documents_are_the_bureaus_and_speak_of_hospitals(world: Levels) -> None:
    publication = hospitals(world)
    texts = documents(Press(publication), first(publication))
    assert world.region.bureau_name in texts["notice"]
    assert "2026年度支援医院绩效考核结果通知书" in texts["notice"]
    assert "列参加定等的6所支援医院第1名" in texts["notice"]
    assert "当年财政补助资金全额拨付" in texts["notice"]
    assert "各医院平均" in texts["centre_report"]
    for name, text in texts.items():
        bare = without(text, world.region.bureau_name)
        assert [word for word in COUNTYS if word in bare] == [], name


def test_a_clinics_documents_are_the_centres(world: Levels) -> None:
    publication = clinics(world)
    texts = documents(Press(publication), first(publication))
    assert "村卫生室绩效考核结果通知书" in texts["notice"]
    assert "落实乡村医生公共卫生服务补助的依据" in texts["notice"]
    for name, text in texts.items():
        bare = without(text, world.centre.name)
        assert [word for word in (*COUNTYS, "卫生院") if word in bare] == [], name


def facts(level: str, kind: str, band: GradeBand | None, **values: Any) -> Facts:
    publication = Publication(
        kind=kind,
        level=level,
        year=2026,
        graded=9,
        top_places=1,
        scheme=Scheme(name="方案", top_cap_percent=20),
    )
    row = Result(
        publication=publication, centre=Centre(name="甲"), staff=Staff(name="乙"), total=Decimal("85.82"),
        grade_name=band.name if band else "", **({"rank": 2} | values),
    )  # fmt: skip
    nobody = {"failed_before": False, "other_failed_before": False, "weights": {}, "lowest": False}
    top = GradeBand(pk=9, code="a", name="优秀", ordinal=1, floor=85)
    return Facts(result=row, publication=publication, band=band, by_score=top if band else None, **nobody)


PART = GradeBand(pk=1, code="b", name="合格", ordinal=2, floor=80, forfeit_percent=Decimal("20.00"))
NONE = GradeBand(pk=2, code="c", name="不合格", ordinal=3, floor=0, forfeit_percent=Decimal(100))
ALL = GradeBand(pk=3, code="d", name="良好", ordinal=2, floor=80)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (facts("hospital", "year", PART), "当年财政补助资金按80%拨付"),
        (facts("hospital", "year", NONE), "取消医院派驻医师的当年财政补助资金"),
        (facts("hospital", "year", None), "暂不拨付"),
        (facts("staff", "year", ALL), "晋级、分配、奖励以及聘用、续聘和辞退"),
        (facts("staff", "m03", ALL, remark_code="top_cap"), "因优秀比例不超过20%（本次名额1个），确定为良好"),
        (facts("staff", "m03", ALL, remark_code="tie_moved"), "并列者超出名额，整组确定为良好"),
        (facts("staff", "m03", ALL, rank=None), "考核总分85.82分。"),
        (facts("staff", "m03", None, standing="exempt"), "经批准免于本次考核"),
        (facts("clinic", "annual", None, standing="incomplete"), "数据不完整"),
    ],
)
def test_each_case_has_its_words(found: Facts, words: str) -> None:
    text = "".join(clause.heading + "".join(clause.paragraphs) for clause in clauses(found))
    assert words in text
    assert "%(" not in text


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_who_may_have_them(world: Levels, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.pdf.render_pdf", lambda _html: b"%PDF-")
    publication = staff(world)
    own, other = (Result.objects.get(publication=publication, staff=one) for one in world.staff[:2])
    member = UserFactory(role=Role.STAFF, centre=world.centre, staff=world.staff[0])
    finance = UserFactory(role=Role.FINANCE, county=world.region)
    notice, theirs = (reverse("appraisal:notice-pdf", args=[one.pk]) for one in (own, other))
    summary = reverse("appraisal:summary-pdf", args=[publication.pk])
    expected = {
        world.leader: (200, 200, 200),
        world.director: (200, 200, 200),
        world.neighbour: (404, 404, 404),
        member: (200, 404, 403),
        finance: (403, 403, 403),
        Levels().clerk: (404, 404, 404),
    }
    for user, statuses in expected.items():
        client = browser(user)
        assert tuple(client.get(one).status_code for one in (notice, theirs, summary)) == statuses, user.role
    page = browser(member).get(reverse("appraisal:result", args=[own.pk])).content.decode()
    assert notice in page
    assert "全县平均" not in page
    assert "职工平均" in page
    assert (
        summary
        in browser(world.director)
        .get(reverse("appraisal:publication", args=[publication.pk]))
        .content.decode()
    )


def test_a_director_gets_the_archive_of_the_own_staff(world: Levels, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = staff(world)
    browser(world.director).post(reverse("appraisal:bundle-start", args=[publication.pk]))
    assert Job.objects.get().params["publication"] == publication.pk
    monkeypatch.setattr("records.pdf.render_pdf", lambda _html: b"%PDF-")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for page in bundle.contents(Press(publication)):
            archive.writestr(page.name, page.make())
    names = zipfile.ZipFile(out).namelist()
    assert len(names) == 13
    assert "通知书/100_职工0_通知书.pdf" in names
    assert (
        browser(world.neighbour).post(reverse("appraisal:bundle-start", args=[publication.pk])).status_code
        == 404
    )


@pytest.mark.parametrize(("made", "unit", "name"), [(staff, "人", "姓名"), (hospitals, "所医院", "机构名称")])
def test_the_table_counts_in_the_levels_unit(world: Levels, made: Any, unit: str, name: str) -> None:
    data = WRITERS["xlsx"].write(overview(made(world)))
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert name in cells
    assert "院长" not in cells
    assert any(f"参加定等6{unit}" in text for text in cells)


def test_the_grid_and_its_workbook_name_the_level(world: Levels) -> None:
    opened = world.staff_round()
    client = browser(world.director)
    text = client.get(reverse("appraisal:matrix", args=[opened.pk])).content.decode()
    assert "职工总表" in text
    assert "逐人录入" in text
    assert "全县总表" not in text
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("appraisal:score-book", args=[opened.pk])).content)
    )
    assert [cell.value for cell in book.worksheets[0][2]][:2] == ["工号", "姓名"]
