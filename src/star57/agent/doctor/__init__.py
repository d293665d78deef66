"""Whether an agent is as it should be, and what to do where it is not. Changes nothing; asks the hub one question."""
