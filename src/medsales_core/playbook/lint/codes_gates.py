"""What the codes of requirements mean: gates that never open or never close, and demands out of place."""

from typing import Final

from medsales_core.playbook.lint.entry import Entry, entry

__all__ = ["GATES"]

GATES: Final[tuple[Entry, ...]] = (
    entry(
        "unsatisfiable-gate",
        (
            "A requirement that never holds",
            "Its tests exclude one another, so that no deal whatsoever passes.",
            "Take out the test that is wrong, or join them with any_of.",
        ),
        ("永不成立的要求", "其中的检查互相排斥，任何商机都无法通过。", "删除错误的检查，或用 any_of 连接。"),
    ),
    entry(
        "always-passes",
        (
            "A requirement that cannot fail",
            "Whatever the facts, it holds: it looks like a gate, and is none.",
            "Say what is wanted, or remove it.",
        ),
        ("永不失败的要求", "无论资料如何都成立，看似关卡而实无作用。", "写明要求的内容，或删除它。"),
    ),
    entry(
        "never-applies",
        (
            "A requirement that is never asked",
            "The tests of its guard exclude one another, so that it applies to nothing.",
            "Mend 'when' or 'unless'.",
        ),
        ("从不适用的要求", "其前提中的检查互相排斥，从不适用。", "改正 when 或 unless。"),
    ),
    entry(
        "contradictory-requirements",
        (
            "Two requirements that exclude each other",
            "Both bind the same move and both block; whatever is done, one of them fails.",
            "Mend or remove one of them, or move it to another stage.",
        ),
        (
            "互相矛盾的要求",
            "两者约束同一步骤且都会阻止，无论如何总有一条不满足。",
            "改正或删除其一，或移到其他阶段。",
        ),
    ),
    entry(
        "dead-literal",
        (
            "A value that never counts",
            "Another test or the guard of the same requirement excludes the value, so that it is never the one found.",
            "Take the value out, here or there.",
        ),
        ("永不起作用的值", "同一要求的前提或其他检查已排除该值。", "在此处或彼处删除该值。"),
    ),
    entry(
        "out-of-range",
        (
            "A number that the field never has",
            "Ratios run from 0 to 1 and counts from 0; compared with a number beyond, or asked to be above the highest, a field always passes or never does.",
            "Write the number in the field's own unit: 0.3 for 30 %.",
        ),
        (
            "字段不可能有的数值",
            "比例介于0与1之间，计数不小于0；与范围外的数比较，或要求高于最大值，总是成立或总不成立。",
            "按字段的单位书写：30%写作0.3。",
        ),
    ),
    entry(
        "threshold-out-of-range",
        (
            "A threshold that its unit never reaches",
            "Ratios run from 0 to 1 and counts from 0; what is measured by a number beyond always passes or never does.",
            'Write 0.1 for 10 %; where a ratio may be more than the whole, say in the unit how far it runs: "ratio 0..2".',
        ),
        (
            "阈值超出其单位的范围",
            "比例介于0与1之间，计数不小于0；以范围外的数衡量总是成立或总不成立。",
            '10%写作0.1；比例可以大于1的，在单位中写明范围，例如 "ratio 0..2"。',
        ),
    ),
    entry(
        "duplicate-requirement",
        (
            "The same demand twice",
            "Two requirements at one place ask for the same; it is told twice, and must be waived twice.",
            "Keep one of them.",
        ),
        ("要求重复", "同一处有两条要求内容相同，须报告两次、豁免两次。", "保留其一。"),
    ),
    entry(
        "illustrative-blocks",
        (
            "A sample number that blocks",
            "No source fixes the number, and yet it stops deals.",
            "Adopt the number in your own layer with its source, or let the requirement warn.",
        ),
        (
            "示例数值不得阻止",
            "该数值没有来源依据，却会阻止商机。",
            "在本公司的层中采用该数值并注明来源，或改为提醒。",
        ),
    ),
    entry(
        "no-source",
        (
            "A requirement without a source",
            "A demand that nobody can trace is obeyed, or dropped, for no reason.",
            "Say where it comes from: a clause, a law, or your own policy and its date.",
        ),
        (
            "要求没有来源",
            "无从追溯的要求，遵守或废弃都没有理由。",
            "写明来源：条款、法规或本公司政策及日期。",
        ),
    ),
    entry(
        "exempt-by-name",
        (
            "A rule for one person",
            "The condition compares a person with a written name: an exemption that outlives their time in the post.",
            "Ask for a role, a region or a state.",
        ),
        ("因人设例", "条件将人员与写定的名字比较，此例外会比其任期更久。", "改为按角色、区域或状态判断。"),
    ),
    entry(
        "statutory-waiver",
        (
            "A waiver of the law",
            "The requirement comes from public law, and nobody in the company may waive that.",
            "waivable_by = []",
        ),
        ("豁免法定要求", "该要求来自公开法规，公司内无人有权豁免。", "waivable_by = []"),
    ),
    entry(
        "unsupplied-root",
        (
            "A demand on something that is not there",
            "The requirement reads what another process moves; at this stage it stays unknown, and unknown never passes.",
            "Ask it in the process that moves what is read.",
        ),
        (
            "所问对象不在场",
            "该要求读取由另一流程推进的对象，在此阶段始终未知，而未知不算通过。",
            "移到推进该对象的流程中。",
        ),
    ),
)
