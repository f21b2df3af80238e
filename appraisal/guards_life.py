"""What the database refuses around the later life of a round: notice, appeals, deadlines, self-assessment (RULES 6)."""

from appraisal.models import (
    Appeal,
    AppealItem,
    Assessment,
    Evidence,
    Extension,
    Round,
    RoundStep,
    Score,
    SelfAssessment,
    SelfScore,
    SheetReturn,
    TakeOver,
)
from records import guards
from records.triggers import INSERT, UPDATE

SHUT = "{row}.state NOT IN ('draft', 'self_assessment', 'scoring')"
# True while an accepted appeal of this round is being written, in its own transaction.
CORRECTING = (
    "EXISTS (SELECT 1 FROM appraisal_appeal p JOIN appraisal_assessment t ON t.id = p.assessment_id"
    " WHERE t.round_id = {row}.id AND p.state = 'correcting')"
)

# --- the round itself
OPTIONS = ("self_assessed", "notice_days", "notice_scores")
RESET = "OLD.state <> 'draft' AND (" + " OR ".join(f"OLD.{one} <> NEW.{one}" for one in OPTIONS) + ")"
DATES = {
    "self_due_on": "self_assessment",
    "due_on": "scoring",
    "review_due_on": "submitted",
    "report_due_on": "final",
}


def _unrecorded(column: str, stage: str, recorded: str = "new_on") -> str:
    """A last day that moves, of a round that has begun, without its recorded extension."""
    known = (
        f"EXISTS (SELECT 1 FROM appraisal_extension e WHERE e.round_id = NEW.id AND e.stage = '{stage}'"  # noqa: S608
        f" AND e.{recorded} = NEW.{column})"
    )
    return f"(OLD.state <> 'draft' AND OLD.{column} IS DISTINCT FROM NEW.{column} AND NOT {known})"


MOVED_DATE = " OR ".join(_unrecorded(column, stage) for column, stage in DATES.items())
# The act that opens the notice sets its end; nothing else does without an extension.
MOVED_NOTICE = (
    "((OLD.state = NEW.state OR NEW.state <> 'notice') AND "
    + _unrecorded("notice_ends_at", "notice", "ends_at")
    + ")"
)
TO_FINAL = "OLD.state <> 'final' AND NEW.state = 'final'"
OPEN_APPEAL = (
    "EXISTS (SELECT 1 FROM appraisal_appeal p JOIN appraisal_assessment t ON t.id = p.assessment_id"
    " WHERE t.round_id = NEW.id AND p.state IN ('open', 'correcting'))"
)
EARLY_FINAL = (
    f"{TO_FINAL} AND ((NEW.notice_days > 0 AND (NEW.notice_ends_at IS NULL OR NEW.finalised_at < NEW.notice_ends_at))"
    f" OR {OPEN_APPEAL})"
)
UNUSED = "(NEW.state = 'self_assessment' AND NOT NEW.self_assessed) OR (NEW.state = 'notice' AND NEW.notice_days = 0)"
PASSED_OVER = "(OLD.state = 'draft' AND NEW.state = 'scoring' AND NEW.self_assessed)"

# --- cells: not before scoring, and in notice only those an accepted appeal names (others may move with a rank)
SAME_ENTRY = (
    "CAST(NEW.inputs AS TEXT) = CAST(OLD.inputs AS TEXT) AND NEW.reason = OLD.reason"
    " AND NEW.not_applicable = OLD.not_applicable AND NEW.no_evidence = OLD.no_evidence"
)
NAMED = f"""EXISTS (
    SELECT 1 FROM appraisal_appealitem i JOIN appraisal_appeal p ON p.id = i.appeal_id
    JOIN appraisal_score s ON s.id = i.score_id JOIN appraisal_assessment o ON o.id = s.assessment_id
    WHERE p.state = 'correcting' AND o.round_id = r.id AND s.indicator_id = NEW.indicator_id
    AND (s.id = NEW.id OR ({SAME_ENTRY})))"""  # noqa: S608
UNTIMELY = f"""EXISTS (
    SELECT 1 FROM appraisal_assessment a JOIN appraisal_round r ON r.id = a.round_id
    WHERE a.id = NEW.assessment_id AND (r.state IN ('draft', 'self_assessment')
        OR (r.state = 'notice' AND NOT {NAMED})))"""  # noqa: S608

# --- sheets sent back: while one isn't handed in again, the others are shut, but for points that move with a rank
ANOTHER_RETURNED = """EXISTS (
    SELECT 1 FROM appraisal_sheetreturn b JOIN appraisal_assessment o ON o.id = b.assessment_id
    WHERE b.answered_at IS NULL
    AND o.round_id = (SELECT h.round_id FROM appraisal_assessment h WHERE h.id = NEW.assessment_id))
    AND NOT EXISTS (SELECT 1 FROM appraisal_sheetreturn b
    WHERE b.answered_at IS NULL AND b.assessment_id = NEW.assessment_id)"""
