"""Configurations of a training: Axolotl's and TRL's, and the state that a training leaves behind.

https://docs.axolotl.ai/docs/config-reference.html, https://huggingface.co/docs/trl/clis
"""

import math
from collections.abc import Mapping
from typing import Any

from questionnaires.explanation import number_in_words

from . import remarks
from .facts import About, Change, Fact, Found, Sure
from .names import local, on_the_hub, parameters
from .sources import Source

AXOLOTL, TRL, STATE = "Axolotl configuration", "TRL configuration", "State of a training"
_AXOLOTL_KEYS = {
    "datasets",
    "adapter",
    "sequence_len",
    "micro_batch_size",
    "pretraining_dataset",
    "output_dir",
}
_TRL_KEYS = {
    "dataset_name",
    "datasets",
    "use_peft",
    "per_device_train_batch_size",
    "max_length",
    "max_seq_length",
}
_BY_REWARD = ("reward_funcs", "reward_model_path", "reward_model_name_or_path", "num_generations")
_BY_PREFERENCE = ("beta", "precompute_ref_log_probs", "desirable_weight", "rpo_alpha")
_DEVICES = ("num_processes", "world_size", "num_devices", "num_gpus")
_LENGTH = ("sequence_len", "max_length", "max_seq_length")
_MICRO = ("micro_batch_size", "per_device_train_batch_size")
MOST_DATA_SETS = 20


def is_axolotl(data: Mapping[str, Any]) -> bool:
    return (
        isinstance(data.get("base_model"), str)
        and bool(_AXOLOTL_KEYS & set(data))
        and "merge_method" not in data
    )


def is_trl(data: Mapping[str, Any]) -> bool:
    named = isinstance(data.get("model_name_or_path"), str)
    return named and bool(_TRL_KEYS & set(data)) and "finetuning_type" not in data  # LLaMA-Factory's


def is_state(data: Mapping[str, Any]) -> bool:
    return "total_flos" in data and (
        "global_step" in data or "train_runtime" in data or "log_history" in data
    )


def read_axolotl(source: Source) -> Found:
    data, found = source.data, Found(AXOLOTL)
    _base(source, "base_model", found)
    adapter, rl = data.get("adapter"), data.get("rl")
    if isinstance(adapter, str) and adapter.strip():
        _change(found, source, "adapter", Change.ADAPTER, Sure.SAYS, "It trains an adapter.")
    elif "adapter" in data and not rl:
        sentence = "Left empty, which trains all weights."
        _change(found, source, "adapter", Change.FULL_TUNING, Sure.SAYS, sentence, text="adapter: (empty)")
    if isinstance(rl, str) and rl:
        _change(found, source, "rl", Change.REWARD, Sure.SAYS, "It trains by reward or by preferred answers.")
    if data.get("pretraining_dataset"):
        _change(
            found, source, "pretraining_dataset", Change.MORE_PRETRAINING, Sure.SAYS, "It reads raw text."
        )
        _data_sets(source, "pretraining_dataset", found)
    elif raw := _raw_text(data):
        sentence = "It learns from plain text without questions and answers, as in further pre-training."
        fact = Fact(About.CHANGE, Change.MORE_PRETRAINING, Sure.SUGGESTS, source.place(*raw), sentence)
        found.facts.append(fact)
    if not any(each.about == About.CHANGE for each in found.facts):
        sentence = "It names no adapter, and Axolotl then trains all weights."
        _change(found, source, "base_model", Change.FULL_TUNING, Sure.SUGGESTS, sentence)
    _data_sets(source, "datasets", found)
    _compute(source, "base_model", found)
    return found


def read_trl(source: Source) -> Found:
    data, found = source.data, Found(TRL)
    _base(source, "model_name_or_path", found)
    if data.get("use_peft") is True:
        _change(found, source, "use_peft", Change.ADAPTER, Sure.SAYS, "It trains an adapter.")
    for key in _BY_REWARD:
        if data.get(key):
            _change(found, source, key, Change.REWARD, Sure.SAYS, "It trains by reward.")
    for key in _BY_PREFERENCE:
        if key in data and not any(data.get(each) for each in _BY_REWARD):
            sentence = "A setting of trainings by preferred answers, such as DPO."
            _change(found, source, key, Change.REWARD, Sure.SUGGESTS, sentence)
    if "use_peft" in data and not data["use_peft"]:
        _change(found, source, "use_peft", Change.FULL_TUNING, Sure.SUGGESTS, "No adapter, so all weights.")
    elif not any(each.about == About.CHANGE for each in found.facts):
        sentence = "It names no adapter; TRL then trains all weights, unless the command line said otherwise."
        _change(found, source, "model_name_or_path", Change.FULL_TUNING, Sure.SUGGESTS, sentence)
    _data_sets(source, "dataset_name", found)
    _data_sets(source, "datasets", found)
    _compute(source, "model_name_or_path", found)
    return found


