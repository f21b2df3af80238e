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
# A centre's own rounds: the county and the auditors read them, the director works in them, the others don't.
OWN_ROUND = "ok ok no ok no ok ok no no"
OWN_LISTS = "ok ok ok ok no ok ok no no"
# A director reaches the evidence of the own centre in the county's rounds.
EVIDENCE = "ok ok no ok no ok ok no no"

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
    Get("appraisal:summary-pdf", "publication", ROUNDS),
    Get("appraisal:results-export", "publication csv", "ok ok ok gone no ok ok no no"),
    Get("appraisal:result", "result", "ok ok ok ok no ok ok no no"),
    *(
        Get(f"appraisal:{name}-pdf", "own_result", "ok ok no ok gone ok ok no no")
        for name in ("notice", "report")
    ),
    Get("appraisal:summary-pdf", "own_publication", OWN_ROUND),
    Get("appraisal:notice-pdf", "result", "ok ok no ok no ok ok no no"),
    Get("appraisal:report-pdf", "result", "ok ok no ok no ok ok no no"),
    Get("appraisal:result-explain", "result", "ok ok ok ok no ok ok no no"),
    Get("appraisal:category-explain", "result june 1", "ok ok no ok no ok ok no no"),
    Get("appraisal:rounds", "", "ok ok no ok no ok ok no no"),
    Get("appraisal:round-open", "", "no ok no ok no no no no no"),
    Get("appraisal:survey-forms", "", READERS),
    Get("appraisal:survey-form", "survey_form", READERS),
    Get("appraisal:round", "round", ROUNDS),
    Get("appraisal:round-compare", "round", ROUNDS),
    Get("appraisal:round-checks", "round", ROUNDS),
    Get("appraisal:round-externals", "round", ROUNDS),
    Get("appraisal:external-file", "round file", ROUNDS),
    Get("appraisal:matrix", "round", ROUNDS),
    Get("appraisal:sheet", "round centre", ROUNDS),
    Get("appraisal:changes", "round", ROUNDS, stranger=401),
    Get("appraisal:cell-story", "round sheet indicator", ROUNDS, stranger=401),
    *(
        Get(f"appraisal:sheet-{name}", "round centre", "ok no no gone no no no no no", stranger=stranger)
        for name, stranger in (("worker", 401), ("onsite", 302), ("package", 401))
    ),
    Get("appraisal:score-sheet", "round centre", ROUNDS),
    Get("appraisal:score-book", "round", ROUNDS),
    Get("appraisal:centre-book", "round centre", ROUNDS),
    *(
        Get(f"appraisal:{name}", "own_round", OWN_ROUND)
        for name in ("round", "round-checks", "round-externals", "matrix", "score-book")
    ),
    Get("appraisal:sheet", "own_round member", OWN_ROUND),
    Get("appraisal:centre-book", "own_round member", OWN_ROUND),
    Get("appraisal:changes", "own_round", OWN_ROUND, stranger=401),
    Get("appraisal:cell-story", "own_round own_sheet own_indicator", OWN_ROUND, stranger=401),
    Get("appraisal:publication", "own_publication", "ok ok ok ok no ok ok no no"),
    Get("appraisal:results-export", "own_publication csv", "ok ok ok ok no ok ok no no"),
    Get("appraisal:result", "own_result", "ok ok ok ok gone ok ok no no"),
    Get("appraisal:result-explain", "own_result", "ok ok ok ok gone ok ok no no"),
    Get("appraisal:category-explain", "own_result m02 1", "ok ok no ok gone ok ok no no"),
    Get("appraisal:evidence", "", EVIDENCE),
    Get("appraisal:evidence-sheet", "round centre", EVIDENCE),
    Get("appraisal:evidence-cell", "round centre indicator", EVIDENCE),
    *(Get(f"appraisal:evidence-{what}", "evidence", EVIDENCE) for what in ("file", "view")),
    Get("appraisal:evidence-preview", "photo", EVIDENCE),
    Get("appraisal:draws", "round", ROUNDS),
    Get("appraisal:draw-new", "round", "ok no no gone no no no no no"),
    Get("appraisal:draw", "draw", ROUNDS),
    Get("appraisal:fieldwork", "round", ROUNDS),
    Get("appraisal:survey", "poll", ROUNDS),
    Get("appraisal:survey-template", "poll", ROUNDS),
    Get("appraisal:survey-centre", "poll centre", ROUNDS),
    Get("appraisal:survey-answer", "poll centre", "ok no no gone no no no no no"),
    Get("appraisal:notices", "", "ok ok ok ok ok ok ok no no"),
    Get("appraisal:notice", "noticed", "ok ok ok ok ok ok ok no no"),
    Get("appraisal:round-review", "noticed", ROUNDS),
    Get("appraisal:appeal", "appeal", "ok ok no ok no ok ok no no"),
    Get("appraisal:appeal-evidence", "appeal noticed_indicator", EVIDENCE),
    Get("appraisal:self-sheet", "noticed", "no no no ok no no no no no"),
    Get("appraisal:self-changes", "noticed", "no no no ok no no no no no", stranger=401),
    Get(
        "appraisal:self-story",
        "noticed noticed_sheet noticed_indicator",
        "no no no ok no no no no no",
        stranger=401,
    ),
    Get("appraisal:whatif", "", "ok ok no ok no ok ok no no"),
    Get("appraisal:whatif-work", "county year june", "ok ok no gone no ok ok no no"),
    Get("appraisal:whatif-work", "county year own_base", "ok ok no ok no ok ok no no"),
    Get("appraisal:whatif-sensitivity", "county year june", "ok ok no gone no ok ok no no"),
    Get("appraisal:scenario", "scenario", "ok ok no gone no ok ok no no"),
    Get("payroll:index", "", "no away away away no away away no no"),
    Get("payroll:year", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:accounts", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:budgets", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:budgets-xlsx", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:budget", "county year centre", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:allocation", "county year", "no no ok gone gone no no gone gone"),
    Get("payroll:receipts", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:fund", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:closing", "county year", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:account", "centre year", "no ok ok ok no ok ok gone gone"),
    Get("payroll:sheet", "release", "gone ok ok gone gone ok ok gone gone"),
    Get("payroll:sheet-xlsx", "release", "gone ok ok gone gone ok ok gone gone"),
    Get("payroll:sheet-pdf", "paid", "gone ok ok gone gone ok ok gone gone"),
    *(
        Get(f"payroll:{name}-{ending}", "county year", "no ok ok gone gone ok ok gone gone")
        for name in ("summary", "fund")
        for ending in ("xlsx", "pdf")
    ),
    *(
        Get(f"payroll:statement-{ending}", "centre year", "no ok ok ok no ok ok gone gone")
        for ending in ("xlsx", "pdf")
    ),
    *(
        Get(f"payroll:bank-{ending}", "paid", "gone no ok gone gone no no gone gone")
        for ending in ("xlsx", "pdf", "csv")
    ),
    *(
        Get(f"payroll:award{ending}", "award", "gone ok ok gone gone ok ok gone gone")
        for ending in ("", "-xlsx", "-pdf")
    ),
    *(
        Get(f"payroll:award-bank-{ending}", "approved_award", "gone no ok gone gone no no gone gone")
        for ending in ("xlsx", "pdf", "csv")
    ),
    Get("payroll:balance", "centre year left", "no ok ok ok no ok ok gone gone"),
    Get("payroll:county-balance", "county year fund", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:voucher", "voucher", "gone ok ok gone gone ok ok gone gone"),
    Get("payroll:check", "", "no ok ok ok no ok ok no no"),
    Get("payroll:unit", "county", "no ok ok gone gone ok ok gone gone"),
    Get("payroll:reconciliations", "county year", "no ok ok gone gone ok ok gone gone"),
    *(
        Get(f"payroll:reconciliation{ending}", "reconciliation", "gone ok ok gone gone ok ok gone gone")
        for ending in ("", "-xlsx", "-pdf")
    ),
    Get("payroll:reconciliation-file", "reconciliation", "gone no ok gone gone no no gone gone"),
    Get("payroll:line", "line", "gone ok ok ok gone ok ok gone gone"),
    Get("records:audit", "", "no ok no no no no no no ok"),
    Get("records:audit_entry", "entry", "no ok no no no no no no ok", everywhere=True),
    Get("records:jobs", "", ALL),
    Get("records:job", "job", CLERKS),
    Get("records:job-file", "job", CLERKS),
    Get("documents:documents", "", "ok ok no ok no ok ok no no"),
    Get("documents:document", "document", "ok ok no ok no ok ok no no"),
    Get("documents:file", "document", "ok ok no ok no ok ok no no"),
    # Whoever holds a paper may check it, signed in or not, whatever county it is of.
    Get("documents:check", "", ALL, stranger=200),
    Get("documents:check-code", "code", ALL, stranger=200, everywhere=True),
    *(
        Get(f"appraisal:paper-{kind}", "notice_kind result", "ok ok no ok no ok ok no no")
        for kind in ("pdf", "docx")
    ),
    Get("appraisal:paper-xlsx", "draw_kind draw", ROUNDS),
    *(
        Get(f"appraisal:paper-{kind}", "draw_kind draw", "ok ok no gone no ok ok no no")
        for kind in ("pdf", "docx")
    ),
    Get("appraisal:paper-xlsx", "summary_kind sheet", ROUNDS),
    Get("appraisal:paper-xlsx", "filing_kind filing", READERS),
    Get("appraisal:rectifications", "", "ok ok no ok no ok ok no no"),
    Get("appraisal:rectification", "case", "ok ok no ok no ok ok no no"),
    Get("appraisal:director", "director", "ok ok no ok no ok ok no no"),
    Get("appraisal:checks", "", READERS),
    Get("appraisal:check-new", "", "no no no no no ok ok no no"),
    # The prefecture's, scoring: nobody else knows of it yet.
    Get("appraisal:check", "check", "gone gone no no no ok gone no no"),
    Get("appraisal:check", "demanded", READERS),
    Get("appraisal:filings", "", READERS),
    Get("appraisal:filing", "filing", READERS),
    Get("appraisal:counties", "", "no no no no no ok ok no no"),
    Get("records:import_upload", "centres", "ok no no no no no no no no", query="?county={county}"),
    *(
        Get("records:import_upload", kind, "ok no no no no no no no no", query="?county={county}")
        for kind in ("clinics", "hospitals", "staff")
    ),
    Get("records:import_upload", "scheme", "ok ok no no no no no no no", query="?county={county}"),
    Get("records:import_upload", "scores", "no no no ok no no no no no", query="?round={own_round}"),
    Get(
        "records:import_upload",
        "external",
        "gone no no gone no no no no no",
        query="?round={round}&indicator={indicator}&body=cdc&dated=2026-06-30",
    ),
    Get("records:import_upload", "scores", "ok no no gone no no no no no", query="?round={round}"),
    Get(
        "records:import_upload",
        "budgets",
        "no no ok gone gone no no gone gone",
        query="?county={county}&year=2026",
    ),
    Get(
        "records:import_upload",
        "bank",
        "no no ok gone gone no no gone gone",
        query="?county={county}&year=2026&sheet={paid}",
    ),
    Get("records:import_upload", "survey", "ok no no gone no no no no no", query="?survey={poll}"),
    Get("records:import_preview", "import", CLERKS),
]

REASON = {"reason": "录错", "remark": "重填", "note": "不同意"}
VERSION = {"version": "1", "key": "key-of-a-page", "remark": "重做"}
DRAW = {"kind": "households", "centre": "{centre}", "about": "名册", "frame": "1至9", "size": "2"}
MINIMA = {"households": "1", "staff_percent": "30", "patients": "1"}
ANSWER = {"who": "household", "number": "9", **{f"item-q{number:02d}": "5" for number in range(1, 14)}}
SENT = {"document": "文〔2026〕1号", "document_on": "2026-09-01"}
DUE, TEXT = {"due_on": "2099-01-31"}, {"text": "说明"}
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
    Post("appraisal:bundle-start", "own_publication", "clerk leader director"),
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
    Post("appraisal:round-assign", "round", "clerk leader", {"sheet": "{sheet}", "clerk": ""}),
    Post("appraisal:round-remind", "round", "clerk leader"),
    Post("appraisal:round-exempt", "round", "leader", REASON | {"centre": "{centre_id}"}),
    Post("appraisal:round-tie", "round", "leader", REASON | {"tied": "{centre}", "place": "{centre}"}),
    Post("appraisal:reopen-ask", "final", "clerk leader", REASON),
    Post("appraisal:reopen-decide", "final request", "leader", REASON | {"permit": "no", "days": "3"}),
    Post("appraisal:reopen-withdraw", "final request", "clerk leader"),
    Post("appraisal:reopen-use", "final request", "clerk leader"),
    Post("appraisal:round-checks-tick", "round", "clerk", REASON | {"key": "none"}),
    Post("appraisal:cells", "round", "clerk", stranger=401),
    Post("appraisal:round-act", "own_round submit", "director"),
    Post("appraisal:round-act", "own_round review", "leader"),
    Post("appraisal:round-checks-tick", "own_round", "director", REASON | {"key": "none"}),
    Post("appraisal:score-sheets", "round", "clerk leader"),
    Post("appraisal:evidence-cell", "round centre indicator", "clerk director"),
    Post("appraisal:evidence-withdraw", "evidence", "clerk", REASON),
    Post("appraisal:appeal-evidence", "appeal noticed_indicator", "director"),
    Post("appraisal:draw-new", "round", "clerk", DRAW),
    Post("appraisal:draw-replace", "draw", "clerk", REASON | {"out": "1"}),
    Post("appraisal:fieldwork-minima", "round", "leader", MINIMA),
    Post("appraisal:fieldwork-waive", "round", "leader", REASON | {"sheet": "{sheet}"}),
    Post(
        "appraisal:fieldwork-symposium",
        "round",
        "clerk",
        {"sheet": "{sheet}", "held_on": "2026-06-01", "staff": "3", "patients": "1"},
    ),
    Post("appraisal:survey-start", "round", "clerk", {"form_code": "MY13", "least_answers": "9"}),
    Post("appraisal:survey-answer", "poll centre", "clerk", ANSWER),
    Post("appraisal:survey-use", "poll centre", "clerk", {"indicator": "{indicator}", "expected": "1"}),
    Post("appraisal:survey-void", "answer", "clerk", REASON),
    *(
        Post(f"appraisal:whatif-{act}", "county year june", "clerk leader prefecture province", CAP)
        for act in ("form", "try", "export")
    ),
    Post("appraisal:whatif-save", "county year june", "clerk leader", {"name": "试算"}),
    Post("appraisal:scenario-delete", "scenario", "clerk leader"),
    Post("payroll:draft", "county year", "finance", {"kind": "month", "month": "3"}),
    Post("payroll:budgets", "county year", "finance", REASON | {"from_month": "3"}),
    Post("payroll:budget", "county year centre", "finance", REASON | {"from_month": "3", "amount": "1"}),
    Post("payroll:allocation", "county year", "finance", REASON | {"source": "county", "basis": "typed"}),
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
    Post("payroll:unit", "county", "finance", {"unit": "万元", "version": "0"}),
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
    Post("documents:withdraw", "document", "leader", REASON),
    *(
        Post("appraisal:paper-issue", about, "leader")
        for about in ("notice_kind result", "draw_kind draw", "summary_kind sheet", "report_kind publication")
    ),
    Post("appraisal:issue-notices", "publication", "leader"),
    Post("appraisal:rectification-order", "result", "leader", DUE),
    Post("appraisal:rectification-report", "case", "director", TEXT),
    Post("appraisal:rectification-inspect", "case", "leader", {"passed": "yes"}),
    *(
        Post(f"appraisal:{act}", "case", "leader", REASON | DUE)
        for act in ("rectification-extend", "rectification-withdraw", "removal-put")
    ),
    Post("appraisal:removal-decide", "case", "leader", REASON | {"remove": "no"}),
    Post("appraisal:check-new", "", "prefecture province", {"centres": "1"}),
    Post("appraisal:check-score", "check", "prefecture"),
    Post("appraisal:check-cancel", "check", "prefecture", REASON),
    Post("appraisal:check-demand", "check", "prefecture", TEXT | DUE | {"wanted": "explain"}),
    Post("appraisal:check-close", "check", "prefecture", TEXT),
    Post("appraisal:check-answer", "demanded", "leader", TEXT),
    Post("appraisal:filing-send", "county year", "leader"),
    Post("appraisal:check-reopen", "demanded", "leader", REASON),
    Post("appraisal:filing-receive", "filing", "province"),
    Post("appraisal:filing-paper", "filing", "leader", {"document": "1号"}),
    Post("appraisal:return-answer", "round return", "clerk", TEXT),
    Post("appraisal:survey-form-new", "", "clerk leader", {"form": "MY13"}),
    Post("appraisal:survey-form", "survey_form", "clerk leader", {"name": "满意度"}),
    Post("appraisal:survey-form-delete", "survey_form", "clerk leader"),
    Post("appraisal:survey-form-version", "survey_form", "clerk leader"),
    Post("appraisal:survey-choose", "round", "leader"),
    Post("appraisal:filing-return", "filing", "province", REASON),
    Post("records:audit_export", "", "auditadmin"),
    Post("records:reminder-seen", "reminder", "clerk"),
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
