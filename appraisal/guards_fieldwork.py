"""What the database refuses around evidence, draws and surveys: rows are only added, and to an open round (RULES 6, 7)."""

from appraisal.models import (
    Assessment,
    Draw,
    DrawReplacement,
    Evidence,
    EvidenceWithdrawal,
    FieldMinima,
    FieldWaiver,
    Indicator,
    Round,
    Survey,
    SurveyAnswer,
    SurveyUse,
    SurveyVoid,
    Symposium,
)
from records import guards
from records.triggers import INSERT

SEALED = "{row}.state IN ('final', 'reported', 'filed')"
OF_SHEET = (("assessment", Assessment), ("round", Round))
# Each with its way up to the round.
ADDED_ONLY = (
    (Evidence, OF_SHEET),
    (EvidenceWithdrawal, (("evidence", Evidence), *OF_SHEET)),
    (Draw, (("round", Round),)),
    (DrawReplacement, (("draw", Draw), ("round", Round))),
    (FieldMinima, (("round", Round),)),
    (FieldWaiver, OF_SHEET),
    (Symposium, OF_SHEET),
    (Survey, (("round", Round),)),
    (SurveyAnswer, OF_SHEET),
    (SurveyVoid, (("answer", SurveyAnswer), *OF_SHEET)),
    (SurveyUse, OF_SHEET),
)
# A piece of evidence is of a cell of the sheet's own scheme, and replaces only what is of the same cell.
OTHER_CELL = """NOT EXISTS (
    SELECT 1 FROM appraisal_assessment AS a JOIN appraisal_round AS r ON r.id = a.round_id
    JOIN appraisal_indicator AS i ON i.scheme_id = r.scheme_id
    WHERE a.id = NEW.assessment_id AND i.id = NEW.indicator_id)
    OR (NEW.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM appraisal_evidence AS e WHERE e.id = NEW.replaces_id
    AND e.assessment_id = NEW.assessment_id AND e.indicator_id = NEW.indicator_id
    AND e.version + 1 = NEW.version))"""
# What is of a survey or a draw is of a sheet of its round.
OTHER_ROUND = """NOT EXISTS (
    SELECT 1 FROM appraisal_assessment AS a JOIN appraisal_survey AS s ON s.round_id = a.round_id
    WHERE a.id = NEW.assessment_id AND s.id = NEW.survey_id)"""
DRAW_ELSEWHERE = """NEW.assessment_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM appraisal_assessment AS a WHERE a.id = NEW.assessment_id AND a.round_id = NEW.round_id)"""

for model, path in ADDED_ONLY:
    guards.register(
        guards.AppendOnly(model),
        guards.FrozenBy(model, path=path, when=SEALED, operations=(INSERT,)),
    )
guards.register(
    guards.Refuse(
        Evidence, {INSERT: OTHER_CELL}, name="evidence_of_cell", reads=[Assessment, Round, Indicator]
    ),
    guards.Refuse(SurveyAnswer, {INSERT: OTHER_ROUND}, name="answer_of_round", reads=[Assessment, Survey]),
    guards.Refuse(SurveyUse, {INSERT: OTHER_ROUND}, name="survey_use_of_round", reads=[Assessment, Survey]),
    guards.Refuse(Draw, {INSERT: DRAW_ELSEWHERE}, name="draw_of_round", reads=[Assessment]),
)
