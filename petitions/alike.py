"""How the database keeps petitions_alike (petitions.models.Alike).

`petitions_compare` compares the petitions given with all others anew. Two transactions do it one after the other: each of two
letters of the same person that come in at the same moment would not see the other. A text is the set of its pairs (as
fq_grams has them), a tsvector: what two have in common is what deleting takes away.
"""

PAIRS = """
CREATE FUNCTION petitions_pairs(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(ARRAY(SELECT substr(bare, n, 2) FROM generate_series(1, length(bare) - 1) n))
  FROM lower(regexp_replace(words, '[[:space:][:punct:]]+', '', 'g')) AS bare
$$;
"""
COMPARE = """
CREATE FUNCTION petitions_compare(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(changed) = 0 THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock('petitions_alike'::regclass::bigint);
  DELETE FROM petitions_alike WHERE petition_id = ANY(changed);
  DELETE FROM petitions_alike WHERE other_id = ANY(changed);
  INSERT INTO petitions_alike (petition_id, other_id)
  WITH mine AS MATERIALIZED (
    SELECT m.id, m.area_id, a.id_hash, a.phone_hash, a.name
    FROM core_matter m JOIN petitions_petition p ON p.matter_ptr_id = m.id
    JOIN core_party a ON a.matter_id = m.root_id AND a.role = 'applicant'
    WHERE m.id = ANY(changed) AND m.compartment <> 'accusation'
  ), person(id, root_id, area_id) AS (
    SELECT mine.id, b.matter_id, NULL::bigint FROM mine
    JOIN core_party b ON b.id_hash = mine.id_hash AND b.role = 'applicant' WHERE mine.id_hash <> ''
    UNION SELECT mine.id, b.matter_id, NULL FROM mine
    JOIN core_party b ON b.phone_hash = mine.phone_hash AND b.role = 'applicant' WHERE mine.phone_hash <> ''
    UNION SELECT mine.id, b.matter_id, mine.area_id FROM mine
    JOIN core_party b ON b.name = mine.name AND b.role = 'applicant'
    AND (b.id_hash = mine.id_hash OR b.id_hash = '' OR mine.id_hash = '')
  ), near AS MATERIALIZED (
    SELECT DISTINCT person.id, o.id AS other
    FROM person JOIN core_matter o ON o.root_id = person.root_id AND o.id <> person.id
    AND (person.area_id IS NULL OR o.area_id = person.area_id)
    WHERE o.kind = 'petition' AND o.compartment <> 'accusation'
  ), said AS MATERIALIZED (
    SELECT matter_ptr_id AS id, demand, field, petitions_pairs(demand) AS pairs FROM petitions_petition
    WHERE matter_ptr_id IN (SELECT id FROM near UNION SELECT other FROM near)
  ), found AS MATERIALIZED (
    SELECT near.id, near.other FROM near JOIN said a ON a.id = near.id JOIN said b ON b.id = near.other,
    LATERAL (SELECT length(a.pairs) - length(ts_delete(a.pairs, tsvector_to_array(b.pairs))) AS common) AS compared
    WHERE a.demand = b.demand OR common > 0
    AND common * CASE WHEN a.field <> '' AND a.field = b.field THEN 3 ELSE 2 END >= least(length(a.pairs), length(b.pairs))
    OR EXISTS (SELECT FROM core_link l WHERE l.first_id = least(a.id, b.id) AND l.second_id = greatest(a.id, b.id))
  )
  SELECT id, other FROM found UNION SELECT other, id FROM found;
END $$;
"""
# What has changed: a petition, those of a family whose people change, both ends of a link.
CHANGED = """
CREATE FUNCTION petitions_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed bigint[];
BEGIN
  CASE TG_TABLE_NAME
  WHEN 'petitions_petition' THEN
    changed := ARRAY[NEW.matter_ptr_id];
  WHEN 'core_matter' THEN
    changed := ARRAY[NEW.id];
  WHEN 'core_party' THEN
    changed := ARRAY(SELECT id FROM core_matter WHERE kind = 'petition' AND root_id IN (OLD.matter_id, NEW.matter_id));
  ELSE
    changed := ARRAY(SELECT id FROM core_matter WHERE kind = 'petition'
      AND id IN (OLD.first_id, NEW.first_id, OLD.second_id, NEW.second_id));
  END CASE;
  PERFORM petitions_compare(changed);
  RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER petition_came AFTER INSERT ON petitions_petition FOR EACH ROW EXECUTE FUNCTION petitions_changed();
CREATE TRIGGER petition_said AFTER UPDATE ON petitions_petition FOR EACH ROW
WHEN ((OLD.demand, OLD.field) <> (NEW.demand, NEW.field)) EXECUTE FUNCTION petitions_changed();
CREATE TRIGGER petition_moved AFTER UPDATE ON core_matter FOR EACH ROW
WHEN (NEW.kind = 'petition' AND (OLD.area_id, OLD.root_id, OLD.compartment = 'accusation')
  IS DISTINCT FROM (NEW.area_id, NEW.root_id, NEW.compartment = 'accusation')) EXECUTE FUNCTION petitions_changed();
CREATE TRIGGER petition_person_came AFTER INSERT OR DELETE ON core_party FOR EACH ROW
EXECUTE FUNCTION petitions_changed();
CREATE TRIGGER petition_person_changed AFTER UPDATE ON core_party FOR EACH ROW
WHEN ((OLD.matter_id, OLD.role, OLD.name, OLD.id_hash, OLD.phone_hash)
  IS DISTINCT FROM (NEW.matter_id, NEW.role, NEW.name, NEW.id_hash, NEW.phone_hash)) EXECUTE FUNCTION petitions_changed();
CREATE TRIGGER petition_linked AFTER INSERT OR UPDATE OR DELETE ON core_link FOR EACH ROW
EXECUTE FUNCTION petitions_changed();
"""
MADE = PAIRS + COMPARE + CHANGED + TRIGGERS
UNMADE = """
DROP FUNCTION petitions_changed() CASCADE;
DROP FUNCTION petitions_compare(bigint[]), petitions_pairs(text);
"""
