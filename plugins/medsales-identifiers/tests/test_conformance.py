"""Our checks keep the rules of every check: the kit that the authors of other plugins use."""

from typing import Any, ClassVar

from medsales_core.model import Account, DeviceIdentifier, Facts, InstalledAsset, Order, Product, Registration
from medsales_core.testing.check_kit import CheckConformance
from medsales_identifiers.checks import CreditCodeCheck, DeviceIdentifierCheck, RegistrationCheck, UdiCheck
from medsales_identifiers.checks.registration import RegistrationNumberKind
from medsales_identifiers.checks.udi import UdiField, UdiNeed

SOUND = "(01)06901234567892(21)S1"
BROKEN = "(01)06901234567893(21)S1"


class TestUdiOfTheAsset(CheckConformance):
    parameters: ClassVar[dict[str, Any]] = {"field": UdiField.ASSET, "need": UdiNeed.SERIAL}
    satisfiable = True

    def make_check(self) -> UdiCheck:
        return UdiCheck()

    def holding(self) -> Facts:
        return Facts(asset=InstalledAsset(id="A-1", udi=SOUND))

    def failing(self) -> Facts:
        return Facts(asset=InstalledAsset(id="A-1", udi=BROKEN))


class TestUdiOfTheOrder(TestUdiOfTheAsset):
    parameters: ClassVar[dict[str, Any]] = {"field": UdiField.ORDER, "need": UdiNeed.PRODUCTION}

    def holding(self) -> Facts:
        return Facts(order=Order(id="O-1", assets=[InstalledAsset(id="A-1", udi=SOUND)]))

    def failing(self) -> Facts:
        assets = [InstalledAsset(id="A-1", udi=SOUND), InstalledAsset(id="A-2", udi=BROKEN)]
        return Facts(order=Order(id="O-1", assets=assets))


class TestDeviceIdentifier(CheckConformance):
    satisfiable = True

    def make_check(self) -> DeviceIdentifierCheck:
        return DeviceIdentifierCheck()

    def holding(self) -> Facts:
        return self._product("06901234567892")

    def failing(self) -> Facts:
        return self._product("06901234567893")

    @staticmethod
    def _product(di: str) -> Facts:
        return Facts(products=[Product(id="P-1", device_identifiers=[DeviceIdentifier(id="D-1", di=di)])])


class TestRegistration(CheckConformance):
    parameters: ClassVar[dict[str, Any]] = {"kind": RegistrationNumberKind.CN_REGISTRATION}
    satisfiable = True

    def make_check(self) -> RegistrationCheck:
        return RegistrationCheck()

    def holding(self) -> Facts:
        return self._product("国械注准20213020001")

    def failing(self) -> Facts:
        return self._product("苏械注准20212020001")

    @staticmethod
    def _product(number: str) -> Facts:
        record = Registration(id="R-1", kind="cn-registration", number=number)
        return Facts(products=[Product(id="P-1", class_cn="III", registrations=[record])])


class TestCreditCode(CheckConformance):
    satisfiable = True

    def make_check(self) -> CreditCodeCheck:
        return CreditCodeCheck()

    def holding(self) -> Facts:
        return Facts(account=Account(id="C-1", name="First hospital", uscc="91350100M000100Y43"))

    def failing(self) -> Facts:
        return Facts(account=Account(id="C-1", name="First hospital", uscc="91350100M000100Y44"))
