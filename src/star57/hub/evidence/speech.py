"""What is said in a recording, put into words on this machine: a proposal for a person to check. Nothing leaves the hub.

The recogniser carries its English model; it is the extra `speech`, so that a hub without it stays small.
"""

from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from star57.hub.evidence.recordings import Recording

MODEL = "tiny-en"
_one_at_a_time = Lock()  # the recogniser takes every core it gets


class SpeechMissing(RuntimeError):
    """The recogniser is not installed."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One stretch of speech; at_s seconds from the beginning."""

    at_s: float
    words: str


def transcribe(recording: Recording) -> tuple[SpokenLine, ...]:
    """The words of a recording in order; none when nobody speaks. Raises SpeechMissing."""
    recogniser = _recogniser()
    with _one_at_a_time:
        said = recogniser.transcribe_without_streaming(recording.samples, recording.rate_hz)
    return tuple(SpokenLine(round(line.start_time, 1), line.text.strip()) for line in said.lines if line.text.strip())


@cache
def _recogniser() -> Any:
    try:
        from moonshine_voice import ModelArch, get_model_path  # noqa: PLC0415  an extra, and slow to load
        from moonshine_voice.transcriber import Transcriber  # noqa: PLC0415
    except ImportError:
        raise SpeechMissing("Speech is not installed on this hub: install star57[speech].") from None
    return Transcriber(model_path=get_model_path(MODEL), model_arch=ModelArch.TINY)
