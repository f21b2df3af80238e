"""Warnings of a round: found in stored cells, ticked with a reason, lapsing with the value, in the way of submission."""

from collections.abc import Mapping

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appraisal import library
from appraisal.actions import plausibility, reopening, rounds, schemes, scores
from appraisal.actions.scores import CellChange
from appraisal.models import Assessment, Indicator, ReopenRequest, Round, WarningTick
from appraisal.queries.completeness import submission_faults
from appraisal.queries.plausibility import doubts, looks, open_looks
from centres.models import User
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.factories import FULL_INPUTS, NOW, County, CountyFactory, UserFactory, kinds_scheme, make_scheme

pytestmark = pytest.mark.django_db
REASON = "已核对台账"


def county(size: int = 2, *, year: int = 2026, region: object = None) -> tuple[County, Round]:
    made = County(size, scheme=kinds_scheme(region or CountyFactory(), year=year))
    return made, made.open()


def enter(
    made: County, opened: Round, row: int, code: str, inputs: Mapping[str, str], **more: object
) -> None:
    sheet = Assessment.objects.filter(round=opened).order_by("centre__code")[row]
    indicator = Indicator.objects.get(scheme=opened.scheme, code=code)
    change = CellChange(sheet.pk, indicator.pk, dict(inputs), reason="见记录", **more)  # type: ignore[arg-type]
    scores.save_cells(actor=made.clerk, round_id=opened.pk, changes=[change], now=NOW, all_or_nothing=True)


def fill(made: County, opened: Round, different: bool = True) -> None:
    for row in range(len(made.centres)):
        for code, inputs in FULL_INPUTS.items():
            own = (
                {"numerator": str(95 + row), "denominator": "100"}
                if code == "linear" and different
                else inputs
            )
            enter(made, opened, row, code, own)


OVER = {"numerator": "110", "denominator": "100"}


def test_a_ratio_that_may_exceed_a_hundred_is_not_told() -> None:
    """The shipped scheme has one: this year's costs beside last year's (篇1 四(八))."""
    (part,) = (one for one in library.shipped().categories if one.code == "C08")
    marks = part.full_marks
    scheme = make_scheme(CountyFactory(), (part,), ("december",), year=2026, state="active", full_marks=marks)
    made = County(2, scheme=scheme)
    opened = made.open()
    enter(made, opened, 1, "C08-02", OVER)
    assert looks(opened) == []


def test_a_rate_over_a_hundred_is_told_with_its_cell() -> None:
    made, opened = county()
    enter(made, opened, 1, "linear", OVER)
    (look,) = looks(opened)
    indicator = Indicator.objects.get(scheme=opened.scheme, code="linear")
    assert (look.kind, look.title, look.text) == ("over_hundred", "比率超过 100%", "比率为 110%，超过 100%")
    assert look.place == f"{made.centres[1].name} / linear linear指标"
    assert look.cells[0].url.endswith(f"/centres/{made.centres[1].code}/#cell-{indicator.pk}")
    sheet = Assessment.objects.get(round=opened, centre=made.centres[1])
    assert doubts(opened) == {f"{sheet.pk}:{indicator.pk}": ["比率为 110%，超过 100%"]}


def test_a_cell_that_does_not_apply_is_no_value() -> None:
    made, opened = county()
    enter(made, opened, 0, "linear", {}, not_applicable=True)
    assert looks(opened) == []


def test_identical_sheets_are_told_until_one_changes() -> None:
    made, opened = county()
    fill(made, opened, different=False)
    (look,) = looks(opened)
    assert (look.kind, len(look.cells)) == ("identical", 2)
    enter(made, opened, 0, "step", {"value": "19"})
    assert looks(opened) == []


