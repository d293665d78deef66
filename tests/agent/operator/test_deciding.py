"""What an operator decides on the page reaches the hub as what is typed does; and rules change in the agent's own file."""

import pytest

from star57.agent.configuration import read_configuration
from star57.agent.current import Current
from star57.agent.policy import Mode
from tests.agent.carrier import request
from tests.agent.hub_stand_in import hub_stand_in
from tests.agent.operator.page import Operator, page_of
from tests.agent.typed import Carrier


@pytest.fixture
def carrier(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    return Carrier(tmp_path)


@pytest.fixture
def hub(carrier):
    """Has asked about one call, which came from a customer."""
    with hub_stand_in() as hub:
        carrier.write(hub.address)
        carrier.imports("192.0.2.2")
        hub.ask(request())
        assert carrier("run", "--once") == 0
        yield hub


@pytest.fixture
def ann(carrier, hub):
    with page_of(carrier.config) as address:
        ann = Operator(address)
        ann.signs_in()
        yield ann


def test_what_waits_is_shown_beside_the_calls_that_may_be_it(ann):
    assert "states that its own customer Acme Dialing" in ann.sees("/")
    shown = ann.sees("/requests/req_1")
    for words in ("+1 617 555 0172", "called number written 16175550172", "came in from 192.0.2.2 = customer Acme Dialing", "time: within",
                  "strong", "Mon 2026-11-23 07:50:00 CST · 13:50:00 UTC"):  # fmt: skip
        assert words in shown


def test_what_is_approved_reaches_the_hub_with_the_operators_name_in_the_journal(carrier, hub, ann):
    assert "req_1 is decided" in ann.sends("/", "/requests/req_1/approve").text
    assert "0 requests wait" in ann.sees("/")
    assert carrier("run", "--once") == 0
    (response,) = hub.answers["req_1"]
    assert (response.made_by.value, response.answer.kind.value) == ("person", "own_customer")
    assert "By ann." in ann.sees("/journal")
    assert "receipt" in ann.sees("/journal")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"way": "provider", "provider": "Harbor Voice"}, "received_from_provider"),
        ({"way": "foreign", "foreign": "Manila Tel", "country": "ph"}, "received_from_abroad"),
        ({"way": "customer", "customer": "Bob", "kind": "reseller", "action": "warned"}, "own_customer"),
        ({"way": "not_ours", "not_ours": "Other Telephone"}, "not_our_number"),
        ({"way": "no_record", "comment": "looked in the old switch too"}, "no_record_found"),
        ({"way": "declined", "declined": "our counsel objects to it"}, "declined"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_operator_may_answer_otherwise(carrier, hub, ann, fields, kind):
    assert ann.sends("/requests/req_1", "/requests/req_1/answer", **fields).status_code == 200
    assert carrier("run", "--once") == 0
    (response,) = hub.answers["req_1"]
    assert (response.answer.kind.value, response.comment) == (kind, fields.get("comment"))


@pytest.mark.parametrize(
    "fields", [{}, {"way": "foreign", "foreign": "Manila Tel"}, {"way": "declined", "declined": "no"}, {"way": "provider"}], ids=range(4)
)
def test_an_answer_that_lacks_something_is_not_sent(carrier, ann, fields):
    reply = ann.sends("/requests/req_1", "/requests/req_1/answer", **fields)
    assert reply.status_code == 422
    assert "Nothing was sent" in reply.text
    assert "1 request waits" in ann.sees("/")


def test_nobody_signs_what_he_did_not_see(ann):
    reply = ann.sends("/requests/req_1", "/requests/req_1/approve", seen="2026-11-23T00:00:00+00:00")
    assert reply.status_code == 409
    assert "It changed while you looked at it" in reply.text
    assert ann.sends("/requests/req_1", "/requests/req_1/approve", candidate="9").status_code == 409
    assert ann.sends("/requests/req_1", "/requests/req_1/approve", candidate="1").status_code == 200
    assert ann.http.get("/requests/req_1").text.count("<form") == 1  # signing out is all that is left


def test_what_a_hub_or_a_switch_wrote_is_shown_as_text(carrier, hub, ann):
    evil = request("req_2")
    hub.ask(evil.model_copy(update={"campaign": evil.campaign.model_copy(update={"name": "<script>alert(1)</script>"})}))
    assert carrier("run", "--once") == 0
    assert "&lt;script&gt;" in ann.sees("/")
    assert "<script" not in ann.sees("/requests/req_2")


def test_rules_are_changed_in_the_agents_own_file_and_hold_at_once(carrier, ann):
    current = Current(read_configuration(carrier.config))
    carrier.config.write_text("# kept by Ann\n" + carrier.config.read_text())
    assert ann.sends("/rules", "/rules", do="add", campaigns="Bank *\nCar *", trunks="", policy="auto").status_code == 200
    assert "campaign Bank * or Car *: by itself" in ann.sees("/rules")
    ann.sends("/rules", "/rules", do="add", campaigns="", trunks="manila", policy="review")
    ann.sends("/rules", "/rules", do="raise", row="2")
    ann.sends("/rules", "/rules", do="policy", policy="auto")
    policy = current.configuration.policy
    assert (policy.mode, [rule.trunks for rule in policy.auto]) == (Mode.AUTO, [("manila",), ()])
    assert carrier.config.read_text().startswith("# kept by Ann\n")
    carrier.config.write_text("this is no TOML")
    assert (current.configuration.policy.mode, current.configuration.policy.auto) == (Mode.REVIEW, ())
    assert ann.http.get("/rules").status_code == 503


def test_a_change_of_rules_for_another_state_of_the_file_is_refused(carrier, ann):
    before = carrier.config.read_text()
    reply = ann.sends("/rules", "/rules", do="policy", policy="auto", mark="0" * 32)
    assert (reply.status_code, carrier.config.read_text()) == (409, before)
    assert ann.sends("/rules", "/rules", do="remove", row="7").status_code == 409
    assert ann.sends("/rules", "/rules", do="nothing").status_code == 422


def test_records_health_and_campaigns_are_shown(carrier, ann):
    assert "Ways in that no rule names" in ann.sees("/store")
    assert "2026-11-23" in ann.sees("/store")
    assert "is not running" in ann.sees("/health")
    ann.sends("/", "/requests/req_1/approve")
    assert "Car warranty" in ann.sees("/watch")
