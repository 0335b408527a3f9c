"""One customer, one file: accounts under the same number are the same customer."""

from collections.abc import Iterable

from medsales_core.model import Account
from medsales_core.model.fields import changed

__all__ = ["with_duplicates"]


def with_duplicates(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """*accounts*, each with the ids of the others that have its unified social credit code or national number.

    Numbers are compared as they are looked up: without spaces, in capital letters. Accounts with neither number
    are nobody's duplicate, and fail the requirement that wants a number.
    """
    every = tuple(accounts)
    under: dict[tuple[str, str], list[str]] = {}
    for account in every:
        for number in _numbers(account):
            under.setdefault(number, []).append(account.id)
    return tuple(_with_others(account, under) for account in every)


def _with_others(account: Account, under: dict[tuple[str, str], list[str]]) -> Account:
    others = {id for number in _numbers(account) for id in under[number]} - {account.id}
    return changed(account, duplicate_ids=tuple(sorted(others)))


def _numbers(account: Account) -> list[tuple[str, str]]:
    """The numbers of *account*, each with what makes it unique."""
    numbers = (("uscc", account.uscc), (f"national {account.country or ''}", account.national_id))
    return [(kind, "".join(number.split()).upper()) for kind, number in numbers if number and number.strip()]
