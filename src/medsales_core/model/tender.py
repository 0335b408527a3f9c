"""A tender: its notice and dates, what it demands, the bond, the challenges and the award."""

import datetime as dt

from medsales_core.model.enums import BondForm, ChallengeSubject, TenderResult
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money

__all__ = ["BidBond", "Tender", "TenderChallenge", "TenderDemand"]


@entity
class BidBond:
    """The money that a bidder puts down until the tender is over. Source: reference 3.3, inferred."""

    amount: Money | None = fact("amount", "保证金金额", default=None, unit="money")
    form: BondForm | None = fact("form", "缴纳形式", default=None)
    due_on: dt.date | None = fact("due on", "缴纳截止日", default=None)
    paid_on: dt.date | None = fact("paid on", "缴纳日期", default=None)
    receipt: EvidenceRef | None = fact("receipt", "缴纳凭证", default=None)
    returned_on: dt.date | None = fact("returned on", "退还日期", default=None)


@entity
class TenderDemand:
    """One demand of the tender documents, and whether our bid meets it. Source: reference 3.3, inferred."""

    id: str = fact("clause number", "条款编号")
    clause: str | None = fact("what is demanded", "招标要求", default=None)
    essential: bool | None = fact("a bid without it is rejected", "是否实质性要求", default=None)
    met: bool | None = fact("our bid meets it", "投标是否响应", default=None)
    proof: EvidenceRef | None = fact("proof", "证明材料", default=None)


@entity
class TenderChallenge:
    """A challenge to a tender, ours or another bidder's. Source: inferred."""

    id: str = fact("challenge number", "质疑编号")
    subject: ChallengeSubject | None = fact("what is challenged", "质疑事项", default=None)
    ours: bool | None = fact("raised by us", "是否我方提出", default=None)
    grounds: str | None = fact("grounds", "质疑理由", default=None)
    raised_on: dt.date | None = fact("raised on", "提出日期", default=None)
    answered_on: dt.date | None = fact("answered on", "答复日期", default=None)
    upheld: bool | None = fact("upheld", "质疑是否成立", default=None)
    document: EvidenceRef | None = fact("letter", "质疑函", default=None)


@entity
class Tender:
    """The tender that a deal is decided by. Source: reference 3.3, inferred.

    The procedure it follows is the deal's purchase route.
    """

    id: str = fact("tender record number", "招标记录编号")
    number: str | None = fact("project number", "项目编号", default=None)
    buyer_id: str | None = fact("buyer", "采购人", default=None)
    agency: str | None = fact("agency", "招标代理机构", default=None)
    published_on: dt.date | None = fact("notice published on", "公告发布日期", default=None)
    notice: EvidenceRef | None = fact("notice", "招标公告", default=None)
    documents_deadline: dt.date | None = fact("documents to be had until", "招标文件获取截止日", default=None)
    registered_on: dt.date | None = fact("registered on", "报名日期", default=None)
    documents_received_on: dt.date | None = fact("documents received on", "招标文件获取日期", default=None)
    demands: tuple[TenderDemand, ...] = fact("demands", "招标要求", default=())
    challenges: tuple[TenderChallenge, ...] = fact("challenges", "质疑", default=())
    bond: BidBond | None = fact("bid bond", "投标保证金", default=None)
    bid_deadline: dt.date | None = fact("bids due on", "投标截止日", default=None)
    bid_submitted_on: dt.date | None = fact("bid submitted on", "投标日期", default=None)
    bid_price: Money | None = fact("price of our bid", "投标报价", default=None, unit="money")
    opening_on: dt.date | None = fact("opening on", "开标日期", default=None)
    opening_record: EvidenceRef | None = fact("record of the opening", "开标记录", default=None)
    result: TenderResult | None = fact("result", "招标结果", default=None)
    winner: str | None = fact("winner", "中标人", default=None)
    price: Money | None = fact("price awarded", "中标价", default=None, unit="money")
    award_published_on: dt.date | None = fact("award published on", "中标结果公告日期", default=None)
    award_notice: EvidenceRef | None = fact("award notice", "中标通知书", default=None)
    objections_until: dt.date | None = fact("objections until", "异议期截止日", default=None)
