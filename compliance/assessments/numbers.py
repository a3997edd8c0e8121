"""Numbers as people type them: 2.1e19, 2.1 × 10^19, 70 billion, 97 %."""

import math
import re
from decimal import Decimal

from django.utils.translation import gettext as _

MULTIPLES = {"": 1.0, "k": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "t": 1e12}
MULTIPLES |= {"tn": 1e12, "trillion": 1e12}
FLOP_UNITS = {  # value of the unit's field -> FLOP
    "FLOP": 1.0,
    "EFLOP": 1e18,
    "ZFLOP": 1e21,
    "YFLOP": 1e24,
}
_WORDS = {  # a unit -> how people write it
    "%": {"%", "percent"},
    "FLOP": {"flop", "flops"},
    "TFLOP/s": {"tflop/s", "tflops", "tflops/s"},
}
EXAMPLES = {"%": "97.5", "FLOP": "2.1e19", "parameters": "8e9", "tokens": "15e12"}
LONGEST = 60  # characters
SHORT = 5  # digits and their point: a large round number of no more is written with a power of ten
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_TIMES = r"\s*[x×*·]\s*"
_POWER = r"(?:\^|\*\*)"
_NUMBER = re.compile(
    r"(?P<sign>-?)(?P<digits>[0-9]+(?:[,_ \u00a0\u202f][0-9]{3})*|[0-9]+)?(?P<fraction>\.[0-9]+)?"
    rf"(?:\s?e\s?(?P<exponent>[+-]?[0-9]{{1,4}})|{_TIMES}10{_POWER}(?P<power>-?[0-9]{{1,4}}))?"
    r"\s*(?P<word>[a-z%/]*)"
)
_BARE_POWER = re.compile(rf"10(?={_POWER})")


class NotANumber(ValueError):
    """A text that is no number; the message says what to write instead."""


def parse(text: str, unit: str | None, example: str = "") -> float:
    """A typed number in the question's unit. Raises NotANumber with a remedy, which shows an example."""
    short = text.strip().lower().replace("−", "-")
    example = example or EXAMPLES.get(unit or "", "12")
    if len(short) > LONGEST:
        raise NotANumber(_("That is too long for a number. Write it short, for example %s.") % example)
    short = _RAISED.sub(lambda raised: "^" + raised[0].translate(_SUPERSCRIPTS), short)
    if unit != "TFLOP/s":
        _refuse_other_units(short)
    if _BARE_POWER.match(short):
        short = f"1×{short}"
    found = _NUMBER.fullmatch(short)
    if found is None or not (found["digits"] or found["fraction"]):
        if re.search(rf"{_TIMES}10[0-9]", short):
            raise NotANumber(_("Write a power of ten with ^ or e, for example 2.1 × 10^19 or 2.1e19."))
        if re.search(r"[0-9],[0-9]", short):
            point = short.replace(",", ".")
            meant = point if _NUMBER.fullmatch(point) else example
            raise NotANumber(_("Write the decimal sign as a point, for example %s.") % meant)
        raise NotANumber(_("Write a number, for example %s.") % example)
    digits = re.sub(r"[,_ \u00a0\u202f]", "", found["digits"] or "0")
    exponent = found["exponent"] or found["power"] or "0"
    number = float(f"{found['sign']}{digits}{found['fraction'] or ''}e{exponent}") * _multiple(
        found["word"], unit
    )
    if not math.isfinite(number):
        raise NotANumber(_("That number is too large."))
    return number


def _multiple(word: str, unit: str | None) -> float:
    if word in _WORDS.get(unit or "", {(unit or "").lower()}):
        return 1.0
    if word in MULTIPLES:
        return MULTIPLES[word]
    message = _("“%(word)s” is not a unit here. Write the number alone.")
    raise NotANumber(message % {"word": word})


def _refuse_other_units(text: str) -> None:
    if re.search(r"(flops?|[0-9 ][ptez]f)(\s*/\s*s[a-z]*)?[\s/*·-]*(day|hour|d\b|h\b)", text):
        raise NotANumber(_("One petaFLOP-day is 8.64e19 FLOP. Multiply, and write the result in FLOP."))
    if re.search(r"flops?\s*(/\s*s|per\b)", text):
        raise NotANumber(
            _("FLOP/s is a speed. We need the total: FLOP/s × seconds × utilisation. The calculator does it.")
        )


def typed(value: float) -> str:
    """A number as a person would write it in a field (97.5; 1,234,567; 8e9), read back as the same number."""
    digits, exponent = _scientific(value)
    if (abs(value) >= 1e6 and len(digits.strip("-")) <= SHORT) or not 1e-3 <= abs(value or 1) < 1e15:
        return f"{digits}e{exponent}"
    if value == int(value):
        return f"{int(value):,}" if abs(value) >= 1e4 else str(int(value))
    return repr(value)


def _scientific(value: float) -> tuple[str, int]:
    """The fewest digits that say a number, one of them before the point, and its power of ten."""
    digits, exponent = f"{Decimal(repr(value)).normalize():e}".split("e")
    return digits, int(exponent)
