"""The `adapter_config.json` that the PEFT library writes beside an adapter."""

from typing import Any

from .facts import About, Change, Fact, Found, Sure
from .names import local
from .remarks import local_base
from .sources import Source

KIND = "Adapter configuration"
_ASKS = ("r", "lora_alpha", "target_modules", "num_virtual_tokens")
_MAKES = {"CAUSAL_LM": "text", "SEQ_2_SEQ_LM": "text"}


def recognised(data: dict[str, Any]) -> bool:
    return isinstance(data.get("peft_type"), str)


def read(source: Source) -> Found:
    data, found = source.data, Found(KIND)
    method = data["peft_type"].upper()[:40]
    size = f", rank {data['r']}" if isinstance(data.get("r"), int) else ""
    place = source.place(
        "peft_type", text=", ".join(f"{k}: {data[k]}" for k in ("peft_type", *_ASKS) if data.get(k))
    )
    says = f"PEFT wrote this file beside an adapter ({method}{size})."
    found.facts.append(Fact(About.CHANGE, Change.ADAPTER, Sure.SAYS, place, says))
    base = data.get("base_model_name_or_path")
    if isinstance(base, str) and base.strip():
        if local(base):
            found.remarks.append(local_base(source.file, base))
        else:
            sentence = "The adapter was trained on this model."
            at = source.place("base_model_name_or_path")
            found.facts.append(Fact(About.BASE, base.strip(), Sure.SAYS, at, sentence))
    if makes := _MAKES.get(str(data.get("task_type"))):
        sentence = "An adapter for this task is made to write text."
        found.facts.append(Fact(About.MAKES, makes, Sure.SUGGESTS, source.place("task_type"), sentence))
    return found