def read_state(source: Source) -> Found:
    """What the Trainer of the transformers library counted: 6 × parameters × tokens, on all devices."""
    found, flop = Found(STATE), _number(source.data.get("total_flos"))
    if flop is None:
        found.remarks.append(remarks.no_estimate(source.file, ["more than 0 for total_flos"]))
        return found
    sentence = (
        "An estimate that the training library made: 6 × parameters × tokens. It counts this run alone, "
        "without earlier ones and without making synthetic data."
    )
    found.facts.append(Fact(About.COMPUTE, flop, Sure.SUGGESTS, source.place("total_flos"), sentence))
    return found


def _base(source: Source, key: str, found: Found) -> None:
    base = source.data[key].strip()
    if not base or local(base):
        found.remarks.append(remarks.local_base(source.file, base))
    else:
        sentence = "The training begins with this model."
        found.facts.append(Fact(About.BASE, base, Sure.SAYS, source.place(key), sentence))


def _change(
    found: Found, source: Source, key: str, change: Change, sure: Sure, sentence: str, text: str | None = None
) -> None:
    found.facts.append(Fact(About.CHANGE, change, sure, source.place(key, text=text), sentence))


def _raw_text(data: Mapping[str, Any]) -> tuple[str | int, ...] | None:
    sets = data.get("datasets")
    for i, each in enumerate(sets if isinstance(sets, list) else []):
        if isinstance(each, dict) and each.get("type") == "completion":
            return ("datasets", i, "type")
    return None


def _data_sets(source: Source, key: str, found: Found) -> None:
    """Data sets with a name on the Hub. What lies on a machine says nothing of where it is from."""
    given = source.data.get(key)
    for i, each in enumerate(given if isinstance(given, list) else [given]):
        path = each.get("path") if isinstance(each, dict) else each
        if not isinstance(path, str) or not on_the_hub(path) or i >= MOST_DATA_SETS:
            continue
        steps: tuple[str | int, ...] = (key, i) if isinstance(given, list) else (key,)
        place = source.place(*steps, "path") if isinstance(each, dict) else source.place(*steps)
        found.facts.append(Fact(About.DATA_SET, path, Sure.SAYS, place, "It trains on this data set."))


def _compute(source: Source, base_key: str, found: Found) -> None:
    """6 × parameters × tokens, where the file has every number that this takes. Source: the Commission's
    guidelines of 2025, annex A.2.2."""
    data = source.data
    if any(each.value == Change.REWARD for each in found.facts):
        return  # writing answers and looking at them takes computing that no setting tells
    steps, length = (
        _number(data.get("max_steps")) or _number(data.get("training_steps")),
        _first(data, _LENGTH),
    )
    batch, devices, micro = (
        _number(data.get("total_train_batch_size")),
        _first(data, _DEVICES),
        _first(data, _MICRO),
    )
    if batch is None and devices and micro:
        batch = devices * micro * (_number(data.get("gradient_accumulation_steps")) or 1)
    size = parameters(data[base_key])
    needed = {
        "the number of steps": steps,
        "how many examples make a step on all devices": batch,
        "the longest example in tokens": length,
        "the size of the base in its name": size,
    }
    missing = [name for name, value in needed.items() if value is None]
    if missing or not (steps and batch and length and size):
        found.remarks.append(remarks.no_estimate(source.file, missing))
        return
    flop = float(f"{6 * size * steps * batch * length:.3g}")
    sentence = (
        f"An estimate: 6 × ({number_in_words(size)} parameters, from the name of the base) × {steps:,.0f} "
        f"steps × {batch:,.0f} examples × {length:,.0f} tokens, as if each example had the greatest length. "
        "It counts this training alone."
    )
    keys = ("max_steps", "training_steps", "total_train_batch_size", *_MICRO, "gradient_accumulation_steps")
    text = ", ".join(f"{key}: {data[key]}" for key in (*keys, *_DEVICES, *_LENGTH) if key in data)
    place = source.place("max_steps" if "max_steps" in data else "training_steps", text=text)
    found.facts.append(Fact(About.COMPUTE, flop, Sure.SUGGESTS, place, sentence))


def _first(data: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    return next((value for key in keys if (value := _number(data.get(key))) is not None), None)


def _number(value: Any) -> float | None:
    """A number above 0 that can be multiplied without harm."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 < value < 1e30 else None
