"""The scheme workbook, declared once for reading, writing, its instructions and its documentation.

Headers and labels are Chinese whatever the language of the page: a workbook goes from hand to hand. An English header
or label is understood too. What the rules take is declared by themselves and stands on sheets of their own
(scheme_families), so a new kind of rule brings its columns along (docs/workbooks.md).
"""

from decimal import Decimal
from functools import cache

from appraisal.core.rules import RULES
from appraisal.core.text import Text
from appraisal.models import Category, Gate, GradeBand, Indicator, RoundKind, Scheme
from appraisal.sheets.scheme_fields import (
    HUNDRED,
    NO,
    YES,
    ZERO,
    Field,
    Option,
    code_field,
    options_of,
    percent_field,
    text_field,
)

GUIDE, HEAD, ROUNDS, BANDS = "填写说明", "方案", "轮次", "等次"
GATES, CATEGORIES, INDICATORS = "评优门槛", "类别", "指标"
SHEETS = (GUIDE, HEAD, ROUNDS, BANDS, GATES, CATEGORIES, INDICATORS)


@cache
def head_fields() -> tuple[Field, ...]:
    """The lines of the sheet 方案."""
    total = Field(
        name="sum", header=Text("各类别满分合计（自动）", "Sum of the categories (computed)"), kind="computed",
        help=Text("自动计算，不导入。", "Computed; not read."),
    )  # fmt: skip
    return (*_naming_fields(), *_grading_fields(), *_money_fields(), *_source_fields(), total)


def _naming_fields() -> tuple[Field, ...]:
    return (
        code_field("方案编码", "Scheme code", Text("同一编码再次导入即为修改或新版本。", "Again: a change or new version.")),
        text_field("name", "方案名称", "Scheme name", Scheme, required=True),
        Field(
            name="year", header=Text("考核年度", "Year"), kind="whole", required=True,
            minimum=Decimal(2000), maximum=HUNDRED * 21, help=Text("例如 2026。", "Such as 2026."),
        ),
        Field(
            name="level", header=Text("考核对象", "Level"), kind="choice", required=True,
            options=options_of(Scheme.Level.choices),
        ),
    )  # fmt: skip


def _grading_fields() -> tuple[Field, ...]:
    tie_breaks = (
        Option("december", Text("12月考核", "December round")),
        Option("june", Text("6月考核", "June round")),
        *(option for option in options_of(Category.TieBreak.choices) if option.code),
    )
    return (
        Field(
            name="full_marks", header=Text("方案满分", "Full marks"), kind="points", required=True, above=ZERO,
            help=Text("应等于各类别满分之和。", "Must be the sum of the categories."),
        ),
        percent_field("top_cap_percent", "最高等次比例上限（%）", "Cap on the top grade (%)",
            Text("最高等次最多占参评数的比例，名额向下取整。", "Most that may take the top grade, rounded down.")),
        Field(
            name="tie_breaks", header=Text("同分排序", "Tie-breaks"), kind="choices", options=tie_breaks,
            help=Text("总分相同时依次比较，用顿号隔开；类别的作用在“类别”表中指定。",
                      "What is compared in turn where totals are equal, separated by 、."),
        ),
    )  # fmt: skip


def _money_fields() -> tuple[Field, ...]:
    return (
        percent_field("monthly_percent", "按月拨付比例（%）", "Paid by month (%)",
            Text("其余留存，待考核后兑现。", "The rest is held back until the results.")),
        percent_field("june_part_percent", "留存中上半年部分比例（%）", "June part of the holdback (%)",
            Text("按6月考核等次兑现，其余按年度等次兑现。", "Judged by the June grade; the rest by the year's.")),
        percent_field("award_percent", "奖励基金用于院长奖励的比例（%）", "Fund share for directors' awards (%)",
            Text("按各等次的院长奖励权数分配。", "Split by the award weights of the grades.")),
    )  # fmt: skip


def _source_fields() -> tuple[Field, ...]:
    return (
        text_field(
            "source", "依据", "Source", Scheme, Text("文件名称、文号或条款。", "The document it rests on.")
        ),
        text_field("note", "说明", "Note", Scheme),
    )


