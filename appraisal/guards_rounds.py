"""What the database itself refuses around rounds and results (RULES 6, invariants 11–13)."""

from appraisal.core.workflow import ROUND
from appraisal.models import (
    Assessment,
    CategoryTotal,
    Exemption,
    Publication,
    ReopenRequest,
    Result,
    Round,
    Score,
    TieDecision,
    WarningTick,
)
from records import guards
from records.triggers import INSERT

NOT_SCORING = "{row}.state <> 'scoring'"
COUNTED = "(SELECT COUNT(*) FROM appraisal_result AS one WHERE one.publication_id = NEW.publication_id)"
LINES = "(SELECT lines FROM appraisal_publication WHERE id = NEW.publication_id)"

guards.register(
    guards.Transitions(
        Round,
        "state",
        [(source, one.target) for one in ROUND for source in one.sources],
        initial=("scoring",),
    ),
    guards.Frozen(Round, when="{row}.state = 'final'"),
    guards.FrozenBy(Assessment, path=[("round", Round)], when=NOT_SCORING),
    guards.FrozenBy(CategoryTotal, path=[("assessment", Assessment), ("round", Round)], when=NOT_SCORING),
    guards.FrozenBy(Score, path=[("assessment", Assessment), ("round", Round)], when=NOT_SCORING),
    guards.AppendOnly(Exemption),
    guards.AppendOnly(TieDecision),
    guards.AppendOnly(WarningTick),
    guards.Transitions(
        ReopenRequest,
        "state",
        [("asked", "permitted"), ("asked", "refused"), ("permitted", "used")],
        initial=("asked",),
    ),
    guards.Frozen(ReopenRequest, when="{row}.state IN ('refused', 'used')"),
    guards.AppendOnly(Publication),
    guards.AppendOnly(Result),
    guards.Refuse(Result, {INSERT: f"{COUNTED} >= {LINES}"}, name="result_beyond_lines", reads=[Publication]),
)
