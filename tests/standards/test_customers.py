"""Files of one customer are found by its numbers, however they are written."""

from medsales_core.model import Account
from medsales_core.standards.customers import with_duplicates


def others(*accounts: Account) -> dict[str, tuple[str, ...]]:
    return {account.id: account.duplicate_ids for account in with_duplicates(accounts)}


def test_two_files_under_one_number_name_each_other() -> None:
    one = Account(id="a1", name="A", uscc="91330000MA27XK4L5T")
    same = Account(id="a2", name="A hospital", uscc="9133 0000 ma27xk4l5t")
    other = Account(id="a3", name="B", uscc="91330000MA27XK4L5U")
    assert others(one, same, other) == {"a1": ("a2",), "a2": ("a1",), "a3": ()}


def test_a_national_number_is_one_of_its_country() -> None:
    german, french = (Account(id=c, name="A", country=c, national_id="HRB 12") for c in ("DE", "FR"))
    twin = Account(id="twin", name="A", country="DE", national_id="hrb12")
    assert others(german, french, twin) == {"DE": ("twin",), "FR": (), "twin": ("DE",)}


def test_a_customer_without_a_number_is_nobodys_duplicate() -> None:
    assert others(Account(id="a1", name="A"), Account(id="a2", name="A", uscc=" ")) == {"a1": (), "a2": ()}


def test_what_was_said_before_is_replaced() -> None:
    mended = Account(id="a1", name="A", uscc="91330000MA27XK4L5T", duplicate_ids=("a2",))
    assert others(mended) == {"a1": ()}
