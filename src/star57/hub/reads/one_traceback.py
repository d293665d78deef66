"""One traceback with its hops and answers, by queries written once: what somebody who follows it waits for. Who may read it, others say."""

from star57.hub.records.models import Campaign, Hop, Organisation, Person, Provider, Response, Sealed, Traceback, TracebackSummary
from star57.hub.records.prepared import NUMBER_MARK, TEXT_MARK, Prepared, build, columns

_BESIDE = {
    "campaign": Campaign,
    "summary": TracebackSummary,
    "assigned_to": Person,
    "merged_into": Traceback,
    "source": Organisation,
}
_BESIDE_COLUMNS = {name: columns(model, f"{name}__") for name, model in _BESIDE.items()}
_ONE_COLUMNS = (*columns(Traceback, ""), *(column for each in _BESIDE_COLUMNS.values() for column in each))
_HOP_COLUMNS = columns(Hop, "")
_ONE = Prepared(lambda public_id: Traceback.objects.filter(public_id=public_id).values_list(*_ONE_COLUMNS), TEXT_MARK)
_HOPS = Prepared(lambda key: Hop.objects.filter(traceback=key).values_list(*_HOP_COLUMNS, *columns(Provider, "provider__")), NUMBER_MARK)
_RESPONSES = Prepared(lambda key: Response.objects.filter(hop__traceback=key).values_list(*columns(Response, "")), NUMBER_MARK)
_TEXTS = Prepared(
    lambda key: Sealed.objects.filter(entry__response__hop__traceback=key, field="response").values_list("entry_id", "content"), NUMBER_MARK
)


def one_traceback(public_id: str) -> Traceback | None:
    """It, with its campaign, summary, source, whom it is assigned to and what it was merged into."""
    found = _ONE(public_id)
    if not found:
        return None
    at = len(columns(Traceback, ""))
    traceback: Traceback = build(Traceback, found[0][:at])
    for name, model in _BESIDE.items():
        past = at + len(_BESIDE_COLUMNS[name])
        setattr(traceback, name, build(model, found[0][at:past]))
        at = past
    return traceback


def hops_of(traceback: Traceback) -> list[Hop]:
    """In order of opening, each with its provider."""
    hops = []
    for row in sorted(_HOPS(traceback.pk)):
        hop: Hop = build(Hop, row[: len(_HOP_COLUMNS)])
        hop.traceback, hop.provider = traceback, build(Provider, row[len(_HOP_COLUMNS) :])
        hops.append(hop)
    return hops


def responses_of(traceback: Traceback) -> list[Response]:
    """Oldest first."""
    return [build(Response, row) for row in sorted(_RESPONSES(traceback.pk))]


def response_texts_of(traceback: Traceback) -> dict[int, str]:
    """What was answered, by entry; an erased text is empty."""
    return dict(_TEXTS(traceback.pk))
