"""Model cards as the Hugging Face Hub has them: a README with YAML between two lines of `---` at its top.

https://huggingface.co/docs/hub/model-cards. The front matter is read by our own strict reader, which knows
the line of everything, and given its meaning by `ModelCardData` of huggingface_hub. Programs that train write
their configuration into the card's text; that is read too.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from . import merges, names, rates, remarks, training
from .facts import About, Change, Fact, Found, Rate, Sure
from .sources import LARGEST_YAML, Source, Unreadable, from_yaml

if TYPE_CHECKING:
    from huggingface_hub.repocard_data import ModelCardData

KIND = "Model card"
_FRONT = re.compile(
    r"\A\s*---[ \t]*(?:\r\n|\r|\n)(?P<yaml>.*?)(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\r|\n|\Z)", re.S
)
_BLOCK = re.compile(r"^```ya?ml[ \t]*\r?\n(?P<yaml>.*?)^```", re.S | re.M)
_SETTING = re.compile(
    r"^[-*] (?P<key>total_train_batch_size|training_steps|num_devices): (?P<value>[0-9]{1,12})\s*$", re.M
)
MOST_BLOCKS = 3
MOST_LISTED = 50  # data sets, tags or bases that are looked at

_RELATIONS = {
    "adapter": (Change.ADAPTER, Sure.SAYS, "The card says that it is an adapter for its base."),
    "finetune": (
        Change.FULL_TUNING,
        Sure.SUGGESTS,
        "The card says that its base was fine-tuned. If an adapter was trained, choose that instead.",
    ),
    "merge": (Change.MERGE, Sure.SAYS, "The card says that it was merged from its bases."),
    "quantized": (Change.QUANTISATION, Sure.SAYS, "The card says that its base was quantised."),
}
_TAGS = {
    **dict.fromkeys(("lora", "qlora", "peft", "adapter", "dora"), Change.ADAPTER),
    **dict.fromkeys(("merge", "mergekit", "model_stock", "slerp", "moe-merge"), Change.MERGE),
    **dict.fromkeys(
        ("gguf", "gptq", "awq", "exl2", "exl3", "4-bit", "8-bit", "quantized", "bitsandbytes"),
        Change.QUANTISATION,
    ),
    **dict.fromkeys(("dpo", "orpo", "kto", "simpo", "ppo", "grpo", "rlhf", "rloo"), Change.REWARD),
    **dict.fromkeys(("sft", "fine-tuned", "finetuned", "full-finetune"), Change.FULL_TUNING),
    **dict.fromkeys(("continued-pretraining", "continual-pretraining", "cpt"), Change.MORE_PRETRAINING),
    **dict.fromkeys(("distillation", "distilled"), Change.DISTILLATION),
    **dict.fromkeys(("pruning", "pruned", "sparse"), Change.PRUNING),
    **dict.fromkeys(("abliterated", "abliteration"), Change.EDITING),
    "unlearning": Change.UNLEARNING,
}
_MAKES = {
    **dict.fromkeys(
        ("text-generation", "text2text-generation", "image-text-to-text", "summarization"), "text"
    ),
    **dict.fromkeys(("translation", "question-answering", "automatic-speech-recognition"), "text"),
    **dict.fromkeys(
        ("image-to-text", "video-text-to-text", "audio-text-to-text", "visual-question-answering"), "text"
    ),
    **dict.fromkeys(("text-to-image", "image-to-image", "unconditional-image-generation"), "image"),
    **dict.fromkeys(("text-to-speech", "text-to-audio", "audio-to-audio"), "audio"),
    **dict.fromkeys(("text-to-video", "image-to-video"), "video"),
}


def has_front_matter(text: str) -> bool:
    return _FRONT.match(text) is not None


def read(text: str, file: str) -> Found:
    """Raises Unreadable where the front matter is broken."""
    found, front = Found(KIND), _FRONT.match(text)
    base = ""
    if front:
        above = text[: front.start("yaml")].count("\n")
        source = _front_matter(front["yaml"], file, above)
        card = _card(source.data)
        base = _bases(source, card, found)
        _changes(source, card, found)
        _rest(source, card, found)
    elif not _BLOCK.search(text):
        message = "is a text without the block between two lines of --- that model cards have at their top."
        raise Unreadable(
            message, "Bring the README.md as it is in the model’s repository, not a copy of the web page."
        )
    _blocks(text, file, found, base)
    if not any(each.about in (About.BASE, About.PARENT) for each in found.facts) and not found.remarks:
        found.remarks.append(remarks.no_base(file))
    return found


def _front_matter(text: str, file: str, above: int) -> Source:
    try:
        data, lines = from_yaml(text, file)
    except Unreadable as error:
        line = error.line + above if error.line else None
        raise Unreadable(f"has a fault in its front matter: it {error.message}", error.remedy, line) from None
    if data is not None and not isinstance(data, dict):
        remedy = "Write keys and values there, such as base_model: owner/name."
        raise Unreadable("has a front matter that is no list of keys.", remedy, above + 1)
    return Source(file, KIND, data or {}, lines, above)


def _card(data: Mapping[str, Any]) -> "ModelCardData":
    # This module of it opens no connection.
    from huggingface_hub.repocard_data import ModelCardData  # noqa: PLC0415 - slow, and only needed here

    given = {key: value for key, value in data.items() if key not in ("self", "ignore_metadata_errors")}
    given["tags"] = _texts(given.get("tags")) or None
    try:
        return ModelCardData(**given, ignore_metadata_errors=True)
    except (AttributeError, KeyError, TypeError, ValueError):  # results in a shape it does not expect
        given = {key: value for key, value in given.items() if key not in ("model-index", "eval_results")}
        return ModelCardData(**given, ignore_metadata_errors=True)


def _bases(source: Source, card: "ModelCardData", found: Found) -> str:
    """The base, or all of them."""
    bases = [each for each in _texts(card.base_model) if not names.local(each)]
    for each in _texts(card.base_model):
        if names.local(each):
            found.remarks.append(remarks.local_base(source.file, each))
    if not bases:
        return ""
    if len(bases) == 1:
        sentence = "The card names it as the model that this one was made from."
        found.facts.append(Fact(About.BASE, bases[0], Sure.SAYS, source.place("base_model"), sentence))
        return bases[0]
    sentence = "The card names several bases, in this order. Put the largest first."
    found.facts.append(
        Fact(About.BASE, ", ".join(bases), Sure.SUGGESTS, source.place("base_model"), sentence)
    )
    for each in bases:
        place = source.listed("base_model", each)
        found.facts.append(
            Fact(About.PARENT, each, Sure.SAYS, place, "The card names it as one of its bases.")
        )
    return ""


def _changes(source: Source, card: "ModelCardData", found: Found) -> None:
    def add(change: Change, sure: Sure, sentence: str, key: str, text: str | None = None) -> None:
        place = source.listed(key, text) if text else source.place(key)
        found.facts.append(Fact(About.CHANGE, change, sure, place, sentence))

    relation = card.get("base_model_relation")
    if isinstance(relation, str) and relation in _RELATIONS:
        add(*_RELATIONS[relation], "base_model_relation")
    if card.library_name == "peft":
        add(
            Change.ADAPTER,
            Sure.SAYS,
            "The library PEFT, which the card names, is for adapters.",
            "library_name",
        )
    if isinstance(card.get("quantized_by"), str):
        add(Change.QUANTISATION, Sure.SAYS, "The card says who quantised it.", "quantized_by")
    for tag in _texts(card.tags):
        parts = tag.lower().split(":")
        if parts[0] == "base_model" and len(parts) > 2 and parts[1] in _RELATIONS:
            add(*_RELATIONS[parts[1]], "tags", text=tag)
        elif change := _TAGS.get(tag.lower()):
            add(change, Sure.SUGGESTS, "The card lists this among its tags.", "tags", text=tag)
        if names.UNCENSORED.search(tag):
            sentence = "The card offers the model as one without refusals."
            place = source.listed("tags", tag)
            found.facts.append(Fact(About.AIM, "remove_refusals", Sure.SUGGESTS, place, sentence))


def _rest(source: Source, card: "ModelCardData", found: Found) -> None:
    for each in _texts(card.datasets):
        if names.on_the_hub(each):
            place = source.listed("datasets", each)
            sentence = "The card names it as training data."
            found.facts.append(Fact(About.DATA_SET, each, Sure.SAYS, place, sentence))
    if makes := _MAKES.get(str(card.pipeline_tag)):
        sentence = "The card names this as the model’s task."
        found.facts.append(Fact(About.MAKES, makes, Sure.SUGGESTS, source.place("pipeline_tag"), sentence))
    if isinstance(card.license, str) and card.license:
        sentence = "The card names this licence."
        found.facts.append(
            Fact(About.LICENCE, card.license.lower(), Sure.SUGGESTS, source.place("license"), sentence)
        )
    for result in card.eval_results or []:
        test = f"{result.dataset_name} {result.dataset_type}"
        metric = str(result.metric_name or result.metric_type)
        of, value = rates.kind(metric), rates.number(result.metric_value)
        in_percent = rates.is_percent([result.metric_value])
        if of and value is not None and in_percent is not None and rates.harmful(test):
            sentence = f"A result of “{result.dataset_name}”. Check that its requests are harmful ones."
            rate = Rate(of, rates.per_cent(value, in_percent=in_percent), result.dataset_name, "after")
            place = source.place("model-index", text=f"{metric}: {result.metric_value}")
            found.facts.append(Fact(About.RATE, rate, Sure.SUGGESTS, place, sentence))


def _blocks(text: str, file: str, found: Found, base: str) -> None:
    """Configurations that programs wrote into the text."""
    settings = {each["key"]: int(each["value"]) for each in _SETTING.finditer(text)}
    for block in _readable(text, file):
        if merges.recognised(block.data):
            inner = merges.read(block)
        elif training.is_axolotl(block.data):
            data = {**block.data, **settings}
            inner = training.read_axolotl(Source(file, KIND, data, block.lines, block.offset, block.under))
        else:
            continue
        found.facts += [each for each in inner.facts if each.about != About.BASE or each.value != base]
        found.remarks += inner.remarks


def _readable(text: str, file: str) -> Iterator[Source]:
    front = _FRONT.match(text)
    left = LARGEST_YAML - len(front["yaml"] if front else "")
    for block in islice(_BLOCK.finditer(text), MOST_BLOCKS):
        left -= len(block["yaml"])
        if left < 0:
            return
        try:
            data, lines = from_yaml(block["yaml"], file)
        except Unreadable:
            continue  # an example for readers, perhaps; the card itself is fine
        if isinstance(data, dict):
            yield Source(file, KIND, data, lines, text[: block.start("yaml")].count("\n"), "YAML in the text")


def _texts(value: Any) -> list[str]:
    """A text or a list of them, as a list."""
    listed = value if isinstance(value, list) else [value]
    return [each.strip() for each in listed[:MOST_LISTED] if isinstance(each, str) and each.strip()]
