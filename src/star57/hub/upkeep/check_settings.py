"""Checks of the settings: what the hub is told about its secret, its names, TLS and the proxy before it."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import run_checks

from star57.findings import Finding, look, right, wrong
from star57.hub.config.environment import PLACEHOLDER

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})


def check_settings() -> Iterator[Finding]:
    """Django's own deployment checks among them."""
    if settings.DEMO or settings.SECRET_KEY == PLACEHOLDER:
        yield wrong("secret", "demo mode: everybody knows the secret", "unset STAR57_DEMO; star57 hub init makes a secret")
    else:
        yield right("secret", f"{len(settings.SECRET_KEY)} characters of our own")
    yield from _names()
    found = [each for each in run_checks(include_deployment_checks=True) if not each.is_silenced()]
    if settings.SECURE_HTTPS:
        for each in found:
            to_do = " ".join(str(each.hint or "see docs/handbook/settings.md").split())
            yield wrong("deployment", f"{each.id}: {' '.join(str(each.msg).split())}", to_do)
        if not found:
            yield right("deployment", "Django's deployment checks find nothing")


def _names() -> Iterator[Finding]:
    is_public = bool(set(settings.ALLOWED_HOSTS) - LOCAL)
    if not settings.SECURE_HTTPS:
        make = wrong if is_public else look
        yield make("TLS", "cookies travel without TLS", "unset STAR57_HTTPS where others reach the hub")
        return
    if not is_public:
        yield look("names", "the hub answers only under names of this machine", "set STAR57_HOSTS to the name browsers use")
        return
    lacking = [
        name
        for name, value in (("STAR57_ORIGINS", settings.CSRF_TRUSTED_ORIGINS), ("STAR57_TRUSTED_PROXIES", settings.TRUSTED_PROXIES))
        if not value
    ]
    if lacking:
        yield wrong(
            "TLS", f"{' and '.join(lacking)} not set: forms sent through the proxy are refused", "set them; see docs/handbook/settings.md"
        )
    else:
        yield right("TLS", f"for {', '.join(settings.CSRF_TRUSTED_ORIGINS)} behind {', '.join(settings.TRUSTED_PROXIES)}")
