"""Three appraisal forms that were published in China, as far as they could be read.

What they say is kept as they say it: targets, steps, penalties and caps. What could not be read is not made up:

- the weights of some dimensions: a form becomes a template only with weights that a company gives for them;
- what an indicator is worth in full: here it is what can be taken from it at most, or 20 points where the form
  names no most; every indicator is marked illustrative;
- the rule of points for contacts and over-target in P10 and for the key account plan in P11: they are left out.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.standards.scorecard_template import (
    Deduction,
    Dimension,
    GateEffect,
    Indicator,
    ScorecardTemplate,
)
from medsales_core.text import LangText, text

__all__ = ["FORMS", "PublicForm"]

_UNCAPPED: Final = Decimal(20)
_DIMENSIONS: Final = MappingProxyType(
    {
        "sales-results": text("Sales results", "销售业绩"),
        "customer-relationship": text("Customer relationship", "客户关系"),
        "market-development": text("Market development", "市场拓展"),
        "other": text("Other", "其他"),
    }
)


@attrs.frozen(kw_only=True)
class PublicForm:
    """A published form.

    Args:
        id: Id of the source: ``P9``.

        label: What it is called.

        period: The months that it covers.

        weights: The weights of dimensions that could be read.

        indicators: Its lines.
    """

    id: str
    label: LangText
    period: int
    weights: Mapping[str, Decimal]
    indicators: tuple[Indicator, ...]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that its indicators count in."""
        return tuple(dict.fromkeys(indicator.dimension for indicator in self.indicators))

    def template(
        self,
        weights: Mapping[str, Decimal],
        *,
        role: str,
        version: str = "1",
        gate: GateEffect = GateEffect.ZERO_TOTAL,
    ) -> ScorecardTemplate:
        """The form as a template, with *weights* for the dimensions of which none could be read, or of one's own.

        Raises:
            ValueRefused: A dimension has no weight, there is no such dimension, or they do not sum to 1.
        """
        given = {**self.weights, **weights}
        if set(given) != set(self.dimensions):
            raise ValueRefused(
                f"form {self.id} has the dimensions {', '.join(self.dimensions)}, "
                f"weights are known of {', '.join(given)}",
                hint="give each of them its share; together they make 1",
            )
        return ScorecardTemplate(
            id=self.id,
            version=version,
            label=self.label,
            role=role,
            dimensions=tuple(
                Dimension(id=name, label=_DIMENSIONS[name], weight=given[name]) for name in self.dimensions
            ),
            indicators=self.indicators,
            gate=gate,
        )


def _line(
    id: str,
    dimension: str,
    area: str,
    label: LangText,
    aim: tuple[str, str, str],
    taken: tuple[str, str] | tuple[str, str, str],
    *,
    less_is_better: bool = False,
) -> Indicator:
    """An indicator: formula, unit and target; and for each step short so many points, at most so many."""
    formula, unit, target = aim
    step, penalty, *most = map(Decimal, taken)
    return Indicator(
        id=id,
        label=label,
        dimension=dimension,
        area=area,
        formula=formula,
        unit=unit,
        target=Decimal(target),
        full_points=most[0] if most else _UNCAPPED,
        rule=Deduction(step=step, penalty=penalty, cap=most[0] if most else None),
        less_is_better=less_is_better,
        illustrative=True,
    )


_SALES: Final = text("Sales against target", "销售额达成率")
_KEY: Final = text("Key product share", "重点产品占比")
_NEW: Final = text("New customers", "新客户数")
_ON_TIME: Final = text("On-time collections", "回款及时率")
_SATISFIED: Final = text("Customer satisfaction", "客户满意度")
_REPEAT: Final = text("Repeat purchase", "客户复购率")
_VISITS: Final = text("Visits", "拜访次数")
_S, _C, _M, _O = _DIMENSIONS

