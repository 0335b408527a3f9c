"""Typed entities: frozen values with named, sourced fields; no I/O, no clock, no plugin."""

from medsales_core.model.account import (
    Account,
    CarePlan,
    CustomerProfile,
    DecisionStep,
    Department,
    Handover,
    InstalledEquipment,
    RecordedChange,
    Referral,
    Relationship,
)
from medsales_core.model.activity import Activity, NextStep, Participant
from medsales_core.model.asset import InstalledAsset, TestValue, TrainingSession, UpgradeNotice, UsageReading
from medsales_core.model.choice import Choice
from medsales_core.model.company import (
    CodeOfConduct,
    Company,
    ComplianceFinding,
    PersonalField,
    SlaPolicy,
    StandardReview,
    TrainingRule,
)
from medsales_core.model.contact import Contact
from medsales_core.model.contract import (
    Amendment,
    Commitment,
    Contract,
    ContractClauses,
    ContractLine,
    Review,
    Signatory,
)
from medsales_core.model.credit import AgingBucket, AgingReport, BalanceConfirmation, CreditTerms
from medsales_core.model.deal import Acceptance, Budget, CloseReview, CommitteeMember, Deal, DealLine
from medsales_core.model.demo import Concern, Demo, DemoFeedback, TechnicalQuestion
from medsales_core.model.enums import (
    AccessRight,
    AccountType,
    ActivityKind,
    AgreementKind,
    ApproachChannel,
    ApprovalDecision,
    ApprovalSubject,
    AssetTitle,
    AuditAction,
    BudgetStatus,
    BuyingRole,
    BuyingUnit,
    ClockSource,
    ComplianceScenario,
    ConcernStatus,
    ConductScope,
    ConfigClass,
    ConsentBasis,
    ContactSource,
    ContractParty,
    CustomerGrade,
    CustomerTrainingKind,
    DemoKind,
    DeviceClassCN,
    DeviceClassEU,
    DeviceClassUS,
    DunningLevel,
    FindingSeverity,
    FindingStatus,
    FlowKind,
    ForecastCategory,
    GateStatus,
    HospitalGrade,
    IndicatorArea,
    IvdClassEU,
    LicenceKind,
    LossReason,
    MeetingKind,
    MovementKind,
    NeedDimension,
    OrderKind,
    PaymentTrigger,
    PotentialPeriod,
    PresentationFormat,
    PriceBasis,
    PriceKind,
    ProductKind,
    PurchaseRoute,
    QualificationElement,
    QualificationKind,
    QuoteStatus,
    RegistrationKind,
    RelationshipLevel,
    RetentionBase,
    ReviewKind,
    ReviewStatus,
    ScanMoment,
    SnapshotKind,
    StockOwner,
    StockStatus,
    TargetGroup,
    TeamFunction,
    TicketSeverity,
    TrainingLevel,
    TrainingTopic,
    UdiAgency,
    UpgradeStatus,
    ValueClaimKind,
)
from medsales_core.model.evidence import Attestation, EvidenceRef
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts, NotSupplied, Root
from medsales_core.model.fields import FactInfo, entity, fact, fact_info
from medsales_core.model.invoice import DunningStep, Invoice, Payment
from medsales_core.model.licence import Licence, PurchaserLetter
from medsales_core.model.need import Need, QualificationNote
from medsales_core.model.order import Delivery, Installer, Order, OrderLine, SalesRecord
from medsales_core.model.partner import (
    ChannelPartner,
    DueDiligence,
    FlowReport,
    FlowRow,
    PartnerAuthorisation,
    PartnerExit,
    PartnerPerson,
    PartnerReview,
    RebateRule,
)
from medsales_core.model.price import ListedPrice
from medsales_core.model.process import ProcessVariant, StageScope
from medsales_core.model.product import DeviceIdentifier, Product, Registration
from medsales_core.model.proposal import Presentation, Proposal, ProposalAnswer, ProposalLine, ValueClaim
from medsales_core.model.quote import Approval, Delegation, PaymentTerm, Quote, QuoteLine
from medsales_core.model.record import (
    AccessGrant,
    AuditEvent,
    DataExport,
    ElectronicSignature,
    KeptRecord,
    RetentionRule,
)
from medsales_core.model.rep import (
    AuthorityLetter,
    CodeSignature,
    Qualification,
    Rep,
    RoleProfile,
    StaffAgreement,
    TrainingRecord,
)
from medsales_core.model.scorecard import AppraisalScheme, DimensionResult, IndicatorResult, Scorecard
from medsales_core.model.segment import Competitor, MarketAnalysis, Segment, SignOff, SubSegment
from medsales_core.model.service import FollowUp, ServiceTicket
from medsales_core.model.stock import (
    EnvironmentReading,
    IncomingCheck,
    LoanRecord,
    StockMovement,
    StockUnit,
    UdiScan,
)
from medsales_core.model.team import StaffMember, Team, TeamMeeting, TeamSnapshot

