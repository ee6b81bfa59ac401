//! The site's mails: to a mail server (SMTP), or into a folder as one `.eml` file each.
//!
//! A mail is due from the moment the registration is committed, the password reported as forgotten, another card linked, or another
//! mail address asked for or set ([`crate::store`]). It goes out after the answer, by whichever copy of the site claims it first, and is
//! tried again, later and later, until it is out. Two copies never send the same one; only a copy that is killed between the mail
//! server's yes and the database's leaves a mail that is sent again (RFC 5321 section 4.5.3.2.6 knows no way around that).

mod compose;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lettre::address::AddressError;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, FileTransport, Message, Tokio1Executor, Transport};
use tokio::sync::Notify;

use crate::Portal;
use crate::metrics::Counter;
use crate::store::{DueMail, Occasion, StoreError};

/// The longest that sending one mail takes: shorter than a claim holds ([`crate::store::CLAIM`]), so that nobody else has begun.
const LONGEST_SENDING: Duration = Duration::from_secs(45);

/// Where mails go. Clones are the same outbox.
#[derive(Clone)]
pub struct Outbox {
    way: Way,
    sender: Option<Address>,
    woken: Arc<Notify>,
}

#[derive(Clone)]
enum Way {
    Folder(PathBuf),
    Server(AsyncSmtpTransport<Tokio1Executor>),
}

/// A mail could not be sent. Says nothing of the person: what a mail server answers often repeats the address, so only its code is kept.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// The folder does not take it.
    #[error("the outbox folder does not take the mail: {0}")]
    Folder(#[from] lettre::transport::file::Error),
    /// The mail server said no.
    #[error("the mail server refuses the mail with {0}")]
    Refused(lettre::transport::smtp::response::Code),
    /// TLS failed.
    #[error("TLS to the mail server failed: is its certificate of a root that is trusted here, and for its name?")]
    Tls,
    /// The mail server could not be reached or was not understood.
    #[error("the mail server cannot be reached, or is not understood")]
    Unreachable,
    /// The mail server took too long.
    #[error("the mail server took too long")]
    TooSlow,
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
        Self::of(Way::Folder(folder.to_owned()))
    }

    /// Mails go to this server.
    pub fn to_server(transport: AsyncSmtpTransport<Tokio1Executor>) -> Self {
        Self::of(Way::Server(transport))
    }

    fn of(way: Way) -> Self {
        Self {
            way,
            sender: None,
            woken: Arc::new(Notify::new()),
        }
    }

    /// Mails come from this address; without it, from `noreply` at the site's host.
    ///
    /// # Errors
    /// [`AddressError`] if it is none.
    pub fn from_address(mut self, sender: &str) -> Result<Self, AddressError> {
        self.sender = Some(sender.parse()?);
        Ok(self)
    }

    /// A mail became due: whoever waits in [`Self::woken`] need not wait longer.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// Waits for [`Self::wake`].
    pub async fn woken(&self) {
        self.woken.notified().await;
    }
}

impl Portal {
    /// Sends the mails that are due.
    ///
    /// # Errors
    /// As [`Self::send_next_mail`].
    pub async fn send_due_mails(&self) -> Result<(), StoreError> {
        while self.send_next_mail().await? {}
        Ok(())
    }

    /// Sends one mail that is due; `false` if there is none. One that fails stays due and is tried again later; it does not hold up the
    /// others.
    ///
    /// # Errors
    /// [`StoreError`] if the database fails. A mail that fails is logged, not returned.
    pub async fn send_next_mail(&self) -> Result<bool, StoreError> {
        let Some(due) = self.store.claim_mail(self.now()).await? else {
            return Ok(false);
        };
        let sent = tokio::time::timeout(LONGEST_SENDING, self.send(&due)).await;
        match sent.unwrap_or(Err(OutboxError::TooSlow)) {
            Ok(()) => {
                self.metrics.count(Counter::Mails, "sent");
                self.store.mail_sent(&due).await?;
            }
            Err(error) => {
                let again = self.store.mail_failed(&due, self.now()).await?;
                if again {
                    tracing::error!(%error, "a mail was not sent; it stays due");
                    self.metrics.count(Counter::Mails, "failed");
                } else {
                    tracing::error!(%error, "a mail was not sent for days and is given up");
                    self.metrics.count(Counter::Mails, "given-up");
                }
            }
        }
        Ok(true)
    }

    async fn send(&self, due: &DueMail) -> Result<(), OutboxError> {
        let (store, registration) = (&self.store, due.registration);
        let token = match due.occasion {
            Occasion::Registered | Occasion::Forgotten => {
                Some(store.new_password_link(registration, self.now()).await?)
            }
            Occasion::MailChange => match store.new_mail_link(registration, &due.address).await? {
                Some(token) => Some(token),
                // Nobody asks for this address any more.
                None => return Ok(()),
            },
            Occasion::Relinked | Occasion::MailChanged => None,
        };
        let letter = compose::Letter {
            due,
            origin: &self.origin,
            token: token.as_ref(),
            test: self.verifier.is_test(),
        };
        let message = letter.message(self.outbox.sender.as_ref())?;
        match &self.outbox.way {
            Way::Folder(folder) => into_folder(folder, message).await,
            Way::Server(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(refused(&error)),
            },
        }
    }
}

async fn into_folder(folder: &Path, message: Message) -> Result<(), OutboxError> {
    let transport = FileTransport::new(folder);
    tokio::task::spawn_blocking(move || transport.send(&message))
        .await
        .map_err(|_| OutboxError::Interrupted)??;
    Ok(())
}

fn refused(error: &lettre::transport::smtp::Error) -> OutboxError {
    match error.status() {
        Some(code) => OutboxError::Refused(code),
        None if error.is_tls() => OutboxError::Tls,
        None if error.is_timeout() => OutboxError::TooSlow,
        None => OutboxError::Unreachable,
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = match &self.way {
            Way::Folder(_) => "folder",
            Way::Server(_) => "server",
        };
        f.debug_tuple("Outbox").field(&way).finish()
    }
}
