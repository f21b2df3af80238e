"""What the database itself refuses around scenarios: one stays with the county, year and base it was made for."""

from appraisal.models import Scenario
from records import guards
from records.triggers import UPDATE

MAY_CHANGE = ("name", "note", "changes", "version", "updated_at")

guards.register(
    guards.Frozen(
        Scenario, when="1 = 1", allow=MAY_CHANGE, operations=(UPDATE,), name="scenario_keeps_its_base"
    )
)
