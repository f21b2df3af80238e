"""The words of the sheet 填写说明."""

from appraisal.core.text import Text
from appraisal.sheets import scheme_columns as layout

STEPS = (
    Text(
        "先填“方案”“轮次”“等次”，再填“类别”“指标”；每项指标一行，选定“评分规则”。",
        "Fill in the scheme, rounds and grades, then categories and indicators; one row an indicator, with its rule.",
    ),
    Text(
        "规则的参数填在写有该规则名称的工作表（绿色标签为已用到的），从下拉列表选择指标编码；"
        "“指标”表的“参数（自动）”列提示填在哪张表。",
        "Parameters go on the sheet named after the rule (green tabs are in use); choose the indicator from the list. "
        "The column 参数（自动） of 指标 says where.",
    ),
    Text(
        "只有一个值的参数填在该指标的第一行；有明细的（扣分情形、档次、子项等），每项一行，每行都写指标编码。"
        "浅黄色的格必须填，灰色的格不用填，其余可不填，即取默认值。",
        "Single values stand in the first line of an indicator; tables take one line a row, each with the code. "
        "Yellow cells are due, grey ones don't apply, all others may be left blank for the default.",
    ),
    Text(
        "一个指标有几条规则的，评分规则选“组合”，子项列在“组合”表；子项的参数填在子项规则的工作表，并写子项代码。",
        "Several rules under one indicator: choose 组合, list the parts there, and give the parameters of each part "
        "on the sheet of its rule, with the part's code.",
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
BASICS = (
    (
        layout.HEAD,
        Text("方案的名称、年度、满分、拨付比例等，每项一行。", "Name, year, marks, money; one line each."),
    ),
    (layout.ROUNDS, Text("一年考核几次、各占多少。", "The rounds of the year and their weights.")),
    (layout.BANDS, Text("优秀、良好等各等次的下限和奖惩。", "Grades: floors and consequences.")),
    (
        layout.GATES,
        Text(
            "评为最高等次须达到的得分率；没有的留空。",
            "What must be reached for the top grade; may be empty.",
        ),
    ),
    (layout.CATEGORIES, Text("指标的类别及其满分。", "Categories and their marks.")),
    (
        layout.INDICATORS,
        Text("每项指标一行：满分、评分规则、考核方法等。", "One row an indicator: marks, rule, method."),
    ),
)
