"""An answer that names a neighbour by the answering carrier's own name for it: the mapping says who that is. The name stays as written."""

from collections.abc import Mapping
from types import MappingProxyType

from star57.hub.domain.answering import named_by
from star57.hub.ledger.case import HopRow
from star57.hub.reads.neighbours import own_name
from star57.wire.answers import AnswerKind
from star57.wire.messages import TracebackResponse

NAMES_IN: Mapping[AnswerKind, str] = MappingProxyType({
    AnswerKind.RECEIVED_FROM_PROVIDER: "upstream",
    AnswerKind.RECEIVED_FROM_ABROAD: "upstream",
    AnswerKind.NOT_OUR_NUMBER: "served_by",
    AnswerKind.OWN_CUSTOMER: "customer",
})  # fmt: skip


def with_own_names(hop: HopRow, response: TracebackResponse) -> TracebackResponse:
    """The response with the registered provider beside the own name; as it is when it names nobody, or a provider already."""
    reference, owner = named_by(response.answer), hop.provider.organisation if hop.provider else None
    if reference is None or reference.provider or owner is None:
        return response
    meant = own_name(owner.public_id, reference.name)
    if meant is None:
        return response
    part = NAMES_IN[response.answer.kind]
    named = getattr(response.answer, part).model_copy(update={"provider": meant.id})
    return response.model_copy(update={"answer": response.answer.model_copy(update={part: named})})
