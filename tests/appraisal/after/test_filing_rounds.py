"""Filing and the rounds are one story: sending reports them, the receipt files them, and nothing else does."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from appraisal.actions import filings, spot_checks, stages
from appraisal.models import Filing, Publication, Round, RoundStep
from appraisal.queries.rights import rights
from appraisal.queries.stage_line import next_step
from appraisal.queries.stage_line import stages as drawn
from centres.models import User
from centres.roles import Role
from records import guards, verification
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.appraisal.after.test_rectification import reopen
from tests.appraisal.after.world import NOW, After
from tests.harness.worlds import kept

pytestmark = pytest.mark.django_db


@kept
def after() -> After:
    return After()


def states(after: After) -> list[str]:
    rows = Round.objects.filter(county=after.region).order_by("-kind", "version")
    return [one.state for one in rows]


def received(after: After) -> Filing:
    return filings.receive(actor=after.user(Role.PROVINCE), filing_id=after.filing().pk, now=NOW)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_sending_reports_and_the_receipt_files_with_the_hash(after: After) -> None:
    assert states(after) == ["final", "final"]
    filing = after.filing()
    assert states(after) == ["reported", "reported"]
    filings.receive(actor=after.user(Role.PROVINCE), filing_id=filing.pk, now=NOW)
    assert states(after) == ["filed", "filed"]
    steps = RoundStep.objects.filter(round__county=after.region).order_by("pk")
    assert [(one.act, one.filing) for one in steps] == [("report", filing)] * 2 + [("file", filing)] * 2
    entries = AuditEntry.objects.filter(action__in=["filing.send", "filing.receive"])
    kept = [entry.new.get("filing") for entry in entries.filter(object_type="appraisal.round")]
    assert kept == [filing.sha256] * 4
    assert not [one for one in verification.run() if not one.ok]


def test_a_round_reported_by_its_own_document_keeps_it(after: After) -> None:
    june = after.round("june")
    sent = {"document": "安卫报〔2026〕9号", "document_on": date(2026, 7, 20), "now": NOW}
    stages.report(actor=after.county.leader, round_id=june.pk, **sent)
    received(after)
    june.refresh_from_db()
    line = {stage.state: stage for stage in drawn(june, NOW)}
    assert (line["reported"].document, line["reported"].filing) == ("安卫报〔2026〕9号", None)
    assert line["filed"].filing == Filing.objects.get()


def test_a_returned_filing_leaves_the_rounds_reported_and_is_sent_again(after: After) -> None:
    first = after.filing()
    province = after.user(Role.PROVINCE)
    filings.send_back(actor=province, filing_id=first.pk, note="缺盖章", now=NOW)
    assert states(after) == ["reported", "reported"]
    assert "省级已退回备案：缺盖章" in next_step(after.round(), NOW)
    filings.receive(actor=province, filing_id=after.filing().pk, now=NOW)
    assert states(after) == ["filed", "filed"]


def test_the_line_says_who_is_next(after: After) -> None:
    assert "随年度结果报送备案" in next_step(after.round(), NOW)
    stages.report(
        actor=after.county.leader, round_id=after.round().pk, document="1号", document_on=NOW.date(), now=NOW
    )
    assert "局领导于次年2月底前" in next_step(after.round(), NOW)
    filing = after.filing()
    assert "等待省级办理" in next_step(after.round(), NOW)
    page = browser(after.county.leader).get(reverse("appraisal:round", args=[after.round().pk]))
    assert "等待省级办理" in page.content.decode()
    filings.receive(actor=after.user(Role.PROVINCE), filing_id=filing.pk, now=NOW)
    shown = browser(after.county.clerk).get(reverse("appraisal:round", args=[after.round().pk]))
    assert filing.sha256[:12] in shown.content.decode()
    detail = browser(after.county.clerk).get(reverse("appraisal:filing", args=[filing.pk])).content.decode()
    assert detail.count("已备案</span>") >= 2


def test_a_newer_version_is_filed_beside_the_old(after: After) -> None:
    received(after)
    reopen(after, "june")
    assert states(after) == ["filed", "final", "filed"]
    received(after)
    assert states(after) == ["filed", "filed", "filed"]
    assert RoundStep.objects.filter(act="file").count() == 3


def test_a_round_of_centres_is_not_filed_by_hand(after: After) -> None:
    after.filing()
    current = after.round()
    assert not rights(after.county.leader, current, None, NOW).file
    with pytest.raises(Conflict, match="回执"):
        stages.file(
            actor=after.county.leader, round_id=current.pk, document="1号", document_on=NOW.date(), now=NOW
        )
    with pytest.raises(NotAllowed):
        stages.file(
            actor=after.county.clerk, round_id=current.pk, document="1号", document_on=NOW.date(), now=NOW
        )


def test_where_no_province_works_here_the_county_records_its_paper(after: After) -> None:
    filing, leader = after.filing(), after.county.leader
    client = browser(leader)
    assert "登记省级回执" in client.get(reverse("appraisal:filing", args=[filing.pk])).content.decode()
    with pytest.raises(Invalid):
        filings.receive_on_paper(actor=leader, filing_id=filing.pk, document=" ", now=NOW)
    with pytest.raises(NotAllowed):
        filings.receive_on_paper(actor=after.county.clerk, filing_id=filing.pk, document="1号", now=NOW)
    answer = client.post(
        reverse("appraisal:filing-paper", args=[filing.pk]), {"document": "省卫备〔2027〕3号"}
    )
    assert answer.status_code == 302
    filing.refresh_from_db()
    assert (filing.state, filing.note, filing.decided_by) == ("received", "省卫备〔2027〕3号", leader)
    assert states(after) == ["filed", "filed"]


def test_where_the_province_works_here_the_receipt_is_its_own(after: After) -> None:
    filing = after.filing()
    province = after.user(Role.PROVINCE)
    province.region = after.region.parent.parent
    province.save()
    shown = browser(after.county.leader).get(reverse("appraisal:filing", args=[filing.pk]))
    assert "登记省级回执" not in shown.content.decode()
    with pytest.raises(Conflict, match="由省级予以备案"):
        filings.receive_on_paper(actor=after.county.leader, filing_id=filing.pk, document="1号", now=NOW)


def test_a_reported_and_a_filed_round_are_inspected_too(after: After) -> None:
    after.filing()
    assert after.check().state == "scoring"
    filings.receive(actor=after.user(Role.PROVINCE), filing_id=Filing.objects.get().pk, now=NOW)
    assert after.check(Role.PROVINCE).state == "scoring"
    reopen(after, "june")
    assert spot_checks.newest_final_after(Round.objects.get(kind="june", version=1)) == after.round()


def refused(name: str) -> object:
    return pytest.raises(IntegrityError, match=f"guard:{name}")


def test_the_database_lets_neither_run_ahead_of_the_other(after: After) -> None:
    rows = Round.objects.filter(county=after.region)
    year = Publication.objects.get(kind="year")
    rows.filter(kind="june").update(state="reported")
    with refused("round_filed_by_a_filing"), transaction.atomic():  # type: ignore[attr-defined]
        rows.filter(kind="june").update(state="filed")
    filing = Filing(
        county=after.region, year=2026, publication=year, contents=[], sha256="0" * 64,
        sent_by=after.county.leader, sent_at=NOW,
    )  # fmt: skip
    with refused("filing_and_its_rounds"), transaction.atomic():  # type: ignore[attr-defined]
        filing.save(force_insert=True)  # December is only final
    rows.filter(kind="december").update(state="reported")
    filing.save(force_insert=True)
    decided = {"state": "received", "decided_by": after.county.leader, "decided_at": NOW}
    sent = Filing.objects.filter(pk=filing.pk)
    with refused("filing_and_its_rounds"), transaction.atomic():  # type: ignore[attr-defined]
        sent.update(**decided)
    rows.filter(kind="june").update(state="filed")
    with refused("filing_and_its_rounds"), transaction.atomic():  # type: ignore[attr-defined]
        sent.update(**decided)
    rows.update(state="filed")
    assert sent.update(**decided) == 1


def test_a_step_names_a_filing_of_its_round(after: After) -> None:
    filing, other = after.filing(), After().round()
    with refused("step_of_its_filing"), transaction.atomic():  # type: ignore[attr-defined]
        RoundStep.objects.create(round=other, act="file", at=NOW, filing=filing)
    with guards.lifted():  # the control
        RoundStep.objects.create(round=other, act="file", at=NOW, filing=filing)
