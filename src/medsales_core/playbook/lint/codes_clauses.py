"""What the codes of approvals, references and patterns mean."""

from typing import Final

from medsales_core.playbook.lint.entry import Entry, entry

__all__ = ["CLAUSES"]

CLAUSES: Final[tuple[Entry, ...]] = (
    entry(
        "undefined-requirement",
        (
            "No such requirement",
            "A condition or a stage names a requirement that is not there, or that no standard has.",
            "Correct the id, or define the requirement.",
        ),
        ("没有该要求", "条件或阶段所指的要求不存在，或不属于任何标准。", "改正标识，或定义该要求。"),
    ),
    entry(
        "undefined-standard",
        (
            "No such standard",
            "A condition names a standard that is not there.",
            "Correct the id, or define the standard.",
        ),
        ("没有该标准", "条件所指的标准不存在。", "改正标识，或定义该标准。"),
    ),
    entry(
        "undefined-process",
        (
            "No such process",
            "The scope of a requirement names a process that is not there, so that it would apply nowhere.",
            "Correct the id, or define the process.",
        ),
        ("没有该流程", "要求的适用范围所指的流程不存在，该要求将无处适用。", "改正标识，或定义该流程。"),
    ),
    entry(
        "undefined-transition",
        (
            "No such transition",
            "A promise speaks of a transition that is not there, so that it would be kept by nothing.",
            "Correct the id, or define the transition.",
        ),
        ("没有该流转", "承诺所指的流转不存在，该承诺将无从谈起。", "改正标识，或定义该流转。"),
    ),
    entry(
        "duplicate-value",
        (
            "The same name twice",
            "A list names the same role or requirement twice; one of them was meant to be another.",
            "Take one out.",
        ),
        ("名称重复", "列表中同一角色或要求出现两次；其中一个本意可能是别的。", "删去其一。"),
    ),
    entry(
        "none-kept",
        (
            "Nobody signs there",
            "Approvals and attestations are kept with some records; what 'on' names keeps none.",
            "Let 'on' name the record that keeps them.",
        ),
        (
            "该记录不保存签批",
            "批准与声明保存在特定记录中；on 所指的记录不保存。",
            "让 on 指向保存签批的记录。",
        ),
    ),
    entry(
        "bad-quorum",
        (
            "Not a quorum",
            "A quorum takes roles and how many people of them must agree, a number that they can reach.",
            'For example { of = ["finance", "legal"], at_least = 2 }.',
        ),
        (
            "不是法定人数",
            "quorum 需要角色以及须同意的人数，且人数必须可以达到。",
            '例如 { of = ["finance", "legal"], at_least = 2 }。',
        ),
    ),
    entry(
        "unsupported-pattern",
        (
            "A pattern that may take for ever",
            "Time must be bounded by the length of the text; lookaheads and back references leave it open.",
            "Write it without; the hint says how.",
        ),
        (
            "耗时可能无限的模式",
            "matches 只支持用时受文本长度限制的表达式；不支持环视与反向引用。",
            "换一种写法；提示说明如何改写。",
        ),
    ),
    entry(
        "circular-reference",
        (
            "References in a circle",
            "Requirements that name one another would hold because they hold.",
            "Take one reference out.",
        ),
        ("循环引用", "互相引用的要求会因自身成立而成立。", "去掉其中一个引用。"),
    ),
    entry(
        "too-large",
        (
            "A requirement that asks too much",
            "With all that it names, it asks more than anybody could follow.",
            "Name fewer requirements, or let them name fewer others.",
        ),
        ("要求过大", "连同所引用的内容，其条件多到无人能理解。", "减少引用，或让被引用的要求少引用别的。"),
    ),
    entry(
        "threshold-gap",
        (
            "Days without a value",
            "Between two values of a threshold lie days that have none; what reads it then ends in an error.",
            "Begin the later value the day after the earlier one ends.",
        ),
        (
            "没有取值的日期",
            "阈值的两个取值之间有日期没有取值；届时读取它会出错。",
            "让后一取值紧接前一取值之后开始。",
        ),
    ),
)
