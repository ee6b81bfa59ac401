-- Another mail address that somebody who is signed in asked for, until the link in the mail to it is used. The token is only in that
-- mail; here is its hash, from when the mail is written.
CREATE TABLE mail_changes (
    registration INTEGER PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    mail         TEXT NOT NULL,
    hash         BLOB UNIQUE CHECK (length(hash) = 32),
    asked_at     INTEGER NOT NULL
) STRICT;

-- `address`: where a mail goes if not to the registration's own address: to the new one before the change, to the old one after it.
CREATE TABLE mails (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    registration INTEGER NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    occasion     TEXT NOT NULL CHECK (occasion IN ('registered', 'forgotten', 'relinked', 'mail-change', 'mail-changed')),
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at      INTEGER NOT NULL,
    address      TEXT,
    UNIQUE (registration, occasion)
) STRICT;
INSERT INTO mails (number, registration, occasion, attempts, next_at) SELECT number, registration, occasion, attempts, next_at FROM mails_due;
DROP TABLE mails_due;
ALTER TABLE mails RENAME TO mails_due;
CREATE INDEX mails_due_next ON mails_due (next_at);
