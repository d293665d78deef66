"""The network in a box alone: what its switches write while a call rings, who signs, what the Call-ID becomes on the way."""

import base64
import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from star57.world.lab.heard import Heard, log_of
from star57.world.lab.lab import have_been_given_up, have_rung, running_network
from star57.world.lab.places import CALLERS
from star57.world.lab.plan import PlannedCall, planned_calls
from star57.world.lab.telephones import placed_calls
from star57.world.waiting import until
from tests.lab.switch_programs import switch_programs


@pytest.fixture(scope="module")
def written() -> Iterator[Path]:
    """The folder of a network in which the first eight calls have rung, one was given up, and the other ringing ones still ring."""
    calls = planned_calls(8)
    with running_network(switch_programs(), len(calls)) as network, placed_calls(network.folder, network.programs, network.port, calls):
        heard = Heard(log_of(network.folder, caller) for caller in CALLERS)
        until(lambda: have_rung(heard, calls), *network.children)
        until(lambda: have_been_given_up(heard, calls), *network.children)
        assert all(heard.is_ringing(call.name) for call in calls if call.rings_on)
        yield network.folder


def at_cedar(folder: Path, call: PlannedCall) -> dict[str, str]:
    with (folder / "CEDAR" / "calls.csv").open() as lines:
        (row,) = (row for row in csv.DictReader(lines) if row["b_number"] == call.called_number)
    return row


def at_prairie(folder: Path, call: PlannedCall) -> dict[str, Any]:
    database = sqlite3.connect(folder / "PRAIRIE" / "acc.db")
    try:
        cursor = database.execute("SELECT * FROM acc WHERE dst_ouser = ? ORDER BY id", (call.dialled,))
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    finally:
        database.close()


def first_with(file: Path, number: str) -> str:
    return next(line for line in file.read_text().splitlines() if number in line)


@pytest.mark.slow
def test_a_call_that_still_rings_is_in_the_records_of_every_carrier_on_its_way(written):
    _, _, _, _, ringing, _ = planned_calls(6)
    assert (ringing.subscriber, ringing.path) == ("RINGING", ("CEDAR", "NORTHSTAR", "HARBOR", "GULF"))
    by_gulf = json.loads(first_with(written / "GULF" / "calls.jsonl", ringing.dialled))
    assert (by_gulf["src_ip"], by_gulf["dst_user"]) == (CALLERS["ABROAD"], ringing.called_number)
    flat = "\n".join(file.read_text() for file in (written / "HARBOR").glob("acc_*.log"))
    assert f"|{ringing.called_number}|DELTA-SIP-01|" in flat
    assert f":{ringing.called_number}:{ringing.national}:echo-ict:" in (written / "NORTHSTAR" / "acc").read_text()
    assert at_cedar(written, ringing)["dialled"] == ringing.national


@pytest.mark.slow
def test_a_caller_who_hangs_up_while_it_rings_is_in_the_records_with_the_reason(written):
    (given_up,) = (call for call in planned_calls(8) if call.is_given_up)
    assert given_up.path == ("CEDAR", "HARBOR", "PRAIRIE")
    flat = "\n".join(file.read_text() for file in (written / "HARBOR").glob("acc_*.log"))
    codes = [row.split("|")[4] for row in flat.splitlines() if f"|{given_up.called_number}|" in row]
    assert codes == ["100", "487"]
    assert at_cedar(written, given_up)["b_number"] == given_up.called_number


@pytest.mark.slow
def test_the_call_id_changes_where_topology_is_hidden_and_nowhere_else(written):
    by_harbor, _, by_northstar, *_ = planned_calls(6)
    assert at_cedar(written, by_harbor)["call_id"].startswith("hbr-")
    assert at_cedar(written, by_northstar)["call_id"] == at_prairie(written, by_northstar)["callid"]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "signer", "attest"), [(0, "PRAIRIE", "A"), (1, "GULF", "C"), (3, "PRAIRIE", "A"), (2, "PRAIRIE", "B")])
def test_what_the_last_carrier_received_is_signed_by_the_first(written, number, signer, attest):
    call = planned_calls(6)[number]
    token, _, parameters = at_cedar(written, call)["identity"].partition(";")
    certificate = x509.load_pem_x509_certificate((written / signer / "sti.pem").read_bytes())
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    claims = jwt.decode(token, key, algorithms=["ES256"], options={"verify_iat": False})
    assert (claims["attest"], claims["dest"]["tn"]) == (attest, [call.called_number.removeprefix("+")])
    assert claims["orig"]["tn"] == (call.calling_number or "").removeprefix("+")
    assert jwt.get_unverified_header(token)["ppt"] == "shaken"
    assert parameters == f"info=<https://certs.example/{signer.lower()}.pem>;alg=ES256;ppt=shaken"


@pytest.mark.slow
def test_a_withheld_number_is_neither_shown_nor_signed(written):
    withheld = planned_calls(6)[5]
    assert withheld.calling_number is None
    row = at_cedar(written, withheld)
    assert (row["a_number"], row["identity"]) == ("anonymous", "")


@pytest.mark.slow
def test_the_certificates_are_issued_by_the_labs_own_root_for_the_carriers_code(written):
    root = x509.load_pem_x509_certificate((written / "root.pem").read_bytes())
    leaf = x509.load_pem_x509_certificate((written / "GULF" / "sti.pem").read_bytes())
    leaf.verify_directly_issued_by(root)
    listed = leaf.extensions.get_extension_for_oid(x509.ObjectIdentifier("1.3.6.1.5.5.7.1.26")).value
    assert isinstance(listed, x509.UnrecognizedExtension)
    assert base64.b64encode(listed.value) == b"MAigBhYENzAzSg=="
