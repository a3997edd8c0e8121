"""Estimates of training compute in FLOP, by the two formulas of the Commission's guidelines.

Source: European Commission, Guidelines on the scope of the obligations for providers of general-purpose AI
models (2025), annex A.2.2. An estimate within 30 % is good enough there, assumptions written down.
"""

FLOP_PER_PARAMETER_AND_TOKEN = 6.0  # forward and backward pass of a dense transformer
SECONDS_PER_HOUR = 3_600.0
LARGEST = 1e29  # FLOP; beyond it a number is a slip of the pen
# What a real run may have, from and to.
PARAMETERS = (1e3, 1e16)
TOKENS = (1.0, 1e17)
DEVICES = (1.0, 1e8)
HOURS = (1e-3, 1e6)
PEAK = (1e9, 1e18)  # FLOP/s of one device
UTILISATION = (0.001, 1.0)


class Implausible(ValueError):
    """An input that no real training run has. The message says which, and what would be plausible."""


def by_tokens(parameters: float, tokens: float) -> float:
    """Compute of training on tokens: 6 x parameters x tokens, in FLOP. Raises Implausible."""
    _within("Parameters", parameters, PARAMETERS)
    _within("Tokens", tokens, TOKENS)
    return _plausible(FLOP_PER_PARAMETER_AND_TOKEN * parameters * tokens)


def by_hardware(devices: float, hours: float, peak: float, utilisation: float) -> float:
    """Compute of a run: devices x seconds x peak FLOP/s of one device x utilisation (0 to 1), in FLOP.

    Raises Implausible.
    """
    _within("Devices", devices, DEVICES)
    _within("Hours", hours, HOURS)
    _within("Peak FLOP/s of one device", peak, PEAK)
    _within("Utilisation", utilisation, UTILISATION)
    return _plausible(devices * hours * SECONDS_PER_HOUR * peak * utilisation)


def _within(name: str, value: float, limits: tuple[float, float]) -> None:
    low, high = limits
    if not low <= value <= high:
        raise Implausible(f"{name}: {value:g} is outside {low:g} to {high:g}.")


def _plausible(flop: float) -> float:
    if flop > LARGEST:
        raise Implausible(f"That makes {flop:.3g} FLOP, more than any run. Check the units.")
    return flop
