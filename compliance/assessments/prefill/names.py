"""What the name of a model or a data set says."""

import re

# A name on the Hugging Face Hub: an owner and a repository.
_HUB = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_SIZE = re.compile(r"(?<![a-z0-9.])(?P<number>[0-9]{1,4}(?:\.[0-9]{1,3})?)(?P<unit>[bm])(?![a-z0-9])", re.I)
_ACTIVE = re.compile(r"(?<![a-z0-9])a(?P<number>[0-9]{1,4}(?:\.[0-9]{1,3})?)b(?![a-z0-9])", re.I)
_EXPERTS = re.compile(r"[0-9]+x[0-9.]+b|[0-9]+e(?![a-z0-9])", re.I)
UNCENSORED = re.compile(r"uncensored|ablit|no[-_ ]?refus|unfiltered|jailbroken", re.I)


def on_the_hub(name: str) -> bool:
    return bool(_HUB.fullmatch(name)) and ".." not in name


def local(name: str) -> bool:
    """Whether it is a place on somebody's machine, which says nothing about the model."""
    return (
        name.startswith((".", "/", "~", "\\"))
        or re.match(r"[A-Za-z]:[\\/]|[a-z0-9]+://", name) is not None
        or ("/" in name and not on_the_hub(name))
    )


def parameters(name: str) -> float | None:
    """How many parameters a name tells of, those active for each token; None where it does not, or where it
    tells only of all experts of a mixture."""
    if active := _ACTIVE.search(name):
        return float(active["number"]) * 1e9
    if _EXPERTS.search(name):
        return None
    sizes = {float(each["number"]) * (1e9 if each["unit"] in "bB" else 1e6) for each in _SIZE.finditer(name)}
    return sizes.pop() if len(sizes) == 1 and min(sizes) > 0 else None
