//! What a mail says: as text and as HTML (RFC 2046 `multipart/alternative`), in the person's language.
//!
//! No header holds anything that a person or a certificate wrote, but the address, which was parsed. In the text a name stays on its
//! line; in the HTML it is escaped.

use askama::Template;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use openjpki::origin::Origin;

use super::OutboxError;
use crate::catalog::{Html, Language, Text, Words};
use crate::secret::Secret;
use crate::store::{DueMail, Occasion};

/// The longest name in a mail, in characters: as in the form.
const LONGEST_NAME: usize = 104;

/// Everything that a mail is made of.
pub(super) struct Letter<'a> {
    /// To whom, and why.
    pub(super) due: &'a DueMail,
    /// The site.
    pub(super) origin: &'a Origin,
    /// The link's token, where there is a link.
    pub(super) token: Option<&'a Secret>,
    /// Whether the site takes test cards.
    pub(super) test: bool,
}

/// The sentences of one occasion.
struct Said {
    subject: Text,
    happened: Text,
    /// What the link is for; `None`: the mail has no link.
    link: Option<Text>,
    not_you: Text,
    /// Whether it says whose registration it is: not to an address that nobody has confirmed.
    personal: bool,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage<'a> {
    words: &'static Words,
    language: &'static str,
    said: Said,
    greeting: Html,
    id: Html,
    url: &'a str,
    test: bool,
}

/// Written by a program: nothing answers to it by itself (RFC 3834 section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Letter<'_> {
    /// The mail, from `sender`, or from `noreply` at the site's host.
    ///
    /// # Errors
    /// [`OutboxError::Compose`] if an address is none.
    pub(super) fn message(&self, sender: Option<&Address>) -> Result<Message, OutboxError> {
        let language = Language::from_code(&self.due.language).unwrap_or(Language::Japanese);
        let words = language.words();
        let sender = match sender {
            Some(sender) => sender.clone(),
            None => Address::new("noreply", self.mail_domain()).map_err(|_| OutboxError::Compose)?,
        };
        let recipient = self.due.address.parse().map_err(|_| OutboxError::Compose)?;
        let name = on_one_line(&self.due.name);
        let url = self
            .token
            .map(|token| format!("{}/{}/{}", self.origin, place(self.due.occasion), token.as_str()));
        let page = MailPage {
            words,
            language: language.code(),
            said: said(words, self.due.occasion),
            greeting: words.mail.greeting.fill(&[("name", &name)]),
            id: words.mail.id.fill(&[("id", &self.due.authentication_id)]),
            url: url.as_deref().unwrap_or_default(),
            test: self.test,
        };
        let html = page.render().map_err(|_| OutboxError::Compose)?;
        Message::builder()
            .from(Mailbox::new(Some("OpenJPKI Registration".to_owned()), sender))
            .to(Mailbox::new(None, recipient))
            .subject(page.said.subject.plain())
            .message_id(None)
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(self.text(words, &name, url), html))
            .map_err(|_| OutboxError::Compose)
    }

    fn text(&self, words: &Words, name: &str, url: Option<String>) -> String {
        let mail = &words.mail;
        let said = said(words, self.due.occasion);
        let mut lines = Vec::new();
        if said.personal {
            lines.extend([mail.greeting.fill_plain(&[("name", name)]), String::new()]);
        }
        lines.push(said.happened.plain());
        if said.personal {
            lines.push(mail.id.fill_plain(&[("id", &self.due.authentication_id)]));
        }
        lines.push(String::new());
        if let (Some(link), Some(url)) = (said.link, url) {
            lines.extend([
                link.plain(),
                url,
                String::new(),
                mail.lifetime.plain(),
                mail.open_tabs.plain(),
            ]);
        }
        lines.extend([
            said.not_you.plain(),
            String::new(),
            "-- ".to_owned(),
            words.site.name.plain(),
            words.site.not_government.plain(),
        ]);
        if self.test {
            lines.push(mail.test.plain());
        }
        lines.join("\r\n") + "\r\n"
    }

    /// The origin's host; a name that mail never goes to where the origin is an address of this computer.
    fn mail_domain(&self) -> &str {
        match self.origin.host() {
            "localhost" | "127.0.0.1" | "[::1]" => "portal.invalid",
            host => host,
        }
    }
}

