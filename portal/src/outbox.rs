//! Mails with links for passwords, written into a folder as one `.eml` file each.
//!
//! A mail is due from the moment the registration is committed, or the password reported as forgotten ([`crate::store`]); it is tried at once and then again until it is out.

use std::path::{Path, PathBuf};

use lettre::message::{Mailbox, header::ContentType};
use lettre::{FileTransport, Message, Transport};
use openjpki::origin::Origin;

use crate::Portal;
use crate::catalog::Language;
use crate::metrics::Counter;
use crate::secret::Secret;
use crate::store::{DueMail, Occasion, StoreError};

/// A folder that mails are written into.
#[derive(Debug, Clone)]
pub struct Outbox {
    folder: PathBuf,
}

/// A mail could not be written. Says nothing of the person.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// The folder does not take it.
    #[error("the outbox folder does not take the mail: {0}")]
    Folder(#[from] lettre::transport::file::Error),
    /// An address or a header that cannot be written.
    #[error("the mail cannot be composed")]
    Compose,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The task that writes was ended.
    #[error("writing the mail was interrupted")]
    Interrupted,
}

impl Outbox {
    /// The outbox in this folder, which must be there.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }
}

impl Portal {
    /// Sends the mails that are due. One that fails stays due and is tried again later; it does not hold up the others.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails. A mail that fails is logged, not returned.
    pub async fn send_due_mails(&self) -> Result<(), StoreError> {
        while let Some(due) = self.store.claim_mail(self.now()).await? {
            match self.send(&due).await {
                Ok(()) => {
                    self.metrics.count(Counter::Mails, "sent");
                    self.store.mail_sent(due.registration).await?;
                }
                Err(error) => {
                    tracing::error!(%error, "a mail was not sent; it stays due");
                    self.metrics.count(Counter::Mails, "failed");
                    self.store.mail_failed(due.registration, self.now()).await?;
                }
            }
        }
        Ok(())
    }

    async fn send(&self, due: &DueMail) -> Result<(), OutboxError> {
        let token = self.store.new_password_link(due.registration, self.now()).await?;
        let message = compose(due, &self.origin, &token, self.verifier.is_test())?;
        let transport = FileTransport::new(&self.outbox.folder);
        tokio::task::spawn_blocking(move || transport.send(&message))
            .await
            .map_err(|_| OutboxError::Interrupted)??;
        Ok(())
    }
}

fn compose(due: &DueMail, origin: &Origin, token: &Secret, test: bool) -> Result<Message, OutboxError> {
    let words = Language::from_code(&due.language).unwrap_or(Language::Japanese).words();
    let mail = &words.mail;
    let (subject, happened, link, not_you) = match due.occasion {
        Occasion::Registered => (mail.subject, mail.registered, mail.link, mail.not_you),
        Occasion::Forgotten => (
            mail.forgotten_subject,
            mail.forgotten,
            mail.forgotten_link,
            mail.forgotten_not_you,
        ),
    };
    let mut lines = vec![
        mail.greeting.fill_plain(&[("name", &due.name)]),
        String::new(),
        happened.plain(),
        mail.id.fill_plain(&[("id", &due.authentication_id)]),
        String::new(),
        link.plain(),
        format!("{origin}/password/{}", token.as_str()),
        String::new(),
        mail.lifetime.plain(),
        mail.open_tabs.plain(),
        not_you.plain(),
        String::new(),
        "-- ".to_owned(),
        words.site.name.plain(),
        words.site.not_government.plain(),
    ];
    if test {
        lines.push(mail.test.plain());
    }
    let sender = lettre::Address::new("noreply", mail_domain(origin)).map_err(|_| OutboxError::Compose)?;
    let recipient = due.address.parse().map_err(|_| OutboxError::Compose)?;
    Message::builder()
        .from(Mailbox::new(Some("OpenJPKI Registration".to_owned()), sender))
        .to(Mailbox::new(None, recipient))
        .subject(subject.plain())
        .header(ContentType::TEXT_PLAIN)
        .body(lines.join("\r\n") + "\r\n")
        .map_err(|_| OutboxError::Compose)
}

/// The origin's host; a name that mail never goes to where the origin is an address of this computer.
fn mail_domain(origin: &Origin) -> &str {
    match origin.host() {
        "localhost" | "127.0.0.1" | "[::1]" => "portal.invalid",
        host => host,
    }
}
