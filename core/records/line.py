"""The line of a matter: itself and all that stands above it, up to its root."""

from core.values.statements import run

# NO KEY: a notice's foreign key may be stored meanwhile, else the watch and an act wait for one another.
LOCKED = """
WITH RECURSIVE line AS (
    SELECT id, merged_into_id, parent_id FROM core_matter WHERE id = %s
    UNION ALL
    SELECT m.id, m.merged_into_id, m.parent_id FROM core_matter m JOIN line ON m.id = line.parent_id
) SELECT id, kind FROM core_matter
WHERE id = ANY(ARRAY(SELECT id FROM line UNION SELECT merged_into_id FROM line))
    OR merged_into_id = ANY(ARRAY(SELECT id FROM line))
ORDER BY id FOR NO KEY UPDATE"""


def locked(pk: int) -> dict[int, str]:
    """Lock the line of a matter with what is merged into it, or it into, always in ascending order, so that nobody waits in a
    circle; their kinds by key. A result may move each of them, a clock is passed up to each.
    """
    return dict(run(LOCKED, [pk]))