__all__ = [
    "NOT_SUPPLIED", "ROOTS", "Acceptance", "AccessGrant", "AccessRight", "Account", "AccountType",
    "Activity", "ActivityKind", "AgingBucket", "AgingReport", "AgreementKind", "Amendment",
    "AppraisalScheme", "ApproachChannel", "Approval", "ApprovalDecision", "ApprovalSubject",
    "AssetTitle", "Attestation", "AuditAction", "AuditEvent", "AuthorityLetter", "BalanceConfirmation",
    "Budget", "BudgetStatus", "BuyingRole", "BuyingUnit", "CarePlan", "ChannelPartner", "Choice",
    "ClockSource", "CloseReview", "CodeOfConduct", "CodeSignature", "Commitment", "CommitteeMember",
    "Company", "Competitor", "ComplianceFinding", "ComplianceScenario", "Concern", "ConcernStatus",
    "ConductScope", "ConfigClass", "ConsentBasis", "Contact", "ContactSource", "Contract",
    "ContractClauses", "ContractLine", "ContractParty", "CreditTerms", "CustomerGrade",
    "CustomerProfile", "CustomerTrainingKind", "DataExport", "Deal", "DealLine", "DecisionStep",
    "Delegation", "Delivery", "Demo", "DemoFeedback", "DemoKind", "Department", "DeviceClassCN",
    "DeviceClassEU", "DeviceClassUS", "DeviceIdentifier", "DimensionResult", "DueDiligence",
    "DunningLevel", "DunningStep", "ElectronicSignature", "EnvironmentReading", "EvidenceRef",
    "FactInfo", "Facts", "FindingSeverity", "FindingStatus", "FlowKind", "FlowReport", "FlowRow",
    "FollowUp", "ForecastCategory", "GateStatus", "Handover", "HospitalGrade", "IncomingCheck",
    "IndicatorArea", "IndicatorResult", "InstalledAsset", "InstalledEquipment", "Installer", "Invoice",
    "IvdClassEU", "KeptRecord", "Licence", "LicenceKind", "ListedPrice", "LoanRecord", "LossReason",
    "MarketAnalysis", "MeetingKind", "MovementKind", "Need", "NeedDimension", "NextStep", "NotSupplied",
    "Order", "OrderKind", "OrderLine", "Participant", "PartnerAuthorisation", "PartnerExit",
    "PartnerPerson", "PartnerReview", "Payment", "PaymentTerm", "PaymentTrigger", "PersonalField",
    "PotentialPeriod", "Presentation", "PresentationFormat", "PriceBasis", "PriceKind",
    "ProcessVariant", "Product", "ProductKind", "Proposal", "ProposalAnswer", "ProposalLine",
    "PurchaseRoute", "PurchaserLetter", "Qualification", "QualificationElement", "QualificationKind",
    "QualificationNote", "Quote", "QuoteLine", "QuoteStatus", "RebateRule", "RecordedChange",
    "Referral", "Registration", "RegistrationKind", "Relationship", "RelationshipLevel", "Rep",
    "RetentionBase", "RetentionRule", "Review", "ReviewKind", "ReviewStatus", "RoleProfile", "Root",
    "SalesRecord", "ScanMoment", "Scorecard", "Segment", "ServiceTicket", "SignOff", "Signatory",
    "SlaPolicy", "SnapshotKind", "StaffAgreement", "StaffMember", "StageScope", "StandardReview",
    "StockMovement", "StockOwner", "StockStatus", "StockUnit", "SubSegment", "TargetGroup", "Team",
    "TeamFunction", "TeamMeeting", "TeamSnapshot", "TechnicalQuestion", "TestValue", "TicketSeverity",
    "TrainingLevel", "TrainingRecord", "TrainingRule", "TrainingSession", "TrainingTopic", "UdiAgency",
    "UdiScan", "UpgradeNotice", "UpgradeStatus", "UsageReading", "ValueClaim", "ValueClaimKind",
    "entity", "fact", "fact_info",
]  # fmt: skip