fn said(words: &Words, occasion: Occasion) -> Said {
    let mail = &words.mail;
    match occasion {
        Occasion::Registered => Said {
            subject: mail.subject,
            happened: mail.registered,
            link: Some(mail.link),
            not_you: mail.not_you,
            personal: true,
        },
        Occasion::Forgotten => Said {
            subject: mail.forgotten_subject,
            happened: mail.forgotten,
            link: Some(mail.forgotten_link),
            not_you: mail.forgotten_not_you,
            personal: true,
        },
        Occasion::Relinked => Said {
            subject: mail.relinked_subject,
            happened: mail.relinked,
            link: None,
            not_you: mail.relinked_not_you,
            personal: true,
        },
        Occasion::MailChange => Said {
            subject: mail.change_subject,
            happened: mail.change,
            link: Some(mail.change_link),
            not_you: mail.change_not_you,
            personal: false,
        },
        Occasion::MailChanged => Said {
            subject: mail.changed_subject,
            happened: mail.changed,
            link: None,
            not_you: mail.changed_not_you,
            personal: true,
        },
    }
}

/// The page that a link leads to.
fn place(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::MailChange => "mail",
        _ => "password",
    }
}

/// A name cannot begin a line of its own, and none is longer than a name can be.
fn on_one_line(name: &str) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    name.chars()
        .map(|letter| if breaks(letter) { ' ' } else { letter })
        .take(LONGEST_NAME)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(name: &str, address: &str, occasion: Occasion) -> DueMail {
        DueMail {
            number: 1,
            attempt: 1,
            registration: 1,
            name: name.to_owned(),
            address: address.to_owned(),
            authentication_id: "2345-6789-ABCD".to_owned(),
            language: "en".to_owned(),
            occasion,
        }
    }

    fn written(due: &DueMail) -> Result<String, OutboxError> {
        let token = Secret::random().unwrap();
        let origin = Origin::parse("https://portal.example.jp").unwrap();
        let letter = Letter {
            due,
            origin: &origin,
            token: said(Language::English.words(), due.occasion).link.map(|_| &token),
            test: false,
        };
        Ok(String::from_utf8(letter.message(None)?.formatted()).unwrap())
    }

    #[test]
    fn a_name_becomes_neither_a_header_nor_a_line_nor_markup() {
        let name = "EVE\r\nBcc: all@example.jp\r\n\r\n<a href=\"https://evil.example\">{{7*7}}</a>\u{2028}{name}";
        let mail = written(&due(name, "eve@example.jp", Occasion::Registered)).unwrap();
        let (head, body) = mail.split_once("\r\n\r\n").unwrap();
        assert!(!head.contains("Bcc") && !head.contains("EVE"), "{head}");
        let body = body.replace("=\r\n", "").replace("=3D", "=");
        assert!(!body.contains("\nBcc"), "{body}");
        assert_eq!(
            body.matches("<a href").count(),
            2,
            "once in the text, where it is text, and our own link"
        );
        assert!(
            body.contains("&lt;a href=&quot;https://evil.example&quot;&gt;{{7*7}}"),
            "{body}"
        );
    }

    #[test]
    fn an_address_with_more_in_it_is_refused() {
        for address in [
            "a@example.jp\r\nBcc: b@example.jp",
            "a@example.jp, b@example.jp",
            "<a@example.jp>",
            "a@example.jp\nRCPT TO:<b@example.jp>",
            "",
        ] {
            let outcome = written(&due("EVE", address, Occasion::Registered));
            assert!(matches!(outcome, Err(OutboxError::Compose)), "{address:?}");
        }
    }

    #[test]
    fn a_notice_has_no_link() {
        let mail = written(&due("EVE", "eve@example.jp", Occasion::Relinked)).unwrap();
        assert!(!mail.contains("/password/") && mail.contains("multipart/alternative"));
        assert!(mail.contains("Auto-Submitted: auto-generated") && mail.contains("Message-ID: <"));
        assert!(
            mail.contains("From: \"OpenJPKI Registration\" <noreply@portal.example.jp>"),
            "{mail}"
        );
    }
}