@cache
def round_fields() -> tuple[Field, ...]:
    return (
        Field(
            name="kind", header=Text("轮次", "Round"), kind="choice", required=True,
            options=options_of(RoundKind.choices), width=14,
        ),
        percent_field("weight_percent", "权重（%）", "Weight (%)",
            Text("各轮次权重合计应为 100。", "The weights add up to 100."), above=ZERO, minimum=None),
    )  # fmt: skip


@cache
def band_fields() -> tuple[Field, ...]:
    return (
        code_field("等次编码", "Grade code"),
        text_field("name", "等次", "Grade", GradeBand, required=True,
            help_=Text("从最高等次到最低等次逐行填写。", "One row each, from the best to the worst.")),
        Field(
            name="floor", header=Text("下限（含）", "Floor (included)"), kind="points", required=True, minimum=ZERO,
            maximum=HUNDRED, help=Text("达到下限即为该等次；最低等次填 0。", "Inclusive; 0 for the lowest grade."),
        ),
        Field(
            name="below", header=Text("上限（不含）", "Below (excluded)"), kind="points", minimum=ZERO,
            help=Text("可不填；填写时应等于上一等次的下限，最高等次不填。",
                      "Optional; equals the floor of the grade above, blank for the top one."),
        ),
        percent_field("forfeit_percent", "扣减留存比例（%）", "Holdback forfeited (%)",
            Text("该等次扣减留存经费的比例，转入奖励基金。", "Share of the holdback that goes to the reward fund.")),
        Field(
            name="award_weight", header=Text("院长奖励权数", "Award weight"), kind="points", required=True,
            minimum=ZERO, help=Text("0 表示没有奖励。", "0 for no award."),
        ),
    )  # fmt: skip


@cache
def category_fields() -> tuple[Field, ...]:
    return (
        code_field("类别编码", "Category code", Text("例如 C05。", "Such as C05.")),
        text_field("name", "类别名称", "Category", Category, required=True, width=34),
        Field(
            name="full_marks", header=Text("满分", "Full marks"), kind="points", required=True, minimum=ZERO,
            help=Text("应等于本类别各指标满分之和。", "Must be the sum of its indicators."),
        ),
        Field(
            name="weight_percent", header=Text("所占权重（%）", "Weight (%)"), kind="percent", above=ZERO,
            maximum=HUNDRED,
            help=Text("按权重合计总分时每个类别都填，合计 100；不填则按满分合计。",
                      "Only where parts count by weight: then for every category, 100 in all."),
        ),
        Field(
            name="tie_break", header=Text("同分排序作用", "Role in ties"), kind="choice", width=14,
            options=options_of(Category.TieBreak.choices),
            help=Text("总分相同时比较公共卫生或满意度类别的得分。", "Whose points part equal totals."),
        ),
        text_field("clause", "条款", "Clause", Category, width=16),
        Field(
            name="sum", header=Text("指标满分合计（自动）", "Sum of its indicators (computed)"), kind="computed",
            width=16, help=Text("自动计算，不导入；与满分不符时显示为红色。", "Computed, not read; red where it differs."),
        ),
    )  # fmt: skip


@cache
def indicator_fields() -> tuple[Field, ...]:
    rules = tuple(Option(kind, rule.name) for kind, rule in RULES.items())
    return (
        code_field("类别编码", "Category code", name="category"),
        code_field("指标编码", "Indicator code", Text("例如 C05-01，全方案内不重复。", "Such as C05-01; unique.")),
        text_field("name", "指标名称", "Indicator", Indicator, required=True, width=34),
        Field(
            name="full_marks", header=Text("满分", "Full marks"), kind="points", required=True, minimum=ZERO, width=8,
            help=Text("不占分值的规则（附加分、一票否决、系数）填 0。", "0 for a rule without marks of its own."),
        ),
        Field(
            name="rule", header=Text("评分规则", "Rule"), kind="choice", required=True, options=rules,
            help=Text("选定后，到后面写有该规则名称的工作表填写参数。", "Its parameters go on the sheet named after it."),
        ),
        Field(
            name="status", header=Text("参数（自动）", "Parameters (computed)"), kind="computed", width=15,
            help=Text("提示参数填在哪张工作表、是否已填，不导入。", "Where the parameters go and whether they are there."),
        ),
        Field(
            name="sentence", header=Text("评分标准（自动）", "The rule in words (computed)"), kind="computed", width=48,
            help=Text("由规则和参数自动生成，不导入。", "Made from rule and parameters; not read."),
        ),
        *_conduct_fields(),
        *_basis_fields(),
        text_field("note", "备注", "Note", Indicator, width=30),
    )  # fmt: skip


