"""A call that waits for a person says for whom and why, through a real hub and real agents."""

import pytest

from tests.world.runs import traced

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

# provider: (agent, the last digits of the number it has a record of, the address it came from, who is there)
PROVIDERS = {
    "REVIEW": ("review", "01", "10.0.0.1", 'customer = { name = "X" }'),
    "BEFORE-SILENT": ("auto", "02", "10.0.0.2", 'provider = "SILENT"'),
    "SILENT": ("none", "02", "10.0.0.3", 'customer = { name = "X" }'),
    "BEFORE-GHOST": ("auto", "03", "10.0.0.4", 'provider = "GHOST"'),
    "ONE": ("auto", "04", "10.0.0.5", 'provider = "TWO"'),
    "TWO": ("auto", "04", "10.0.0.6", 'provider = "THREE"'),
    "THREE": ("auto", "04", "10.0.0.7", 'provider = "ONE"'),
    "BEFORE-RESELLER": ("auto", "05", "10.0.0.8", 'customer = { name = "Res", kind = "reseller", provider = "RESELLER" }'),
    "RESELLER": ("auto", "05", "10.0.0.9", 'customer = { name = "Deep caller" }'),
    "UNMAPPED": ("auto", "06", "10.0.0.10", ""),
}
EXPECTED = [
    (["REVIEW"], {"provider": "REVIEW", "reason": "review"}),
    (["BEFORE-SILENT", "SILENT"], {"provider": "SILENT", "reason": "silent"}),
    (["BEFORE-GHOST"], {"provider": "GHOST", "reason": "unknown_upstream"}),
    (["BEFORE-RESELLER", "RESELLER"], None),
    (["UNMAPPED"], {"provider": "UNMAPPED", "reason": "unknown_upstream"}),
]
ROW = "+120255501{},+13035550150,2026-11-22T13:50:00Z,{},5\n"


PROVIDER = """
[[provider]]
id = "{name}"
name = "{name}"
agent = "{agent}"
[[provider.records]]
format = "csv"
files = ["{name}.csv"]
time_zone = "UTC"
columns = {{ called_in = "dst", calling_in = "src", started_at = "at", source = "ip" }}
"""


def write_world(folder):
    text = "now = 2026-11-22T13:55:00Z\n"
    for name, (agent, number, address, end) in PROVIDERS.items():
        (folder / f"{name}.csv").write_text(f"at,src,dst,ip\n2026-11-22T13:50:00,+13035550150,+120255501{number},{address}\n")
        text += PROVIDER.format(name=name, agent=agent)
        text += f'[[provider.trunk]]\nmatch = {{ source = "{address}" }}\n{end}\n' if end else ""
    (folder / "world.toml").write_text(text)
    return folder / "world.toml"


def test_each_reason_to_wait_is_told(tmp_path):
    starts = [path[0] for path, _ in EXPECTED]
    rows = [ROW.format(PROVIDERS[name][1], name) for name in [*starts, "ONE"]]
    calls = traced(tmp_path, write_world(tmp_path), rows, within_s=100)["calls"]
    assert [(call["path"], call["waiting_for"]) for call in calls[: len(EXPECTED)]] == EXPECTED
    assert calls[3]["source"] == {"kind": "customer", "name": "Deep caller", "country": None}
    in_a_circle = calls[-1]
    assert in_a_circle["path"][:3] == ["ONE", "TWO", "THREE"]
    assert in_a_circle["outcome"] == "needs_person"
    assert in_a_circle["waiting_for"]["reason"] in {"loop", "review"}
