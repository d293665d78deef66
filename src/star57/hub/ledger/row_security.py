"""Installs PostgreSQL's row-level security: the second lock behind the queries' own limits. The tables' owner passes it by."""

from collections.abc import Iterator

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from star57.hub.ledger.row_rules import ROW_SECURITY

POLICY = "star57_need_to_know"
SEES_ALL = "(SELECT current_setting('star57.sees', true)) = 'all'"
INSTALLED = f"""
    SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.relrowsecurity AND p.polname = '{POLICY}' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
"""

LEFT_OPEN = """
    SELECT DISTINCT COALESCE('ROLE ' || r.rolname, 'DATABASE ' || d.datname)
    FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS setting
    LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
    WHERE setting LIKE 'star57.%' AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    ORDER BY 1
"""

# They run as the tables' owner, which no policy binds: a policy of one table may look into another without asking that one's.
# They look in the tables' schema and nowhere else, so that nobody puts a table of their own in front.
_FUNCTION = """
CREATE OR REPLACE FUNCTION {head} LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$ {body} $$
"""
_READER = "providers bigint[], request bigint"
_MINE = "((h.provider_id = ANY(providers) AND h.asked_at IS NOT NULL) OR h.id = request)"
FUNCTIONS = {
    "star57_organisation() RETURNS bigint": """
        SELECT id FROM records_organisation
        WHERE current_setting('star57.sees', true) = 'organisation' AND public_id = current_setting('star57.who', true)""",
    "star57_request() RETURNS bigint": """
        SELECT id FROM records_hop
        WHERE current_setting('star57.sees', true) = 'request' AND public_id = current_setting('star57.who', true)""",
    "star57_providers() RETURNS bigint[]": """
        SELECT ARRAY(
            SELECT id FROM records_provider WHERE organisation_id = star57_organisation()
            UNION ALL
            SELECT provider_id FROM records_authorisation WHERE organisation_id = star57_organisation() AND revoked_at IS NULL)""",
    f"star57_is_own_hop(hop bigint, {_READER}) RETURNS boolean": f"SELECT EXISTS (SELECT FROM records_hop h WHERE h.id = hop AND {_MINE})",
    f"star57_is_beside(hop bigint, downstream bigint, {_READER}) RETURNS boolean": f"""
        SELECT EXISTS (SELECT FROM records_hop h WHERE h.id = downstream AND {_MINE})
            OR EXISTS (SELECT FROM records_hop h WHERE h.downstream_id = hop AND {_MINE})
            OR EXISTS (SELECT FROM records_hop d JOIN records_hop h ON h.downstream_id = d.id WHERE d.downstream_id = hop AND {_MINE})""",
    f"star57_takes_part(traceback bigint, {_READER}) RETURNS boolean":
        f"SELECT EXISTS (SELECT FROM records_hop h WHERE h.traceback_id = traceback AND {_MINE})",
    f"star57_is_asked_about(campaign bigint, {_READER}) RETURNS boolean": f"""
        SELECT EXISTS (SELECT FROM records_traceback t JOIN records_hop h ON h.traceback_id = t.id
                       WHERE t.campaign_id = campaign AND {_MINE})""",
    f"star57_is_own_subject(kind text, id text, {_READER}, organisation bigint) RETURNS boolean": f"""
        SELECT CASE kind
            WHEN 'hop' THEN EXISTS (SELECT FROM records_hop h WHERE h.public_id = $2 AND {_MINE})
            WHEN 'attachment' THEN EXISTS (
                SELECT FROM records_attachment a WHERE a.public_id = $2 AND CASE a.subject_kind
                    WHEN 'hop' THEN EXISTS (SELECT FROM records_hop h WHERE h.public_id = a.subject_id AND {_MINE})
                    WHEN 'campaign' THEN EXISTS (
                        SELECT FROM records_campaign c WHERE c.public_id = a.subject_id
                        AND star57_is_asked_about(c.id, providers, request))
                    ELSE false END)
            WHEN 'organisation' THEN EXISTS (SELECT FROM records_organisation o WHERE o.public_id = $2 AND o.id = organisation)
            WHEN 'provider' THEN EXISTS (SELECT FROM records_provider p WHERE p.public_id = $2 AND p.organisation_id = organisation)
            WHEN 'membership' THEN EXISTS (SELECT FROM records_membership r WHERE r.public_id = $2 AND r.organisation_id = organisation)
            WHEN 'invitation' THEN EXISTS (SELECT FROM records_invitation r WHERE r.public_id = $2 AND r.organisation_id = organisation)
            WHEN 'key' THEN EXISTS (SELECT FROM records_apikey r WHERE r.public_id = $2 AND r.organisation_id = organisation)
            WHEN 'webhook' THEN EXISTS (SELECT FROM records_webhook r WHERE r.public_id = $2 AND r.organisation_id = organisation)
            WHEN 'neighbour' THEN EXISTS (SELECT FROM records_neighbourname r WHERE r.public_id = $2 AND r.organisation_id = organisation)
            WHEN 'viewing' THEN EXISTS (SELECT FROM records_viewing r WHERE r.public_id = $2 AND r.organisation_id = organisation)
            WHEN 'contact' THEN EXISTS (SELECT FROM records_contact r WHERE r.public_id = $2 AND r.provider_id = ANY(providers))
            WHEN 'authorisation' THEN EXISTS (
                SELECT FROM records_authorisation r
                WHERE r.public_id = $2 AND (r.organisation_id = organisation OR r.provider_id = ANY(providers)))
            WHEN 'person' THEN EXISTS (
                SELECT FROM records_person p JOIN records_membership r ON r.person_id = p.id
                WHERE p.public_id = $2 AND r.organisation_id = organisation)
            ELSE false END""",
    f"star57_is_own_entry(entry bigint, {_READER}, organisation bigint) RETURNS boolean": """
        SELECT star57_is_own_subject(e.subject_kind, e.subject_id, providers, request, organisation)
        FROM records_journalentry e WHERE e.id = entry""",
}  # fmt: skip


def statements(schema: str) -> Iterator[str]:
    """Every statement that puts functions and policies in place, whether or not they were there before. schema: the tables', quoted."""
    for head, body in FUNCTIONS.items():
        yield _FUNCTION.format(head=head, schema=schema, body=body.strip())
    for table, rule in ROW_SECURITY.items():
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS {POLICY} ON {table}"
        yield f"CREATE POLICY {POLICY} ON {table} USING ({SEES_ALL} OR {rule})"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every policy in place, in one transaction; nothing happens while tables are missing (a database migrated back)."""
    if connection.vendor != "postgresql" or not set(ROW_SECURITY) <= set(connection.introspection.table_names()):
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        for statement in statements(cursor.fetchone()[0]):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables without the policy they should have, sorted; none on SQLite, which has no such thing."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED)
        return sorted(set(ROW_SECURITY) - {table for (table,) in cursor.fetchall()})


def left_open(connection: BaseDatabaseWrapper) -> list[str]:
    """What gives every connection a sight to begin with, as ALTER names it: "ROLE web" or "DATABASE star57". Nothing should."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(LEFT_OPEN)
        return [found for (found,) in cursor.fetchall()]
