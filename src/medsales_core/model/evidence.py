"""Proof: a pointer to a document kept elsewhere, and a person's statement."""

import datetime as dt

from medsales_core.model.fields import entity, fact

__all__ = ["Attestation", "EvidenceRef"]


@entity
class EvidenceRef:
    """A document that proves a fact, kept elsewhere and named by its digest. Source: reference 0.5, 3.3."""

    id: str = fact("evidence number", "证据编号")
    kind: str | None = fact("kind of document", "文件类型", default=None)
    sha256: str | None = fact("SHA-256 digest", "SHA-256摘要", default=None)
    uri: str | None = fact("address", "存放地址", default=None)
    captured_at: dt.datetime | None = fact("captured at", "采集时间", default=None)
    captured_by: str | None = fact("captured by", "采集人", default=None)
    retention_until: dt.date | None = fact("keep until", "保存至", default=None)


@entity
class Attestation:
    """A named person's statement that a requirement is met, or is not. Source: reference 0.4; S2-3."""

    id: str = fact("attestation number", "声明编号")
    requirement: str = fact("requirement", "对应要求")
    upheld: bool | None = fact("requirement is met", "是否符合要求", default=None)
    by_id: str | None = fact("attested by", "声明人", default=None)
    role_id: str | None = fact("role of that person", "声明人角色", default=None)
    attested_on: dt.date | None = fact("attested on", "声明日期", default=None, role="valid-from")
    expires_on: dt.date | None = fact("expires on", "失效日期", default=None, role="valid-to")
    statement: str | None = fact("statement", "声明内容", default=None)
    evidence: EvidenceRef | None = fact("evidence", "证据", default=None)
