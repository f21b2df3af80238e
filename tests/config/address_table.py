"""Every address of ours, and what each role gets there: the one place to read who may go where."""

from dataclasses import dataclass, field

from centres.roles import Role

ROLES = (
    *(Role.CLERK, Role.LEADER, Role.FINANCE, Role.DIRECTOR, Role.STAFF),
    *(Role.PREFECTURE, Role.PROVINCE, Role.SYSADMIN, Role.AUDITADMIN),
)
# ok: the page. away: led to another page. no: may not (403). gone: not in reach, as if it weren't there.
STATUS = {"ok": 200, "away": 302, "no": 403, "gone": 404}


@dataclass(frozen=True)
class Get:
    """A page: a word for each of ROLES in their order; a stranger is led to the sign-in page (302) or gets
    `stranger`. With `everywhere`, what belongs to another county is in reach too.
    """

    name: str
    args: str
    words: str
    query: str = ""
    stranger: int = 302
    everywhere: bool = False

    def status(self, role: str) -> int:
        return STATUS[self.words.split()[ROLES.index(Role(role))]]


@dataclass(frozen=True)
class Post:
    """An act: only `holders` (space between) may do it; `data` is good, so that only the role is in the way."""

    name: str
    args: str
    holders: str
    data: dict[str, str] = field(default_factory=dict)
    query: str = ""
    stranger: int = 302
    everywhere: bool = False


# clerk, leader, finance, director, staff, prefecture, province, sysadmin, auditadmin
ALL = "ok ok ok ok ok ok ok ok ok"
CLERKS = "ok gone gone gone gone gone gone gone gone"
SYSTEM = "no no no no no no no ok no"
READERS = "ok ok no no no ok ok no no"
RESULTS = "ok ok ok no no ok ok no no"
# The county's rounds and publications aren't in a director's reach; the own centre's are (centre_round below).
ROUNDS = "ok ok no gone no ok ok no no"
OWN_LISTS = "ok ok ok ok no ok ok no no"