_P9: Final = PublicForm(
    id="P9",
    label=text("Appraisal of a sales manager, quarterly", "销售经理绩效考核表（季度）"),
    period=3,
    weights=MappingProxyType({_S: Decimal("0.40"), _C: Decimal("0.25")}),
    indicators=(
        _line("sales", _S, "revenue", _SALES, ("quota-attainment", "ratio", "1"), ("0.05", "5", "20")),
        _line("key-products", _S, "products", _KEY, ("key-product-share", "ratio", "0.60"), ("0.05", "3", "15")),
        _line("new-customers", _S, "customers", _NEW, ("new-customers", "customer", "10"), ("1", "2", "10")),
        _line("on-time-cash", _S, "collections", _ON_TIME, ("on-time-collection", "ratio", "0.95"), ("0.05", "3", "15")),
        _line("satisfaction", _C, "satisfaction", _SATISFIED, ("satisfaction", "score 0..100", "90"), ("5", "3", "15")),
        _line("renewal", _C, "customers", text("Contract renewal", "合同续签率"), ("renewal-rate", "ratio", "0.85"), ("0.05", "4", "20")),
        _line("late-complaints", _C, "satisfaction", text("Complaints handled late", "未及时处理投诉"), ("late-complaints", "case", "0"), ("1", "5", "20"), less_is_better=True),
        _line("visits", _O, "activity", _VISITS, ("visit-volume", "visit a month", "20"), ("1", "1", "10")),
        _line("partners", _O, "market", text("Strategic partners", "战略合作伙伴"), ("strategic-partners", "partner", "3"), ("1", "2", "10")),
    ),
)  # fmt: skip
_P10: Final = PublicForm(
    id="P10",
    label=text("Appraisal of a representative, monthly", "销售代表业绩及服务态度考核表（月度）"),
    period=1,
    weights=MappingProxyType({_S: Decimal("0.40"), _C: Decimal("0.25")}),
    indicators=(
        _line("sales", _S, "revenue", _SALES, ("quota-attainment", "ratio", "1"), ("0.05", "2")),
        _line("key-products", _S, "products", _KEY, ("key-product-share", "ratio", "0.60"), ("0.03", "1")),
        _line("new-customers", _S, "customers", _NEW, ("new-customers", "customer", "5"), ("1", "2")),
        _line("repeat", _C, "customers", _REPEAT, ("repurchase-rate", "ratio", "0.80"), ("0.04", "1")),
        _line("satisfaction", _C, "satisfaction", _SATISFIED, ("satisfaction", "score 0..100", "85"), ("1", "1")),
        _line("complaints", _C, "satisfaction", text("Satisfaction with handling of complaints", "投诉处理满意度"), ("complaint-satisfaction", "score 0..100", "90"), ("2", "1")),
        _line("feedback", _O, "customers", text("Feedback adopted", "反馈采纳率"), ("feedback-adoption", "ratio", "0.70"), ("0.05", "1")),
    ),
)  # fmt: skip
_P11: Final = PublicForm(
    id="P11",
    label=text("Appraisal of a representative, yearly", "销售代表销售效果绩效评定表（年度）"),
    period=12,
    weights=MappingProxyType({_S: Decimal("0.40"), _C: Decimal("0.25"), _M: Decimal("0.20")}),
    indicators=(
        _line("sales", _S, "revenue", _SALES, ("quota-attainment", "ratio", "1"), ("0.01", "2", "20")),
        _line("key-products", _S, "products", _KEY, ("key-product-share", "ratio", "0.60"), ("0.01", "1", "20")),
        _line("average-contract", _S, "revenue", text("Average contract", "平均合同额"), ("average-contract", "CNY", "1000000"), ("100000", "2", "20")),
        _line("collections", _S, "collections", text("Collections", "回款率"), ("collection-rate", "ratio", "0.95"), ("0.01", "1", "10")),
        _line("repeat", _C, "customers", _REPEAT, ("repurchase-rate", "ratio", "0.70"), ("0.01", "1", "15")),
        _line("satisfaction", _C, "satisfaction", _SATISFIED, ("satisfaction", "score 0..5", "4.5"), ("0.1", "2", "10")),
        _line("complaints", _C, "satisfaction", text("Complaints handled in time", "投诉及时处理率"), ("complaint-handling", "ratio", "0.90"), ("0.01", "1", "10")),
        _line("new-customers", _M, "customers", _NEW, ("new-customers", "customer", "15"), ("1", "2", "10")),
        _line("new-markets", _M, "market", text("New markets", "新市场"), ("new-markets", "market", "2"), ("1", "5")),
        _line("visits", _O, "activity", _VISITS, ("visit-volume", "visit a month", "4"), ("1", "2", "10")),
    ),
)  # fmt: skip
#: The forms, by the id of their source.
FORMS: Final[Mapping[str, PublicForm]] = MappingProxyType({form.id: form for form in (_P9, _P10, _P11)})
