"""What the database itself refuses around rounds and results (RULES 6, invariants 11–13)."""

from appraisal.core.workflow import FIRST_STATES, ROUND
from appraisal.guards_life import CORRECTING, SHUT
from appraisal.models import (
    SEALED,
    Appeal,
    Assessment,
    CategoryTotal,
    Duty,
    Exemption,
    Publication,
    PublicationPart,
    ReopenRequest,
    Result,
    Round,
    Scheme,
    Score,
    SpotCheck,
    TieDecision,
    WarningTick,
)
from centres.models import Centre, Staff
from records import guards
from records.triggers import INSERT, UPDATE

# Sheets and sums are made before scoring, move while it lasts, and move once more with an accepted appeal.
CLOSED = f"{SHUT} AND NOT {CORRECTING}"
NOT_SCORING = "{row}.state <> 'scoring'"
FINAL = "{row}.state IN (" + ", ".join(f"'{state}'" for state in SEALED) + ")"
COUNTED = "(SELECT COUNT(*) FROM appraisal_result AS one WHERE one.publication_id = NEW.publication_id)"
LINES = "(SELECT lines FROM appraisal_publication WHERE id = NEW.publication_id)"
# A round is of the level of its scheme, and stays of its level and its centre.
OF_SCHEME = "NEW.level <> (SELECT level FROM appraisal_scheme WHERE id = NEW.scheme_id)"
MOVED = "OLD.level <> NEW.level OR COALESCE(OLD.centre_id, 0) <> COALESCE(NEW.centre_id, 0)"
# Whom a sheet may be about, by the level of its round: a township centre or a hospital of the county, a clinic of the
# centre that appraises, one of that centre's staff.
SUBJECT = """NOT EXISTS (
    SELECT 1 FROM appraisal_round AS r JOIN centres_centre AS c ON c.id = NEW.centre_id
    WHERE r.id = NEW.round_id AND r.county_id = c.county_id AND (
        (r.level = 'centre' AND c.type = 'township' AND NEW.staff_id IS NULL)
        OR (r.level = 'hospital' AND c.type = 'hospital' AND NEW.staff_id IS NULL)
        OR (r.level = 'clinic' AND c.type = 'clinic' AND c.parent_id = r.centre_id AND NEW.staff_id IS NULL)
        OR (r.level = 'staff' AND c.id = r.centre_id AND EXISTS (
            SELECT 1 FROM centres_staff AS s WHERE s.id = NEW.staff_id AND s.centre_id = c.id))))"""
OTHER_SUBJECT = (
    "OLD.round_id <> NEW.round_id OR OLD.centre_id <> NEW.centre_id"
    " OR COALESCE(OLD.staff_id, 0) <> COALESCE(NEW.staff_id, 0)"
)
TO_ROUND = [("assessment", Assessment), ("round", Round)]
READS = (Appeal, Assessment)
# A request made for a spot check is for the correction of its round, while the check waits for one; it stays so.
FOR_NOTHING = """NEW.spot_check_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM appraisal_spotcheck c JOIN appraisal_round a ON a.id = c.round_id
    JOIN appraisal_round b ON b.id = NEW.round_id AND b.county_id = a.county_id AND b.level = a.level
    AND b.year = a.year AND b.kind = a.kind AND b.version >= a.version
    WHERE c.id = NEW.spot_check_id AND c.state = 'demanded' AND c.wanted = 'correct')"""
PARTS = "(SELECT COUNT(*) FROM appraisal_result AS one WHERE one.publication_id = NEW.publication_id)"

guards.register(
    guards.Refuse(
        Round,
        {INSERT: OF_SCHEME, UPDATE: f"({MOVED}) OR ({OF_SCHEME})"},
        name="round_level",
        reads=[Scheme],
    ),
    guards.Refuse(
        Assessment,
        {INSERT: SUBJECT, UPDATE: OTHER_SUBJECT},
        name="sheet_subject",
        reads=[Round, Centre, Staff],
    ),
    guards.AppendOnly(PublicationPart),
    guards.Refuse(PublicationPart, {INSERT: f"{PARTS} > 0"}, name="part_after_results", reads=[Result]),
    guards.Transitions(
        Round,
        "state",
        [(source, one.target) for one in ROUND for source in one.sources],
        initial=FIRST_STATES,
    ),
    guards.Frozen(Round, when=FINAL, allow=("state", "report_due_on")),
    guards.FrozenBy(Assessment, path=[("round", Round)], when=CLOSED, reads=READS),
    guards.FrozenBy(CategoryTotal, path=TO_ROUND, when=CLOSED, reads=READS),
    guards.FrozenBy(Score, path=TO_ROUND, when=CLOSED, reads=READS),
    guards.FrozenBy(Duty, path=TO_ROUND, when=NOT_SCORING),
    guards.AppendOnly(Exemption),
    guards.AppendOnly(TieDecision),
    guards.AppendOnly(WarningTick),
    guards.Transitions(
        ReopenRequest,
        "state",
        [
            ("asked", "permitted"),
            ("asked", "refused"),
            ("asked", "withdrawn"),
            ("permitted", "used"),
            ("permitted", "expired"),
            ("permitted", "withdrawn"),
        ],
        initial=("asked",),
    ),
    guards.Refuse(
        ReopenRequest,
        {INSERT: FOR_NOTHING, UPDATE: "OLD.spot_check_id IS DISTINCT FROM NEW.spot_check_id"},
        name="reopening_for_a_demand",
        reads=[SpotCheck, Round],
    ),
    guards.Frozen(ReopenRequest, when="{row}.state IN ('refused', 'used', 'expired', 'withdrawn')"),
    guards.AppendOnly(Publication),
    guards.AppendOnly(Result),
    guards.Refuse(Result, {INSERT: f"{COUNTED} >= {LINES}"}, name="result_beyond_lines", reads=[Publication]),
)