def test_last_years_round_of_the_same_kind_is_the_measure() -> None:
    made, opened = county(year=2025)
    fill(made, opened)
    made.publish(opened)
    draft = schemes.copy_next_year(actor=made.leader, scheme_id=made.scheme.pk)
    made.scheme = schemes.activate(actor=made.leader, scheme_id=draft.pk, now=NOW)
    now = made.open()
    enter(made, now, 0, "linear", {"numerator": "60", "denominator": "100"})
    enter(made, now, 1, "step", {"value": "21"})
    (look,) = looks(now)
    assert (look.kind, look.text) == ("last_year", "本次 60%，上年同轮次 95%，变动过大")
    december = made.open("december")
    enter(made, december, 0, "linear", {"numerator": "60", "denominator": "100"})
    assert looks(december) == []


def test_a_tick_needs_a_reason_and_stands_until_the_value_changes() -> None:
    made, opened = county()
    enter(made, opened, 0, "linear", OVER)
    (look,) = looks(opened)
    for reason in ("", "  ", "字" * 301):
        with pytest.raises(Invalid, match="核查说明"):
            plausibility.tick(actor=made.clerk, round_id=opened.pk, key=look.key, reason=reason, now=NOW)
    row = plausibility.tick(actor=made.clerk, round_id=opened.pk, key=look.key, reason=REASON, now=NOW)
    assert (row.by, row.kind, row.said) == (made.clerk, "over_hundred", look.text)
    assert AuditEntry.objects.filter(action="round.tick_warning", object_id=str(row.pk)).count() == 1
    assert open_looks(opened) == []
    assert looks(opened)[0].tick == row
    enter(made, opened, 0, "linear", {"numerator": "111", "denominator": "100"})
    assert [one.tick for one in looks(opened)] == [None]
    enter(made, opened, 0, "linear", OVER)
    assert open_looks(opened) == []


def test_a_warning_is_ticked_once_and_only_while_scoring() -> None:
    made, opened = county()
    fill(made, opened)
    enter(made, opened, 0, "linear", OVER)
    (look,) = looks(opened)
    with pytest.raises(Conflict):
        plausibility.tick(actor=made.clerk, round_id=opened.pk, key="0" * 64, reason=REASON, now=NOW)
    plausibility.tick(actor=made.clerk, round_id=opened.pk, key=look.key, reason=REASON, now=NOW)
    with pytest.raises(Conflict):
        plausibility.tick(actor=made.clerk, round_id=opened.pk, key=look.key, reason=REASON, now=NOW)
    rounds.submit(actor=made.clerk, round_id=opened.pk, now=NOW)
    with pytest.raises(Conflict):
        plausibility.tick(actor=made.clerk, round_id=opened.pk, key="1" * 64, reason=REASON, now=NOW)


def test_only_a_clerk_of_the_county_ticks() -> None:
    made, opened = county()
    enter(made, opened, 0, "linear", OVER)
    (look,) = looks(opened)
    with pytest.raises(NotAllowed):
        plausibility.tick(actor=made.leader, round_id=opened.pk, key=look.key, reason=REASON, now=NOW)
    stranger: User = UserFactory()
    with pytest.raises(Http404):
        plausibility.tick(actor=stranger, round_id=opened.pk, key=look.key, reason=REASON, now=NOW)
    assert not WarningTick.objects.exists()


def test_open_warnings_stand_in_the_way_of_submission_with_their_place() -> None:
    made, opened = county()
    fill(made, opened)
    assert not submission_faults(opened)
    enter(made, opened, 0, "linear", OVER)
    with pytest.raises(Invalid) as refusal:
        rounds.submit(actor=made.clerk, round_id=opened.pk, now=NOW)
    (problem,) = refusal.value.problems
    assert problem.place == f"{made.centres[0].name} / linear linear指标"
    assert problem.message == "比率为 110%，超过 100%，尚未核查"
    (look,) = looks(opened)
    plausibility.tick(actor=made.clerk, round_id=opened.pk, key=look.key, reason=REASON, now=NOW)
    assert rounds.submit(actor=made.clerk, round_id=opened.pk, now=NOW).state == "submitted"


