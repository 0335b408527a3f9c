"""What the codes of processes mean: ways, stages, probabilities and thresholds."""

from typing import Final

from medsales_core.playbook.lint.entry import Entry, entry

__all__ = ["PROCESS"]

PROCESS: Final[tuple[Entry, ...]] = (
    entry(
        "unreachable-stage",
        (
            "A stage that nothing reaches",
            "No way leads to the stage from the start of its process, so that its criteria guard nothing.",
            "Add a transition to it, or remove it.",
        ),
        ("无法到达的阶段", "从流程起点没有通往该阶段的路，其条件形同虚设。", "添加通往它的转换，或删除它。"),
    ),
    entry(
        "dead-end",
        (
            "A stage without a way out",
            "From here no way leads to an end that is no loss; whatever enters stays.",
            "Add a transition onwards.",
        ),
        ("死胡同阶段", "由此没有通往赢单、完成或退役的路，进入者无法离开。", "添加向前的转换。"),
    ),
    entry(
        "trap-loop",
        (
            "Stages that lead only to one another",
            "A subject goes round in them, each move allowed, and never comes to an end.",
            "Add a transition onwards from one of them.",
        ),
        ("陷阱循环", "这些阶段只互相通往，每一步都允许，却永远到不了终点。", "从其中之一添加向前的转换。"),
    ),
    entry(
        "no-way-to-won",
        (
            "No deal can be won",
            "The process moves deals, and no transition that can be reached wins one.",
            "Add a transition of kind win from the stage in which the contract is signed.",
        ),
        ("无法赢单", "流程推进商机，但没有可到达的赢单转换。", "从签约阶段添加 kind 为 win 的转换。"),
    ),
    entry(
        "no-way-to-lost",
        (
            "No deal can be lost",
            "Lost deals would stay open, and every forecast would count them.",
            "Add a transition of kind lose from every stage.",
        ),
        ("无法丢单", "丢掉的商机会一直开着，使预测失真。", "从每个阶段添加 kind 为 lose 的转换。"),
    ),
    entry(
        "shadowed-transition",
        (
            "Two transitions that are the same way",
            "Both lead from the same stage to the same stage by the same wish; only the last would ever be taken.",
            "Remove one of them, or give it stages of its own.",
        ),
        (
            "被遮蔽的转换",
            "两个转换从同一阶段以同样方式到同一阶段，只有最后一个会被采用。",
            "删除其一，或改用不同阶段。",
        ),
    ),
    entry(
        "back-leads-forward",
        (
            "A way back that leads forward",
            "No gate stops a way back or a reopening; one that leads to a later stage goes round every gate between.",
            "Let it lead to an earlier stage (a reopening also to the same one), or make it forward.",
        ),
        (
            "退回却通往更后的阶段",
            "退回与重新打开不受关卡约束；若通往更后的阶段，便绕过其间所有关卡。",
            "改为通往更前的阶段（重新打开也可回到原阶段），或改为 forward。",
        ),
    ),
    entry(
        "skip-by-anybody",
        (
            "A skip that anybody may take",
            "Whoever skips a stage answers for what is left out; where nobody is named, nobody does.",
            "Name in 'who' the roles that may take it.",
        ),
        (
            "任何人都可跳过",
            "跳过阶段须有人对略去的内容负责；未指定角色则无人负责。",
            "在 who 中写明可操作的角色。",
        ),
    ),
    entry(
        "empty-who",
        (
            "A list of nobody, open to anybody",
            "An empty 'who' does not shut the way, as 'waivable_by = []' forbids a waiver: anybody may take it.",
            "Name the roles; to open it to anybody leave 'who' out, to shut it remove the transition.",
        ),
        (
            "who 为空等于任何人",
            "空的 who 并不关闭该转换（不同于 waivable_by = [] 禁止豁免），任何人都可操作。",
            "写明角色；允许任何人则不写 who，要关闭则删除该转换。",
        ),
    ),
    entry(
        "same-position",
        (
            "Two stages at one position",
            "Stages are listed by position; with a shared one their order is left to chance.",
            "Give each stage a position of its own.",
        ),
        ("阶段位置相同", "阶段按位置排列，位置相同则顺序不定。", "为每个阶段指定不同位置。"),
    ),
    entry(
        "stage-without-criteria",
        (
            "A stage that asks for nothing",
            "Other stages of the process have criteria, and this one is entered and left by a click.",
            "Say what must be there before it is left, or remove the stage.",
        ),
        (
            "没有条件的阶段",
            "流程的其他阶段都有条件，而此阶段可随意进出。",
            "写明离开前须具备什么，或删除该阶段。",
        ),
    ),
    entry(
        "foreign-stage",
        (
            "A stage that asks only about something else",
            "Its criteria read neither what moves through it nor what belongs to that: all that moves fares alike.",
            "Add a requirement on what moves.",
        ),
        (
            "阶段只问他物",
            "其条件既不读取所推进的对象，也不读取其所属内容，对所有对象结果相同。",
            "添加针对所推进对象的要求。",
        ),
    ),
    entry(
        "figure-out-of-range",
        (
            "A figure that cannot be",
            "A probability lies between 0 and 1, and a stage does not take less than no time.",
            "Write a probability as a part of one: 0.3 for 30 %.",
        ),
        ("数值超出范围", "赢率介于0与1之间，阶段时长不能为负。", "以小数书写赢率：30%写作0.3。"),
    ),
    entry(
        "won-below-one",
        (
            "Won, and not counted whole",
            "The stage lies behind the winning of the deal; with a probability below 1 every forecast is too low.",
            "Set the probability to 1, or leave it out.",
        ),
        ("已赢单但赢率不为1", "该阶段在赢单之后，赢率低于1会使预测偏低。", "将赢率设为1，或不写。"),
    ),
    entry(
        "won-open-forecast",
        (
            "Won, and still in the forecast",
            "The stage lies behind the winning of the deal, and its forecast category counts it as still to come.",
            'Set forecast = "closed".',
        ),
        (
            "已赢单但预测类别未关闭",
            "该阶段在赢单之后，其预测类别仍将其计为未成交。",
            '设置 forecast = "closed"。',
        ),
    ),
    entry(
        "open-stage-certain",
        (
            "Open, and certain",
            "A deal in this stage is neither won nor lost; at 0 the forecast forgets it, at 1 it counts before it is signed.",
            "Give open stages a probability between 0 and 1; winning and losing are transitions.",
        ),
        (
            "未结阶段的赢率为0或1",
            "商机尚未赢单或丢单；为0则预测遗漏，为1则未签先计。",
            "未结阶段的赢率应在0与1之间；赢单与丢单是转换。",
        ),
    ),
    entry(
        "won-below-later",
        (
            "Won from an unlikely stage",
            "Deals are won from this stage, and a later one is likelier: one of the two numbers is wrong.",
            "Correct the probabilities, or the stage that the winning transition leaves.",
        ),
        (
            "从赢率较低的阶段赢单",
            "商机从此阶段赢单，而其后的阶段赢率更高，两个数值必有一误。",
            "改正赢率，或改正赢单转换的来源阶段。",
        ),
    ),
    entry(
        "probability-falls",
        (
            "Forward, and less likely",
            "A deal that moves forward gets likelier; where the probability falls, numbers or stages are out of order.",
            "Correct the probabilities or the transition.",
        ),
        ("向前推进而赢率下降", "向前推进的商机赢率应上升；下降说明数值或阶段次序有误。", "改正赢率或转换。"),
    ),
    entry(
        "backward-period",
        (
            "A period that ends before it begins",
            "Such a value is never in force.",
            "Exchange valid_from and valid_to, or correct them.",
        ),
        ("期限起止颠倒", "这样的值永远不生效。", "对调或改正 valid_from 与 valid_to。"),
    ),
    entry(
        "overlapping-periods",
        (
            "Two values on one day",
            "Which of them counts would depend on their order in the file.",
            "End the one on the day before the other begins.",
        ),
        ("同一日有两个值", "采用哪个取决于文件中的次序。", "让前者在后者开始前一日结束。"),
    ),
    entry(
        "expired-threshold",
        (
            "A threshold that is over",
            "Its last value has ended, so that every requirement that reads it ends in an error.",
            "State the value that holds now.",
        ),
        ("阈值已过期", "其最后一个值已失效，读取它的要求都会出错。", "写明现行的值。"),
    ),
    entry(
        "threshold-not-in-force",
        (
            "A threshold that does not hold yet",
            "It has a value later and none today, so that requirements that read it end in an error until then.",
            "State the value that holds until then.",
        ),
        (
            "阈值尚未生效",
            "该阈值今日无值，之后才有，在此之前读取它的要求都会出错。",
            "写明在此之前适用的值。",
        ),
    ),
)
