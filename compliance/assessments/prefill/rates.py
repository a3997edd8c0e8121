"""Rates of refusal and of successful attacks: which metric is one, of which test, and in which unit."""

import math
import re
from typing import Any

_REFUSAL = re.compile(r"refusal|refuse", re.I)
_ATTACK = re.compile(r"attack_?success|(?<![a-z])asr(?![a-z])|jailbreak_?(success_?)?rate", re.I)
_NOT_A_RATE = re.compile(r"stderr|non_?refusal|count|total|num_|_num|judge|error", re.I)
# Refusing there is no merit.
_HARMLESS = re.compile(
    r"benign|harmless|(over|false|needless|exaggerated)[-_ ]?refus|or[-_]?bench|(?<!un)safe(?!ty|guard)", re.I
)
_HARMFUL = re.compile(
    r"harm|unsafe|malicious|jailbreak|adv[-_]?bench|strong[-_]?reject|do[-_]?not[-_]?answer|sorry[-_]?bench|"
    r"beaver[-_]?tails|hex[-_]?phi|sos[-_]?bench|air[-_]?bench|refusal[-_]?(test|direction)",
    re.I,
)
_HAZARD = re.compile(r"(?<![a-z])(wmdp|cybench)(?![a-z])", re.I)


def kind(metric: str) -> str:
    """ "refusal", "attack", or nothing where a metric is neither."""
    if _NOT_A_RATE.search(metric) or _HARMLESS.search(metric):
        return ""
    if _ATTACK.search(metric):
        return "attack"
    return "refusal" if _REFUSAL.search(metric) else ""


def harmful(test: str) -> bool | None:
    """Whether a test puts harmful requests, by its name; None where that does not tell."""
    if _HARMLESS.search(test):
        return False
    return True if _HARMFUL.search(test) else None


def of_hazard(test: str) -> bool:
    return _HAZARD.search(test) is not None


def number(value: Any) -> float | None:
    """A number that can be a rate, as it is written; None for anything else."""
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("%").strip()[:20])
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 <= value <= 100 else None


def is_percent(values: list[Any]) -> bool | None:
    """Whether rates of one file are written in per cent, rather than as shares of one; None where all of
    them are 0 or 1, so that nobody can tell."""
    written = [each for each in values if number(each) is not None]
    if any(isinstance(each, str) and each.strip().endswith("%") for each in written):
        return True
    found = [value for each in written if (value := number(each)) is not None]
    if any(value > 1 for value in found):
        return True
    return False if any(0 < value < 1 for value in found) else None


def per_cent(value: float, *, in_percent: bool) -> float:
    return float(f"{value if in_percent else value * 100:.6g}")