PAGES = [
    Get("home", "", ALL),
    Get("healthz", "", ALL, stranger=200),
    Get("first_admin", "", ALL, stranger=200),
    Get("centres:list", "", RESULTS),
    Get("centres:export", "", RESULTS, query="?county={county}"),
    Get("centres:centre", "centre", "ok ok ok ok no ok ok no no"),
    Get("centres:clinics", "", OWN_LISTS),
    Get("centres:hospitals", "", RESULTS),
    Get("centres:staff", "", OWN_LISTS),
    *(Get("centres:list-export", kind, OWN_LISTS, query="?county={county}") for kind in ("clinics", "staff")),
    Get("centres:list-export", "hospitals", RESULTS, query="?county={county}"),
    Get("centres:accounts", "", SYSTEM),
    Get("centres:account_new", "", SYSTEM),
    Get("centres:account", "account", SYSTEM, everywhere=True),
    Get("centres:account_edit", "account", SYSTEM, everywhere=True),
    Get("appraisal:schemes", "", "ok ok no ok no ok ok no no"),
    Get("appraisal:scheme-library", "", READERS),
    Get("appraisal:scheme-shipped", "", READERS),
    Get("appraisal:scheme", "active", "ok ok no ok no ok ok no no"),
    Get("appraisal:scheme", "draft", "ok ok no gone no ok ok no no"),
    Get("appraisal:scheme-compare", "", "ok ok no ok no ok ok no no", query="?new={active}"),
    Get("appraisal:scheme-edit", "draft", "ok ok no no no no no no no"),
    Get("appraisal:scheme-edit", "active", "away away no no no no no no no"),
    Get("appraisal:scheme-edit-state", "draft", "ok ok no no no no no no no", stranger=401),
    Get("appraisal:scheme-workbook", "active", "ok ok no ok no ok ok no no"),
    Get("appraisal:results", "", "ok ok ok ok away ok ok no no"),
    Get("appraisal:own", "", "away away away ok ok away away away away"),
    Get("appraisal:publication", "publication", "ok ok ok gone no ok ok no no"),
    Get("appraisal:summary-pdf", "publication", READERS),
    Get("appraisal:results-export", "publication csv", "ok ok ok gone no ok ok no no"),
    Get("appraisal:result", "result", "ok ok ok ok no ok ok no no"),
    Get("appraisal:notice-pdf", "result", "ok ok no ok no ok ok no no"),
    Get("appraisal:report-pdf", "result", "ok ok no ok no ok ok no no"),
    Get("appraisal:result-explain", "result", "ok ok ok ok no ok ok no no"),
    Get("appraisal:category-explain", "result june 1", "ok ok no ok no ok ok no no"),
    Get("appraisal:rounds", "", "ok ok no ok no ok ok no no"),
    Get("appraisal:round-open", "", "no ok no ok no no no no no"),
    Get("appraisal:round", "round", ROUNDS),
    Get("appraisal:round-compare", "round", ROUNDS),
    Get("appraisal:round-checks", "round", ROUNDS),
    Get("appraisal:matrix", "round", ROUNDS),
    Get("appraisal:sheet", "round centre", ROUNDS),
    Get("appraisal:changes", "round", ROUNDS, stranger=401),
    Get("appraisal:cell-story", "round sheet indicator", ROUNDS, stranger=401),
    Get("appraisal:score-book", "round", ROUNDS),
    Get("appraisal:centre-book", "round centre", ROUNDS),
    Get("appraisal:notices", "", "ok ok ok ok ok ok ok no no"),
    Get("appraisal:notice", "noticed", "ok ok ok ok ok ok ok no no"),
    Get("appraisal:round-review", "noticed", ROUNDS),
    Get("appraisal:appeal", "appeal", "ok ok no ok no ok ok no no"),
    Get("appraisal:self-sheet", "noticed", "no no no ok no no no no no"),
    Get("appraisal:self-changes", "noticed", "no no no ok no no no no no", stranger=401),
    Get(
        "appraisal:self-story",
        "noticed noticed_sheet noticed_indicator",
        "no no no ok no no no no no",
        stranger=401,
    ),
    Get("appraisal:whatif", "", READERS),
    Get("appraisal:whatif-work", "county year june", READERS),
    Get("appraisal:whatif-sensitivity", "county year june", READERS),
    Get("appraisal:scenario", "scenario", READERS),
    Get("payroll:index", "", "no away away away no away away no no"),
    Get("payroll:year", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:accounts", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:budgets", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:budgets-xlsx", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:budget", "county year centre", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:receipts", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:fund", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:closing", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:account", "centre year", "no ok ok ok no ok ok gone gone"),
    Get("payroll:sheet", "release", "gone ok ok gone gone ok ok gone gone"),
    Get("payroll:sheet-xlsx", "release", "gone ok ok gone gone ok ok gone gone"),
    Get("payroll:sheet-pdf", "paid", "gone ok ok gone gone ok ok gone gone"),
    Get("payroll:line", "line", "gone ok ok ok gone ok ok gone gone"),
    Get("records:audit", "", "no ok no no no no no no ok"),
    Get("records:audit_entry", "entry", "no ok no no no no no no ok", everywhere=True),
    Get("records:jobs", "", ALL),
    Get("records:job", "job", CLERKS),
    Get("records:job-file", "job", CLERKS),
    Get("records:import_upload", "centres", "ok no no no no no no no no", query="?county={county}"),
    *(
        Get("records:import_upload", kind, "ok no no no no no no no no", query="?county={county}")
        for kind in ("clinics", "hospitals", "staff")
    ),
    Get("records:import_upload", "scheme", "ok ok no no no no no no no", query="?county={county}"),
    Get("records:import_upload", "scores", "ok no no gone no no no no no", query="?round={round}"),
    Get(
        "records:import_upload",
        "budgets",
        "no no ok gone gone no no gone gone",
        query="?county={county}&year=2026",
    ),
    Get("records:import_preview", "import", CLERKS),
]

