"""Whatever arrives, it is read or refused with a remedy, soon, and nothing leaves the machine."""

import json
import socket
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from compliance.assessments.prefill import Rejected, Taken, propose, read
from compliance.assessments.prefill.sources import LARGEST_FILE, LARGEST_YAML
from tests.assessments.prefill.proposing import SAMPLES, Proposed
from tests.cases import MAIN

SOON = 5  # seconds, on a busy machine; most take a hundredth of one

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
DEEP = '{"a":' * 50_000 + "1" + "}" * 50_000
REFUSED = {
    "nothing": (b"", "is empty"),
    "blanks": (b" \n\t\n", "is empty"),
    "too large": (b"x" * (LARGEST_FILE + 1), "too large"),
    "too much YAML": (b"base_model: a/b\nadapter: |\n" + b"  x\n" * LARGEST_YAML, "is the most"),
    "too long a front matter": (b"---\n" + b"a: b\n" * LARGEST_YAML + b"---\n", "is the most"),
    "a bomb": (f"base_model: a/b\ndatasets: []\n{BOMB}".encode(), "anchor"),
    "a bomb in a card": (f"---\n{BOMB}---\n".encode(), "anchor"),
    "a tag": (b"---\nbase_model: !!python/object/apply:os.system [ls]\n---\n", "tag"),
    "deep JSON": (DEEP.encode(), "nests deeper"),
    "flat but deep JSON": (b'{"a":' + b"[" * 60 + b"]" * 60 + b"}", "nests deeper"),
    "deep YAML": (b"---\na: " + b"[" * 5_000 + b"\n---\n", "nests deeper"),
    "half a JSON": (b'{"peft_type": "LORA",', "is not JSON"),
    "UTF-16": ("base_model: a/b".encode("utf-16"), "UTF-16"),
    "Latin-1": (b"base_model: caf\xe9/x", "UTF-8"),
    "a null": (b"base_model: a\0b", "not a text file"),
    "an archive": (b"PK\x03\x04" + b"\0" * 50, "packed"),
    "weights": (b"GGUF\x03\0\0\0", "weights"),
    "a list": (b"[1, 2, 3]", "none of the kinds"),
    "something else": (b'{"architectures": ["LlamaForCausalLM"]}', "none of the kinds"),
    "two documents": (b"base_model: a/b\n---\nbase_model: c/d\nadapter: lora\nx: y\n", "second document"),
    "a front matter of text": (b"---\njust text\n---\n", "front matter"),
    "a page of the web": (b"<!doctype html><html><body>Hub</body></html>", "---"),
    "LLaMA-Factory": (
        b"model_name_or_path: a/b\nfinetuning_type: lora\ndataset_name: x\n",
        "none of the kinds",
    ),
}


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("results.json", b"[[[[", "is not JSON"),
        ("RESULTS.JSON", b"LoRA, 3 epochs", "is not JSON"),
        ("config.yml", b"!!python/object/apply:os.system [ls]", "tag"),
        ("README.md", b"[[[[", "without the block"),
    ],
)
def test_where_nothing_else_tells_what_it_was_meant_to_be_its_name_does(
    file: str, content: bytes, words: str
) -> None:
    found = read(file, content)
    assert isinstance(found, Rejected)
    assert words in found.message


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_remedy_and_soon(name: str) -> None:
    content, words = REFUSED[name]
    began = time.monotonic()
    found = read("file", content)
    assert time.monotonic() - began < SOON
    assert isinstance(found, Rejected)
    assert words in found.message
    assert found.remedy


SLOW = {
    "an open fence again and again": b"---\na: b\n---\n" + b"```yaml\n" * 200_000,
    "dashes": b"---\n" + b"\n---x" * 300_000,
    "blanks before the front matter": b"\n" * 1_000_000 + b"x",
    "comments": b"# x\n" * 400_000 + b"1",
    "keys and no YAML": b"a: b: c\n" * 200_000,
    "a long key": b'{"' + b"refusal" * 200_000 + b'": 1, "total_flos": 1, "global_step": 1}',
    "many results": json.dumps({"config": {}, "results": {f"t{i}": {} for i in range(50_000)}}).encode(),
    "one long line of tags": b"---\ntags: [" + b"a, " * 20_000 + b"]\n---\n",
    "a long name": b"---\nbase_model: " + b"a" * 60_000 + b"/b\n---\n",
    "digits": b'{"total_flos": ' + b"9" * 1_000_000 + b', "global_step": 1}',
    "an exponent": b'{"total_flos": 1e999999, "global_step": 1}',
    "blocks of YAML": b"---\na: b\n---\n" + (b"```yaml\n" + b"k: v\n" * 7_000 + b"```\n") * 20,
}


