-- Why:      bytes of large messages may lie in object storage; the row then says where.
-- Writes:   a column and a check of blob (new rows only, so nothing is read), a new table, two
--           triggers that wake for such rows alone. Time: none to speak of.
-- Mixed:    an older node runs unchanged while [blobs] store is "database", but cannot read a
--           message whose bytes lie elsewhere: bring all nodes up before you set it to "s3".
-- Back:     only while no row has an object: drop the triggers, the table, the check and the column.

ALTER TABLE blob ALTER COLUMN content DROP NOT NULL;
ALTER TABLE blob ADD COLUMN object text;             -- its name in object storage; NULL: content is here
ALTER TABLE blob ADD CONSTRAINT blob_lies_in_one_place
  CHECK ((content IS NULL) <> (object IS NULL)) NOT VALID;

-- Objects that no blob names: being put, left by a transaction that was not to be, or of a blob that
-- is gone. So every object is named either here or by its blob, and none is forgotten in the bucket.
-- No name is used twice.
CREATE TABLE loose_object (
  hash           bytea       NOT NULL,
  name           text        NOT NULL,
  since          timestamptz NOT NULL DEFAULT now(),
  doomed         boolean     NOT NULL DEFAULT false, -- being removed; no blob can claim it any more
  PRIMARY KEY (hash, name)
);
CREATE INDEX loose_object_since ON loose_object (since);

-- A blob claims its object. Whoever comes so late that it is being removed is told to try again.
CREATE FUNCTION claim_object() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM loose_object WHERE hash = NEW.hash AND name = NEW.object AND NOT doomed;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an object waited too long for its blob' USING ERRCODE = 'io_error';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER blob_claims_object AFTER INSERT ON blob
  FOR EACH ROW WHEN (NEW.object IS NOT NULL) EXECUTE FUNCTION claim_object();

CREATE FUNCTION loosen_object() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO loose_object (hash, name) VALUES (OLD.hash, OLD.object);
  RETURN NULL;
END
$$;
CREATE TRIGGER blob_loosens_object AFTER DELETE ON blob
  FOR EACH ROW WHEN (OLD.object IS NOT NULL) EXECUTE FUNCTION loosen_object();
