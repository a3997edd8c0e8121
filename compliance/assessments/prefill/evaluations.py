"""Logs of tests: the results of lm-evaluation-harness, the JSON log of Inspect, and plain pairs of rates.

https://github.com/EleutherAI/lm-evaluation-harness, https://inspect.aisi.org.uk/eval-logs.html
"""

import re
from collections.abc import Mapping
from typing import Any

from . import rates, remarks
from .facts import About, Fact, Found, Rate, Remark, Sure
from .sources import Source

HARNESS, INSPECT, PAIR = "Results of lm-evaluation-harness", "Log of Inspect", "Rates before and after"
_BEFORE = {"before", "base", "baseline", "original", "base_model"}
_AFTER = {"after", "tuned", "finetuned", "fine_tuned", "modified", "adapted"}
_FLAT = re.compile(r"(?P<of>refusal|attack_success)(_rate)?_(?P<when>before|after)")
_XSTEST = re.compile("xstest", re.I)  # half of its requests are harmless; its rates are in per cent
MOST_REMARKS = 5  # of one log; a harness may run hundreds of tests


def is_harness(data: Mapping[str, Any]) -> bool:
    about = {"configs", "versions", "n-shot", "config", "lm_eval_version", "model_name"}
    return isinstance(data.get("results"), dict) and bool(about & set(data))


def is_inspect(data: Mapping[str, Any]) -> bool:
    run = data.get("eval")
    return isinstance(run, dict) and isinstance(run.get("task"), str) and isinstance(run.get("model"), str)


def is_pair(data: Mapping[str, Any]) -> bool:
    return bool(_pairs(data))


def read_harness(source: Source) -> Found:
    data, found = source.data, Found(HARNESS)
    model, when = _tested(data)
    for test, metrics in data["results"].items():
        if not isinstance(metrics, dict):
            continue
        for metric in metrics:
            _rate(found, source, ("results", test, metric), test, model, when)
        if rates.of_hazard(test):
            _hazard(found, source.place("results", test, text=test), test)
    return _brief(found, source.file)


def read_inspect(source: Source) -> Found:
    data, found = source.data, Found(INSPECT)
    run = data["eval"]
    status, results = data.get("status"), data.get("results")
    if status != "success":
        found.remarks.append(remarks.unfinished(source.file, str(status)))
        return found
    arguments = run.get("task_args")
    given = arguments.values() if isinstance(arguments, dict) else []
    test = " ".join([run["task"], *(each for each in given if isinstance(each, str))])[:200]
    scores = results.get("scores") if isinstance(results, dict) else None
    for i, score in enumerate(scores if isinstance(scores, list) else []):
        metrics = score.get("metrics") if isinstance(score, dict) else None
        for metric, each in metrics.items() if isinstance(metrics, dict) else []:
            if isinstance(each, dict) and "value" in each:
                path = ("results", "scores", i, "metrics", metric, "value")
                _rate(found, source, path, test, run["model"], "", metric)
    if rates.of_hazard(test):
        _hazard(found, source.place("eval", "task"), run["task"])
    return _brief(found, source.file)


def read_pair(source: Source) -> Found:
    found, pairs = Found(PAIR), _pairs(source.data)
    values = [_at(source.data, path) for _of, _when, path in pairs]
    in_percent = rates.is_percent(values)
    if in_percent is None:
        found.remarks.append(remarks.unclear_unit(source.file))
        return found
    sentence = "It stands there." if in_percent else "It stands there as a share of one, read as per cent."
    for (of, when, path), value in zip(pairs, values, strict=True):
        number = rates.number(value)
        if number is not None:
            rate = Rate(of, rates.per_cent(number, in_percent=in_percent), "", when)
            sure = Sure.SAYS if in_percent else Sure.SUGGESTS
            found.facts.append(Fact(About.RATE, rate, sure, source.place(*path), sentence))
    return found


def _pairs(data: Mapping[str, Any]) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """Which rate of which time stands where."""
    found: list[tuple[str, str, tuple[str | int, ...]]] = []
    for key, value in data.items():
        if match := _FLAT.fullmatch(key.lower()):
            if rates.number(value) is not None:
                found.append((match["of"].removesuffix("_success"), match["when"], (key,)))
        elif isinstance(value, dict) and key.lower() in _BEFORE | _AFTER:
            when = "before" if key.lower() in _BEFORE else "after"
            for metric, each in value.items():
                if (of := rates.kind(metric)) and rates.number(each) is not None:
                    found.append((of, when, (key, metric)))
    return found


def _rate(
    found: Found,
    source: Source,
    path: tuple[str | int, ...],
    test: str,
    model: str,
    when: str,
    metric: str = "",
) -> None:
    metric = metric or str(path[-1])
    value = _at(source.data, path)
    of, number = rates.kind(metric), rates.number(value)
    harmful = rates.harmful(test)
    if not of or number is None or harmful is False or (_XSTEST.search(test) and not harmful):
        return
    if harmful is None and rates.harmful(metric) is not True and of == "refusal":
        found.remarks.append(remarks.unclear_test(source.file, test, metric))
        return
    in_percent = True if _XSTEST.search(test) else rates.is_percent([value])
    if in_percent is None:
        in_percent = (
            number == 0
        )  # nothing is nothing in either unit; a 1 is a share, as both programs write it
    sentence = f"Measured by the test “{test[:80]}”. Check that its requests are harmful ones."
    if not in_percent:
        sentence += " It stands there as a share of one, read as per cent."
    rate = Rate(of, rates.per_cent(number, in_percent=in_percent), test, when, model)
    found.facts.append(Fact(About.RATE, rate, Sure.SUGGESTS, source.place(*path), sentence))


def _tested(data: Mapping[str, Any]) -> tuple[str, str]:
    """Which model the harness tested; "after" where it had an adapter put on it."""
    config = data.get("config")
    arguments = config.get("model_args") if isinstance(config, dict) else None
    if isinstance(arguments, str):
        arguments = dict(each.split("=", 1) for each in arguments[:2000].split(",") if "=" in each)
    if not isinstance(arguments, dict):
        arguments = {}
    model = arguments.get("pretrained") or arguments.get("model") or data.get("model_name") or ""
    adapted = arguments.get("peft") or arguments.get("delta") or arguments.get("lora_local_path")
    return (str(adapted), "after") if adapted else (str(model), "")


def _hazard(found: Found, place: Any, test: str) -> None:
    sentence = "A published test of dangerous knowledge or ability."
    found.facts.append(Fact(About.HAZARD_TEST, test, Sure.SUGGESTS, place, sentence))


def _brief(found: Found, file: str) -> Found:
    if not found.facts and not found.remarks:
        found.remarks.append(Remark(file, "No rate of refusal or of successful attacks is in it."))
    found.remarks = list(dict.fromkeys(found.remarks))[:MOST_REMARKS]
    return found


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data
