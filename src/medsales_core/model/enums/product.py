"""Closed lists about products: kinds, risk classes, registrations, device identification."""

from medsales_core.model.choice import Choice

__all__ = [
    "ConfigClass",
    "DeviceClassCN",
    "DeviceClassEU",
    "DeviceClassUS",
    "IvdClassEU",
    "ProductKind",
    "RegistrationKind",
    "UdiAgency",
]


class ProductKind(Choice):
    """What a product is, as the process cares for it. Source: S0-3; the list is inferred."""

    CAPITAL_EQUIPMENT = "capital-equipment", "capital equipment", "大型设备"
    SMALL_EQUIPMENT = "small-equipment", "small equipment", "中小型设备"
    HIGH_VALUE_CONSUMABLE = "high-value-consumable", "high-value consumable", "高值耗材"
    LOW_VALUE_CONSUMABLE = "low-value-consumable", "low-value consumable", "低值耗材"
    IVD_INSTRUMENT = "ivd-instrument", "IVD instrument", "体外诊断仪器"
    IVD_REAGENT = "ivd-reagent", "IVD reagent", "体外诊断试剂"
    IMPLANT = "implant", "implant", "植入物"
    SOFTWARE = "software", "software", "软件"
    SERVICE = "service", "service", "服务"


class DeviceClassCN(Choice):
    """Risk class in China. Source: P17."""

    I = "I", "class I", "第一类"  # noqa: E741
    II = "II", "class II", "第二类"
    III = "III", "class III", "第三类"


class DeviceClassUS(Choice):
    """Risk class in the United States. Source: P68."""

    CLASS_1 = "1", "class I", "I类"
    CLASS_2 = "2", "class II", "II类"
    CLASS_3 = "3", "class III", "III类"


class DeviceClassEU(Choice):
    """Risk class in the European Union; text not confirmed (K)."""

    I = "I", "class I", "I类"  # noqa: E741
    IS = "Is", "class I, sterile", "I类无菌"
    IM = "Im", "class I, measuring", "I类测量"
    IR = "Ir", "class I, reusable surgical", "I类可重复使用手术器械"
    IIA = "IIa", "class IIa", "IIa类"
    IIB = "IIb", "class IIb", "IIb类"
    III = "III", "class III", "III类"


class IvdClassEU(Choice):
    """Risk class of in-vitro diagnostics in the European Union; text not confirmed (K)."""

    A = "A", "class A", "A类"
    B = "B", "class B", "B类"
    C = "C", "class C", "C类"
    D = "D", "class D", "D类"


class RegistrationKind(Choice):
    """How a product was let onto a market. Source: P17, P18, P66, P68."""

    CN_REGISTRATION = "cn-registration", "Chinese registration", "医疗器械注册证"
    CN_FILING = "cn-filing", "Chinese filing", "医疗器械备案"
    FDA_510K = "fda-510k", "FDA 510(k)", "FDA 510(k)"
    FDA_PMA = "fda-pma", "FDA PMA", "FDA上市前批准"
    FDA_DENOVO = "fda-denovo", "FDA De Novo", "FDA De Novo"
    FDA_EXEMPT = "fda-exempt", "FDA exempt", "FDA豁免"
    EU_MDR_CERTIFICATE = "eu-mdr-certificate", "EU MDR certificate", "欧盟MDR证书"
    EU_IVDR_CERTIFICATE = "eu-ivdr-certificate", "EU IVDR certificate", "欧盟IVDR证书"
    EU_SELF_DECLARED = "eu-self-declared", "EU self-declared", "欧盟自我声明"
    OTHER = "other", "other", "其他"


class ConfigClass(Choice):
    """Whether large equipment needs a Chinese configuration licence. Source: P32."""

    NONE = "none", "none", "无需配置许可"
    JIA = "jia", "class A", "甲类"
    YI = "yi", "class B", "乙类"


class UdiAgency(Choice):
    """Who issues unique device identifiers. Source: P22, P24."""

    GS1 = "gs1", "GS1", "GS1"
    HIBCC = "hibcc", "HIBCC", "HIBCC"
    ICCBBA = "iccbba", "ICCBBA", "ICCBBA"
    IFA = "ifa", "IFA", "IFA"
    MA = "ma", "MA (IDcode)", "MA码"
    AHM = "ahm", "AHM", "阿里健康码"
