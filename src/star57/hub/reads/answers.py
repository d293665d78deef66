"""The answers of hops, read back from their sealed texts and cut down to what the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from star57.hub.domain.access import Actor
from star57.hub.domain.visibility import Field, may_see
from star57.hub.reads.views import GivenAnswer
from star57.hub.reads.words import answer_words
from star57.hub.records.hops import Standing
from star57.hub.records.models import Hop, Response, Sealed
from star57.wire.answers import OwnCustomer
from star57.wire.messages import TracebackResponse


def answers_of(hops: Iterable[Hop], actor: Actor) -> Mapping[int, tuple[GivenAnswer, ...]]:
    """Every answer of these hops by hop row, oldest first; the last one that counts stands."""
    responses = list(Response.objects.filter(hop__in=list(hops)).select_related("hop__provider", "entry").order_by("pk"))
    texts = dict(
        Sealed.objects.filter(entry__in=[each.entry_id for each in responses], field="response").values_list("entry_id", "content")
    )
    latest = {each.hop_id: each.pk for each in responses if each.standing == Standing.STANDS.value}
    found: dict[int, list[GivenAnswer]] = defaultdict(list)
    for each in responses:
        found[each.hop_id].append(_given(each, texts.get(each.entry_id, ""), latest.get(each.hop_id) == each.pk, actor))
    return {hop: tuple(given) for hop, given in found.items()}


def _given(response: Response, text: str, stands: bool, actor: Actor) -> GivenAnswer:
    name = response.hop.provider.name if response.hop.provider else response.hop.named_as
    parsed = TracebackResponse.model_validate_json(text) if text and may_see(actor, Field.ANSWER_CONTENT) else None
    if parsed and isinstance(parsed.answer, OwnCustomer) and not may_see(actor, Field.CUSTOMER_IDENTITY):
        parsed = None
    return GivenAnswer(
        answer=parsed.answer if parsed else None,
        words=answer_words(name, parsed.answer) if parsed else f"{name}: {response.kind.replace('_', ' ')} (its text is not yours to read, or was erased)",
        evidence=parsed.evidence if parsed else None,
        claims=parsed.claims if parsed else None,
        comment=(parsed.comment or "") if parsed else "",
        given_at=response.given_at,
        given_by=response.made_by,
        given_how=response.given_how,
        is_late=response.is_late,
        stands=stands,
    )
