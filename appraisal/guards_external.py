"""What the database itself refuses around files of other bodies: they stay as they came (RULES 7)."""

from appraisal.guards_rounds import NOT_SCORING
from appraisal.models import Assessment, ExternalFile, ExternalFill, Indicator, Round, Score
from records import guards
from records.triggers import INSERT

# A file is for an indicator of its round's scheme; a fill is of a cell of that indicator, in that round.
OTHER_SCHEME = """NOT EXISTS (
    SELECT 1 FROM appraisal_round AS r JOIN appraisal_indicator AS i ON i.scheme_id = r.scheme_id
    WHERE r.id = NEW.round_id AND i.id = NEW.indicator_id)"""
OTHER_CELL = """NOT EXISTS (
    SELECT 1 FROM appraisal_externalfile AS f
    JOIN appraisal_score AS s ON s.indicator_id = f.indicator_id
    JOIN appraisal_assessment AS a ON a.id = s.assessment_id AND a.round_id = f.round_id
    WHERE f.id = NEW.file_id AND s.id = NEW.score_id)"""

guards.register(
    guards.AppendOnly(ExternalFile),
    guards.AppendOnly(ExternalFill),
    guards.FrozenBy(ExternalFile, path=[("round", Round)], when=NOT_SCORING, operations=(INSERT,)),
    guards.FrozenBy(
        ExternalFill, path=[("file", ExternalFile), ("round", Round)], when=NOT_SCORING, operations=(INSERT,)
    ),
    guards.Refuse(
        ExternalFile, {INSERT: OTHER_SCHEME}, name="external_file_scheme", reads=[Round, Indicator]
    ),
    guards.Refuse(
        ExternalFill,
        {INSERT: OTHER_CELL},
        name="external_fill_cell",
        reads=[ExternalFile, Score, Assessment],
    ),
)