def _conduct_fields() -> tuple[Field, ...]:
    """How an indicator is looked at."""
    return (
        Field(
            name="not_applicable", header=Text("缺项处理", "Not applicable"), kind="choice", width=16,
            options=options_of(Indicator.NotApplicable.choices),
            help=Text("不填为不允许缺项。", "Blank: never."),
        ),
        Field(
            name="method", header=Text("考核方法", "Method"), kind="choice", options=options_of(Indicator.Method.choices),
            help=Text("不填为查阅资料。", "Blank: documents."),
        ),
        Field(
            name="needs_evidence", header=Text("须有佐证", "Evidence due"), kind="flag", width=9,
            options=(Option("1", YES), Option("", NO)),
            help=Text("填“是”的，未提供佐证材料时该项不得分并注明。", "Yes: without evidence the item earns nothing."),
        ),
        text_field("unit", "计量单位", "Unit", Indicator),
    )  # fmt: skip


def _basis_fields() -> tuple[Field, ...]:
    """What an indicator rests on."""
    return (
        text_field("clause", "条款", "Clause", Indicator, width=16),
        Field(
            name="revenue_basis", header=Text("收入口径", "Revenue basis"), kind="choice",
            options=options_of(Indicator.Revenue.choices),
            help=Text("指标以哪项收入为依据；职工方案不得以任何收入为依据。", "Revenue it rests on; none for staff."),
        ),
        Field(
            name="is_default", header=Text("默认值待核定", "Default, to be confirmed"), kind="flag",
            options=(Option("1", YES), Option("", NO)),
            help=Text("分值或目标值为系统默认的填“是”，核定后改为“否”。", "Yes while the figures are the shipped ones."),
        ),
    )  # fmt: skip


@cache
def gate_fields() -> tuple[Field, ...]:
    return (
        text_field("name", "门槛名称", "Gate", Gate, required=True, width=30,
            help_=Text("例如 必查内容。没有评优门槛的，本表留空。", "Leave the sheet empty where there is none.")),
        Field(
            name="codes", header=Text("指标编码（多个）", "Indicator codes"), kind="codes", required=True,
            width=46, help=Text("用顿号隔开，例如 C05-01、C05-02。", "Separated by 、."),
        ),
        percent_field("percent", "得分率（%）", "Share of their marks (%)",
            Text("这些指标得分合计与满分合计之比，达到此值方可评为最高等次。",
                 "What they must reach together for the top grade."), above=ZERO, minimum=None),
    )  # fmt: skip


NAME_OF = Field(
    name="name_of", header=Text("名称（自动）", "Name (computed)"), kind="computed", width=26,
    help=Text("按编码自动显示指标或子项的名称，不导入。", "The name behind the code; not read."),
)  # fmt: skip
RULE_OF = Field(
    name="rule_of", header=Text("规则（自动）", "Rule (computed)"), kind="computed", width=12,
    help=Text("按编码自动显示评分规则，不导入。", "The rule behind the code; not read."),
)  # fmt: skip


def computed_headers() -> set[str]:
    """Headers and lines that are written for the eye and never read, in both languages."""
    tables_of = (head_fields(), category_fields(), indicator_fields())
    found = [one.header for fields in tables_of for one in fields if one.kind == "computed"]
    found += [one.header for one in (NAME_OF, RULE_OF)]
    return {name for header in found for name in (header.zh, header.en)}
