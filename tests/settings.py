"""The hub's settings as they stand, under a secret that opens nothing; ordinary tests use SQLite in memory."""

import os

os.environ.setdefault("STAR57_SECRET_KEY", "a-secret-for-tests-that-opens-nothing-anywhere")
os.environ.setdefault("STAR57_HTTPS", "off")
os.environ.setdefault("STAR57_DATABASE_URL", "sqlite:///:memory:")

from star57.hub.config.settings import *
