"""How Python itself is set in processes that serve for long."""

import gc

ALLOCATIONS_A_SWEEP = 50_000  # with Python's own 700 the collector would look again and again through what never goes


def spare_the_collector() -> None:
    """What is loaded by now stays until the end: it need not be looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_A_SWEEP, 20, 20)
