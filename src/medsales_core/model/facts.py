"""The facts a decision is made on: what the host knew and said, and nothing it did not say."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, NoReturn

from medsales_core.errors import ValueRefused
from medsales_core.model.account import Account
from medsales_core.model.activity import Activity
from medsales_core.model.asset import InstalledAsset, TrainingSession
from medsales_core.model.company import Company
from medsales_core.model.compliance import ComplianceFinding
from medsales_core.model.contact import Contact
from medsales_core.model.contract import Contract
from medsales_core.model.deal import Deal
from medsales_core.model.expense import Expense, TransferOfValue
from medsales_core.model.invoice import Invoice
from medsales_core.model.order import Order
from medsales_core.model.partner import ChannelPartner
from medsales_core.model.process import ProcessVariant
from medsales_core.model.product import Product
from medsales_core.model.record import KeptRecord
from medsales_core.model.rep import Rep
from medsales_core.model.scorecard import Scorecard
from medsales_core.model.segment import Segment
from medsales_core.model.service import FollowUp, ServiceEngineer, ServiceTicket
from medsales_core.model.stock import StockUnit
from medsales_core.model.team import Team
from medsales_core.model.vigilance import AdverseEvent, Complaint, Recall
from medsales_core.text import LangText, text

__all__ = ["NOT_SUPPLIED", "ROOTS", "Facts", "NotSupplied", "Root"]


class NotSupplied:
    """The type of `NOT_SUPPLIED`: nobody said, which is not the same as *there is none*."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{name!r} was read from facts that were not supplied")

    def __repr__(self) -> str:
        return "NOT_SUPPLIED"

    def __reduce__(self) -> str:
        return "NOT_SUPPLIED"


#: Stands for every root that the host did not supply.
NOT_SUPPLIED: Final = NotSupplied()


class Root(NamedTuple):
    """One thing that facts may hold.

    Args:
        entity: The type of it.

        label: Its name for a person.

        many: There are many of it.

        kept_with: The root whose history keeps it, empty where it has a history of its own.
    """

    entity: type
    label: LangText
    many: bool = False
    kept_with: str = ""


#: Every root, by name.
ROOTS: Final[Mapping[str, Root]] = MappingProxyType(
    {
        "deal": Root(Deal, text("deal", "商机")),
        "account": Root(Account, text("account", "客户")),
        "contacts": Root(Contact, text("contacts", "联系人"), many=True, kept_with="account"),
        "owner": Root(Rep, text("owner of the deal", "商机负责人")),
        "segment": Root(Segment, text("market segment", "细分市场")),
        "activities": Root(Activity, text("activities", "活动"), many=True, kept_with="deal"),
        "products": Root(Product, text("products", "产品"), many=True),
        "order": Root(Order, text("order", "订单")),
        "asset": Root(InstalledAsset, text("installed asset", "已装机设备")),
        "contract": Root(Contract, text("contract", "合同")),
        "training_sessions": Root(
            TrainingSession, text("customer training", "客户培训"), many=True, kept_with="order"
        ),
        "tickets": Root(ServiceTicket, text("service tickets", "服务工单"), many=True, kept_with="asset"),
        "follow_ups": Root(FollowUp, text("follow-ups", "回访"), many=True, kept_with="asset"),
        "partner": Root(ChannelPartner, text("channel partner", "经销商")),
        "invoices": Root(Invoice, text("invoices", "发票"), many=True),
        "stock_units": Root(StockUnit, text("units of stock", "库存单元"), many=True),
        "company": Root(Company, text("our company", "本公司")),
        "process": Root(ProcessVariant, text("process", "流程")),
        "expenses": Root(Expense, text("expenses", "费用"), many=True),
        "transfers": Root(TransferOfValue, text("transfers of value", "利益转移"), many=True),
        "compliance_findings": Root(ComplianceFinding, text("compliance findings", "合规问题"), many=True),
        "complaints": Root(Complaint, text("complaints", "投诉"), many=True),
        "adverse_events": Root(AdverseEvent, text("adverse events", "不良事件"), many=True),
        "recalls": Root(Recall, text("recalls", "召回"), many=True),
        "engineers": Root(ServiceEngineer, text("service engineers", "服务工程师"), many=True),
        "team": Root(Team, text("sales team", "销售团队")),
        "scorecards": Root(Scorecard, text("scorecards", "考核表"), many=True),
        "records": Root(KeptRecord, text("kept records", "留存记录"), many=True),
    }
)


