"""The lab's telephones, on SIPp: callers place the planned calls, subscribers ring or answer. Ended with the `with`."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from star57.world.children import Child, running_program
from star57.world.lab.heard import log_of
from star57.world.lab.laying import lay_scenario
from star57.world.lab.places import CALLERS, CARRIERS, SUBSCRIBERS
from star57.world.lab.plan import PlannedCall
from star57.world.lab.programs import Programs
from star57.world.lab.switches import all_listen, in_one_stream
from star57.world.waiting import until

_CALLS_A_SECOND = 5
_THEIR_CARRIER = {"DIALER": "PRAIRIE", "CLINIC": "PRAIRIE", "ABROAD": "GULF"}
_ON_LAND = ("-nostdin", "-skip_rlimit")
LONGEST_LIFE_S = 300  # a telephone ends by itself after so long, whatever became of the lab


@contextmanager
def running_subscribers(folder: Path, programs: Programs, port: int, *, rings_for_s: int) -> Iterator[tuple[Child, ...]]:
    """Whom the calls go to. Raises DemoFailed."""
    with ExitStack() as stack:
        children = []
        for name, address in SUBSCRIBERS.items():
            scenario = lay_scenario(name.lower(), folder, rings_ms=rings_for_s * 1000)
            arguments = ["-sf", str(scenario), "-i", address, "-p", str(port)]
            children.append(stack.enter_context(_sipp(f"the subscribers ({name.lower()})", folder, name, programs, arguments)))
        until(all_listen(SUBSCRIBERS.values(), port), *children)
        yield tuple(children)


@contextmanager
def placed_calls(folder: Path, programs: Programs, port: int, calls: Sequence[PlannedCall]) -> Iterator[tuple[Child, ...]]:
    """Every call placed, five a second for each caller, whose log (heard.py) tells what becomes of it."""
    scenario = lay_scenario("caller", folder, rings_ms=0)
    with ExitStack() as stack:
        children = []
        for caller in CALLERS:
            its = [call for call in calls if call.caller == caller]
            if not its:
                continue
            numbers = _lay_numbers(folder / f"{caller}.csv", its)
            there = f"{CARRIERS[_THEIR_CARRIER[caller]]}:{port}"
            arguments = [
                "-sf",
                str(scenario),
                "-inf",
                str(numbers),
                "-i",
                CALLERS[caller],
                "-p",
                str(port),
                "-m",
                str(len(its)),
                "-l",
                str(len(its)),
            ]
            arguments += ["-r", str(_CALLS_A_SECOND), "-trace_logs", "-log_file", str(log_of(folder, caller)), there]
            children.append(stack.enter_context(_sipp(f"the caller {caller}", folder, caller, programs, arguments)))
        yield tuple(children)


def _lay_numbers(file: Path, calls: Sequence[PlannedCall]) -> Path:
    rows = [(call.calling_number or "anonymous", call.dialled, call.name, "leaves" if call.is_given_up else "stays") for call in calls]
    file.write_text("SEQUENTIAL\n" + "".join(f"{';'.join(row)};\n" for row in rows))
    return file


@contextmanager
def _sipp(name: str, folder: Path, short: str, programs: Programs, arguments: list[str]) -> Iterator[Child]:
    command = in_one_stream([programs.sipp, *_ON_LAND, "-timeout", str(LONGEST_LIFE_S), *arguments])
    with running_program(name, command, environment={}, log=folder / f"{short}.log", on_line=_nothing) as child:
        yield child


def _nothing(line: str) -> None:
    """SIPp draws its screens; nobody looks."""
