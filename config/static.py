"""How collected static files are kept."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Names with a digest, and gzip beside each file.

    Brotli would take 20 s of every new version to save 70 kB of the largest file, once per browser.
    """

    support_js_module_import_aggregation = True  # a script that imports another names it with its digest

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(use_brotli=False, **options)
