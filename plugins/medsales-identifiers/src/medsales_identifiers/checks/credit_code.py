"""``identifiers.uscc``: the unified social credit code of the customer is sound."""

import datetime as dt
from typing import Any

from medsales_core.model import Account, Facts, NotSupplied
from medsales_core.model.fields import changed
from medsales_core.text import text
from medsales_identifiers.checks.judging import IdentifierCheck, Judged, faults_of
from medsales_identifiers.credit_code import credit_code_from, parse_credit_code

__all__ = ["CreditCodeCheck"]


class CreditCodeCheck(IdentifierCheck):
    """The customer's credit code is there, and its check character is right."""

    id = "identifiers.uscc"
    title = text("The customer's unified social credit code is sound", "客户统一社会信用代码正确")
    what = text("unified social credit code", "统一社会信用代码")
    reads = ("account.uscc",)

    def judged(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> tuple[Judged, ...] | None:
        if isinstance(facts.account, NotSupplied):
            return None
        code = facts.account.uscc
        faults = faults_of(parse_credit_code(code)) if code else ()
        return (Judged("account.uscc", code or None, faults),)

    def satisfying(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Facts:
        account = facts.account or Account(id="C-1", name="C-1")
        return facts.with_(account=changed(account, uscc=credit_code_from("91350100M000100Y4")))
