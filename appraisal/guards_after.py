"""What the database itself refuses around rectifications, spot checks and filings (RULES 6, 8)."""

from appraisal.core.lives import CHECK, FILING, RECTIFICATION, REMOVAL, pairs
from appraisal.models import (
    Filing,
    Publication,
    PublicationPart,
    Rectification,
    RectificationStep,
    RemovalCase,
    Round,
    RoundStep,
    SpotCell,
    SpotCheck,
)
from records import guards
from records.triggers import INSERT, UPDATE

NOT_FINAL = (
    "(SELECT state FROM appraisal_round WHERE id = NEW.round_id) NOT IN ('final', 'reported', 'filed')"
)
# The rounds behind a year's results: June, December, and those of other kinds.
BEHIND = """(r.id = p.june_round_id OR r.id = p.december_round_id OR EXISTS (
    SELECT 1 FROM appraisal_publicationpart q WHERE q.publication_id = p.id AND q.round_id = r.id))"""
# A filing is sent of rounds that are reported, and received with its rounds filed; a round is filed by a filing sent.
UNREPORTED = f"""EXISTS (SELECT 1 FROM appraisal_publication p JOIN appraisal_round r ON {BEHIND}
    WHERE p.id = NEW.publication_id AND r.state NOT IN ('reported', 'filed'))"""  # noqa: S608
UNFILED = f"""NEW.state = 'received' AND EXISTS (SELECT 1 FROM appraisal_publication p
    JOIN appraisal_round r ON {BEHIND} WHERE p.id = NEW.publication_id AND r.state <> 'filed')"""  # noqa: S608
WITHOUT_FILING = f"""OLD.state <> 'filed' AND NEW.state = 'filed' AND NEW.level = 'centre' AND NOT EXISTS (
    SELECT 1 FROM appraisal_filing g JOIN appraisal_publication p ON p.id = g.publication_id
    JOIN appraisal_round r ON r.id = NEW.id AND {BEHIND} WHERE g.state = 'sent')"""  # noqa: S608
OTHER_FILING = f"""NEW.filing_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM appraisal_filing g JOIN appraisal_publication p ON p.id = g.publication_id
    JOIN appraisal_round r ON r.id = NEW.round_id AND {BEHIND} WHERE g.id = NEW.filing_id)"""  # noqa: S608
OF_FILING = (Publication, PublicationPart, Round)
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
    guards.Refuse(
        Filing, {INSERT: UNREPORTED, UPDATE: UNFILED}, name="filing_and_its_rounds", reads=OF_FILING
    ),
    guards.Refuse(
        Round,
        {UPDATE: WITHOUT_FILING},
        name="round_filed_by_a_filing",
        reads=(Filing, Publication, PublicationPart),
    ),
    guards.Refuse(RoundStep, {INSERT: OTHER_FILING}, name="step_of_its_filing", reads=(Filing, *OF_FILING)),
)
