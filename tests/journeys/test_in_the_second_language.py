"""A provider of the fictitious country and an analyst, in its second language: mail, answer, decision, refusal, all in Spanish."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from star57.hub.domain.access import OrganisationKind, Role, operator
from star57.hub.jobs.post import deliver_round
from star57.hub.records.models import Response
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from star57.wire.values import Direction
from tests.databases import connected
from tests.journeys.scene import PASSWORD
from tests.journeys.served import Portal, serving
from tests.notices.post_office import PostOffice, open_post_office, sending_to

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
SUNDAY = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # a business day in Zephyria, whose week ends on Friday
CONTACT, ANALYST = "rastreos@valle.example", "ines@example.org"


@pytest.fixture(scope="module")
def zephyria(sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> Iterator[tuple[Portal, PostOffice]]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('zephyria') / 'hub.sqlite3')}"
    with (
        django_db_blocker.unblock(), connected(url), pytest.MonkeyPatch.context() as patch,
        open_post_office() as (office, port), serving(SUNDAY + timedelta(minutes=3)) as portal,
        sending_to(port, PORTAL_URL=portal.address),
    ):  # fmt: skip
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        settle()
        deliver_round(lambda: False)
        yield portal, office


def settle() -> None:
    """Two providers of Zephyria, an analyst, one call to trace."""
    staff = operator("zephyria")
    register_organisation(actor=staff, kind=OrganisationKind.CONSORTIUM, name="Consorcio", public_id="CONSORTIUM", now=SUNDAY)
    register_organisation(actor=staff, kind=OrganisationKind.PROVIDER, name="Telefónica del Valle", public_id="O-VALLE", now=SUNDAY)
    for public_id, name, owner in (("VALLE", "Telefónica del Valle", "O-VALLE"), ("SIERRA", "Sierra Mayorista", None)):
        filing = ProviderFiling(name, "XZ", "Asia/Riyadh", "", "", "", CONTACT if owner else "")
        register_provider(actor=staff, filing=filing, organisation=owner, public_id=public_id, now=SUNDAY)
    add_person(
        actor=staff, organisation="CONSORTIUM", email=ANALYST, name="Ines", role=Role.ANALYST, time_zone="", password=PASSWORD, now=SUNDAY
    )
    open_call("Garantía del coche", "+16175550128")


def open_call(campaign: str, called: str) -> str:
    """One call to trace, from Telefónica del Valle on."""
    report = CallReport(called, "+12025550144", SUNDAY - timedelta(hours=3), 60.0, None, None)
    words = CampaignWords(campaign, "Una voz grabada.", "Este es el último aviso.", 3)
    return open_traceback(
        actor=operator("zephyria"), report=report, terminating="VALLE", campaign=words, direction=Direction.UPSTREAM, now=SUNDAY
    )


def opened(browser: Any, portal: Portal, **more: Any) -> Any:
    """A browser that asks for Spanish."""
    page = browser.new_context(base_url=portal.address, locale="es-ES", timezone_id="Asia/Riyadh", **more).new_page()
    page.set_default_timeout(8000)
    return page


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def test_a_provider_answers_from_a_mail_in_its_countrys_language(browser: Any, zephyria: tuple[Portal, PostOffice]) -> None:
    portal, office = zephyria
    [mail] = [each for each in office.mails if each["To"] == CONTACT]
    assert str(mail["Subject"]).startswith("Solicitud de rastreo R-")
    assert "Qué hacer" in text_of(mail)
    link = re.search(rf"{re.escape(portal.address)}(/r/\S+)", text_of(mail))
    assert link
    page = opened(browser, portal, viewport={"width": 360, "height": 740})
    page.goto(link[1])
    page.get_by_role("button", name="Enviarme el código").click()
    page.get_by_role("heading", name="Escriba el código").wait_for()
    deliver_round(lambda: False)
    [code] = [found for mail in office.mails if (found := re.search(r"Código: ([\d ]+)", text_of(mail)))]
    page.locator("input[name=code]").fill("0000 0000")
    page.get_by_role("button", name="Abrir la solicitud").click()
    page.get_by_text("No es un código de los últimos diez minutos").first.wait_for()
    page.locator("input[name=code]").fill(code[1].strip())
    page.get_by_role("button", name="Abrir la solicitud").click()
    page.get_by_role("heading", name="Telefónica del Valle").first.wait_for()
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_text("Solicitud recibida: por correo, mx.harbor.example").first.wait_for()
    page.get_by_text("Nos la entregó otro proveedor").click()
    page.get_by_role("combobox").first.press_sequentially("sierra")
    page.get_by_role("option", name=re.compile("Sierra Mayorista")).click()
    page.get_by_role("button", name="Releerla").click()
    page.get_by_text("Telefónica del Valle declara que recibió esta llamada de Sierra Mayorista.").wait_for()
    page.get_by_role("button", name="Firmarla").click()
    page.get_by_role("heading", name="Consta").wait_for()
    assert Response.objects.count() == 1
    page.context.close()


def test_an_analyst_works_and_is_refused_in_spanish(browser: Any, zephyria: tuple[Portal, PostOffice]) -> None:
    portal, _ = zephyria
    traceback = open_call("Corte de luz", "+16175550129")
    page = opened(browser, portal)
    page.context.add_cookies(portal.cookies_of(ANALYST))
    page.goto("/tracebacks/")
    page.get_by_role("link", name=re.compile("Corte de luz")).first.wait_for()
    page.goto(f"/tracebacks/{traceback}/steps/withdrawal/")
    page.get_by_role("heading", name="Retirar el rastreo").wait_for()
    page.get_by_label("Motivo").fill("Abierto por error.")
    page.get_by_role("button", name="Retirar").last.click()
    page.get_by_text(f"{traceback} se ha retirado.").wait_for()
    page.goto(f"/tracebacks/{traceback}/steps/withdrawal/")
    page.get_by_label("Motivo").fill("Otra vez.")
    page.get_by_role("button", name="Retirar").last.click()
    page.get_by_text("esto no puede hacerse ahora").wait_for()
    page.goto("/tracebacks/T-2222-2222-2222/")
    page.get_by_text("Esta página no existe o no es suya.").wait_for()
    page.context.close()
