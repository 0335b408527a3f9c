"""A channel partner: how it was chosen, what it may sell and where, what it reports."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import FlowKind, PriceKind, ReviewStatus
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.licence import Licence
from medsales_core.model.rep import CodeSignature, TrainingRecord

__all__ = [
    "ChannelPartner",
    "DueDiligence",
    "FlowReport",
    "FlowRow",
    "PartnerAuthorisation",
    "PartnerExit",
    "PartnerPerson",
    "PartnerReview",
    "RebateRule",
]


@entity
class DueDiligence:
    """What was looked into before a partner was appointed. Source: P44."""

    held_on: dt.date | None = fact("carried out on", "尽调日期", default=None, source="P44")
    by_id: str | None = fact("carried out by", "尽调人", default=None)
    capability: ReviewStatus = fact("capability", "经营能力", default=ReviewStatus.PENDING, source="P44")
    reputation: ReviewStatus = fact("reputation", "商业信誉", default=ReviewStatus.PENDING, source="P44")
    document: EvidenceRef | None = fact("file", "尽调档案", default=None)


@entity
class PartnerAuthorisation:
    """The letter that lets a partner sell named products in territories to named customers. Source: P44."""

    id: str = fact("authorisation number", "授权编号")
    product_ids: tuple[str, ...] = fact("products", "授权产品", default=(), source="P44")
    territories: tuple[str, ...] = fact(
        "territories", "授权区域", default=(), unit="ISO 3166-1 alpha-2 or ISO 3166-2", source="P44"
    )
    end_customer_ids: tuple[str, ...] = fact("end customers", "授权终端", default=(), source="P44")
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from", source="P44")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to", source="P44")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class RebateRule:
    """How a partner earns a rebate, and that it is no secret. Source: P34, P44."""

    rule: str | None = fact("rule", "返利规则", default=None, source="P44")
    in_agreement: bool | None = fact("written into the agreement", "写入协议", default=None, source="P44")
    booked: bool | None = fact("entered in the books", "如实入账", default=None, source="P34")
    document: EvidenceRef | None = fact("agreement", "协议文件", default=None)


@entity
class FlowRow:
    """Goods of one lot that passed through a partner's hands. Source: reference 3.3, inferred."""

    id: str = fact("row number", "流向行编号")
    kind: FlowKind | None = fact("kind", "流向类型", default=None)
    di: str | None = fact("device identifier", "产品标识(UDI-DI)", default=None, source="P22")
    lot: str | None = fact("lot", "批号", default=None)
    quantity: int | None = fact("quantity", "数量", default=None, unit="piece")
    customer_id: str | None = fact("customer", "终端客户", default=None)


@entity
class FlowReport:
    """What a partner bought, sold and holds, for one period. Source: reference 3.3, inferred."""

    id: str = fact("report number", "流向报告编号")
    period_from: dt.date | None = fact("period from", "报告期自", default=None)
    period_to: dt.date | None = fact("period to", "报告期至", default=None)
    reported_on: dt.date | None = fact("reported on", "上报日期", default=None)
    rows: tuple[FlowRow, ...] = fact("rows", "流向明细", default=())


@entity
class PartnerReview:
    """A year of a partner's work, marked. Source: P44."""

    id: str = fact("review number", "考核编号")
    held_on: dt.date | None = fact("held on", "考核日期", default=None, source="P44")
    volume: Decimal | None = fact("sales volume", "销量得分", default=None, unit="0..100", source="P44")
    collection: Decimal | None = fact("collection", "回款得分", default=None, unit="0..100", source="P44")
    market_development: Decimal | None = fact(
        "market development", "市场拓展得分", default=None, unit="0..100", source="P44"
    )
    service: Decimal | None = fact("service", "服务得分", default=None, unit="0..100", source="P44")
    reviewed_by: str | None = fact("reviewed by", "考核人", default=None)


@entity
class PartnerPerson:
    """A person who sells for a partner. Source: P33; the fields are inferred."""

    id: str = fact("person number", "人员编号")
    name: str | None = fact("name", "姓名", default=None)
    training: tuple[TrainingRecord, ...] = fact("training", "培训记录", default=(), source="P33")
    code_signatures: tuple[CodeSignature, ...] = fact("signed codes of conduct", "行为准则签署", default=())


@entity
class PartnerExit:
    """What was settled when a partner left. Source: reference 2.6, inferred."""

    stock_returned_on: dt.date | None = fact("stock returned on", "库存退回日期", default=None)
    data_handed_over_on: dt.date | None = fact("data handed over on", "数据移交日期", default=None)
    open_services_listed_on: dt.date | None = fact(
        "open services listed on", "未结服务清单日期", default=None
    )
    form: EvidenceRef | None = fact("exit form", "退出手续表", default=None)


@entity
class ChannelPartner:
    """A dealer that sells our products on. Source: P44; reference 3.3."""

    id: str = fact("partner number", "经销商编号")
    account_id: str | None = fact("account", "客户档案", default=None)
    name: str | None = fact("name", "名称", default=None)
    price_layer: PriceKind | None = fact("price layer", "价格层级", default=None, source="P44")
    appointed_on: dt.date | None = fact("appointed on", "准入日期", default=None)
    ended_on: dt.date | None = fact("ended on", "终止日期", default=None)
    licences: tuple[Licence, ...] = fact("licences", "证照", default=(), source="P44")
    due_diligence: DueDiligence | None = fact("due diligence", "尽职调查", default=None, source="P44")
    authorisations: tuple[PartnerAuthorisation, ...] = fact(
        "authorisations", "授权书", default=(), source="P44"
    )
    pays_rebate: bool | None = fact("earns a rebate", "是否享受返利", default=None, source="P44")
    rebate: RebateRule | None = fact("rebate rule", "返利政策", default=None, source="P44")
    flow_reports: tuple[FlowReport, ...] = fact("flow reports", "流向报告", default=())
    reviews: tuple[PartnerReview, ...] = fact("annual reviews", "年度考核", default=(), source="P44")
    people: tuple[PartnerPerson, ...] = fact("people who sell", "销售人员", default=(), source="P33")
    exit: PartnerExit | None = fact("exit", "退出手续", default=None)
