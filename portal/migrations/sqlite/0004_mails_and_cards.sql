-- A mail of each occasion can be due at once: that another card was linked is said whatever else is on its way. The number tells one
-- mail from a later one of the same occasion.
CREATE TABLE mails (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    occasion     TEXT NOT NULL CHECK (occasion IN ('registered', 'forgotten', 'relinked')),
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at      INTEGER NOT NULL,
    UNIQUE (registration, occasion)
) STRICT;
INSERT INTO mails (registration, occasion, attempts, next_at) SELECT registration, occasion, attempts, next_at FROM mails_due;
DROP TABLE mails_due;
ALTER TABLE mails RENAME TO mails_due;
CREATE INDEX mails_due_next ON mails_due (next_at);

-- Who gave the authentication ID and the password in this session and may link another card to the registration.
CREATE TABLE card_permits (
    session      BLOB PRIMARY KEY REFERENCES sessions (hash) ON UPDATE CASCADE ON DELETE CASCADE,
    registration INTEGER NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    given_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX card_permits_registration ON card_permits (registration);
