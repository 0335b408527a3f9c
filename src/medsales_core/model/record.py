"""A kept record: its audit trail, signatures, who may see it, how long it is kept, what was exported of it."""

import datetime as dt

from medsales_core.model.enums import AccessRight, AuditAction, ClockSource, RetentionBase
from medsales_core.model.fields import entity, fact

__all__ = [
    "AccessGrant",
    "AuditEvent",
    "DataExport",
    "ElectronicSignature",
    "KeptRecord",
    "RetentionRule",
]


@entity
class AuditEvent:
    """One entry of an audit trail: who did what to which field when, and why. Source: P65."""

    id: str = fact("entry number", "记录编号")
    position: int | None = fact("position in the trail", "序号", default=None)
    at: dt.datetime | None = fact("time", "时间", default=None, source="P65")
    clock: ClockSource | None = fact("clock", "时间来源", default=None, source="P65")
    by_id: str | None = fact("done by", "操作人", default=None, source="P65")
    action: AuditAction | None = fact("action", "操作", default=None, source="P65")
    field: str | None = fact("field", "字段", default=None, source="P65")
    old_value: str | None = fact("old value", "原值", default=None, source="P65")
    new_value: str | None = fact("new value", "新值", default=None, source="P65")
    reason: str | None = fact("reason", "原因", default=None, source="P65")


@entity
class ElectronicSignature:
    """A signature under a record: by whom, when, and what it means. Source: P65."""

    id: str = fact("signature number", "签名编号")
    signer_id: str | None = fact("signer", "签名人", default=None, source="P65")
    signer_name: str | None = fact("name of the signer", "签名人姓名", default=None, source="P65")
    signed_at: dt.datetime | None = fact("signed at", "签名时间", default=None, source="P65")
    meaning: str | None = fact("meaning", "签名含义", default=None, source="P65")


@entity
class AccessGrant:
    """Who may do what with a record: a role, or by way of exception a person. Source: P65."""

    id: str = fact("grant number", "授权编号")
    right: AccessRight | None = fact("right", "权限", default=None, source="P65")
    role_id: str | None = fact("role", "角色", default=None, source="P65")
    person_id: str | None = fact("person", "个人", default=None)


@entity
class DataExport:
    """Data that left the system. Source: inferred."""

    id: str = fact("export number", "导出编号")
    exported_at: dt.datetime | None = fact("exported at", "导出时间", default=None)
    by_id: str | None = fact("exported by", "导出人", default=None)
    trail_id: str | None = fact("logged as entry", "审计记录编号", default=None)
    purpose: str | None = fact("purpose", "用途", default=None)
    approved_by: str | None = fact("approved by", "批准人", default=None)
    approved_at: dt.datetime | None = fact("approved at", "批准时间", default=None)


@entity
class RetentionRule:
    """How long records of one type are kept. Source: P14, P66."""

    id: str = fact("rule number", "保存规则编号")
    record_type: str | None = fact("record type", "记录类型", default=None, source="P14")
    jurisdiction: str | None = fact("jurisdiction", "适用地区", default=None)
    base: RetentionBase | None = fact("counted from", "起算点", default=None, source="P14")
    years: int | None = fact("kept for", "保存年限", default=None, unit="year", source="P14")
    minimum_years: int | None = fact("at least", "最低年限", default=None, unit="year", source="P66")
    permanent: bool | None = fact("kept for ever", "永久保存", default=None, source="P14")
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")


@entity
class KeptRecord:
    """A record that must be kept: any entity, with what happened to it. Source: P65, P14."""

    id: str = fact("record number", "记录编号")
    record_type: str | None = fact("record type", "记录类型", default=None, source="P14")
    overwrites: bool | None = fact("overwrites old values", "覆盖原值", default=None, source="P65")
    retain_until: dt.date | None = fact("kept until", "保存至", default=None)
    statutory_until: dt.date | None = fact(
        "to be kept by law until", "法定保存期限至", default=None, source="P14"
    )
    permanent: bool | None = fact("kept for ever", "永久保存", default=None, source="P14")
    of_implant: bool | None = fact("concerns an implant", "是否涉及植入物", default=None, source="P14")
    trail: tuple[AuditEvent, ...] = fact("audit trail", "审计追踪", default=(), source="P65")
    signatures: tuple[ElectronicSignature, ...] = fact("signatures", "签名", default=(), source="P65")
    access: tuple[AccessGrant, ...] = fact("access", "访问授权", default=(), source="P65")
    exports: tuple[DataExport, ...] = fact("exports", "导出记录", default=())
