"""The sheet 填写说明: how the workbook hangs together, and an example of every kind of rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal.core.rules import RULES, Parameter
from appraisal.core.text import Text
from appraisal.sheets import scheme_columns as layout

if TYPE_CHECKING:
    from appraisal.sheets.scheme_look import Look


@dataclass(frozen=True, slots=True)
class Example:
    """An indicator as it would be filled in."""

    name: str
    full_marks: Decimal
    params: Mapping[str, Any]


RATE = {"numerator_label": "合格病历（份）", "denominator_label": "抽查病历（份）"}
EXAMPLES: Mapping[str, Example] = {
    "points": Example("医疗质量管理制度健全", Decimal(2), {"step": "0.25"}),
    "yes_no": Example("设有群众意见箱", Decimal(1), {"expected": "yes", "partial_points": "0.5"}),
    "linear": Example(
        "孕产妇系统管理率", Decimal(3), {"subject": "孕产妇系统管理率", "target": "85", "zero_point": "60"}
    ),
    "step": Example(
        "抗生素联用处方比例",
        Decimal(10),
        {
            "subject": "抗生素联用处方比例",
            "target": "20",
            "direction": "lower",
            "unit": "1",
            "deduct": "2",
            "broken_unit": "floor",
        },
    ),
    "count": Example(
        "信息报告",
        Decimal(6),
        {
            "kinds": [
                {"code": "late", "name": "迟报", "unit": "次", "deduct": "0.5", "sub_cap": "2"},
                {"code": "omitted", "name": "漏报", "unit": "次", "deduct": "1"},
            ]
        },
    ),
    "tier": Example(
        "预防保健人员比例",
        Decimal(2),
        {
            "subject": "预防保健人员比例",
            "bands": [
                {"from": "20", "points": "2"},
                {"from": "10", "to": "20", "points": "1"},
                {"to": "10", "points": "0"},
            ],
        },
    ),
    "checklist": Example(
        "意见箱和收费公示",
        Decimal(5),
        {
            "items": [
                {"code": "box", "name": "设有意见箱", "deduct": "1"},
                {"code": "records", "name": "有真实记录", "deduct": "1"},
                {"code": "notice", "name": "收费公示", "deduct": "3", "partial_from": "1", "partial_to": "2"},
            ]
        },
    ),
    "quota": Example(
        "卫生监督线索",
        Decimal(12),
        {
            "subject": "线索", "unit": "条", "required": "6", "deduct": "2", "sub_cap": "12",
            "earn": "0.2", "bonus_cap": "2",
            "extras": [{"code": "valued", "name": "价值较高的线索", "unit": "条", "earn": "0.5", "cap": "5"}],
        },
    ),
    "range": Example(
        "药品收入占比",
        Decimal(5),
        {
            "subject": "药品收入占比", "low": "30", "high": "40",
            "low_unit": "1", "low_deduct": "0.5", "high_unit": "1", "high_deduct": "1", "broken_unit": "floor",
        },
    ),
    "growth": Example(
        "门诊人次",
        Decimal(3),
        {
            "subject": "门诊人次", "value_unit": "人次", "unit": "10", "deduct": "1", "better_earns": "1", "cap": "3",
            "broken_unit": "floor",
        },
    ),
    "sample": Example(
        "居民健康档案真实性",
        Decimal(30),
        {
            "size": "10",
            "defects": [
                {"code": "blank", "name": "有空项", "deduct": "1"},
                {"code": "phone", "name": "电话不正确", "deduct": "5"},
                {"code": "copy", "name": "重复档案", "zero_item": True},
            ],
            "may_go_negative": True,
        },
    ),
    "survey": Example(
        "群众满意率",
        Decimal(3),
        {
            "subject": "群众满意率", "least_answers": "10", "scoring": "step", "target": "80", "unit": "1",
            "deduct": "0.5",
        },
    ),
    "external": Example(
        "疫苗接种率",
        Decimal(8),
        {"body": "县疾控中心", "mode": "value", "subject": "疫苗接种率", "target": "95", "zero_point": "80"},
    ),
    "bonus": Example(
        "加分项目",
        Decimal(0),
        {
            "kinds": [
                {"code": "method", "name": "推广适宜技术", "unit": "项", "earn": "2", "cap": "4"},
                {"code": "other", "name": "其他突出成绩", "award": "judged", "cap": "2"},
            ],
            "placement": "on_top",
            "cap": "5",
        },
    ),
    "veto": Example("医疗事故", Decimal(0), {"event": "发生负主要责任的医疗事故", "effect": "fail"}),
    "factor": Example("居民满意度系数", Decimal(0), {"subject": "居民满意度", "least": "0.8"}),
}  # fmt: skip
STEPS = (
    Text(
        "先填“方案”“轮次”“等次”，再填“类别”，最后填“指标”；扣分情形和档次填在“规则明细”。",
        "Fill in the sheets from left to right: scheme, rounds, grades, categories, indicators, then tables of rules.",
    ),
    Text(
        "蓝色表头为基本内容，绿色表头为规则参数。选定“评分规则”后，灰色的格不用填，浅黄色的格必须填。",
        "Blue headers are basics, green ones parameters. Grey cells don't apply to the rule chosen; yellow ones are due.",
    ),
    Text(
        "标有“自动”的列由系统计算，导入时不读。鼠标停在表头上可看填写要求。",
        "Columns marked 自动 are computed and never read. Hold the pointer over a header to see what goes there.",
    ),
    Text(
        "编码请用字母开头（如 C05-01）：只用数字时，Excel 会去掉末尾的 0。",
        "Begin a code with a letter (C05-01): Excel drops the last 0 of a code made of digits.",
    ),
    Text(
        "比率的目标值可写 95，也可写 95%；分值不带单位。比率由分子、分母计算，分子、分母在评分时填写。",
        "A target may be written 95 or 95%. A rate is computed from numerator and denominator, entered when scoring.",
    ),
    Text(
        "“百分点”与“目标值的百分之几”不同：目标 80%，低 1 个百分点是 79%，低目标值的 1% 是 79.2%。",
        "Percentage points and per cent of the target differ: 80% less 1 point is 79%, less 1% of it is 79.2%.",
    ),
    Text(
        "导入时先检查全部内容，列出每处错误的工作表、行、列；确认后才写入，要么全部导入，要么全不导入。",
        "An import checks everything first and names sheet, row and column of each fault; all of it is written or none.",
    ),
    Text(
        "已启用的方案不能改：同一编码再次导入时生成新版本的草稿。",
        "A scheme in force is frozen: importing its code again makes a draft of the next version.",
    ),
)


def write_guide(look: "Look") -> None:
    sheet = look.sheet(layout.GUIDE)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22, look.plain)
    sheet.set_column(1, 1, 78, look.plain)
    sheet.set_column(2, 2, 60, look.plain)
    sheet.write_string(0, 0, "考核方案工作簿填写说明", look.title)
    row = 2
    for number, step in enumerate(STEPS, start=1):
        _line(sheet, look, row, f"{number}", step)
        row += 1
    for kind, rule in RULES.items():
        row = _write_kind(sheet, look, row + 1, kind, rule.name, rule.about)
    look.page(sheet)


def _write_kind(sheet: Any, look: "Look", row: int, kind: str, name: Text, about: Text) -> int:
    """One kind: what it does, its parameters, an example and the sentence that the example makes."""
    sheet.write_string(row, 0, f"评分规则：{name.zh}", look.heading)
    sheet.write_string(row, 2, f"Rule: {name.en}", look.heading)
    lines = [("用途", about), *_parameter_lines(kind)]
    if kind in EXAMPLES:
        lines += _example_lines(kind, EXAMPLES[kind])
    for offset, (label, text) in enumerate(lines, start=1):
        _line(sheet, look, row + offset, label, text)
    return row + len(lines) + 1


def _parameter_lines(kind: str) -> Iterator[tuple[str, Text]]:
    for parameter in RULES[kind].parameters:
        due = Text("必填。", "Required. ") if parameter.required else Text("", "")
        yield parameter.label.zh, due + _explained(parameter)


def _explained(parameter: Parameter) -> Text:
    if parameter.type == "rows":
        names = Text(
            "、".join(one.label.zh for one in parameter.columns),
            ", ".join(one.label.en for one in parameter.columns),
        )
        return Text(
            f"在“{layout.DETAILS}”表中逐行填写：{names.zh}。",
            f"Row by row on the sheet {layout.DETAILS}: {names.en}.",
        )
    options = [choice.label for choice in parameter.choices]
    if not options:
        return parameter.help
    listed = Text(
        "可填：" + "；".join(one.zh for one in options) + "。",
        "One of: " + "; ".join(one.en for one in options) + ".",
    )
    return parameter.help + Text("", " " if parameter.help.en else "") + listed


def _example_lines(kind: str, example: Example) -> Iterator[tuple[str, Text]]:
    from appraisal.sheets.scheme_export import parameter_value

    filled = [f"指标名称＝{example.name}", f"满分＝{example.full_marks}"]
    for parameter in RULES[kind].parameters:
        value = example.params.get(parameter.name)
        if value is None:
            continue
        if parameter.type != "rows":
            filled.append(f"{parameter.label.zh}＝{parameter_value(parameter, value)}")
            continue
        for line in value:
            cells = [
                f"{one.label.zh}＝{parameter_value(one, line[one.name])}"
                for one in parameter.columns
                if one.name in line
            ]
            filled.append(f"{parameter.label.zh}：" + "，".join(cells))
    yield "示例", Text("\n".join(filled), "An example, cell by cell")
    yield "示例的评分标准", RULES[kind].sentence(example.params, example.full_marks)


def _line(sheet: Any, look: "Look", row: int, label: str, text: Text) -> None:
    sheet.write_string(row, 0, label, look.strong)
    sheet.write_string(row, 1, text.zh, look.plain)
    sheet.write_string(row, 2, text.en, look.plain)
    lines = max(text.zh.count("\n") + 1, -(-len(text.zh) // 40), -(-len(text.en) // 58))
    sheet.set_row(row, 16 * lines + 2)
