"""What the codes of form mean: keys, types, names and layers."""

from typing import Final

from medsales_core.playbook.lint.entry import Entry, entry

__all__ = ["FORM"]

FORM: Final[tuple[Entry, ...]] = (
    entry(
        "missing-key",
        (
            "A key is missing",
            "The table lacks something without which it means nothing.",
            "Add the key that is named.",
        ),
        ("缺少键", "该表缺少必需的内容，否则没有意义。", "补上所指出的键。"),
    ),
    entry(
        "unknown-key",
        (
            "A key that nobody reads",
            "The key is no word of the language here; most often it is misspelt, and what it says would be lost.",
            "Correct the spelling, or take the key out.",
        ),
        ("无人读取的键", "此处没有这个键，多半是拼写错误，其内容会丢失。", "改正拼写或删除该键。"),
    ),
    entry(
        "needless-key",
        (
            "A key without a use here",
            "The key has a meaning elsewhere, and none in this place.",
            "Take it out, or add what it belongs to.",
        ),
        ("此处无用的键", "该键在别处有意义，在此处没有。", "删除它，或补上它所从属的内容。"),
    ),
    entry(
        "wrong-type",
        (
            "A value of the wrong type",
            "A text stands where a number is wanted, a list where a table is, or two fields of different kinds are compared.",
            "Write a value of the type that the message names.",
        ),
        (
            "值的类型不对",
            "需要数字处写了文本，需要表处写了列表，或比较了不同类型的字段。",
            "按提示写出正确类型的值。",
        ),
    ),
    entry(
        "unknown-value",
        (
            "A value that is not on the list",
            "The key takes one of a few words, and this is none of them.",
            "Choose one of the words that the message lists.",
        ),
        ("值不在可选范围内", "该键只接受若干固定的词，此值不在其中。", "从提示列出的词中选择。"),
    ),
    entry(
        "value-too-large",
        (
            "A number beyond all use",
            "The number is so large that nothing in a sales process can have it; most often a digit or an exponent slipped in.",
            "Write the number that was meant.",
        ),
        ("数值过大", "数值大到销售流程中不可能出现，多半是误输入了数字或指数。", "写出本来的数值。"),
    ),
    entry(
        "missing-language",
        (
            "A text is missing in a language",
            "The playbook says which languages it speaks; whoever reads in this one would see nothing, or another language.",
            "Write the text in that language, or take the language out of 'languages'.",
        ),
        (
            "缺少某种语言的文本",
            "手册声明了所用语言，使用该语言的人将看不到内容。",
            "补写该语言的文本，或从 languages 中去掉该语言。",
        ),
    ),
    entry(
        "newer-schema",
        (
            "Written for a newer library",
            "The file uses a version of the format that this library does not know.",
            "Upgrade medsales-core.",
        ),
        ("文件格式较新", "文件使用的格式版本比本库所支持的更新。", "升级 medsales-core。"),
    ),
    entry(
        "layer-mismatch",
        (
            "A layer does not match its base",
            "The layer removes or changes something that the file below it does not have; the base has changed, or the name is misspelt.",
            "Correct the name, or take it out; what is new needs a label and all that makes a definition.",
        ),
        (
            "层与其基础不符",
            "该层要删除或修改的内容在下层中不存在：下层已改变，或名称拼写错误。",
            "改正名称或删除该项；新增内容须写明名称及定义所需的各项。",
        ),
    ),
    entry(
        "unknown-plugin",
        (
            "No such plugin",
            "The playbook enables a plugin that is not installed; what it would bring is missing.",
            "Correct the name, or install the distribution of the plugin.",
        ),
        ("没有该插件", "手册启用的插件未安装，其内容将缺失。", "改正名称或安装该插件的发行包。"),
    ),
    entry(
        "unusable-plugin",
        (
            "A plugin that cannot be used",
            "The playbook enables a plugin that is broken, fails to load, or is disabled here; without it, what it checks would pass.",
            "Mend what the message says: `medsales plugins check DIST` finds every defect. Or take the table out.",
        ),
        (
            "插件不可用",
            "手册启用的插件有缺陷、加载失败或在当前环境中被禁用；略过它会放过其检查。",
            "按提示修复：medsales plugins check DIST 可列出全部缺陷。或删除该表。",
        ),
    ),
    entry(
        "pack-clash",
        (
            "Two plugins define the same",
            "Each of two plugins brings a stage, requirement or threshold of the same id, and neither knows of the other; one would replace the other without a word.",
            "Rename one of them, enable one without its layers (layers = false), or let the manifest of one say that it stands after the other.",
        ),
        (
            "两个插件定义了同一内容",
            "两个互不知晓的插件各自带来同一编号的阶段、要求或阈值，其中之一会被悄然覆盖。",
            "为其一更名，或以 layers = false 启用其一，或在其一的清单中声明位于另一个之后（after）。",
        ),
    ),
    entry(
        "undefined-calendar",
        (
            "No such calendar",
            "The playbook counts its work days by a calendar that no plugin which it enables provides.",
            "Correct the name, or enable the plugin by [plugins.NAME].",
        ),
        (
            "没有该日历",
            "手册计算工作日所用的日历，已启用的插件均未提供。",
            "改正名称或用 [plugins.NAME] 启用插件。",
        ),
    ),
    entry(
        "no-process",
        (
            "No process",
            "A playbook moves something, and this one has no process for it.",
            "Add a [process.ID] with its stages, or extend a playbook that has one.",
        ),
        (
            "没有流程",
            "手册必须有推进对象的流程，此手册没有。",
            "添加 [process.ID] 及其阶段，或扩展已有流程的手册。",
        ),
    ),
    entry(
        "duplicate-id",
        (
            "Two requirements of one id",
            "Findings, waivers and layers name a requirement by its id; with two, nobody can say which is meant.",
            "Give one of them another id.",
        ),
        ("要求编号重复", "检查结果、豁免与分层都以编号指称要求，重复则无法区分。", "为其中之一更换编号。"),
    ),
    entry(
        "undefined-stage",
        (
            "No such stage",
            "A transition names a stage that the playbook does not have.",
            "Correct the name, or define the stage.",
        ),
        ("没有该阶段", "转换所指的阶段在手册中不存在。", "改正名称或定义该阶段。"),
    ),
    entry(
        "undefined-role",
        (
            "No such role",
            "A transition or a waiver names a role that the playbook does not have, so that nobody could act in it.",
            "Correct the name, or define [role.ID].",
        ),
        ("没有该角色", "转换或豁免所指的角色在手册中不存在，无人可以行使。", "改正名称或定义 [role.ID]。"),
    ),
    entry(
        "undefined-threshold",
        (
            "No such threshold",
            "A requirement reads a threshold that the playbook does not have.",
            "Correct the name, or define [threshold.ID].",
        ),
        ("没有该阈值", "要求读取的阈值在手册中不存在。", "改正名称或定义 [threshold.ID]。"),
    ),
    entry(
        "crosses-processes",
        (
            "A transition between two processes",
            "Each process moves a subject of its own; nothing can move from a stage of one to a stage of another.",
            "Let the transition join stages of one process.",
        ),
        (
            "转换跨越流程",
            "每个流程推进各自的对象，不能从一个流程的阶段转到另一个流程。",
            "让转换只连接同一流程的阶段。",
        ),
    ),
)
