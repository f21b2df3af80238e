"""What the database refuses around evidence, draws and surveys: rows are only added, and to an open round (RULES 6, 7)."""

from appraisal.models import (
    Appeal,
    AppealItem,
    Assessment,
    CountyMinima,
    Draw,
    DrawReplacement,
    Evidence,
    EvidenceWithdrawal,
    FieldMinima,
    FieldWaiver,
    Indicator,
    Round,
    Score,
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
# A piece of evidence is of a cell of the sheet's own scheme, and replaces only what is of the same cell and appeal.
OTHER_CELL = """NOT EXISTS (
    SELECT 1 FROM appraisal_assessment AS a JOIN appraisal_round AS r ON r.id = a.round_id
    JOIN appraisal_indicator AS i ON i.scheme_id = r.scheme_id
    WHERE a.id = NEW.assessment_id AND i.id = NEW.indicator_id)
    OR (NEW.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM appraisal_evidence AS e WHERE e.id = NEW.replaces_id
    AND e.assessment_id = NEW.assessment_id AND e.indicator_id = NEW.indicator_id
    AND e.appeal_id IS NOT DISTINCT FROM NEW.appeal_id AND e.version + 1 = NEW.version))"""
# That of an appeal is of an indicator it names, and comes while it is open and the notice runs.
OPEN_APPEAL = """EXISTS (
    SELECT 1 FROM appraisal_appeal AS p JOIN appraisal_assessment AS a ON a.id = p.assessment_id
    JOIN appraisal_round AS r ON r.id = a.round_id
    JOIN appraisal_appealitem AS i ON i.appeal_id = p.id JOIN appraisal_score AS s ON s.id = i.score_id
    WHERE p.id = {file}.appeal_id AND p.assessment_id = {file}.assessment_id
    AND s.indicator_id = {file}.indicator_id AND p.state = 'open' AND r.state = 'notice'
    AND {moment} < r.notice_ends_at)"""
LATE_FILE = f"NEW.appeal_id IS NOT NULL AND NOT {OPEN_APPEAL.format(file='NEW', moment='NEW.added_at')}"
LATE_WITHDRAWAL = f"""EXISTS (
    SELECT 1 FROM appraisal_evidence AS e WHERE e.id = NEW.evidence_id AND e.appeal_id IS NOT NULL
    AND NOT {OPEN_APPEAL.format(file="e", moment="NEW.at")})"""  # noqa: S608
OF_APPEAL = [Appeal, AppealItem, Assessment, Round, Score]
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
    guards.AppendOnly(CountyMinima),
    guards.Refuse(
        Evidence, {INSERT: OTHER_CELL}, name="evidence_of_cell", reads=[Assessment, Round, Indicator]
    ),
    guards.Refuse(Evidence, {INSERT: LATE_FILE}, name="evidence_of_open_appeal", reads=OF_APPEAL),
    guards.Refuse(
        EvidenceWithdrawal,
        {INSERT: LATE_WITHDRAWAL},
        name="withdrawal_in_open_appeal",
        reads=[Evidence, *OF_APPEAL],
    ),
    guards.Refuse(SurveyAnswer, {INSERT: OTHER_ROUND}, name="answer_of_round", reads=[Assessment, Survey]),
    guards.Refuse(SurveyUse, {INSERT: OTHER_ROUND}, name="survey_use_of_round", reads=[Assessment, Survey]),
    guards.Refuse(Draw, {INSERT: DRAW_ELSEWHERE}, name="draw_of_round", reads=[Assessment]),
)
