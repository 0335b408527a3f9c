"""Closed lists about tenders: how a bond is given, what is challenged, how a tender ends."""

from medsales_core.model.choice import Choice

__all__ = ["BondForm", "ChallengeSubject", "TenderResult"]


class BondForm(Choice):
    """How a bid bond is given. Source: inferred."""

    TRANSFER = "transfer", "bank transfer", "银行转账"
    GUARANTEE = "guarantee", "bank guarantee", "银行保函"
    INSURANCE = "insurance", "bond insurance", "保证保险"
    OTHER = "other", "other", "其他"


class ChallengeSubject(Choice):
    """What of a tender somebody challenges. Source: inferred."""

    DOCUMENTS = "documents", "tender documents", "招标文件"
    PROCEDURE = "procedure", "procedure", "采购过程"
    RESULT = "result", "result", "中标结果"


class TenderResult(Choice):
    """How a tender ended. Source: inferred."""

    WON = "won", "awarded to us", "我方中标"
    LOST = "lost", "awarded to another", "他方中标"
    FAILED = "failed", "failed for want of valid bids", "流标"
    CANCELLED = "cancelled", "cancelled", "终止"
