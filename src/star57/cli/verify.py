"""star57 verify: read the whole record again and prove every entry."""

from typing import Annotated

import typer

from star57.cli.hub_options import hub_ready
from star57.cli.terminal import print_json, say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: star57 verify --json")
def verify(
    limit: Annotated[int, typer.Option(min=1, help="stop after so many problems")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Check every entry's hash, every subject's versions, every row and every commitment.

    Reads the database at STAR57_DATABASE_URL. Exit code 1 when anything is wrong.
    """
    with hub_ready():
        from star57.hub.ledger.verify import verify as read_again

        found = read_again(problem_limit=limit)
    if as_json:
        print_json({"entries": found.entries, "problems": [str(problem) for problem in found.problems], "more": found.has_more})
    else:
        for problem in found.problems:
            say(str(problem))
        more = " and more" if found.has_more else ""
        say(f"{found.entries} entries read; {f'{len(found.problems)} problems{more}' if found.problems else 'every one holds'}.")
    return 0 if found.holds else 1
