"""Survey forms of a county's own, by versions (RULES 7). The shipped ones are files in fixtures/surveys."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Region


class SurveyForm(models.Model):
    """A form that the county wrote: a draft until a survey begins with it, then frozen; changes make a next version.

    `form` is what `core.surveys.read_form` reads.
    """

    county = models.ForeignKey(Region, models.PROTECT, related_name="survey_forms", verbose_name=_("所属县"))
    code = models.CharField(_("调查表编码"), max_length=24)
    version = models.PositiveIntegerField(_("版本"), default=1)
    name = models.CharField(_("调查表"), max_length=80)
    form = models.JSONField(_("调查表内容"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建立人")
    )
    made_at = models.DateTimeField(_("建立时间"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("修改人")
    )
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("本县调查表")
        verbose_name_plural = pgettext_lazy("list", "本县调查表")
        ordering = ["county", "code", "-version"]
        constraints = [
            models.UniqueConstraint(name="survey_form_version_once", fields=["county", "code", "version"])
        ]

    def __str__(self) -> str:
        words = {"name": self.name, "version": self.version}
        return str(_("%(name)s（第%(version)d版）") % words) if self.version > 1 else self.name
