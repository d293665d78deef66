"""The last words of a demo: counts, the time against days, where the portal is. Pure."""

from collections import Counter
from collections.abc import Sequence

from star57.world.personas import Persona
from star57.world.results import CallResult, quantile
from star57.world.telling import IN_2020, seconds_words


def summary_lines(results: Sequence[CallResult]) -> list[str]:
    """What became of all calls, and how long it took."""
    counts = Counter(result.outcome.value for result in results)
    calls = "1 call" if len(results) == 1 else f"{len(results)} calls"
    outcomes = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in counts.most_common())
    lines = [f"{calls}: {outcomes}." if outcomes else "The calls file holds no call: nothing was traced."]
    half = quantile([result.seconds for result in results], 0.5)
    if half is not None:
        lines.append(f"Half of them in {seconds_words(half)} or less; by telephone and e-mail a traceback took {IN_2020} in 2020.")
    return lines


def portal_lines(address: str, people: Sequence[Persona]) -> list[str]:
    """Where to sign in, as whom, and how to end."""
    width = max(len(person.email) for person in people)
    password = people[0].password
    return [
        f"The portal is open at {address}",
        f"Sign in with the password {password} as",
        *(f"  {person.email:<{width}}  {person.words}" for person in people),
        "Ctrl-C ends it and removes everything the demo made.",
    ]
