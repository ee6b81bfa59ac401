-- Times are seconds since 1970-01-01T00:00:00Z; hashes are SHA-256, 32 bytes.

-- A visit of one browser. The cookie's value is not here, only its hash.
CREATE TABLE sessions (
    hash    BLOB PRIMARY KEY CHECK (length(hash) = 32),
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A nonce that was given out and has not come back. Taking it is deleting it: it is used once.
CREATE TABLE nonces (
    hash    BLOB PRIMARY KEY CHECK (length(hash) = 32),
    session BLOB NOT NULL REFERENCES sessions (hash) ON UPDATE CASCADE ON DELETE CASCADE,
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is registered. What the card said and what the person typed stand side by side.
CREATE TABLE registrations (
    id                      INTEGER PRIMARY KEY,
    authentication_id       TEXT NOT NULL UNIQUE,
    kind                    TEXT NOT NULL CHECK (kind IN ('applicant', 'agent', 'counter')),
    role                    TEXT NOT NULL,
    name                    TEXT NOT NULL,
    sex                     TEXT NOT NULL CHECK (sex IN ('male', 'female')),
    birth_date              TEXT NOT NULL,
    municipality            TEXT NOT NULL CHECK (length(municipality) = 6),
    address                 TEXT NOT NULL,
    telephone               TEXT NOT NULL,
    mail                    TEXT NOT NULL,
    residence_card          TEXT,
    notice_number           TEXT,
    -- NULL for the kinds that need no card.
    signature_hash          BLOB UNIQUE CHECK (length(signature_hash) = 32),
    authentication_hash     BLOB UNIQUE CHECK (length(authentication_hash) = 32),
    authentication_der      BLOB,
    hierarchy               TEXT CHECK (hierarchy IN ('production', 'test')),
    revocation              TEXT,
    language                TEXT NOT NULL,
    registered_at           INTEGER NOT NULL,
    CHECK ((kind = 'applicant') = (authentication_hash IS NOT NULL))
) STRICT;

-- A registration that is being typed: one to a session. `card` is what was verified, `typed` what the person typed (JSON both).
-- `registration` is set when it is done, and then nothing typed is kept.
CREATE TABLE drafts (
    session         BLOB PRIMARY KEY REFERENCES sessions (hash) ON UPDATE CASCADE ON DELETE CASCADE,
    tag             TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('applicant', 'agent', 'counter')),
    card            TEXT,
    typed           TEXT NOT NULL,
    terms_opened_at INTEGER,
    registration    INTEGER REFERENCES registrations (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A link for the first password. The token is only in the mail; here is its hash.
CREATE TABLE password_links (
    hash         BLOB PRIMARY KEY CHECK (length(hash) = 32),
    registration INTEGER NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    made_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX password_links_registration ON password_links (registration);

-- Mails that are due. The link's token is made when the mail is written, so no token lies here.
CREATE TABLE mails_due (
    registration INTEGER PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at      INTEGER NOT NULL
) STRICT;
