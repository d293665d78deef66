"""star57 hub transcribe: what a recording says, proposed by a machine and checked by a person."""

from pathlib import Path
from typing import Annotated

import typer

from star57.cli.failures import Failed, Misused
from star57.cli.terminal import print_json, say

EXAMPLE = "Example: star57 hub transcribe recording.wav"


def transcribe(
    recording: Annotated[Path, typer.Argument(help="a WAV file: linear, µ-law or A-law")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Put the words of a recording into text.

    English, on this machine. Check them: a machine mishears names and numbers. Needs the extra `speech`.
    """
    from star57.hub.evidence.recordings import BadRecording, read_recording
    from star57.hub.evidence.speech import SpeechMissing
    from star57.hub.evidence.speech import transcribe as put_into_words

    try:
        lines = put_into_words(read_recording(recording.read_bytes()))
    except OSError as problem:
        raise Failed(f"{recording}: {problem.strerror}") from None
    except BadRecording as problem:
        raise Misused(f"{recording}: {problem}") from None
    except SpeechMissing as problem:
        raise Failed(str(problem)) from None
    if as_json:
        print_json({"lines": [{"at_s": line.at_s, "words": line.words} for line in lines]})
    else:
        for line in lines:
            say(f"{int(line.at_s // 60)}:{line.at_s % 60:04.1f}  {line.words}")
    if not lines:
        raise Failed(f"{recording}: no speech was found in it")
    return 0
