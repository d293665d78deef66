"""The registry: look a provider up, enter one."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, RootModel

from star57.hub.api.calling import show, write
from star57.hub.api.inputs import Body
from star57.hub.api.outputs import Opened
from star57.hub.domain.access import Actor
from star57.hub.reads.providers import known_providers
from star57.hub.usecases.register_organisation import ProviderFiling, register_provider
from star57.wire.messages import KnownProvider
from star57.wire.values import PublicId

router = Router(tags=["registry"])


class ProviderIn(Body):
    """A voice service provider. organisation: whose members and keys may answer for it; null while nobody may."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Harbor Voice", "country": "US", "contact": "trace@harbor.example"}})
    name: Annotated[str, Field(min_length=1, max_length=300)]
    country: Annotated[str, Field(max_length=2, description="ISO 3166, two capital letters")]
    time_zone: Annotated[str, Field(max_length=64, description="IANA name, of the office that answers")] = ""
    frn: Annotated[str, Field(max_length=20)] = ""
    ocn: Annotated[str, Field(max_length=20)] = ""
    spc: Annotated[str, Field(max_length=20)] = ""
    contact: Annotated[str, Field(max_length=254, description="e-mail address or telephone number for requests")] = ""
    organisation: PublicId | None = None


@router.get("/providers", response=list[KnownProvider], summary="Look a provider up")
async def list_providers(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="part of the name, or an id, OCN or SPC")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> HttpResponse:
    """Registered providers by name."""

    def work(actor: Actor) -> RootModel[list[KnownProvider]]:
        rows = known_providers(actor=actor, query=q, limit=limit)
        return RootModel[list[KnownProvider]]([KnownProvider(provider=row.id, name=row.name, country=row.country) for row in rows])

    return await show(request, work)


@router.post("/providers", response={201: Opened}, summary="Enter a provider")
async def enter_provider(request: HttpRequest, body: ProviderIn) -> HttpResponse:
    """Then a hop that names it can be identified as it, and is asked."""

    def work(actor: Actor, now: datetime) -> BaseModel:
        filing = ProviderFiling(body.name, body.country, body.time_zone, body.frn, body.ocn, body.spc, body.contact)
        return Opened(id=register_provider(actor=actor, filing=filing, organisation=body.organisation, public_id=None, now=now))

    return await write(request, 201, work)
