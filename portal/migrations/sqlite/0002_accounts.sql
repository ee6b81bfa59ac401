-- A registration's password, as argon2id in PHC form. No row: none was set yet.
CREATE TABLE passwords (
    registration INTEGER PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    hash         TEXT NOT NULL,
    set_at       INTEGER NOT NULL
) STRICT;

-- The card that was read in this session to sign in. Who it belongs to is only asked with the authentication ID and the password.
CREATE TABLE presented_cards (
    session             BLOB PRIMARY KEY REFERENCES sessions (hash) ON UPDATE CASCADE ON DELETE CASCADE,
    authentication_hash BLOB NOT NULL CHECK (length(authentication_hash) = 32),
    presented_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who signed in when. `session` is there as long as that visit is open.
CREATE TABLE sign_ins (
    id           INTEGER PRIMARY KEY,
    registration INTEGER NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    session      BLOB UNIQUE REFERENCES sessions (hash) ON UPDATE CASCADE ON DELETE SET NULL,
    card         INTEGER NOT NULL CHECK (card IN (0, 1)),
    signed_in_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ins_registration ON sign_ins (registration, signed_in_at);

-- Failures to sign in, by lane: a hash of the authentication ID as it was typed, whether it exists or not, and of how the attempt came
-- (with the registered card, from a browser that signed in before, from anywhere else). One lane never slows another.
CREATE TABLE sign_in_delays (
    lane     BLOB PRIMARY KEY CHECK (length(lane) = 32),
    failures INTEGER NOT NULL,
    next_at  INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_delays_last ON sign_in_delays (last_at);

-- Browsers that signed in to a registration, or set its password. The cookie's value is not here, only its hash.
CREATE TABLE known_browsers (
    hash         BLOB NOT NULL CHECK (length(hash) = 32),
    registration INTEGER NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    seen_at      INTEGER NOT NULL,
    PRIMARY KEY (hash, registration)
) STRICT, WITHOUT ROWID;

-- A mail is due because somebody registered, or because somebody forgot the password.
ALTER TABLE mails_due ADD COLUMN occasion TEXT NOT NULL DEFAULT 'registered' CHECK (occasion IN ('registered', 'forgotten'));
CREATE INDEX registrations_mail ON registrations (mail COLLATE NOCASE);
