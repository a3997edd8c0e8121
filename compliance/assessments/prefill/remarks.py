"""What to say of things that were found and lead to no proposal."""

from collections.abc import Sequence

from .facts import Remark
from .sources import quoted


def local_base(file: str, base: str) -> Remark:
    text = "The base is named by a place on somebody’s machine (“{}”), which does not say which model it is."
    return Remark(file, text.format(quoted(base)))


def no_base(file: str) -> Remark:
    text = "This card names no base model. Bring the card of your own model, not the one of its base."
    return Remark(file, text)


def no_estimate(file: str, missing: Sequence[str]) -> Remark:
    text = (
        "No estimate of the computing: the file does not say {}. The file trainer_state.json has the total."
    )
    return Remark(file, text.format(", ".join(missing)))


def unclear_unit(file: str) -> Remark:
    text = "All rates are 0 or 1, which may be shares or per cent. Write them with a % sign."
    return Remark(file, text)


def unclear_test(file: str, test: str, metric: str) -> Remark:
    text = "“{}” of the test “{}” was left out: nothing says that the test puts harmful requests."
    return Remark(file, text.format(quoted(metric), quoted(test)))


def unclear_model(file: str, test: str, model: str) -> Remark:
    text = (
        "The rate of “{}” was left out: nothing says whether {} is the base or your changed model. Bring "
        "the model card or the configuration that names the base, together with this log."
    )
    return Remark(file, text.format(quoted(test), f"“{quoted(model)}”" if model else "the model tested"))


def unfinished(file: str, status: str) -> Remark:
    return Remark(file, f"The test did not end well (“{quoted(status)}”), so its numbers were left out.")
