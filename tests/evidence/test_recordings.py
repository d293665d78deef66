"""Recordings are read as switches make them, and put into words on this machine. utility.wav was made here, with a synthetic voice."""

import json
import struct
from pathlib import Path

import pytest
from typer.testing import CliRunner

from star57.cli.hub import app
from star57.hub.evidence import recordings, speech
from star57.hub.evidence.recordings import BadRecording, read_recording

RECORDING = Path(__file__).parent / "utility.wav"


def wav(coding: int, channels: int, rate: int, bits: int, data: bytes) -> bytes:
    layout = struct.pack("<HHIIHH", coding, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    chunks = b"fmt " + struct.pack("<I", len(layout)) + layout + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def test_linear_samples_of_two_channels_are_mixed():
    heard = read_recording(wav(1, 2, 8000, 16, struct.pack("<4h", 16384, 0, -32768, -32768)))
    assert (heard.rate_hz, list(heard.samples), heard.seconds) == (8000, [0.25, -1.0], 2 / 8000)


@pytest.mark.parametrize(("code", "expected"), [(0x00, -32124), (0x80, 32124), (0x7F, 0), (0xFF, 0), (0xF0, 120), (0x8F, 16764)])
def test_mu_law_is_decoded_by_the_standards_table(code, expected):
    (sample,) = read_recording(wav(7, 1, 8000, 8, bytes([code]))).samples
    assert sample * 32768 == expected


@pytest.mark.parametrize(("code", "expected"), [(0xD5, 8), (0x55, -8), (0xAA, 32256), (0x2A, -32256), (0xC5, 264)])
def test_a_law_is_decoded_by_the_standards_table(code, expected):
    (sample,) = read_recording(wav(6, 1, 8000, 8, bytes([code]))).samples
    assert sample * 32768 == expected


def test_a_recording_whose_length_was_never_written_is_read_to_its_end():
    content = wav(1, 1, 8000, 8, bytes([128] * 50))
    cut = content.replace(struct.pack("<I", 50), struct.pack("<I", 0xFFFFFFFF))
    assert len(read_recording(cut).samples) == 50


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ID3\x04 an MP3",
        b"RIFF\x00\x00\x00\x00WAVE",
        wav(1, 1, 8000, 8, b""),
        wav(1, 0, 8000, 8, b"1234"),
        wav(1, 1, 1, 8, b"1234"),
        wav(85, 1, 8000, 8, b"1234"),
        wav(7, 1, 8000, 8, bytes(8000 * recordings.MAX_SECONDS + 1)),
        wav(1, 1, 8000, 8, b"1234").replace(struct.pack("<I", 16), struct.pack("<I", 2)),
    ],
)
def test_what_is_no_readable_recording_is_refused_with_what_to_do(content):
    with pytest.raises(BadRecording, match=r"Convert|convert|Send|empty|no recording of a call|cut it"):
        read_recording(content)


@pytest.mark.slow
def test_a_recording_is_put_into_words():
    lines = speech.transcribe(read_recording(RECORDING.read_bytes()))
    said = " ".join(line.words for line in lines).lower()
    assert all(phrase in said for phrase in ("legal department", "electric utility", "press one"))
    assert [line.at_s for line in lines] == sorted(line.at_s for line in lines)


@pytest.mark.slow
def test_the_console_prints_the_words_with_their_times():
    told = CliRunner().invoke(app, ["transcribe", str(RECORDING)], catch_exceptions=False, standalone_mode=False)
    assert told.stdout.startswith("0:00.")
    assert "electric utility" in told.stdout
    as_json = CliRunner().invoke(app, ["transcribe", str(RECORDING), "--json"], catch_exceptions=False, standalone_mode=False)
    assert "press one" in json.loads(as_json.stdout)["lines"][-1]["words"].lower()
