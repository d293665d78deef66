"""Style sheets and scripts under names that change with their content, compressed: a browser keeps them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Our modules import one another by relative address: those addresses are rewritten too."""

    support_js_module_import_aggregation = True
