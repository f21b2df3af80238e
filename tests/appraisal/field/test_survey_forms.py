"""The county's own survey form: copied, written, chosen for a round, frozen once used, by versions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appraisal.actions import reopening, rounds, survey_forms, surveys
from appraisal.core.survey_drafts import SurveyDraft, as_draft
from appraisal.models import Round, Survey, SurveyForm
from appraisal.plans import RoundPlan
from appraisal.queries.survey_forms import choosable, form_rows, offered
from centres.roles import Role
from records import audit, guards
from records.errors import Conflict, Invalid, NotAllowed
from tests.appraisal.field.test_carried import finished
from tests.appraisal.field.world import World, signed_in
from tests.factories import NOW, UserFactory

OWN = SurveyDraft(
    name="安澜县群众满意度调查", dimensions=("服务", "环境"), levels=((3, "好"), (2, "中"), (1, "差")),
    items=((0, "态度"), (0, "等候"), (1, "整洁")), satisfied_from=2, least_items=2,
)  # fmt: skip


def copied(world: World) -> SurveyForm:
    code = world.county.region.code
    return survey_forms.copy_shipped(actor=world.clerk, county_code=code, form_code="MY13", now=NOW)


def own(world: World) -> SurveyForm:
    return survey_forms.save(actor=world.clerk, form_id=copied(world).pk, draft=OWN, now=NOW)


def choose(world: World, form: SurveyForm | None) -> Round:
    return survey_forms.choose(actor=world.leader, round_id=world.round.pk, form_id=form.pk if form else None)


def start(world: World, code: str = "OWN1") -> Survey:
    return surveys.start(actor=world.clerk, round_id=world.round.pk, form_code=code, least_answers=2, now=NOW)


def test_a_copy_of_the_shipped_form_is_written_chosen_and_used(world: World) -> None:
    form = copied(world)
    assert (form.code, form.version, len(form.form["items"])) == ("OWN1", 1, 13)
    form = survey_forms.save(actor=world.clerk, form_id=form.pk, draft=OWN, now=NOW)
    assert as_draft(form.form) == OWN
    current = choose(world, form)
    assert offered(current) == [("OWN1", OWN.name)]
    with pytest.raises(Invalid):
        start(world, "MY13")  # the round asks with its own
    survey = start(world)
    assert (survey.own_form, survey.name, len(survey.form["items"])) == (form, OWN.name, 3)
    given = [
        surveys.Given(code=world.code, who="household", number=str(n), answers={"q01": 3, "q03": 2})
        for n in (1, 2)
    ]
    assert len(surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)) == 2
    assert list(audit.object_faults(SurveyForm.objects.all(), survey_forms.form_record)) == []


def test_a_second_form_has_a_code_of_its_own(world: World) -> None:
    assert [copied(world).code, copied(world).code] == ["OWN1", "OWN2"]
    assert copied(World()).code == "OWN1"


def test_used_it_is_frozen_and_changed_by_a_next_version(world: World) -> None:
    form = own(world)
    with pytest.raises(Conflict, match="还没有使用过"):
        survey_forms.copy_version(actor=world.clerk, form_id=form.pk, now=NOW)
    choose(world, form)
    start(world)
    with pytest.raises(Conflict, match="不能再改"):
        survey_forms.save(actor=world.clerk, form_id=form.pk, draft=OWN, now=NOW)
    second = survey_forms.copy_version(actor=world.clerk, form_id=form.pk, now=NOW)
    assert (second.version, second.form) == (2, form.form)
    changed = replace(OWN, name="新表")
    assert survey_forms.save(actor=world.clerk, form_id=second.pk, draft=changed, now=NOW).name == "新表"
    assert list(choosable(world.county.region)) == [second]
    assert [(one.row.version, one.used, one.newest) for one in form_rows(world.clerk)] == [
        (2, False, True),
        (1, True, False),
    ]
    assert Survey.objects.get().form == form.form


def test_a_choice_stands_once_there_is_a_survey(world: World) -> None:
    form = own(world)
    choose(world, form)
    assert choose(world, None).survey_form is None
    start(world, "MY13")
    with pytest.raises(Conflict, match="不能再换"):
        choose(world, form)


def test_a_round_is_opened_with_its_form_and_reopened_with_it(world: World) -> None:
    form = own(world)
    scheme = world.county.scheme
    foreign = own(World())
    with pytest.raises(Invalid, match="本县的调查表"):
        rounds.open_round(
            actor=world.leader, scheme=scheme, kind="december", now=NOW, plan=RoundPlan(survey_form=foreign)
        )
    opened = rounds.open_round(
        actor=world.leader, scheme=scheme, kind="december", now=NOW, plan=RoundPlan(survey_form=form)
    )
    assert opened.survey_form == form
    choose(world, form)
    new, _carried = reopening._next_version(finished(world), world.clerk, NOW)
    assert new.survey_form == form


def test_who_may_write_choose_and_read(world: World) -> None:
    form, code = own(world), world.county.region.code
    for actor in (world.director, UserFactory(role=Role.FINANCE, county=world.county.region)):
        with pytest.raises(NotAllowed):
            survey_forms.copy_shipped(actor=actor, county_code=code, form_code="MY13", now=NOW)
        with pytest.raises(NotAllowed):
            survey_forms.save(actor=actor, form_id=form.pk, draft=OWN, now=NOW)
    with pytest.raises(NotAllowed):
        survey_forms.choose(actor=world.clerk, round_id=world.round.pk, form_id=form.pk)
    for act in (
        lambda: survey_forms.save(actor=world.stranger, form_id=form.pk, draft=OWN, now=NOW),
        lambda: survey_forms.copy_version(actor=world.stranger, form_id=form.pk, now=NOW),
        lambda: survey_forms.copy_shipped(actor=world.stranger, county_code=code, form_code="MY13", now=NOW),
    ):
        with pytest.raises(Http404):
            act()
    assert form_rows(world.stranger) == []


def test_a_faulty_form_is_not_saved(world: World) -> None:
    form = own(world)
    with pytest.raises(Invalid) as caught:
        survey_forms.save(
            actor=world.clerk, form_id=form.pk, draft=replace(OWN, items=(), levels=((3, "好"),)), now=NOW
        )
    assert {problem.place for problem in caught.value.problems} >= {"项目", "等级"}
    form.refresh_from_db()
    assert as_draft(form.form) == OWN
    with pytest.raises(Invalid):
        survey_forms.copy_shipped(
            actor=world.clerk, county_code=world.county.region.code, form_code="X", now=NOW
        )


# --- the pages


def sent(draft: SurveyDraft, **more: str) -> dict[str, str]:
    data = {
        "name": draft.name, "satisfied_from": str(draft.satisfied_from), "least_items": str(draft.least_items),
    }  # fmt: skip
    data |= {f"dimension-{n}": one for n, one in enumerate(draft.dimensions)}
    for n, (points, name) in enumerate(draft.levels):
        data |= {f"level-{n}": name, f"level-{n}-value": str(points)}
    for n, (place, text) in enumerate(draft.items):
        data |= {f"item-{n}": text, f"item-{n}-value": str(place)}
    return data | more


def test_a_clerk_makes_a_form_on_its_pages(world: World) -> None:
    client = signed_in(world.clerk)
    listed = reverse("appraisal:survey-forms")
    assert "复制附带的调查表 MY13" in client.get(listed).content.decode()
    answer = client.post(reverse("appraisal:survey-form-new"), {"form": "MY13"})
    form = SurveyForm.objects.get()
    page = reverse("appraisal:survey-form", args=[form.pk])
    assert answer.headers["Location"] == page
    shown = client.get(page).content.decode()
    assert "卫生院环境干净整洁" in shown
    assert shown.count('name="item-') == 2 * (13 + 4)
    # A line in the middle emptied, one added behind: numbers keep their dimension.
    data = sent(OWN) | {"dimension-0": "", "dimension-5": "服务", "item-0-value": "5", "item-1-value": "5"}
    assert client.post(page, data).status_code == 302
    form.refresh_from_db()
    assert as_draft(form.form).dimensions == ("环境", "服务")
    assert as_draft(form.form).items == ((1, "态度"), (1, "等候"), (0, "整洁"))
    assert OWN.name in client.get(listed).content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": ""}, "名称"),
        ({"level-0-value": "五"}, "应为整数"),
        ({"level-0-value": "２"}, "应为整数"),
        ({"item-1-value": ""}, "选择维度"),
        ({"least_items": "9"}, "至少回答的项数"),
    ],
)
def test_faults_stay_on_the_page_with_what_was_typed(world: World, more: dict[str, str], words: str) -> None:
    form = own(world)
    answer = signed_in(world.clerk).post(
        reverse("appraisal:survey-form", args=[form.pk]), sent(OWN, **({"item-0": "改过的"} | more))
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown
    assert "改过的" in shown
    form.refresh_from_db()
    assert as_draft(form.form) == OWN


def test_a_used_form_is_read_only_and_offers_a_new_version(world: World) -> None:
    form = own(world)
    choose(world, form)
    start(world)
    client = signed_in(world.clerk)
    page = reverse("appraisal:survey-form", args=[form.pk])
    shown = client.get(page).content.decode()
    assert 'name="item-0"' not in shown
    assert "建立新版本" in shown
    assert client.post(page, sent(OWN)).status_code == 409
    version = reverse("appraisal:survey-form-version", args=[form.pk])
    assert client.post(version).status_code == 302
    assert version not in client.get(page).content.decode()


def test_the_leader_chooses_on_the_page_of_the_visits(world: World) -> None:
    form = own(world)
    client = signed_in(world.leader)
    page = reverse("appraisal:fieldwork", args=[world.round.pk])
    assert "选用调查表" in client.get(page).content.decode()
    assert "选用调查表" not in signed_in(world.clerk).get(page).content.decode()
    chosen = reverse("appraisal:survey-choose", args=[world.round.pk])
    assert client.post(chosen, {"form": str(own(World()).pk)}).status_code == 422
    assert client.post(chosen, {"form": str(form.pk)}).status_code == 302
    shown = signed_in(world.clerk).get(page).content.decode()
    assert f'<option value="OWN1">{OWN.name}' in shown
    started = signed_in(world.clerk).post(
        reverse("appraisal:survey-start", args=[world.round.pk]), {"form_code": "OWN1", "least_answers": "2"}
    )
    assert started.status_code == 302
    assert "选用调查表</button>" not in client.get(page).content.decode()


def test_the_opening_form_offers_it_where_there_is_one(world: World) -> None:
    client = signed_in(world.leader)
    page = reverse("appraisal:round-open")
    assert "满意度调查表" not in client.get(page).content.decode()
    form = own(world)
    assert f'<option value="{form.pk}">' in client.get(page).content.decode()


@pytest.mark.django_db
def test_the_list_asks_the_same_however_many() -> None:
    world = World()
    counts = []
    for _more in range(2):
        own(world)
        own(world)
        with CaptureQueriesContext(connection) as asked:
            signed_in(world.clerk).get(reverse("appraisal:survey-forms"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- the database


def refused(act: Callable[[], object], name: str) -> None:
    with pytest.raises(IntegrityError, match=f"guard:{name}"), transaction.atomic():
        act()


def test_the_database_keeps_forms_and_choices(world: World) -> None:
    form, other = own(world), own(World())
    choose(world, form)
    rows, round_rows = SurveyForm.objects.filter(pk=form.pk), Round.objects.filter(pk=world.round.pk)
    refused(lambda: rows.update(version=3), "survey_form_used")
    refused(lambda: round_rows.update(survey_form=other), "round_survey_form")
    survey = start(world)
    changes: list[dict[str, Any]] = [{"name": "改"}, {"form": {}}]
    for change in changes:
        refused(lambda change=change: rows.update(**change), "survey_form_used")
    refused(lambda: rows._raw_delete(rows.db), "survey_form_used")
    refused(lambda: round_rows.update(survey_form=None), "round_survey_form")
    survey.pk, survey.own_form, survey.form_code = None, other, "OWN9"
    refused(lambda: survey.save(force_insert=True), "survey_of_its_form")
    with guards.lifted():  # the control
        assert rows.update(name="改") == 1
