"""Which addresses a notice can be sent to, and how a mail server is told them."""

import pytest

from star57.hub.domain.mail_addresses import on_the_wire


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("noc@harbor.example", "noc@harbor.example"),
        (" noc@harbor.example ", "noc@harbor.example"),
        ("o'brien+traces@mail.harbor.example", "o'brien+traces@mail.harbor.example"),
        ("noc@köln.example", "noc@xn--kln-sna.example"),
        ("desk@localhost", "desk@localhost"),
    ],
)
def test_an_address_is_written_as_servers_take_it(address: str, written: str) -> None:
    assert on_the_wire(address) == written


@pytest.mark.parametrize(
    "address",
    ["", "noc", "@harbor.example", "noc@", "josé@harbor.example", "a,b@harbor.example", "a b@harbor.example", "<noc@harbor.example>",
     "noc@harbor..example", "noc@-", "noc@harbor.example\r\nBcc: x@y.example", ".noc@harbor.example", "a@b@c.example",
     "x" * 65 + "@harbor.example", "noc@" + "x" * 64 + ".example", "noc@" + "abcdefg." * 40 + "example", "\u202enoc@harbor.example"],
)  # fmt: skip
def test_what_no_server_would_take_is_no_address(address: str) -> None:
    assert on_the_wire(address) is None
