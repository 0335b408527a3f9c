"""Typed entities: frozen values with named, sourced fields; no I/O, no clock, no plugin."""

from medsales_core.model.access import (
    CommitteeReview,
    PurchaseRequest,
)
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
    SatisfactionSurvey,
)
from medsales_core.model.activity import (
    Activity,
    ActivityPlan,
    EventProof,
    MaterialUse,
    NextStep,
    Participant,
)
from medsales_core.model.asset import InstalledAsset, TestValue, TrainingSession, UpgradeNotice, UsageReading
from medsales_core.model.choice import Choice
from medsales_core.model.company import (
    CodeOfConduct,
    Company,
    PersonalField,
    SlaPolicy,
    StandardReview,
    TrainingRule,
)
from medsales_core.model.compliance import (
    ComplianceFinding,
    CompliancePolicy,
    CorrectiveAction,
    CreditRating,
    PromotionalMaterial,
    ReportChannel,
    RiskRating,
    SpeakUpCase,
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
    AdverseSeverity,
    AgreementKind,
    ApproachChannel,
    ApprovalDecision,
    ApprovalSubject,
    AssetTitle,
    AuditAction,
    BondForm,
    BudgetStatus,
    BuyingRole,
    BuyingUnit,
    CertificateIssuer,
    ChallengeSubject,
    ClockSource,
    CommitteeDecision,
    CommitteeKind,
    ComplaintCategory,
    ComplianceScenario,
    ConcernStatus,
    ConductScope,
    ConfigClass,
    ConsentBasis,
    ConsigneeKind,
    ContactSource,
    ContractParty,
    CreditRatingCN,
    CustomerGrade,
    CustomerTrainingKind,
    DataSource,
    DemoKind,
    DeviceClassCN,
    DeviceClassEU,
    DeviceClassUS,
    DunningLevel,
    EducationalItem,
    EventHost,
    ExpenseCategory,
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
    MisconductKind,
    MovementKind,
    NeedDimension,
    OrderKind,
    PaymentTrigger,
    PlaceKind,
    PotentialPeriod,
    PresentationFormat,
    PriceBasis,
    PriceKind,
    ProductKind,
    ProofKind,
    PurchaseRoute,
    QualificationElement,
    QualificationKind,
    QuoteStatus,
    RecallClass,
    RecipientKind,
    RegistrationKind,
    RelationshipLevel,
    ReportChannelKind,
    RetentionBase,
    ReviewKind,
    ReviewStatus,
    RiskStrength,
    ScanMoment,
    SnapshotKind,
    StockOwner,
    StockStatus,
    TargetGroup,
    TeamFunction,
    TenderResult,
    TicketSeverity,
    TrainingLevel,
    TrainingTopic,
    TransferForm,
    TransferNature,
    UdiAgency,
    UpgradeStatus,
    ValueClaimKind,
    ValueCriterion,
)
from medsales_core.model.evidence import Attestation, EvidenceRef
from medsales_core.model.expense import (
    Deliverable,
    Expense,
    ExpenseShare,
    Grant,
    PlacementTerms,
    Receipt,
    ServiceAgreement,
    TransferOfValue,
    VendorCheck,
)
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts, NotSupplied, Root
from medsales_core.model.fields import FactInfo, entity, fact, fact_info
from medsales_core.model.invoice import DunningStep, Invoice, Payment
from medsales_core.model.licence import Licence, PurchaserLetter
from medsales_core.model.listing import (
    PlatformListing,
    VolumeAward,
)
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
from medsales_core.model.renewal import (
    ConsumablePeriod,
    ServiceRenewal,
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
from medsales_core.model.service import Certificate, FollowUp, ServiceEngineer, ServiceTicket
from medsales_core.model.stock import (
    EnvironmentReading,
    IncomingCheck,
    LoanRecord,
    StockMovement,
    StockUnit,
    UdiScan,
)
from medsales_core.model.team import StaffMember, Team, TeamMeeting, TeamSnapshot
from medsales_core.model.tender import (
    BidBond,
    Tender,
    TenderChallenge,
    TenderDemand,
)
from medsales_core.model.uptime import ServicePeriod
from medsales_core.model.vigilance import AdverseEvent, Complaint, Recall, RecallNotice

__all__ = [
    "NOT_SUPPLIED", "ROOTS", "Acceptance", "AccessGrant", "AccessRight", "Account", "AccountType",
    "Activity", "ActivityKind", "ActivityPlan", "AdverseEvent", "AdverseSeverity", "AgingBucket",
    "AgingReport", "AgreementKind", "Amendment", "AppraisalScheme", "ApproachChannel", "Approval",
    "ApprovalDecision", "ApprovalSubject", "AssetTitle", "Attestation", "AuditAction", "AuditEvent",
    "AuthorityLetter", "BalanceConfirmation", "BidBond", "BondForm", "Budget", "BudgetStatus",
    "BuyingRole", "BuyingUnit", "CarePlan", "Certificate", "CertificateIssuer", "ChallengeSubject",
    "ChannelPartner", "Choice", "ClockSource", "CloseReview", "CodeOfConduct", "CodeSignature",
    "Commitment", "CommitteeDecision", "CommitteeKind", "CommitteeMember", "CommitteeReview", "Company",
    "Competitor", "Complaint", "ComplaintCategory", "ComplianceFinding", "CompliancePolicy",
    "ComplianceScenario", "Concern", "ConcernStatus", "ConductScope", "ConfigClass", "ConsentBasis",
    "ConsigneeKind", "ConsumablePeriod", "Contact", "ContactSource", "Contract", "ContractClauses",
    "ContractLine", "ContractParty", "CorrectiveAction", "CreditRating", "CreditRatingCN",
    "CreditTerms", "CustomerGrade", "CustomerProfile", "CustomerTrainingKind", "DataExport",
    "DataSource", "Deal", "DealLine", "DecisionStep", "Delegation", "Deliverable", "Delivery", "Demo",
    "DemoFeedback", "DemoKind", "Department", "DeviceClassCN", "DeviceClassEU", "DeviceClassUS",
    "DeviceIdentifier", "DimensionResult", "DueDiligence", "DunningLevel", "DunningStep",
    "EducationalItem", "ElectronicSignature", "EnvironmentReading", "EventHost", "EventProof",
    "EvidenceRef", "Expense", "ExpenseCategory", "ExpenseShare", "FactInfo", "Facts", "FindingSeverity",
    "FindingStatus", "FlowKind", "FlowReport", "FlowRow", "FollowUp", "ForecastCategory", "GateStatus",
    "Grant", "Handover", "HospitalGrade", "IncomingCheck", "IndicatorArea", "IndicatorResult",
    "InstalledAsset", "InstalledEquipment", "Installer", "Invoice", "IvdClassEU", "KeptRecord",
    "Licence", "LicenceKind", "ListedPrice", "LoanRecord", "LossReason", "MarketAnalysis",
    "MaterialUse", "MeetingKind", "MisconductKind", "MovementKind", "Need", "NeedDimension", "NextStep",
    "NotSupplied", "Order", "OrderKind", "OrderLine", "Participant", "PartnerAuthorisation",
    "PartnerExit", "PartnerPerson", "PartnerReview", "Payment", "PaymentTerm", "PaymentTrigger",
    "PersonalField", "PlaceKind", "PlacementTerms", "PlatformListing", "PotentialPeriod",
    "Presentation", "PresentationFormat", "PriceBasis", "PriceKind", "ProcessVariant", "Product",
    "ProductKind", "PromotionalMaterial", "ProofKind", "Proposal", "ProposalAnswer", "ProposalLine",
    "PurchaseRequest", "PurchaseRoute", "PurchaserLetter", "Qualification", "QualificationElement",
    "QualificationKind", "QualificationNote", "Quote", "QuoteLine", "QuoteStatus", "RebateRule",
    "Recall", "RecallClass", "RecallNotice", "Receipt", "RecipientKind", "RecordedChange", "Referral",
    "Registration", "RegistrationKind", "Relationship", "RelationshipLevel", "Rep", "ReportChannel",
    "ReportChannelKind", "RetentionBase", "RetentionRule", "Review", "ReviewKind", "ReviewStatus",
    "RiskRating", "RiskStrength", "RoleProfile", "Root", "SalesRecord", "SatisfactionSurvey",
    "ScanMoment", "Scorecard", "Segment", "ServiceAgreement", "ServiceEngineer", "ServicePeriod",
    "ServiceRenewal", "ServiceTicket", "SignOff", "Signatory", "SlaPolicy", "SnapshotKind",
    "SpeakUpCase", "StaffAgreement", "StaffMember", "StageScope", "StandardReview", "StockMovement",
    "StockOwner", "StockStatus", "StockUnit", "SubSegment", "TargetGroup", "Team", "TeamFunction",
    "TeamMeeting", "TeamSnapshot", "TechnicalQuestion", "Tender", "TenderChallenge", "TenderDemand",
    "TenderResult", "TestValue", "TicketSeverity", "TrainingLevel", "TrainingRecord", "TrainingRule",
    "TrainingSession", "TrainingTopic", "TransferForm", "TransferNature", "TransferOfValue",
    "UdiAgency", "UdiScan", "UpgradeNotice", "UpgradeStatus", "UsageReading", "ValueClaim",
    "ValueClaimKind", "ValueCriterion", "VendorCheck", "VolumeAward", "entity", "fact", "fact_info",
]  # fmt: skip
