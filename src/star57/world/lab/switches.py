"""The five carriers' switches: real Kamailio in the foreground, each in its folder, ended with the `with`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from star57 import clock
from star57.world.children import Child, running_program
from star57.world.lab.accounting import lay_accounting, log_records
from star57.world.lab.laying import lay_switch
from star57.world.lab.places import CARRIERS, is_taken
from star57.world.lab.programs import Programs
from star57.world.lab.signing import lay_certificates
from star57.world.waiting import until

SIGNERS = (("PRAIRIE", "702J"), ("GULF", "703J"))
_MEMORY = ("-m", "16", "-M", "8")  # MB, shared and each process's own: a lab's calls are few


@contextmanager
def running_switches(folder: Path, programs: Programs, port: int) -> Iterator[tuple[Child, ...]]:
    """All of them listening. Raises DemoFailed."""
    for name in CARRIERS:
        (folder / name).mkdir()
    lay_certificates(folder, SIGNERS, now=clock.now())
    with ExitStack() as stack:
        switches = tuple(stack.enter_context(_switch(name, folder / name, programs, port)) for name in CARRIERS)
        until(all_listen(CARRIERS.values(), port), *switches)
        yield switches


@contextmanager
def _switch(name: str, folder: Path, programs: Programs, port: int) -> Iterator[Child]:
    lay_accounting(name, folder)
    configuration = lay_switch(name, folder, programs, port)
    in_its_folder = ("-Y", str(folder), "-w", str(folder))
    command = [programs.kamailio, "-DD", "-E", *_MEMORY, *in_its_folder, "-f", str(configuration)]
    log = folder / "kamailio.log"
    with running_program(
        f"{name}'s switch", in_one_stream(command), environment={}, log=log, on_line=log_records(name, folder).take
    ) as child:
        yield child


def in_one_stream(command: list[str]) -> list[str]:
    """The command with its errors among its output; asked to end by the kernel when whoever started it was killed."""
    return ["setpriv", "--pdeathsig", "TERM", "sh", "-c", 'exec "$0" "$@" 2>&1', *command]


def all_listen(addresses: Iterable[str], port: int) -> Callable[[], bool]:
    """Whether each of the addresses is taken at this port."""
    wanted = tuple(addresses)
    return lambda: all(is_taken(address, port) for address in wanted)
