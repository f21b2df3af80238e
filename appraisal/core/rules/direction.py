"""Which way is better: the parameter that linear and step share."""

from __future__ import annotations

from appraisal.core.rules.inputs import Choice
from appraisal.core.rules.parameters import Parameter, Settings
from appraisal.core.text import Text

DIRECTION = Parameter(
    name="direction",
    type="choice",
    label=Text("方向", "Direction"),
    default="higher",
    help=Text("数值越高越好，或越低越好。", "Whether a higher or a lower value is better."),
    choices=(
        Choice("higher", Text("越高越好", "higher is better")),
        Choice("lower", Text("越低越好", "lower is better")),
    ),
)


def sign_of(settings: Settings) -> int:
    """Return 1 where higher is better, −1 where lower is."""
    return 1 if settings.text("direction") == "higher" else -1
