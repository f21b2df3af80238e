"""What is settled when a round is opened: which optional stages it uses, where it begins, planned last days (RULES 6)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from appraisal.models import Level, Round, SurveyForm
from records.errors import Invalid

# RULES 6: five working days.
USUAL_NOTICE_DAYS = 5
LONGEST_NOTICE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """The settings of a new round. `notice_days` are working days, 0 for no notice; dates are last days, inclusive.

    `survey_form` is the county's own form with which it asks, None for the shipped ones. With `draft` it waits in
    preparation for its first stage to be begun.
    """

    self_assessment: bool = False
    notice_days: int = 0
    notice_scores: bool = True
    draft: bool = False
    self_due_on: date | None = None
    review_due_on: date | None = None
    report_due_on: date | None = None
    survey_form: SurveyForm | None = None

    def columns(self, level: str) -> dict[str, Any]:
        """The columns of the new row. Raises Invalid where a stage doesn't fit the level.

        Only township centres have a director who assesses and appeals for them: no other level has these stages.
        """
        if not 0 <= self.notice_days <= LONGEST_NOTICE:
            raise Invalid(_("公示期应为0至60个工作日。"), code="notice_days")
        if level != Level.CENTRE and (self.self_assessment or self.notice_days):
            raise Invalid(_("只有卫生院的考核有自评和公示阶段。"), code="stages")
        return {
            "state": self._first(),
            "self_assessed": self.self_assessment,
            "notice_days": self.notice_days,
            "notice_scores": self.notice_scores,
            "self_due_on": self.self_due_on,
            "review_due_on": self.review_due_on,
            "report_due_on": self.report_due_on,
            "survey_form": self.survey_form,
        }

    def _first(self) -> str:
        if self.draft:
            return Round.State.DRAFT
        return Round.State.SELF_ASSESSMENT if self.self_assessment else Round.State.SCORING