NOT_RETURNED = f"{ANOTHER_RETURNED} AND NOT ({SAME_ENTRY} AND NEW.source = OLD.source)"
NOT_ANSWERED = (
    "OLD.state <> NEW.state AND NEW.state IN ('submitted', 'reviewed') AND EXISTS ("
    "SELECT 1 FROM appraisal_sheetreturn b JOIN appraisal_assessment o ON o.id = b.assessment_id"
    " WHERE o.round_id = NEW.id AND b.answered_at IS NULL AND b.corrected_at IS NULL)"
)
WORDLESS = (
    "(NEW.answered_at IS NOT NULL AND OLD.answered_at IS NULL AND NEW.corrected_at IS NULL)"
    " OR (NEW.corrected_at IS NOT NULL AND (NEW.answer = '' OR NEW.corrected_by_id IS NULL))"
)

# --- appeals are made in notice; cells named belong to the sheet
NOT_IN_NOTICE = """NOT EXISTS (
    SELECT 1 FROM appraisal_assessment a JOIN appraisal_round r ON r.id = a.round_id
    WHERE a.id = NEW.assessment_id AND r.state = 'notice' AND NEW.made_at < r.notice_ends_at)"""
FOREIGN_CELL = """NOT EXISTS (
    SELECT 1 FROM appraisal_appeal p JOIN appraisal_score s ON s.assessment_id = p.assessment_id
    WHERE p.id = NEW.appeal_id AND s.id = NEW.score_id)"""
OTHER_APPEAL = (
    "OLD.assessment_id <> NEW.assessment_id OR OLD.made_by_id <> NEW.made_by_id OR OLD.reason <> NEW.reason"
)
DECIDED = "{row}.state IN ('accepted', 'rejected', 'withdrawn')"

# --- self-assessment: in its stage, until handed in
NOT_SELF = "{row}.state <> 'self_assessment'"
HANDED_IN = "{row}.handed_in_at IS NOT NULL"

guards.register(
    guards.Refuse(Round, {UPDATE: RESET}, name="round_options"),
    guards.Refuse(Round, {UPDATE: f"{MOVED_DATE} OR {MOVED_NOTICE}"}, name="round_dates", reads=[Extension]),
    guards.Refuse(Round, {UPDATE: EARLY_FINAL}, name="round_final_too_early", reads=[Appeal, Assessment]),
    guards.Refuse(
        Round,
        {INSERT: UNUSED, UPDATE: f"{UNUSED} OR {PASSED_OVER}"},
        name="round_unused_stage",
    ),
    guards.AppendOnly(RoundStep),
    guards.AppendOnly(Extension),
    guards.Refuse(
        Score, {UPDATE: UNTIMELY}, name="score_untimely", reads=[Assessment, Round, Appeal, AppealItem]
    ),
    guards.Refuse(Score, {UPDATE: NOT_RETURNED}, name="score_not_returned", reads=[Assessment, SheetReturn]),
    guards.Refuse(
        Evidence, {INSERT: ANOTHER_RETURNED}, name="evidence_not_returned", reads=[Assessment, SheetReturn]
    ),
    guards.Refuse(Round, {UPDATE: NOT_ANSWERED}, name="round_not_answered", reads=[Assessment, SheetReturn]),
    guards.Refuse(SheetReturn, {UPDATE: WORDLESS}, name="sheet_return_answered_in_words"),
    guards.Frozen(
        SheetReturn,
        when="1 = 1",
        allow=("answer", "corrected_by", "corrected_at", "answered_at"),
        name="sheet_return_kept",
    ),
    guards.Frozen(SheetReturn, when="{row}.answered_at IS NOT NULL", name="sheet_return_answered"),
    guards.AppendOnly(TakeOver),
    guards.FrozenBy(SelfAssessment, path=[("assessment", Assessment), ("round", Round)], when=NOT_SELF),
    guards.Frozen(SelfAssessment, when=HANDED_IN),
    guards.FrozenBy(
        SelfScore,
        path=[("sheet", SelfAssessment), ("assessment", Assessment), ("round", Round)],
        when=NOT_SELF,
    ),
    guards.FrozenBy(SelfScore, path=[("sheet", SelfAssessment)], when=HANDED_IN),
    guards.Transitions(
        Appeal,
        "state",
        [("open", "correcting"), ("correcting", "accepted"), ("open", "rejected"), ("open", "withdrawn")],
        initial=("open",),
    ),
    guards.Refuse(
        Appeal,
        {INSERT: NOT_IN_NOTICE, UPDATE: OTHER_APPEAL},
        name="appeal_in_notice",
        reads=[Assessment, Round],
    ),
    guards.Frozen(Appeal, when=DECIDED),
    guards.Refuse(AppealItem, {INSERT: FOREIGN_CELL}, name="appeal_item_own", reads=[Appeal, Score]),
    guards.FrozenBy(AppealItem, path=[("appeal", Appeal)], when=DECIDED),
)
