"""What the codes of conditions mean: paths, operators, operands and quantifiers."""

from typing import Final

from medsales_core.playbook.lint.entry import Entry, entry

__all__ = ["CONDITIONS"]

CONDITIONS: Final[tuple[Entry, ...]] = (
    entry(
        "undefined-field",
        (
            "No such field",
            "The path names a root or a field that facts do not have, so that it could never be known.",
            "Correct the path; the message names the nearest field.",
        ),
        (
            "没有该字段",
            "路径所指的根或字段在资料中不存在，永远无法得知。",
            "改正路径；提示给出最接近的字段。",
        ),
    ),
    entry(
        "undefined-check",
        (
            "No such check",
            "The condition calls a check that no enabled plugin provides.",
            "Correct the name, or enable the plugin.",
        ),
        ("没有该检查", "条件调用的检查没有任何已启用的插件提供。", "改正名称或启用相应插件。"),
    ),
    entry(
        "unknown-operator",
        (
            "No such operator",
            "The word behind the path is no operator of the language.",
            "Correct the spelling.",
        ),
        ("没有该运算符", "路径后的词不是本语言的运算符。", "改正拼写。"),
    ),
    entry(
        "unknown-keyword",
        (
            "No such keyword",
            "A text alone is a keyword, 'filled' or 'empty'; any other text is a mistake, or was meant as a value.",
            'Write "filled" or "empty", or { equals = "..." } for the text itself.',
        ),
        (
            "没有该关键字",
            "单独的文本是关键字，只有 filled 与 empty；其他文本是错误或本意为值。",
            '写 filled 或 empty；若指文本本身，写 { equals = "..." }。',
        ),
    ),
    entry(
        "wrong-operator",
        (
            "An operator that does not fit the field",
            "Dates are not 'above' each other, and texts are not 'before' each other.",
            "Use one of the operators that the message lists.",
        ),
        ("运算符不适用于该字段", "例如日期不能用 above，文本不能用 before。", "使用提示列出的运算符。"),
    ),
    entry(
        "bad-value",
        (
            "A value that the field cannot have",
            "The value is not of the field's type, or not one of its choices, so that the comparison would never hold.",
            "Write a value of the field; the message names what it takes.",
        ),
        (
            "字段不可能有的值",
            "值的类型与字段不符，或不在其选项内，比较永远不成立。",
            "写出字段可取的值；见提示。",
        ),
    ),
    entry(
        "bad-operand",
        (
            "Nothing to compare with",
            "A field is compared with a value, with another field or with a threshold, and this is none of them.",
            'Write a value, { path = "..." } or { threshold = "..." }.',
        ),
        (
            "无法比较的对象",
            "字段只能与值、另一字段或阈值比较。",
            '写值、{ path = "..." } 或 { threshold = "..." }。',
        ),
    ),
    entry(
        "bad-period",
        (
            "Not a period",
            "'within' takes one unit with a whole number, and one of 'after' and 'before'.",
            'For example { days = 30, before = "as_of" }.',
        ),
        (
            "不是期限",
            "within 需要一个单位及整数，以及 after 或 before 之一。",
            '例如 { days = 30, before = "as_of" }。',
        ),
    ),
    entry(
        "bad-bounds",
        (
            "Not bounds",
            "A count takes 'min', 'max' or 'equals', and its lower bound is not above its upper one.",
            "For example { min = 2 }.",
        ),
        ("不是界限", "计数需要 min、max 或 equals，且下限不得高于上限。", "例如 { min = 2 }。"),
    ),
    entry(
        "bad-sum",
        (
            "Not a sum",
            "A sum takes the field 'of' that is added up, a number or money, and one comparison.",
            'For example { of = "ratio", equals = 1 }.',
        ),
        (
            "不是求和",
            "求和需要 of 所指的数字或金额字段，以及一个比较。",
            '例如 { of = "ratio", equals = 1 }。',
        ),
    ),
    entry(
        "bad-covers",
        (
            "Nothing to cover",
            "'covers' takes the field 'of', and either 'values' or other 'records' with 'their' field.",
            'For example { of = "party", values = ["seller", "buyer"] }.',
        ),
        (
            "没有要覆盖的内容",
            "covers 需要 of，以及 values 或 records 与 their。",
            '例如 { of = "party", values = ["seller", "buyer"] }。',
        ),
    ),
    entry(
        "not-a-list",
        (
            "A quantifier over one value",
            "'each', 'some' and 'count' ask about lists, and the field holds one value.",
            "Compare the value itself.",
        ),
        ("对单个值使用量词", "each、some、count 用于列表，而该字段只有一个值。", "直接比较该值。"),
    ),
    entry(
        "not-records",
        (
            "A list of plain values",
            "The list holds texts or choices, not records, so that nothing can be asked of their fields.",
            "Use contains, count or filled.",
        ),
        (
            "列表中不是记录",
            "列表的元素是文本或选项而非记录，没有字段可问。",
            "使用 contains、count 或 filled。",
        ),
    ),
    entry(
        "list-needs-quantifier",
        (
            "A list compared with a value",
            "The path leads to many values; which of them is meant must be said.",
            "Use some, each, none or count.",
        ),
        ("列表与值比较", "路径指向多个值，须说明指哪些。", "使用 some、each、none 或 count。"),
    ),
    entry(
        "empty-condition",
        (
            "A condition without a test",
            "Without a test it always holds, which is hardly what was meant.",
            "Say what is wanted.",
        ),
        ("条件为空", "没有任何检查的条件总是成立，这多半不是本意。", "写明要求的内容。"),
    ),
    entry(
        "misplaced-word",
        (
            "A word in the wrong place",
            "The word judges the record at hand, and there is none here.",
            "Put it inside each, some or none.",
        ),
        ("词的位置不对", "该词判断当前记录，而此处没有记录。", "放到 each、some 或 none 之内。"),
    ),
    entry(
        "no-validity",
        (
            "A record without dates of validity",
            "'valid_on' asks whether a record is valid on a day, and records of this kind have no such dates.",
            "Compare the dates that are meant.",
        ),
        ("记录没有有效期", "valid_on 判断记录在某日是否有效，而此类记录没有有效期。", "直接比较所指的日期。"),
    ),
    entry(
        "not-of-the-records",
        (
            "A field that is not one of the records",
            "A quantifier looks at a field of each record; a path from a root or from the record around is the same for all.",
            "Name a field of the records themselves.",
        ),
        (
            "不是记录自身的字段",
            "此处考察每条记录的字段；从根或外层记录出发的路径对所有记录都相同。",
            "写出记录自身的字段。",
        ),
    ),
    entry(
        "misplaced-guard",
        (
            "A guard where one part is enough",
            "Within 'any_of', 'not', 'where', 'some' and 'none', what does not apply would count as fulfilled and open the gate.",
            "Write it as a plain test, or guard the whole requirement.",
        ),
        (
            "守卫条件位置不当",
            "在 any_of、not、where、some、none 之内，不适用的部分会被算作满足，使关卡敞开。",
            "写成普通测试，或对整条要求加守卫。",
        ),
    ),
    entry(
        "too-deep",
        (
            "Nested too deeply",
            "Nobody can follow such a sentence, and programs run out of room.",
            "Split the requirement into several.",
        ),
        ("嵌套过深", "这样的句子无人能懂，程序也无法处理。", "将要求拆成几条。"),
    ),
)
