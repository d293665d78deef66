"""Throwaway STI certificates for the carriers that sign: a root of the lab's own, and a key each. Worth nothing outside."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier

_TN_AUTH_LIST = ObjectIdentifier("1.3.6.1.5.5.7.1.26")  # RFC 8226, 9
_LASTS = timedelta(days=1)


def lay_certificates(folder: Path, signers: Sequence[tuple[str, str]], *, now: datetime) -> None:
    """root.pem, and for each (name, service provider code of four characters) NAME/sti.key and NAME/sti.pem."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root_name = _name("Star57 lab root")
    root = _certificate(root_name, root_name, root_key, now).add_extension(x509.BasicConstraints(True, 0), True).sign(root_key, SHA256())
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    for name, code in signers:
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = _certificate(_name(f"SHAKEN {code}"), root_name, key, now)
        leaf = leaf.add_extension(x509.UnrecognizedExtension(_TN_AUTH_LIST, tn_auth_list(code)), False)
        certificate = leaf.sign(root_key, SHA256())
        (folder / name / "sti.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        # Kamailio reads the older of the two ways to write a key
        private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        file = folder / name / "sti.key"
        file.touch(mode=0o600)
        file.write_bytes(private)


def tn_auth_list(code: str) -> bytes:
    """DER of a list with one service provider code (shorter than 120 characters)."""
    text = code.encode("ascii")
    return bytes([0x30, len(text) + 4, 0xA0, len(text) + 2, 0x16, len(text)]) + text


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "US"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + _LASTS)
    )
