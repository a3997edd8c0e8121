"""What files say about a model, in words of no questionnaire."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LONGEST_QUOTE = 160  # characters of a file that are shown beside a proposal


class About(StrEnum):
    """What a fact is about, and what its value is."""

    BASE = "base"  # the name of a model that this one was made from
    PARENT = "parent"  # the name of one of several models that were merged
    CHANGE = "change"  # a `Change`
    DATA_SET = "data_set"  # the name of a training data set
    MAKES = "makes"  # what the model puts out: text, code, image, audio or video
    LICENCE = "licence"  # the licence under which its weights are passed on, as cards name it
    AIM = "aim"  # what the change was for, where that is said: "remove_refusals"
    COMPUTE = "compute"  # FLOP of the training, an estimate
    RATE = "rate"  # a `Rate`
    HAZARD_TEST = "hazard_test"  # the name of a test of dangerous ability


class Change(StrEnum):
    ADAPTER = "adapter"
    FULL_TUNING = "full_tuning"
    REWARD = "reward"  # trained by reward or by preference
    MORE_PRETRAINING = "more_pretraining"
    QUANTISATION = "quantisation"
    MERGE = "merge"
    PRUNING = "pruning"
    DISTILLATION = "distillation"
    UNLEARNING = "unlearning"
    EDITING = "editing"


class Sure(StrEnum):
    """SAYS: it stands there. SUGGESTS: it follows from what stands there, most of the time."""

    SAYS = "says"
    SUGGESTS = "suggests"


@dataclass(frozen=True)
class Place:
    """Where something was found: in which file, under which key or on which line, and the text there."""

    file: str
    kind: str  # of file, in words
    key: str
    line: int | None
    text: str


@dataclass(frozen=True)
class Rate:
    """How often harmful requests were refused, or attacks succeeded, in one test."""

    of: str  # "refusal" or "attack"
    per_cent: float
    test: str
    when: str = ""  # "before" or "after" the change, where the file itself says so
    model: str = ""  # which model was tested, where it is named


@dataclass(frozen=True)
class Fact:
    about: About
    value: Any
    sure: Sure
    place: Place
    sentence: str  # what the file says, and what was assumed


@dataclass(frozen=True)
class Remark:
    """Something that was found and led to no proposal, and what would help."""

    file: str
    text: str


@dataclass
class Found:
    """What was read from one file."""

    kind: str = ""
    facts: list[Fact] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
