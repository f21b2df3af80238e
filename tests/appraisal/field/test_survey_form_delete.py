"""A draft of a survey form that nothing uses can be deleted; one in use can't, not even past the action."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from appraisal.actions import survey_forms
from appraisal.models import SurveyForm
from appraisal.queries.survey_forms import form_rows
from centres.roles import Role
from records.errors import Conflict
from records.models import AuditEntry
from tests.appraisal.field.test_survey_forms import choose, own, start
from tests.appraisal.field.world import World, signed_in
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db


def test_a_draft_nobody_uses_can_be_deleted(world: World) -> None:
    form = own(world)
    client, gone = signed_in(world.clerk), reverse("appraisal:survey-form-delete", args=[form.pk])
    page = reverse("appraisal:survey-form", args=[form.pk])
    assert gone in client.get(page).content.decode()
    for person in (
        UserFactory(role=Role.CLERK),
        world.county.finance,
    ):  # of another county; without the right
        assert signed_in(person).post(gone).status_code in (403, 404)
    assert client.get(gone).status_code == 405
    assert client.post(gone, follow=True).redirect_chain[-1][0] == reverse("appraisal:survey-forms")
    assert not SurveyForm.objects.exists()
    entry = AuditEntry.objects.get(action="surveyform.delete")
    assert (entry.old["code"], entry.actor, entry.county_code) == ("OWN1", world.clerk, form.county.code)
    assert client.post(gone).status_code == 404


def test_a_form_in_use_is_not_deleted(world: World) -> None:
    form = own(world)
    client, gone = signed_in(world.clerk), reverse("appraisal:survey-form-delete", args=[form.pk])
    page = reverse("appraisal:survey-form", args=[form.pk])
    choose(world, form)
    with pytest.raises(Conflict, match=str(world.round)):
        survey_forms.delete(actor=world.clerk, form_id=form.pk)
    shown = client.get(page).content.decode()
    assert (gone in shown, "换用别的调查表以后才能删除" in shown) == (False, True)
    start(world)
    assert client.post(gone).status_code == 409
    with pytest.raises(IntegrityError, match="guard:survey_form_used"), transaction.atomic():
        SurveyForm.objects.filter(pk=form.pk)._raw_delete("default")
    # Its next version is a draft again; without it the old one is the newest.
    version = survey_forms.copy_version(actor=world.clerk, form_id=form.pk, now=NOW)
    survey_forms.delete(actor=world.clerk, form_id=version.pk)
    assert [one.newest for one in form_rows(world.clerk)] == [True]
