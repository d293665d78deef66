"""What the countries of the North American Numbering Plan have in common: the plan and its carrier codes."""

from star57.hub.domain.jurisdiction import NumberPlan, ProviderIdentifier

NANP = NumberPlan(
    calling_code="1",
    national_lengths=(10,),
    trunk_prefix="1",
    international_prefix="011",
    citation="ITU-T E.164 country code 1; 47 CFR part 52",
)
OCN = ProviderIdentifier("OCN", r"[0-9A-Z]{4}", "operating company number: one company's line of telephone business", "NECA")
SPC = ProviderIdentifier(
    "SPC", r"[0-9A-Z]{4}", "service provider code in an STI certificate, as a rule the holder's OCN", "STI policy administrator"
)
