"""The two ways in which a carrier's own look-up is asked. Knows JSON, no call records."""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from star57.agent.hub_address import BadHubAddress, checked_hub
from star57.agent.stores.files import StoreProblem

_LONGEST_REPLY = 64 << 20  # bytes
_SHOWN = 200  # characters of what it said
Ask: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class LookupProblem(StoreProblem):
    """The carrier's own look-up failed, or its reply makes no sense."""


def command(words: Sequence[str], folder: Path, timeout_s: float) -> Ask:
    """Runs the program for each question: JSON on its standard input, the reply on its standard output, exit code 0."""

    def ask(question: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            ran = subprocess.run(
                list(words), input=json.dumps(question).encode(), capture_output=True, cwd=folder, timeout=timeout_s, check=False
            )
        except subprocess.TimeoutExpired as problem:
            raise LookupProblem(f"{words[0]}: has not answered within {timeout_s:g} s: make it quicker, or raise timeout_s") from problem
        except OSError as problem:
            raise LookupProblem(f"{words[0]}: cannot be run: {problem.strerror or problem}") from problem
        if ran.returncode:
            raise LookupProblem(f"{words[0]}: ended with {ran.returncode}: {_last_line(ran.stderr)}")
        return _read(words[0], ran.stdout)

    return ask


def http(url: str, token_file: Path | None, timeout_s: float) -> Ask:
    """Posts each question; the reply comes with status 200. Plain http only to this machine."""
    try:
        checked_hub(url)
    except BadHubAddress as problem:
        raise LookupProblem(f"url {url!r}: write https://…, or http:// to this machine, without password or query") from problem

    def ask(question: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            headers = {"Authorization": f"Bearer {token_file.read_text(encoding='utf-8').strip()}"} if token_file else {}
            reply = httpx.post(url, json=question, headers=headers, timeout=timeout_s, trust_env=False)
        except OSError as problem:
            raise LookupProblem(f"token_file {token_file}: cannot be read: {problem.strerror}") from problem
        except httpx.HTTPError as problem:
            raise LookupProblem(f"{url}: cannot be asked: {str(problem) or type(problem).__name__}") from problem
        if reply.status_code != httpx.codes.OK:
            raise LookupProblem(f"{url}: answered {reply.status_code}: {_last_line(reply.content)}")
        return _read(url, reply.content)

    return ask


def _read(where: str, content: bytes) -> Mapping[str, Any]:
    if len(content) > _LONGEST_REPLY:
        raise LookupProblem(f"{where}: its reply is longer than {_LONGEST_REPLY >> 20} MB: answer only with records that may fit")
    try:
        reply = json.loads(content)
    except ValueError as problem:
        raise LookupProblem(f"{where}: its reply is not JSON: {content[:_SHOWN].decode('utf-8', 'replace')!r}") from problem
    if not isinstance(reply, dict):
        raise LookupProblem(f"{where}: its reply must be a JSON object")
    return reply


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:_SHOWN] if lines else "it said nothing"
