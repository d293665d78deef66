"""Recordings of calls as telephones and switches make them: WAV with linear, µ-law or A-law samples. Knows no files and no database."""

import struct
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

MAX_SECONDS = 900
_PCM, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 6, 7, 0xFFFE


class BadRecording(ValueError):
    """This is no recording that can be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Samples from -1.0 to 1.0, rate_hz a second; several channels are mixed into one."""

    rate_hz: int
    samples: "array[float]"

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate_hz


@dataclass(frozen=True, slots=True)
class _Format:
    coding: int
    channels: int
    rate_hz: int
    bits: int


def read_recording(content: bytes) -> Recording:
    """The recording in a WAV file's bytes. Raises BadRecording."""
    chunks = _chunks(content)
    if b"fmt " not in chunks or b"data" not in chunks:
        raise BadRecording("This is no whole WAV file: its format or its samples are missing. Send the file again.")
    layout = _layout(chunks[b"fmt "])
    decode = _DECODED.get((layout.coding, layout.bits))
    if decode is None:
        raise BadRecording("Only WAV with 8- or 16-bit linear, µ-law or A-law samples can be read: convert the recording first.")
    mixed = _mixed(decode(chunks[b"data"]), layout.channels)
    if not mixed:
        raise BadRecording("The recording is empty.")
    if len(mixed) > MAX_SECONDS * layout.rate_hz:
        raise BadRecording(f"The recording is longer than {MAX_SECONDS // 60} minutes: cut it to the call.")
    return Recording(layout.rate_hz, mixed)


def _chunks(content: bytes) -> Mapping[bytes, bytes]:
    """RIFF chunks by name; a recorder that died wrote a length beyond the end, and what is there is taken."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise BadRecording("This is no WAV file. Convert the recording to WAV first.")
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(content):
        name, (length,) = content[at : at + 4], struct.unpack_from("<I", content, at + 4)
        found.setdefault(name, content[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return found


def _layout(chunk: bytes) -> _Format:
    if len(chunk) < 16:
        raise BadRecording("The WAV file's format is cut short. Send the file again.")
    coding, channels, rate, _bytes_a_second, _align, bits = struct.unpack_from("<HHIIHH", chunk)
    if coding == _EXTENSIBLE and len(chunk) >= 26:
        (coding,) = struct.unpack_from("<H", chunk, 24)
    if not 1 <= channels <= 8 or not 4_000 <= rate <= 192_000:
        raise BadRecording(f"{channels} channels at {rate} Hz is no recording of a call.")
    return _Format(coding, channels, rate, bits)


def _mixed(samples: "array[float]", channels: int) -> "array[float]":
    if channels == 1:
        return samples
    whole = len(samples) - len(samples) % channels
    return array("f", (sum(samples[at : at + channels]) / channels for at in range(0, whole, channels)))


def _mu_law(code: int) -> float:
    """One sample by ITU-T G.711, table 2a."""
    code = ~code & 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 0x07)) - 0x84
    return (-size if code & 0x80 else size) / 32768


def _a_law(code: int) -> float:
    """One sample by ITU-T G.711, table 1a."""
    code ^= 0x55
    segment, step = code >> 4 & 0x07, (code & 0x0F) << 4
    size = step + 8 if segment == 0 else step + 0x108 << segment - 1
    return (size if code & 0x80 else -size) / 32768


_MU_LAW_SAMPLES = tuple(map(_mu_law, range(256)))
_A_LAW_SAMPLES = tuple(map(_a_law, range(256)))


def _linear_16(data: bytes) -> "array[float]":
    return array("f", (sample / 32768 for (sample,) in struct.iter_unpack("<h", data[: len(data) - len(data) % 2])))


_DECODED: Mapping[tuple[int, int], Callable[[bytes], "array[float]"]] = MappingProxyType({
    (_PCM, 8): lambda data: array("f", ((sample - 128) / 128 for sample in data)),
    (_PCM, 16): _linear_16,
    (_MU_LAW, 8): lambda data: array("f", (_MU_LAW_SAMPLES[code] for code in data)),
    (_A_LAW, 8): lambda data: array("f", (_A_LAW_SAMPLES[code] for code in data)),
})  # fmt: skip
