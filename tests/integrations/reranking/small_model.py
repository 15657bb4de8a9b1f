"""The smallest cross-encoder: its score is the greatest number of a token, and the word "fitting" has the greatest of all."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

WORDS = {"[PAD]": 0, "[UNK]": 1, "[SEP]": 2, "good": 5, "fitting": 9}


def write_model(folder: Path) -> Path:
    """A folder as those at Hugging Face are."""
    (folder / "onnx").mkdir(parents=True)
    (folder / "onnx" / "model.onnx").write_bytes(_model())
    tokenizer = Tokenizer(WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()  # type: ignore[assignment]
    tokenizer.post_processor = TemplateProcessing(single="$A", pair="$A [SEP] $B:1", special_tokens=[("[SEP]", 2)])  # type: ignore[assignment]
    tokenizer.save(str(folder / "tokenizer.json"))
    for name, told in {
        "config.json": {"pad_token_id": 0},
        "tokenizer_config.json": {"model_max_length": 64, "pad_token": "[PAD]"},
        "special_tokens_map.json": {"pad_token": "[PAD]", "unk_token": "[UNK]", "sep_token": "[SEP]"},
    }.items():
        (folder / name).write_text(json.dumps(told), encoding="utf-8")
    return folder


def _model() -> bytes:
    """ONNX is protocol buffers (onnx.proto3): input_ids → Cast → ReduceMax → scores."""
    cast = _node("Cast", "input_ids", "numbers", _field(1, b"to") + _number(3, 1) + _number(20, 2))
    greatest = _node("ReduceMax", "numbers", "scores", _field(1, b"axes") + _number(8, 1) + _number(20, 7))
    graph = (
        _field(1, cast) + _field(1, greatest) + _field(2, b"small") + _field(11, _value("input_ids", 7)) + _field(12, _value("scores", 1))
    )
    return _number(1, 7) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, 11))


def _node(kind: str, taken: str, made: str, attribute: bytes) -> bytes:
    return _field(1, taken.encode()) + _field(2, made.encode()) + _field(4, kind.encode()) + _field(5, attribute)


def _value(name: str, element: int) -> bytes:
    shape = _field(1, _field(2, b"rows")) + _field(1, _field(2, b"columns"))
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, element) + _field(2, shape)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
