"""What `star57 agent review answer` refuses, in the words of its options."""

from star57.agent.policy import Policy
from star57.agent.written_answer import NotAnAnswer, WrittenAnswer, answer_from
from star57.cli.failures import Misused
from star57.wire.answers import Answer
from star57.wire.messages import TracebackRequest


def typed_answer(options: WrittenAnswer, request: TracebackRequest, policy: Policy) -> Answer:
    """Raises Misused."""
    try:
        return answer_from(options, request, policy)
    except NotAnAnswer as problem:
        if not problem.way:
            raise Misused("give exactly one of --provider, --foreign, --customer, --not-ours, --no-record, --declined") from problem
        raise Misused(f"--{problem.way.replace('_', '-')}: {problem.words}") from problem
