"""A survey form is frozen once a survey began with it; a round's choice stands once it has a survey (RULES 7)."""

from appraisal.models import Round, Survey, SurveyForm
from records import guards
from records.triggers import DELETE, INSERT, UPDATE

USED = "EXISTS (SELECT 1 FROM appraisal_survey s WHERE s.own_form_id = OLD.id)"
RENAMED = "OLD.county_id <> NEW.county_id OR OLD.code <> NEW.code OR OLD.version <> NEW.version"
OTHER_COUNTY = """NEW.survey_form_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM appraisal_surveyform f WHERE f.id = NEW.survey_form_id AND f.county_id = NEW.county_id)"""
CHOSEN = """OLD.survey_form_id IS DISTINCT FROM NEW.survey_form_id
    AND EXISTS (SELECT 1 FROM appraisal_survey s WHERE s.round_id = OLD.id)"""
FOREIGN_FORM = """NEW.own_form_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM appraisal_surveyform f JOIN appraisal_round r ON r.id = NEW.round_id
    WHERE f.id = NEW.own_form_id AND f.county_id = r.county_id AND f.code = NEW.form_code)"""

guards.register(
    guards.Refuse(
        SurveyForm,
        {UPDATE: f"({USED}) OR ({RENAMED})", DELETE: USED},
        name="survey_form_used",
        reads=[Survey],
    ),
    guards.Refuse(
        Round,
        {INSERT: OTHER_COUNTY, UPDATE: f"({OTHER_COUNTY}) OR ({CHOSEN})"},
        name="round_survey_form",
        reads=[SurveyForm, Survey],
    ),
    guards.Refuse(Survey, {INSERT: FOREIGN_FORM}, name="survey_of_its_form", reads=[SurveyForm, Round]),
)
