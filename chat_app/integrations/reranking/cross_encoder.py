"""A cross-encoder out of a folder, by fastembed. Only for the process of models: it takes a second to load, and all of a processor."""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FILES = ("model.onnx", "onnx/model.onnx", "model_optimized.onnx", "onnx/model_int8.onnx", "onnx/model_quantized.onnx")
"""Where models keep their graph; the first one that is there counts."""


class NoCrossEncoderError(Exception):
    """There is no model in the folder, or none that scores pairs."""


def load(folder: Path) -> Any:
    """Load the model of a folder, whatever it is called; raises `NoCrossEncoderError`."""
    from fastembed.common.model_description import ModelSource  # noqa: PLC0415  (a second to load: only here, never in the app)
    from fastembed.rerank.cross_encoder import TextCrossEncoder  # noqa: PLC0415

    file = next((name for name in FILES if (folder / name).is_file()), None)
    if file is None:
        raise NoCrossEncoderError(f"none of {', '.join(FILES)} is in {folder}")
    name = f"local/{folder.name}"
    if all(entry["model"] != name for entry in TextCrossEncoder.list_supported_models()):
        TextCrossEncoder.add_custom_model(name, sources=ModelSource(hf=name), model_file=file)
    try:
        threads = max(1, (os.cpu_count() or 2) - 1)
        return TextCrossEncoder(name, specific_model_path=str(folder), local_files_only=True, threads=threads)
    except Exception as problem:
        # fastembed, tokenizers and onnxruntime each have errors of their own for files that are not what they should be.
        raise NoCrossEncoderError(str(problem)[:300]) from problem


def scores(model: Any, question: str, passages: Sequence[str]) -> bytes:
    """32-bit floats. One passage after the other: side by side, short ones would be padded to the length of the longest."""
    return array("f", model.rerank(question, passages, batch_size=1)).tobytes()
