"""The hub's settings as they stand, under a secret that opens nothing; ordinary tests use SQLite in memory."""

import os
import tempfile

os.environ.setdefault("STAR57_SECRET_KEY", "a-secret-for-tests-that-opens-nothing-anywhere")
os.environ.setdefault("STAR57_HTTPS", "off")
os.environ.setdefault("STAR57_EVIDENCE_DIR", tempfile.mkdtemp(prefix="star57-evidence-"))
os.environ.setdefault("STAR57_DATABASE_URL", "sqlite:///:memory:")

from star57.hub.config.settings import *

SECOND_FACTOR_ASKED = False  # tests about the second factor ask for it; the others sign in and get on with theirs
