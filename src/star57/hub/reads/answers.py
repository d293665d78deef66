"""The answers of hops, read back from their sealed texts and cut down to what the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.domain.answering import Channel, named_by
from star57.hub.domain.facts import HopStatus
from star57.hub.domain.visibility import Field, may_see
from star57.hub.reads import one_traceback
from star57.hub.reads.statements import answer_words
from star57.hub.reads.views import GivenAnswer, SaidElsewhere
from star57.hub.records.hops import Standing
from star57.hub.records.models import Hop, Provider, Response, Sealed, Traceback
from star57.wire.answers import OwnCustomer
from star57.wire.messages import TracebackResponse

NAMES_AN_END = frozenset({HopStatus.CUSTOMER_NAMED.value, HopStatus.FOREIGN_UPSTREAM_NAMED.value})


def answers_of(hops: Iterable[Hop], actor: Actor) -> Mapping[int, tuple[GivenAnswer, ...]]:
    """Every answer of these hops by hop row, oldest first; the last one that counts stands."""
    responses = _responses_of(hops)
    return _in_full(responses, _texts_of(responses), actor)


def answers_in(traceback: Traceback, hops: Iterable[Hop], actor: Actor) -> Mapping[int, tuple[GivenAnswer, ...]]:
    """The same of all the hops of one traceback."""
    responses = _at(hops, one_traceback.responses_of(traceback))
    return _in_full(responses, one_traceback.response_texts_of(traceback), actor)


def standing_entry(hop: int) -> str:
    """Public id of the entry of a hop row's standing answer; "" while there is none."""
    standing = Response.objects.filter(hop=hop, standing=Standing.STANDS.value)
    return standing.order_by("-pk").values_list("entry__public_id", flat=True).first() or ""


def _in_full(responses: list[Response], texts: Mapping[int, str], actor: Actor) -> Mapping[int, tuple[GivenAnswer, ...]]:
    parsed = _readable(texts, actor)
    return _told(responses, parsed, _said_elsewhere(responses, parsed, actor))


def last_answers_of(hops: Iterable[Hop], actor: Actor) -> Mapping[int, tuple[GivenAnswer, ...]]:
    """The same for long lists: only of hops at which a path begins or ends, and read only where they name its end."""
    responses = _responses_of(hop for hop in hops if hop.downstream_id is None or hop.status in NAMES_AN_END)
    return _told(responses, _readable(_texts_of([each for each in responses if each.hop.status in NAMES_AN_END]), actor), {})


def _responses_of(hops: Iterable[Hop]) -> list[Response]:
    asked = list(hops)
    return _at(asked, list(Response.objects.filter(hop__in=asked).order_by("pk")))


def _at(hops: Iterable[Hop], responses: list[Response]) -> list[Response]:
    by_key = {hop.pk: hop for hop in hops}
    for each in responses:
        each.hop = by_key[each.hop_id]
    return responses


def _texts_of(responses: Iterable[Response]) -> Mapping[int, str]:
    entries = [each.entry_id for each in responses]
    return dict(Sealed.objects.filter(entry__in=entries, field="response").values_list("entry_id", "content"))


def _told(
    responses: list[Response], parsed: Mapping[int, TracebackResponse], said: Mapping[int, SaidElsewhere]
) -> Mapping[int, tuple[GivenAnswer, ...]]:
    named = {reference.provider for each in parsed.values() if (reference := named_by(each.answer)) and reference.provider}
    registered = {each.hop.provider.public_id: each.hop.provider.name for each in responses if each.hop.provider}
    if others := named - registered.keys():
        registered.update(Provider.objects.filter(public_id__in=others).values_list("public_id", "name"))
    latest = {each.hop_id: each.pk for each in responses if each.standing == Standing.STANDS.value}
    found: dict[int, list[GivenAnswer]] = defaultdict(list)
    for each in responses:
        stands, entry = latest.get(each.hop_id) == each.pk, each.entry_id
        found[each.hop_id].append(_given(each, parsed.get(entry), said.get(entry), stands=stands, registered=registered))
    return {hop: tuple(given) for hop, given in found.items()}


def _readable(texts: Mapping[int, str], actor: Actor) -> Mapping[int, TracebackResponse]:
    """What the actor may read of them, by entry."""
    if not may_see(actor, Field.ANSWER_CONTENT):
        return {}
    parsed = {entry: TracebackResponse.model_validate_json(text) for entry, text in texts.items() if text}
    if not may_see(actor, Field.EVIDENCE):
        parsed = {entry: each.model_copy(update={"evidence": None}) for entry, each in parsed.items()}
    if may_see(actor, Field.CUSTOMER_IDENTITY):
        return parsed
    return {entry: each for entry, each in parsed.items() if not isinstance(each.answer, OwnCustomer)}


def _said_elsewhere(responses: Iterable[Response], parsed: Mapping[int, TracebackResponse], actor: Actor) -> Mapping[int, SaidElsewhere]:
    """Of answers that staff entered and the actor may read, by entry. The mail may hold more than the answer does."""
    entered = [each.entry_id for each in responses if each.given_how in set(Channel) and each.entry_id in parsed]
    if not entered:
        return {}
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    fields = ("said_by", "said_at", "attachment") if may_see(actor, Field.EVIDENCE) else ("said_by", "said_at")
    for entry, field, content in Sealed.objects.filter(entry__in=entered, field__in=fields).values_list("entry_id", "field", "content"):
        texts[entry][field] = content or ""
    return {
        entry: SaidElsewhere(said.get("said_by", ""), datetime.fromisoformat(said["said_at"]), said.get("attachment", ""))
        for entry, said in texts.items()
        if said.get("said_at")
    }


def _given(
    response: Response, parsed: TracebackResponse | None, said: SaidElsewhere | None, *, stands: bool, registered: Mapping[str, str]
) -> GivenAnswer:
    name = response.hop.provider.name if response.hop.provider else response.hop.named_as
    unread = f"{name}: {response.kind.replace('_', ' ')} (its text is not yours to read, or was erased)"
    return GivenAnswer(
        answer=parsed.answer if parsed else None,
        words=answer_words(name, parsed.answer, registered) if parsed else unread,
        evidence=parsed.evidence if parsed else None,
        claims=parsed.claims if parsed else None,
        comment=(parsed.comment or "") if parsed else "",
        given_at=response.given_at,
        given_by=response.made_by,
        given_how=response.given_how,
        said=said,
        is_late=response.is_late and (response.hop.is_late or not stands),  # an outage may have been credited since
        stands=stands,
        is_verified=response.responder_is_verified,
    )
