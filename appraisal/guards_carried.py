"""A carried row comes from an earlier version of its own round, and from the very sheet's earlier one (RULES 6, 7)."""

from appraisal.models import (
    Assessment,
    Draw,
    Evidence,
    FieldWaiver,
    Round,
    Survey,
    SurveyAnswer,
    SurveyUse,
    Symposium,
)
from records import guards
from records.triggers import INSERT

# The rounds of the row first recorded (f) and of the copy (n) are versions of one round, in this order.
OF_ROUND = """f.version = NEW.from_version AND f.version < n.version AND f.county_id = n.county_id
    AND f.level = n.level AND COALESCE(f.centre_id, 0) = COALESCE(n.centre_id, 0)
    AND f.year = n.year AND f.kind = n.kind"""
BY_ROUND = "JOIN appraisal_round f ON f.id = o.round_id JOIN appraisal_round n ON n.id = NEW.round_id"
BY_SHEET = """JOIN appraisal_assessment a ON a.id = o.assessment_id JOIN appraisal_round f ON f.id = a.round_id
    JOIN appraisal_assessment b ON b.id = NEW.assessment_id AND b.centre_id = a.centre_id
    AND COALESCE(b.staff_id, 0) = COALESCE(a.staff_id, 0) JOIN appraisal_round n ON n.id = b.round_id"""
CARRIED = {
    Draw: BY_ROUND,
    Survey: BY_ROUND,
    Evidence: BY_SHEET,
    FieldWaiver: BY_SHEET,
    SurveyAnswer: BY_SHEET,
    SurveyUse: BY_SHEET,
    Symposium: BY_SHEET,
}

for model, joins in CARRIED.items():
    FOREIGN = f"""(NEW.origin_id IS NULL) <> (NEW.from_version IS NULL) OR (NEW.origin_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {model._meta.db_table} o {joins} WHERE o.id = NEW.origin_id AND o.origin_id IS NULL
        AND {OF_ROUND}))"""  # noqa: S608
    name = f"{model._meta.model_name}_carried_from_its_own"
    guards.register(guards.Refuse(model, {INSERT: FOREIGN}, name=name, reads=[Assessment, Round]))
