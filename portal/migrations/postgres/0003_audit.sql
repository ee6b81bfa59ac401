-- Who the audit record means, without saying who: 16 random bytes. They stand here and in the record only, so that erasing a
-- registration leaves a record that is about nobody.
ALTER TABLE registrations ADD COLUMN pseudonym BYTEA CHECK (length(pseudonym) = 16);
UPDATE registrations SET pseudonym = uuid_send(gen_random_uuid());
CREATE UNIQUE INDEX registrations_pseudonym ON registrations (pseudonym);

-- When somebody last signed in with it, for as long as the list of sign-ins does not go back: what retention asks.
ALTER TABLE passwords ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
UPDATE passwords SET used_at = coalesce((SELECT max(signed_in_at) FROM sign_ins WHERE sign_ins.registration = passwords.registration), 0);

-- What happened, without attributes of anybody. `hash` covers the entry and the hash of the one before.
CREATE TABLE audit (
    number  BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL,
    event   TEXT NOT NULL,
    subject BYTEA NOT NULL CHECK (length(subject) = 16),
    hash    BYTEA NOT NULL CHECK (length(hash) = 32)
);
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$;
CREATE TRIGGER audit_keeps_entries BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- The last entry's number and hash: what the next one follows, and what shows that the end is missing.
CREATE TABLE audit_head (
    id     BIGINT PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL,
    hash   BYTEA NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO audit_head (id, number, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- What is looked for in a site with many people.
CREATE INDEX sessions_seen ON sessions (seen_at);
CREATE INDEX sessions_made ON sessions (made_at);
CREATE INDEX nonces_session ON nonces (session);
CREATE INDEX nonces_made ON nonces (made_at);
CREATE INDEX drafts_registration ON drafts (registration);
CREATE INDEX password_links_made ON password_links (made_at);
CREATE INDEX known_browsers_registration ON known_browsers (registration);
CREATE INDEX known_browsers_seen ON known_browsers (seen_at);
CREATE INDEX sign_ins_made ON sign_ins (signed_in_at);
CREATE INDEX mails_due_next ON mails_due (next_at);
DROP INDEX registrations_mail;
CREATE INDEX registrations_mail ON registrations (lower(mail));
