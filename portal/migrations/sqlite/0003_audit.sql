-- Who the audit record means, without saying who: 16 random bytes. They stand here and in the record only, so that erasing a
-- registration leaves a record that is about nobody.
ALTER TABLE registrations ADD COLUMN pseudonym BLOB CHECK (length(pseudonym) = 16);
UPDATE registrations SET pseudonym = randomblob(16);
CREATE UNIQUE INDEX registrations_pseudonym ON registrations (pseudonym);

-- When somebody last signed in with it, for as long as the list of sign-ins does not go back: what retention asks.
ALTER TABLE passwords ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
UPDATE passwords SET used_at = coalesce((SELECT max(signed_in_at) FROM sign_ins WHERE sign_ins.registration = passwords.registration), 0);

-- What happened, without attributes of anybody. `hash` covers the entry and the hash of the one before.
CREATE TABLE audit (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    event   TEXT NOT NULL,
    subject BLOB NOT NULL CHECK (length(subject) = 16),
    hash    BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER audit_keeps_entries BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit record is append-only');
END;
CREATE TRIGGER audit_loses_no_entries BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit record is append-only');
END;

-- The last entry's number and hash: what the next one follows, and what shows that the end is missing.
CREATE TABLE audit_head (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO audit_head (id, number, hash) VALUES (1, 0, zeroblob(32));

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
