-- Another mail address that somebody who is signed in asked for, until the link in the mail to it is used. The token is only in that
-- mail; here is its hash, from when the mail is written.
CREATE TABLE mail_changes (
    registration BIGINT PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    mail         TEXT NOT NULL,
    hash         BYTEA UNIQUE CHECK (length(hash) = 32),
    asked_at     BIGINT NOT NULL
);

-- `address`: where a mail goes if not to the registration's own address: to the new one before the change, to the old one after it.
ALTER TABLE mails_due ADD COLUMN address TEXT;
-- Named for the table that 0004 made and renamed.
ALTER TABLE mails_due DROP CONSTRAINT mails_occasion_check;
ALTER TABLE mails_due ADD CHECK (occasion IN ('registered', 'forgotten', 'relinked', 'mail-change', 'mail-changed'));