def test_ticks_hold_in_the_next_version_of_the_round() -> None:
    made, opened = county()
    fill(made, opened)
    enter(made, opened, 0, "linear", OVER)
    plausibility.tick(actor=made.clerk, round_id=opened.pk, key=looks(opened)[0].key, reason=REASON, now=NOW)
    made.publish(opened)
    asked: ReopenRequest = reopening.ask(actor=made.clerk, round_id=opened.pk, reason="漏计", now=NOW)
    reopening.decide(
        actor=made.leader,
        request_id=asked.pk,
        permit=True,
        note="",
        now=NOW,
        expires_at=NOW.replace(year=2027),
    )
    again = reopening.reopen(actor=made.clerk, request_id=asked.pk, now=NOW)
    assert [one.tick is not None for one in looks(again)] == [True]


def test_the_database_keeps_ticks_as_they_are() -> None:
    made, opened = county()
    enter(made, opened, 0, "linear", OVER)
    row = plausibility.tick(
        actor=made.clerk, round_id=opened.pk, key=looks(opened)[0].key, reason=REASON, now=NOW
    )
    with pytest.raises(IntegrityError, match="guard:"), transaction.atomic():
        WarningTick.objects.filter(pk=row.pk).update(reason="别的")
    with pytest.raises(IntegrityError, match="guard:"), transaction.atomic():
        row.delete()


def test_queries_do_not_grow_with_centres() -> None:
    counts = []
    for size in (2, 4):
        made, opened = county(size)
        for row in range(size):
            enter(made, opened, row, "linear", {"numerator": str(110 + row), "denominator": "100"})
        looks(opened)
        with CaptureQueriesContext(connection) as queries:
            assert len(looks(opened)) == size
        counts.append(len(queries))
    assert counts == [4, 4]


def test_the_page_lists_ticks_and_shows_what_was_said(client: Client) -> None:
    made, opened = county()
    enter(made, opened, 0, "linear", OVER)
    url = f"/appraisal/rounds/{opened.pk}/checks/"
    client.force_login(made.clerk)
    page = client.get(url).content.decode()
    assert "待核查 1" in page
    assert "比率为 110%，超过 100%" in page
    assert "待核查" in client.get(f"/appraisal/rounds/{opened.pk}/").content.decode()
    answer = client.post(f"{url}tick", {"key": looks(opened)[0].key, "reason": REASON})
    assert answer.status_code == 302
    page = client.get(url).content.decode()
    assert "没有待核查的" in page
    assert REASON in page


def test_a_leader_reads_and_does_not_tick(client: Client) -> None:
    made, opened = county()
    enter(made, opened, 0, "linear", OVER)
    client.force_login(made.leader)
    page = client.get(f"/appraisal/rounds/{opened.pk}/checks/").content.decode()
    assert "比率为 110%，超过 100%" in page
    assert 'name="reason"' not in page


def test_several_are_ticked_at_once_with_one_reason_or_none_is(client: Client) -> None:
    made, opened = county(3)
    for row in range(3):
        enter(made, opened, row, "linear", {"numerator": str(110 + row), "denominator": "100"})
    url = f"/appraisal/rounds/{opened.pk}/checks/"
    client.force_login(made.clerk)
    page = client.get(url).content.decode()
    keys = [one.key for one in looks(opened)]
    assert page.count('form="tick-many"') == len(keys) == 3
    refused = client.post(f"{url}tick", {"key": keys[:2], "reason": " "})
    assert refused.status_code == 422
    assert refused.content.decode().count('form="tick-many" checked') == 2
    assert client.post(f"{url}tick", {"reason": REASON}).status_code == 422
    assert client.post(f"{url}tick", {"key": [keys[0], "0" * 64], "reason": REASON}).status_code == 409
    assert not WarningTick.objects.exists()
    assert client.post(f"{url}tick", {"key": keys[:2], "reason": REASON}).status_code == 302
    assert [one.tick is not None for one in looks(opened)].count(True) == 2
    assert {row.reason for row in WarningTick.objects.all()} == {REASON}
    assert 'form="tick-many"' not in client.get(url).content.decode()
