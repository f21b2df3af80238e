"""Kept files can't change, whoever asks; verify proves their hash; who may open them, and with how many queries."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.models import ExternalFile, ExternalFill, Indicator, Round
from records import guards, verification
from tests.appraisal.external.world import ROWS, World, browser, workbook
from tests.factories import NOW, CentreFactory, UserFactory
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def world() -> World:
    made = World()
    made.take(browser(made.clerk), workbook(*ROWS))
    return made


def refused(act: object) -> bool:
    try:
        with transaction.atomic():
            act()  # type: ignore[operator]
    except IntegrityError as error:
        return "guard:" in str(error)
    return False


def another(world: World, **more: object) -> ExternalFile:
    values = {
        "round": world.round, "indicator": world.indicator, "body": "县", "dated": date(2026, 6, 30), "file_name": "a",
        "sha256": "0" * 64, "size": 1, "content": b"a", "uploaded_by": world.clerk, "uploaded_at": NOW,
    }  # fmt: skip
    return ExternalFile.objects.create(**values | more)  # type: ignore[arg-type]


def test_a_kept_file_and_its_fills_never_change(world: World) -> None:
    files, fills = ExternalFile.objects.all(), ExternalFill.objects.all()
    assert refused(lambda: files.update(content=b"else"))
    assert refused(lambda: files.update(sha256="0" * 64))
    assert refused(fills.delete)
    assert refused(lambda: fills.update(inputs={}))
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute("DELETE FROM appraisal_externalfile"))


def test_no_file_comes_to_a_closed_round_or_another_scheme(world: World) -> None:
    other = World("B")
    assert refused(lambda: another(world, indicator=other.indicator))
    made = another(world)
    cell = other.cell("B01")
    assert refused(lambda: ExternalFill.objects.create(file=made, score=cell))
    wrong = Indicator.objects.get(scheme=world.round.scheme, code="points")
    elsewhere = world.cell("A01").assessment.scores.get(indicator=wrong)
    assert refused(lambda: ExternalFill.objects.create(file=made, score=elsewhere))
    Round.objects.filter(pk=world.round.pk).update(
        state="submitted", submitted_by=world.clerk, submitted_at=NOW
    )
    assert refused(lambda: another(world, sha256="1" * 64))
    assert refused(lambda: ExternalFill.objects.create(file=made, score=world.cell("A01")))


def test_verify_finds_a_file_that_is_not_what_came(world: World) -> None:
    def faults() -> list[str]:
        (found,) = verification.run(["external_files"])
        return list(found.faults)

    assert faults() == []
    with guards.lifted():
        ExternalFile.objects.update(content=b"planted")
    assert faults() == [f"{world.region} {world.round}: 接种率.xlsx"]


def test_the_very_bytes_are_for_whoever_may_see_the_round(world: World) -> None:
    kept = ExternalFile.objects.get()
    address = reverse("appraisal:external-file", args=[world.round.pk, kept.pk])
    answer: HttpResponse = browser(world.leader).get(address)
    assert answer.content == bytes(kept.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    foreign = World("B")
    statuses = {
        foreign.clerk: 404,
        UserFactory(role="director", centre=world.cell("A01").assessment.centre): 404,
        UserFactory(role="finance", county=world.region): 403,
        UserFactory(role="prefecture", county=world.region): 200,
    }
    for user, status in statuses.items():
        assert browser(user).get(address).status_code == status, user.role
    assert Client().get(address).status_code == 302
    wrong_round = reverse("appraisal:external-file", args=[foreign.round.pk, kept.pk])
    assert browser(world.clerk).get(wrong_round).status_code == 404


def page(world: World) -> tuple[str, int]:
    client = browser(world.clerk)
    address = reverse("appraisal:round-externals", args=[world.round.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(address).content.decode()
    return text, len(queries)


def test_the_page_lists_every_kept_file_with_the_same_queries(world: World) -> None:
    text, before = page(world)
    kept = ExternalFile.objects.get()
    for said in (kept.sha256, "接种率.xlsx", "县疾控中心", "已录 2 / 2", "2 格"):
        assert said in text
    assert f'action="{reverse("records:import_upload", args=["external"])}"' in text
    CentreFactory(county=world.region, code="A03")
    for number in range(3):
        another(world, sha256=str(number) * 64, file_name=f"{number}.csv")
    text, after = page(world)
    assert after == before
    assert "2.csv" in text


def test_only_who_enters_scores_is_offered_the_upload(world: World) -> None:
    address = reverse("appraisal:round-externals", args=[world.round.pk])
    assert "选择文件" in browser(world.clerk).get(address).content.decode()
    assert "选择文件" not in browser(world.leader).get(address).content.decode()
    Round.objects.filter(pk=world.round.pk).update(
        state="submitted", submitted_by=world.clerk, submitted_at=NOW
    )
    assert "选择文件" not in browser(world.clerk).get(address).content.decode()
    assert browser(world.clerk).get(world.address()).status_code == 409
