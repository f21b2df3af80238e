"""The nine roles of RULES 13 and what each may do.

A capability is a verb on a thing; views, actions and the admin ask `user.can("score.enter")` and never for a
role by name, so that what a role may do is written in this one place.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CLERK = "clerk", _("考核员")
    LEADER = "leader", _("局领导")
    FINANCE = "finance", _("财务")
    DIRECTOR = "director", _("院长")
    STAFF = "staff", _("职工")
    PREFECTURE = "prefecture", _("市级审核")
    PROVINCE = "province", _("省级督查")
    SYSADMIN = "sysadmin", _("系统管理员")
    AUDITADMIN = "auditadmin", _("审计管理员")


READS = frozenset(
    {
        *("centre.read", "scheme.read", "round.read", "score.read", "result.read", "report.read"),
        *("document.read", "check.read", "filing.read", "rectification.read"),
    }
)
MONEY_READS = frozenset({"budget.read", "release.read"})

CAPABILITIES: dict[str, frozenset[str]] = {
    Role.CLERK: READS
    | {
        "centre.edit",
        "scheme.edit",
        "score.enter",
        "score.import",
        "round.assign",
        "round.begin_scoring",
        "round.submit",
        "round.reopen_ask",
        "appeal.investigate",
        "report.make",
        "scenario.save",
    },
    Role.LEADER: READS
    | MONEY_READS
    | {
        "scheme.edit",
        "scheme.activate",
        "round.open",
        "round.assign",
        "round.extend",
        "round.begin_scoring",
        "round.review",
        "round.send_back",
        "round.notice",
        "round.finalise",
        "round.report",
        "appeal.decide",
        "round.reopen_ask",
        "round.reopen_permit",
        "round.exempt",
        "round.decide_tie",
        "scenario.save",
        "document.issue",
        "document.withdraw",
        "check.answer",
        "filing.send",
        "rectification.lead",
        "release.review",
        "release.early",
        "release.reverse",
        "award.approve",
        "year.close",
        "report.make",
        "audit.county",
    },
    Role.FINANCE: MONEY_READS
    | {
        "centre.read",
        "result.read",
        "budget.edit",
        "release.make",
        "release.review",
        "release.pay",
        "release.reverse",
        "receipt.edit",
        "award.make",
        "award.pay",
    },
    Role.DIRECTOR: frozenset({"own.read", "own.appraise", "own.self_assess", "own.appeal", "document.read"}),
    Role.STAFF: frozenset({"self.read"}),
    Role.PREFECTURE: READS | MONEY_READS | {"check.make", "document.issue_check", "document.withdraw"},
    Role.PROVINCE: READS
    | MONEY_READS
    | {"check.make", "filing.receive", "document.issue_check", "document.withdraw"},
    Role.SYSADMIN: frozenset({"account.manage", "region.manage"}),
    Role.AUDITADMIN: frozenset({"audit.read", "audit.export"}),
}

# Where a role's scope comes from: the region of the account, the centre, or the installation.
COUNTY_ROLES = frozenset({Role.CLERK, Role.LEADER, Role.FINANCE})
CENTRE_ROLES = frozenset({Role.DIRECTOR, Role.STAFF})
REGION_ROLES = frozenset({Role.PREFECTURE, Role.PROVINCE})
SYSTEM_ROLES = frozenset({Role.SYSADMIN, Role.AUDITADMIN})


def capabilities_of(role: str) -> frozenset[str]:
    """Everything a role may do; nothing for a role that isn't one of the nine."""
    return CAPABILITIES.get(role, frozenset())
