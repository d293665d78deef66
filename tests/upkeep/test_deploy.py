"""The files in deploy/ are run as they stand, but for names and ports."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from star57.clock import monotonic, now
from tests.postgres import free_port
from tests.required import absent
from tests.upkeep.hub_process import served, star57

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.mark.parametrize("unit", ["star57-hub.service", "star57-worker.service"])
def test_systemd_understands_the_unit(unit: str, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze") or absent("systemd", "Install systemd (Debian: apt-get install systemd).")
    text = (DEPLOY / unit).read_text()
    assert "/opt/star57/bin/star57 hub " in text
    (tmp_path / unit).write_text(text.replace("/opt/star57/bin/star57", sys.executable))
    said = subprocess.run([program, "verify", str(tmp_path / unit)], capture_output=True, text=True, check=False)
    assert (said.returncode, [line for line in said.stderr.splitlines() if unit in line]) == (0, [])


def certificate(folder: Path) -> None:
    """A key and a certificate that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub.example")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(57)
    made = made.not_valid_before(now() - timedelta(days=1)).not_valid_after(now() + timedelta(days=1))
    text = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(*text))
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


def configuration(folder: Path, hub: int, http: int, https: int) -> str:
    """The sample on loopback ports, inside the frame that Debian's nginx.conf gives it."""
    sample = (DEPLOY / "nginx.conf").read_text()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{http};", "listen 443 ssl": f"listen 127.0.0.1:{https} ssl", "127.0.0.1:8057": f"127.0.0.1:{hub}",
        "/etc/ssl/star57": str(folder),
    }  # fmt: skip
    for old, new in changes.items():
        assert old in sample
        sample = sample.replace(old, new)
    sample = re.sub(r"listen \[::\].*", "", sample)
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"user root;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{sample}}}\n"


@pytest.fixture
def behind_nginx(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """The ports for http and https of nginx before a served hub."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin") or absent("nginx", "Install nginx (Debian: apt-get install nginx-light).")
    assert star57("init", "--data", str(tmp_path / "hub"), "--host", "hub.example").returncode == 0
    certificate(tmp_path)
    http, https = free_port(), free_port()
    with served(tmp_path / "hub" / "star57.env") as (hub, _process):
        (tmp_path / "nginx.conf").write_text(configuration(tmp_path, hub, http, https))
        with subprocess.Popen([program, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"]) as nginx:
            try:
                wait_for(https)
                yield http, https
            finally:
                nginx.terminate()


def wait_for(port: int) -> None:
    until = monotonic() + 20
    while monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx did not start")


def test_the_sample_carries_pages_waits_and_uploads(behind_nginx: tuple[int, int]) -> None:
    http, https = behind_nginx
    host = {"Host": "hub.example"}
    with httpx.Client(verify=False, trust_env=False, headers=host, timeout=90) as browser:
        sent_on = browser.get(f"http://127.0.0.1:{http}/sign-in/?next=/")
        assert (sent_on.status_code, sent_on.headers["location"]) == (308, "https://hub.example/sign-in/?next=/")
        page = browser.get(f"https://127.0.0.1:{https}/", follow_redirects=False)
        assert "max-age=" in page.headers["strict-transport-security"], "the hub believes its proxy that this came by TLS"
        assert browser.get(f"https://127.0.0.1:{https}/readyz").status_code == 200
        assert browser.get(f"https://127.0.0.1:{https}/metrics").status_code == 404
        assert browser.post(f"https://127.0.0.1:{https}/api/v1/requests", content=b"x" * 33_000_000).status_code == 413
        assert browser.get(f"https://127.0.0.1:{https}/api/v1/requests?wait=1").status_code == 401
