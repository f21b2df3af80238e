"""What the database itself refuses around rectifications, spot checks and filings (RULES 6, 8)."""

from appraisal.core.lives import CHECK, FILING, RECTIFICATION, REMOVAL, pairs
from appraisal.models import (
    Filing,
    Rectification,
    RectificationStep,
    RemovalCase,
    Round,
    SpotCell,
    SpotCheck,
)
from records import guards
from records.triggers import INSERT

NOT_FINAL = "(SELECT state FROM appraisal_round WHERE id = NEW.round_id) <> 'final'"
MOVING = (
    *("state", "reported_at", "wanted", "demand", "due_on", "answer", "corrected_round", "outcome"),
)  # fmt: skip

guards.register(
    guards.Transitions(Rectification, "state", pairs(RECTIFICATION), initial=("ordered",)),
    guards.Frozen(Rectification, when="1 = 1", allow=("state", "due_on")),
    guards.Frozen(Rectification, when="{row}.state IN ('closed', 'withdrawn')", name="rectification_ended"),
    guards.AppendOnly(RectificationStep),
    guards.Transitions(RemovalCase, "state", pairs(REMOVAL), initial=("put",)),
    guards.Frozen(RemovalCase, when="1 = 1", allow=("state", "decision", "decided_by", "decided_at")),
    guards.Frozen(RemovalCase, when="{row}.state <> 'put'", name="removalcase_decided"),
    guards.Transitions(SpotCheck, "state", pairs(CHECK), initial=("scoring",)),
    guards.Frozen(SpotCheck, when="1 = 1", allow=MOVING),
    guards.Frozen(SpotCheck, when="{row}.state IN ('closed', 'cancelled')", name="spotcheck_ended"),
    guards.Refuse(SpotCheck, {INSERT: NOT_FINAL}, name="spotcheck_of_a_final_round", reads=[Round]),
    guards.Frozen(SpotCell, when="1 = 1", allow=("points", "reason", "scored_by", "scored_at")),
    guards.FrozenBy(SpotCell, path=[("check_of", SpotCheck)], when="{row}.state <> 'scoring'"),
    guards.Transitions(Filing, "state", pairs(FILING), initial=("sent",)),
    guards.Frozen(Filing, when="1 = 1", allow=("state", "decided_by", "decided_at", "note")),
    guards.Frozen(Filing, when="{row}.state <> 'sent'", name="filing_decided"),
)
