"""What a request asks, as the search needs it. Pure."""

from star57.agent.matching import CallSought
from star57.wire.messages import TracebackRequest


def sought_in(request: TracebackRequest) -> CallSought:
    call = request.call
    return CallSought(
        called_number=call.called_number,
        calling_number=call.calling_number,
        at=call.call_at,
        uncertainty_s=call.uncertainty_s,
        handed_to=(call.handed_to.provider or call.handed_to.name) if call.handed_to else None,
        call_id=call.call_id,
        origid=call.origid,
        handed_at=call.handed_at,
        handed_as=call.handed_as,
        diverted_from=call.diverted_from,
    )
