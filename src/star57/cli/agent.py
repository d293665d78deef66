"""star57 agent ...: what a carrier types. Knows no Django."""

import typer

from star57.cli import (
    agent_doctor,
    agent_find,
    agent_follow,
    agent_import,
    agent_map,
    agent_review,
    agent_run,
    agent_serve,
    agent_store,
    agent_trunks,
    agent_watch,
)

app = typer.Typer(
    help="Answer traceback requests from a carrier's own call records. Records stay here; only decided answers leave.",
    epilog="Example: star57 agent import --config agent.toml, then star57 agent run --config agent.toml",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("import", epilog=agent_import.EXAMPLE)(agent_import.import_records)
app.command("map", epilog=agent_map.EXAMPLE)(agent_map.map_records)
app.command("follow", epilog=agent_follow.EXAMPLE)(agent_follow.follow_records)
app.command("find", epilog=agent_find.EXAMPLE)(agent_find.find_call)
app.command("sweep", epilog=agent_store.SWEEP_EXAMPLE)(agent_store.sweep_calls)
app.command("watch", epilog=agent_watch.EXAMPLE)(agent_watch.watch_campaigns)
app.command("run", epilog=agent_run.RUN_EXAMPLE)(agent_run.run_agent)
app.command("serve", epilog=agent_serve.EXAMPLE)(agent_serve.serve_page)
app.command("status", epilog=agent_run.STATUS_EXAMPLE)(agent_run.show_status)
app.command("doctor", epilog=agent_doctor.EXAMPLE)(agent_doctor.examine_agent)
app.command("export", epilog=agent_store.EXPORT_EXAMPLE)(agent_store.export_records)
app.command("verify-store", epilog=agent_store.VERIFY_EXAMPLE)(agent_store.verify_store)
app.add_typer(agent_review.app, name="review")
app.add_typer(agent_trunks.app, name="trunks")
