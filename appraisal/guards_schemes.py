"""What the database itself refuses around schemes: a scheme is frozen once it is in force (RULES 2, invariant 7)."""

from appraisal.models import Category, Gate, GradeBand, Indicator, Scheme, SchemeRound
from records import guards
from records.triggers import INSERT, UPDATE

FROZEN = "{row}.state <> 'draft'"
FOREIGN = "(SELECT scheme_id FROM appraisal_category WHERE id = NEW.category_id) <> NEW.scheme_id"

guards.register(
    guards.Transitions(Scheme, "state", [("draft", "active"), ("active", "retired")], initial=("draft",)),
    guards.Frozen(Scheme, when=FROZEN, allow=("state",)),
    *(guards.FrozenBy(part, path=[("scheme", Scheme)], when=FROZEN) for part in (SchemeRound, GradeBand)),
    *(guards.FrozenBy(part, path=[("scheme", Scheme)], when=FROZEN) for part in (Category, Indicator, Gate)),
    guards.Refuse(
        Indicator,
        {INSERT: FOREIGN, UPDATE: FOREIGN},
        name="indicator_category_of_own_scheme",
        reads=[Category],
    ),
)
