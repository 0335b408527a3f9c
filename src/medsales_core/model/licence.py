"""Papers that let an organisation, or a person for it, buy and sell devices."""

import datetime as dt

from medsales_core.model.enums import ConfigClass, LicenceKind
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = ["Licence", "PurchaserLetter"]


@entity
class Licence:
    """A licence that an organisation holds. Source: P12, P13, P14, P32."""

    id: str = fact("licence record number", "证照记录编号")
    kind: LicenceKind | None = fact("kind", "证照类型", default=None, source="P12")
    number: str | None = fact("licence number", "证照编号", default=None)
    issued_on: dt.date | None = fact("issued on", "发证日期", default=None, role="valid-from")
    expires_on: dt.date | None = fact("expires on", "有效期至", default=None, role="valid-to")
    scope: tuple[str, ...] = fact("scope by category code", "许可范围（分类编码）", default=(), source="P14")
    config_class: ConfigClass | None = fact(
        "class of large equipment licensed", "配置许可类别", default=None, source="P32"
    )
    sealed: bool | None = fact("copy bears the seal", "复印件加盖公章", default=None, source="P12")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class PurchaserLetter:
    """The letter in which a trading company names who may buy for it, and what. Source: P12."""

    id: str = fact("letter number", "授权书编号")
    purchaser_name: str | None = fact("purchaser", "采购人员", default=None, source="P12")
    purchaser_id_ref: str | None = fact(
        "reference of the purchaser's identity paper", "采购人员身份证件索引", default=None, source="P12"
    )
    scope: tuple[str, ...] = fact("what may be bought", "授权采购范围", default=(), source="P12")
    sealed: bool | None = fact("bears the seal", "加盖公章", default=None, source="P12")
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")
    document: EvidenceRef | None = fact("document", "文件", default=None)