@pytest.mark.parametrize("name", SLOW)
def test_nothing_is_slow(name: str) -> None:
    began = time.monotonic()
    read("file", SLOW[name])
    assert time.monotonic() - began < SOON


PIECES = st.sampled_from(
    b'---\n|base_model: |a/b|\n|tags:\n- lora\n|```yaml\n|```\n|{|}|[|]|:|"|merge_method: x\n|peft_type|'
    b"results|"
    b"model-index:\n- name: x\n|\xff|\0".split(b"|")
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "base_model",
        "model_name_or_path",
        "datasets",
        "adapter",
        "rl",
        "max_steps",
        "peft_type",
        "r",
        "results",
        "base_model_name_or_path",
        "task_type",
        "merge_method",
        "models",
        "slices",
        "eval",
        "status",
        "config",
        "total_flos",
        "global_step",
        "before",
        "after",
        "tags",
        "license",
        "refusal_rate_before",
        "model-index",
        "library_name",
        "pipeline_tag",
        "base_model_relation",
        "quantized_by",
        "use_peft",
        "sequence_len",
        "pretraining_dataset",
        "micro_batch_size",
        "num_processes",
    ]
)
DATA = st.dictionaries(
    KEYS, VALUES | st.sampled_from(["a/b", "lora", {"refusal_rate": 0.5}]), min_size=1, max_size=8
)


def settled(content: bytes) -> None:
    """Read or refused, soon; and what is proposed fits."""
    began = time.monotonic()
    found = read("any", content)
    assert time.monotonic() - began < SOON
    if isinstance(found, Rejected):
        assert found.message
        assert found.remedy
        return
    edition = questionnaires.current(MAIN)
    for each in propose(edition, found.facts)[0]:
        assert questionnaires.problem(edition.questions[each.question], each.value) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    settled(content)


@given(st.lists(PIECES | st.binary(max_size=8), max_size=30).map(b"".join))
def test_any_pieces_are_read_or_refused(content: bytes) -> None:
    settled(content)


@given(DATA, st.booleans())
def test_any_data_under_known_keys_are_read_or_refused(data: dict[str, object], in_a_card: bool) -> None:
    text = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    settled(b"---\n" + text + b"\n---\n" if in_a_card else text)


@given(st.sampled_from(sorted(SAMPLES.iterdir())), st.integers(0, 3_000), st.binary(max_size=4))
def test_any_damage_to_a_good_file_is_read_or_refused(sample: object, at: int, damage: bytes) -> None:
    content = sample.read_bytes()  # type: ignore[attr-defined]
    settled(content[:at] + damage + content[at + 1 :])


# the network -------------------------------------------------------------------------------------------


@pytest.fixture
def _no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_no_socket")
def test_no_socket_is_opened_whatever_is_read() -> None:
    for each in SAMPLES.iterdir():
        assert isinstance(read(each.name, each.read_bytes()), Taken | Rejected)
    Proposed("lora-card.md", "adapter_config.json", "lm-eval-base.json")


def test_nor_in_a_process_that_reads_for_the_first_time() -> None:
    """Imports included: an audit hook sees every socket of the process."""
    script = (
        "import sys\n"
        "seen = []\n"
        "sys.addaudithook(lambda name, _: seen.append(name) if name.startswith('socket.') else None)\n"
        "from pathlib import Path\n"
        "from compliance.assessments import prefill\n"
        "assert 'huggingface_hub' not in sys.modules\n"
        "for each in Path(sys.argv[1]).iterdir():\n"
        "    prefill.read(each.name, each.read_bytes())\n"
        "assert 'huggingface_hub' in sys.modules\n"
        "assert not seen, seen\n"
        "assert 'django' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(SAMPLES)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
