"""What the database itself refuses, whoever asks."""

import pgtrigger

NOT_EMPTIED = pgtrigger.Trigger(
    name="not_emptied",
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    level=pgtrigger.Statement,
    func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;",
)
KEPT = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete), NOT_EMPTIED]
APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    NOT_EMPTIED,
]
