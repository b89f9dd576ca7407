"""Database triggers that let the audit log only grow. Their place is a migration:

    operations = triggers.OPERATIONS

A later migration that changes one of the two tables must begin with WITHOUT and end with
OPERATIONS: SQLite rebuilds tables and loses triggers. `verify_audit` says when one is missing.
"""

from django.db import migrations

REFUSAL = "The audit log only grows."
# What an allowed entry, and an allowed change of the head, look like.
CHAIN = """NEW.number = (SELECT number + 1 FROM home_audithead)
    AND NEW.previous_hash = (SELECT hash FROM home_audithead)"""
STEP = """NEW.id = OLD.id AND NEW.number = OLD.number + 1
    AND NEW.hash = (SELECT hash FROM home_auditentry WHERE number = NEW.number)"""
# Name to (table, event, scope on PostgreSQL, what is refused).
ALWAYS = "1 = 1"
BROKEN_CHAIN = f"NOT COALESCE({CHAIN}, FALSE)"
BROKEN_STEP = f"NOT COALESCE({STEP}, FALSE)"
EVERYWHERE = {
    "audit_entry_insert": ("home_auditentry", "INSERT", "ROW", BROKEN_CHAIN),
    "audit_entry_update": ("home_auditentry", "UPDATE", "ROW", ALWAYS),
    "audit_entry_delete": ("home_auditentry", "DELETE", "ROW", ALWAYS),
    "audit_head_update": ("home_audithead", "UPDATE", "ROW", BROKEN_STEP),
    "audit_head_delete": ("home_audithead", "DELETE", "ROW", ALWAYS),
}
TRIGGERS = {
    "sqlite": {
        **EVERYWHERE,
        # "INSERT OR REPLACE" deletes without firing DELETE triggers.
        "audit_head_insert": (
            "home_audithead",
            "INSERT",
            "ROW",
            "EXISTS (SELECT 1 FROM home_audithead)",
        ),
    },
    "postgresql": {
        **EVERYWHERE,
        "audit_entry_truncate": ("home_auditentry", "TRUNCATE", "STATEMENT", ALWAYS),
        "audit_head_truncate": ("home_audithead", "TRUNCATE", "STATEMENT", ALWAYS),
    },
}


def install(connection):
    """Create the triggers, replacing older ones."""
    remove(connection)
    with connection.cursor() as cursor:
        for name, trigger in TRIGGERS[connection.vendor].items():
            for statement in _statements(connection.vendor, name, *trigger):
                cursor.execute(statement)


def remove(connection):
    """Drop the triggers; nothing happens where there are none."""
    with connection.cursor() as cursor:
        for name, (table, *_) in TRIGGERS[connection.vendor].items():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def missing(connection):
    """Return the names of triggers that the database does not have or has switched off, sorted."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(TRIGGERS[connection.vendor].keys() - {name for (name,) in cursor.fetchall()})


def _statements(vendor, name, table, event, scope, refused):
    when = f"TRIGGER {name} BEFORE {event} ON {table} FOR EACH {scope}"
    if vendor == "sqlite":
        yield f"CREATE {when} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return
    # The rule stands in the function: a trigger's own WHEN may not look into tables.
    yield f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {refused} THEN RAISE EXCEPTION '{REFUSAL}'
            USING ERRCODE = 'integrity_constraint_violation';
        END IF; RETURN NEW; END $$"""
    yield f"CREATE {when} EXECUTE FUNCTION {name}()"


def _install(apps, schema_editor):
    install(schema_editor.connection)


def _remove(apps, schema_editor):
    remove(schema_editor.connection)


OPERATIONS = [migrations.RunPython(_install, _remove)]
WITHOUT = [migrations.RunPython(_remove, _install)]
