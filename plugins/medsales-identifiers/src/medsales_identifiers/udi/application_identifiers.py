"""The application identifiers of GS1 and the form of what follows each.

The table holds what the GS1 Barcode Syntax Dictionary (release of 27 January 2026, Apache-2.0) says of lengths,
characters, check digits and dates. Its further checks, of currencies or places for instance, are left to those who
read goods other than devices.
"""

from typing import Final, NamedTuple

__all__ = ["CHARACTERS", "FORMS", "KEY_LENGTHS", "Form"]

#: The characters of each class of content: digits, CSET 82, CSET 39, base64url.
CHARACTERS: Final = {
    "N": frozenset("0123456789"),
    "X": frozenset("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"),
    "Y": frozenset("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "Z": frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="),
}

# One line for each form: `*` where its length is fixed by its identifier, so that no separator follows;
# its components with what is checked in them; the identifiers, a range by its ends.
_TABLE: Final = """
* N18,csum = 00
* N14,csum = 01-03
X..20 = 10 21 22 243 254 420 4318 7020-7022 710-717 7240 8002 8012
* N6,yymmdd = 11-13 15-17
* N2 = 20
X..28 = 235
X..30 = 240 241 250 251 400 401 403 4308 4319 7002 7023 8004 90
N..6 = 242
N13,csum [X..17] = 253
N13,csum [N..12] = 255
N..8 = 30 37
* N6 = 3100-3105 3110-3115 3120-3125 3130-3135 3140-3145 3150-3155 3160-3165 3200-3205 3210-3215 3220-3225
* N6 = 3230-3235 3240-3245 3250-3255 3260-3265 3270-3275 3280-3285 3290-3295 3300-3305 3310-3315 3320-3325
* N6 = 3330-3335 3340-3345 3350-3355 3360-3365 3370-3375 3400-3405 3410-3415 3420-3425 3430-3435 3440-3445
* N6 = 3450-3455 3460-3465 3470-3475 3480-3485 3490-3495 3500-3505 3510-3515 3520-3525 3530-3535 3540-3545
* N6 = 3550-3555 3560-3565 3570-3575 3600-3605 3610-3615 3620-3625 3630-3635 3640-3645 3650-3655 3660-3665
* N6 = 3670-3675 3680-3685 3690-3695
N..15 = 3900-3909 3920-3929
N3 N..15 = 3910-3919 3930-3939
N4 = 3940-3943 8111
N6 = 3950-3955 8005
N17,csum = 402
* N13,csum = 410-417
N3 X..9 = 421
N3 = 422 424 426
N3 [N3] [N3] [N3] [N3] = 423 425
X..3 = 427 7008
X..35 = 4300 4301 4310 4311 4320
X..70 = 4302-4306 4312-4316 7257 8110 8112 8200
X2 = 4307 4317
N10 N10 = 4309
N1 = 4321-4323 7252
N6,yymmdd N4 = 4324 4325 7003
N6,yymmdd = 4326 7006
N6 [X1] = 4330-4333
N13 = 7001
N..4 = 7004
X..12 = 7005
N6,yymmdd [N6] = 7007
X..10 = 7009 7255
X..2 = 7010
N6,yymmdd [N4] = 7011
N3 X..27 = 7030-7039
N1 X1 X1 X1 = 7040
X..4 = 7041
X2 X..28 = 7230-7239
N2 = 7241
X..25 = 7242 8013 8014 8020
N8 = 7250
N8 N4 = 7251
X..40 = 7253 7254 7259
X..90 = 7256 91-99
X3 = 7258
N4 N5 N3 N1 N1 = 8001
N1 N13,csum [X..16] = 8003
N14,csum N4 = 8006 8026
X..34 = 8007
N6,yymmdd N2 [N2] [N2] = 8008
X..50 = 8009
Y..30 = 8010
N..12 = 8011
N18,csum = 8017 8018
N..10 = 8019
Z..90 = 8030
N15 = 8040 8041
N32 = 8042
N18 [N..2] = 8043
"""


class Form(NamedTuple):
    """What may follow an application identifier.

    Args:
        fixed: Its length needs no separator.

        least: The fewest characters.

        most: The most.

        classes: The class of each character, as long as the longest content.

        only: That class where it is the same for all, else empty.

        checked: Where a guarded number begins and ends, its check digit last.

        dated: It begins with a date, as YYMMDD.
    """

    fixed: bool
    least: int
    most: int
    classes: str
    only: str
    checked: tuple[int, int] | None
    dated: bool


def _form(written: str) -> Form:
    fixed = written.startswith("*")
    least, classes, checked = 0, "", None
    for component in written.removeprefix("*").split():
        form, _, test = component.strip("[]").partition(",")
        kind, size = form[0], int(form[1:].removeprefix(".."))
        if test == "csum":
            checked = (len(classes), len(classes) + size)
        if not component.startswith("["):
            least += 1 if ".." in form else size
        classes += kind * size
    only = classes[0] if len(set(classes)) == 1 else ""
    return Form(fixed, least, len(classes), classes, only, checked, "yymmdd" in written)


def _forms() -> dict[str, Form]:
    forms: dict[str, Form] = {}
    for line in _TABLE.strip().splitlines():
        written, _, keys = line.partition(" = ")
        form = _form(written)
        for ends in keys.split():
            first, _, last = ends.partition("-")
            for number in range(int(first), int(last or first) + 1):
                forms[f"{number:0{len(first)}d}"] = form
    return forms


#: The form of what follows each application identifier.
FORMS: Final = _forms()
#: How long an application identifier is, by its first two digits.
KEY_LENGTHS: Final = {key[:2]: len(key) for key in FORMS}
