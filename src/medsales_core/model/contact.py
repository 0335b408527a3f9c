"""A person at an account, with no more personal data than the work needs."""

import datetime as dt

from medsales_core.model.enums import BuyingUnit, ConsentBasis, ContactSource
from medsales_core.model.fields import entity, fact

__all__ = ["Contact"]


@entity
class Contact:
    """A person at an account. Source: reference 3.3; S2-1.

    Hobbies, family, political opinion and patient data have no field here, on purpose.
    """

    id: str = fact("contact number", "联系人编号")
    account_id: str | None = fact("account", "所属客户", default=None)
    name: str | None = fact("name", "姓名", default=None)
    department_id: str | None = fact("department", "科室", default=None)
    title: str | None = fact("title", "职务", default=None)
    phone: str | None = fact("business telephone", "工作电话", default=None)
    email: str | None = fact("business e-mail", "工作邮箱", default=None)
    buying_units: tuple[BuyingUnit, ...] = fact("buying units", "所属决策部门", default=(), source="P45")
    source: ContactSource | None = fact("channel the data came by", "信息来源", default=None, source="S2-1")
    verified_on: dt.date | None = fact("verified on", "核实日期", default=None, source="S2-1")
    verified_by: str | None = fact("verified by", "核实人", default=None)
    is_hcp: bool | None = fact("health-care professional", "是否医疗卫生专业人员", default=None, source="P61")
    is_public_official: bool | None = fact("public official", "是否公职人员", default=None)
    covered_recipient: bool | None = fact(
        "covered recipient (US)", "是否美国披露对象", default=None, source="P61"
    )
    consent_basis: ConsentBasis | None = fact("basis for keeping the data", "个人信息处理依据", default=None)
    held_fields: tuple[str, ...] = fact("personal data held", "保存的个人信息字段", default=())
    consent_on: dt.date | None = fact("basis given on", "依据取得日期", default=None)
    notice_on: dt.date | None = fact("told how the data are used on", "告知日期", default=None)