REASON = {"reason": "录错", "remark": "重填", "note": "不同意"}
VERSION = {"version": "1", "key": "key-of-a-page", "remark": "重做"}
SENT = {"document": "文〔2026〕1号", "document_on": "2026-09-01"}
CAP = {"what": "cap", "n0": "30"}
ACTS = [
    Post("appraisal:scheme-load-shipped", "", "clerk leader"),
    *(Post("appraisal:scheme-act", f"draft {act}", "leader") for act in ("activate", "retire")),
    *(
        Post("appraisal:scheme-act", f"draft {act}", "clerk leader")
        for act in ("copy-version", "copy-year", "discard")
    ),
    *(
        Post(f"appraisal:scheme-edit-{act}", "draft", "clerk leader", stranger=401)
        for act in ("check", "save", "move", "duplicate", "remove")
    ),
    Post("appraisal:bundle-start", "publication", "clerk leader"),
    Post("appraisal:round-open", "", "leader director", {"kind": "june"}),
    Post("appraisal:round-act", "round submit", "clerk"),
    *(
        Post("appraisal:round-act", f"round {act}", "leader")
        for act in ("begin", "open_notice", "review", "add_sheets", "finalise")
    ),
    Post("appraisal:round-act", "round begin_scoring", "clerk leader"),
    Post("appraisal:round-extend", "round", "leader", REASON | {"stage": "scoring", "new_on": "2099-01-01"}),
    *(Post(f"appraisal:round-{act}", "final", "leader", SENT) for act in ("report", "file")),
    Post("appraisal:round-review-back", "round", "leader", REASON),
    Post("appraisal:take-over", "round", "clerk", stranger=401),
    Post("appraisal:self-cells", "noticed", "director", stranger=401),
    Post("appraisal:self-hand-in", "noticed", "director"),
    Post("appraisal:appeal-make", "noticed", "director", REASON),
    Post("appraisal:appeal-withdraw", "appeal", "director"),
    Post("appraisal:appeal-investigate", "appeal", "clerk", {"finding": "属实"}),
    *(
        Post(f"appraisal:appeal-{act}", "appeal", "leader", {"decision": "同意"})
        for act in ("accept", "reject")
    ),
    Post("appraisal:round-send-back", "round", "leader", REASON),
    Post("appraisal:round-exempt", "round", "leader", REASON | {"centre": "{centre_id}"}),
    Post("appraisal:round-tie", "round", "leader", REASON | {"tied": "{centre}", "place": "{centre}"}),
    Post("appraisal:reopen-ask", "final", "clerk leader", REASON),
    Post("appraisal:reopen-decide", "final request", "leader", REASON | {"permit": "no", "days": "3"}),
    Post("appraisal:reopen-use", "final request", "clerk leader"),
    Post("appraisal:round-checks-tick", "round", "clerk", REASON | {"key": "none"}),
    Post("appraisal:cells", "round", "clerk", stranger=401),
    *(
        Post(f"appraisal:whatif-{act}", "county year june", "clerk leader prefecture province", CAP)
        for act in ("form", "try", "export")
    ),
    Post("appraisal:whatif-save", "county year june", "clerk leader", {"name": "试算"}),
    Post("appraisal:scenario-delete", "scenario", "clerk leader"),
    Post("payroll:draft", "county year", "finance", {"kind": "month", "month": "3"}),
    Post("payroll:budgets", "county year", "finance", REASON | {"from_month": "3"}),
    Post("payroll:budget", "county year centre", "finance", REASON | {"from_month": "3", "amount": "1"}),
    *(
        Post("payroll:sheet-act", f"release {act}", "finance", VERSION)
        for act in ("refresh", "pay", "delete")
    ),
    *(
        Post("payroll:sheet-act", f"release {act}", "finance leader", VERSION)
        for act in ("review", "send-back")
    ),
    Post("payroll:sheet-act", "paid reverse", "finance leader", VERSION),
    Post("payroll:sheet-act", "release early", "leader", VERSION),
    Post("payroll:sheet-act", "paid correct", "finance", VERSION),
    Post(
        "payroll:receipts",
        "county year",
        "finance",
        {
            "source": "county",
            "document": "文",
            "dated": "2026-01-02",
            "received_on": "2026-01-03",
            "amount": "1",
            "key": "key-of-a-page",
        },
    ),
    Post(
        "payroll:pass-on",
        "receipt",
        "finance",
        {"passed_on": "2026-02-01", "amount": "1", "key": "key-of-a-page"},
    ),
    Post("payroll:receipt-withdraw", "receipt", "finance leader", REASON),
    Post("payroll:remittance-withdraw", "remittance", "finance leader", REASON),
    Post("payroll:fund", "county year", "finance"),
    Post(
        "payroll:advance",
        "county year",
        "finance",
        {"kind": "advance_june", "percent": "10", "reason": "急需"},
    ),
    Post("payroll:close", "county year", "leader", REASON),
    *(Post("payroll:award-act", f"award {act}", "finance", VERSION) for act in ("withdraw", "pay")),
    Post("payroll:award-act", "award approve", "leader", VERSION),
    Post("payroll:award-act", "award reverse", "finance leader", VERSION | REASON),
    Post("records:audit_export", "", "auditadmin"),
    Post("records:job-cancel", "job", "clerk"),
    Post("records:job-retry", "job", "clerk"),
    Post("records:import_upload", "centres", "clerk", query="?county={county}"),
    Post("records:import_confirm", "import", "clerk"),
    Post("records:import_discard", "import", "clerk"),
    Post("centres:account_new", "", "sysadmin"),
    *(
        Post(f"centres:account_{act}", "account", "sysadmin", REASON, everywhere=True)
        for act in (
            "edit",
            "deactivate",
            "reactivate",
            "reset_password",
            "reset_second_factor",
            "unlock",
        )
    ),
]
# For everybody, signed in or not: the language and the theme of one's own browser.
SWITCHES = {"set_language", "set_theme"}