class Facts:
    """What is known on a subject and around it, one keyword per root.

    A root that is supplied and empty fails the requirements that want it; a root that is *not*
    supplied leaves them unknown. Facts do not change: `with_` makes others.

    Args:
        deal: The opportunity, with all its records.

        account: The customer.

        contacts: The people at the customer that the data of this deal rests on.

        owner: The sales person who owns the deal.

        segment: The market segment the deal belongs to.

        activities: What was done for this deal.

        products: The products of the deal.

        order: The order being fulfilled, with the devices it puts in place.

        asset: The installed device being looked after.

        contract: The contract that an order is made under.

        training_sessions: The trainings given to users.

        tickets: The service tickets of the device.

        follow_ups: The visits and calls after the sale.

        partner: The dealer that sells for us.

        invoices: The claims for money on this customer.

        stock_units: The goods that this is about.

        company: Our own company.

        process: The process itself, for the standards that judge it.

        expenses: What was spent around the customer, or is to be.

        transfers: What recipients received from us.

        compliance_findings: What was found to be against the rules.

        complaints: What customers complained of.

        adverse_events: Events in which a device harmed somebody, or may have.

        recalls: The recalls that are known.

        engineers: The people who serve the devices.

        team: A sales team.

        scorecards: The appraisals of people.

        records: Records that are kept, with their audit trails.
    """

    deal: Deal | NotSupplied
    account: Account | NotSupplied
    contacts: tuple[Contact, ...] | NotSupplied
    owner: Rep | NotSupplied
    segment: Segment | NotSupplied
    activities: tuple[Activity, ...] | NotSupplied
    products: tuple[Product, ...] | NotSupplied
    order: Order | NotSupplied
    asset: InstalledAsset | NotSupplied
    contract: Contract | NotSupplied
    training_sessions: tuple[TrainingSession, ...] | NotSupplied
    tickets: tuple[ServiceTicket, ...] | NotSupplied
    follow_ups: tuple[FollowUp, ...] | NotSupplied
    partner: ChannelPartner | NotSupplied
    invoices: tuple[Invoice, ...] | NotSupplied
    stock_units: tuple[StockUnit, ...] | NotSupplied
    company: Company | NotSupplied
    process: ProcessVariant | NotSupplied
    expenses: tuple[Expense, ...] | NotSupplied
    transfers: tuple[TransferOfValue, ...] | NotSupplied
    compliance_findings: tuple[ComplianceFinding, ...] | NotSupplied
    complaints: tuple[Complaint, ...] | NotSupplied
    adverse_events: tuple[AdverseEvent, ...] | NotSupplied
    recalls: tuple[Recall, ...] | NotSupplied
    engineers: tuple[ServiceEngineer, ...] | NotSupplied
    team: Team | NotSupplied
    scorecards: tuple[Scorecard, ...] | NotSupplied
    records: tuple[KeptRecord, ...] | NotSupplied

    def __init__(  # noqa: PLR0913  one keyword per root, so that a type checker knows each
        self,
        *,
        deal: Deal | NotSupplied = NOT_SUPPLIED,
        account: Account | NotSupplied = NOT_SUPPLIED,
        contacts: Iterable[Contact] | NotSupplied = NOT_SUPPLIED,
        owner: Rep | NotSupplied = NOT_SUPPLIED,
        segment: Segment | NotSupplied = NOT_SUPPLIED,
        activities: Iterable[Activity] | NotSupplied = NOT_SUPPLIED,
        products: Iterable[Product] | NotSupplied = NOT_SUPPLIED,
        order: Order | NotSupplied = NOT_SUPPLIED,
        asset: InstalledAsset | NotSupplied = NOT_SUPPLIED,
        contract: Contract | NotSupplied = NOT_SUPPLIED,
        training_sessions: Iterable[TrainingSession] | NotSupplied = NOT_SUPPLIED,
        tickets: Iterable[ServiceTicket] | NotSupplied = NOT_SUPPLIED,
        follow_ups: Iterable[FollowUp] | NotSupplied = NOT_SUPPLIED,
        partner: ChannelPartner | NotSupplied = NOT_SUPPLIED,
        invoices: Iterable[Invoice] | NotSupplied = NOT_SUPPLIED,
        stock_units: Iterable[StockUnit] | NotSupplied = NOT_SUPPLIED,
        company: Company | NotSupplied = NOT_SUPPLIED,
        process: ProcessVariant | NotSupplied = NOT_SUPPLIED,
        expenses: Iterable[Expense] | NotSupplied = NOT_SUPPLIED,
        transfers: Iterable[TransferOfValue] | NotSupplied = NOT_SUPPLIED,
        compliance_findings: Iterable[ComplianceFinding] | NotSupplied = NOT_SUPPLIED,
        complaints: Iterable[Complaint] | NotSupplied = NOT_SUPPLIED,
        adverse_events: Iterable[AdverseEvent] | NotSupplied = NOT_SUPPLIED,
        recalls: Iterable[Recall] | NotSupplied = NOT_SUPPLIED,
        engineers: Iterable[ServiceEngineer] | NotSupplied = NOT_SUPPLIED,
        team: Team | NotSupplied = NOT_SUPPLIED,
        scorecards: Iterable[Scorecard] | NotSupplied = NOT_SUPPLIED,
        records: Iterable[KeptRecord] | NotSupplied = NOT_SUPPLIED,
    ) -> None:
        # Straight into the dict: a read of a root stays a plain attribute read, and writing is refused.
        self.__dict__.update(
            deal=deal,
            account=account,
            contacts=_many(contacts),
            owner=owner,
            segment=segment,
            activities=_many(activities),
            products=_many(products),
            order=order,
            asset=asset,
            contract=contract,
            training_sessions=_many(training_sessions),
            tickets=_many(tickets),
            follow_ups=_many(follow_ups),
            partner=partner,
            invoices=_many(invoices),
            stock_units=_many(stock_units),
            company=company,
            process=process,
            expenses=_many(expenses),
            transfers=_many(transfers),
            compliance_findings=_many(compliance_findings),
            complaints=_many(complaints),
            adverse_events=_many(adverse_events),
            recalls=_many(recalls),
            engineers=_many(engineers),
            team=team,
            scorecards=_many(scorecards),
            records=_many(records),
        )

    def supplied(self) -> frozenset[str]:
        """The names of the roots that the host supplied, empty ones among them."""
        return frozenset(name for name, value in vars(self).items() if value is not NOT_SUPPLIED)

    def with_(self, **roots: Any) -> "Facts":
        """These facts with *roots* added or replaced; ``NOT_SUPPLIED`` takes one away."""
        return Facts(**{**vars(self), **roots})

    def __setattr__(self, name: str, value: object) -> None:
        raise ValueRefused(f"facts do not change, so {name!r} cannot be set", hint="use facts.with_(...)")

    def __delattr__(self, name: str) -> None:
        raise ValueRefused(f"facts do not change, so {name!r} cannot be deleted", hint="use facts.with_(...)")

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if isinstance(other, Facts) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(vars(self).items()))

    def __repr__(self) -> str:
        given = (f"{name}={value!r}" for name, value in vars(self).items() if value is not NOT_SUPPLIED)
        return f"Facts({', '.join(given)})"


def _many(records: Iterable[Any] | NotSupplied) -> "tuple[Any, ...] | NotSupplied":
    return records if isinstance(records, NotSupplied) else tuple(records)
