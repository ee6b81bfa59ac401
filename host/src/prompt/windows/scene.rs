//! What one window says, as a list of blocks from top to bottom: words only, nothing of Win32.

use openjpki::jpki::KeyKind;
use openjpki::origin::Origin;

use super::rule::Rule;
use crate::catalog::Catalog;
use crate::prompt::{ChangeStep, ConfirmRequest, MessageRequest, Notice, PinRequest, Purpose, listing, wording};

/// What ends a line in a control of Win32.
const END_OF_LINE: &str = "\r\n";

/// Ids of the controls; see the list in `windows.rs`.
pub(super) mod id {
    pub(in super::super) const OK: u16 = 1;
    pub(in super::super) const CANCEL: u16 = 2;
    pub(in super::super) const FIELD: u16 = 100;
    pub(in super::super) const SENTENCE: u16 = 101;
    pub(in super::super) const DOCUMENTS: u16 = 102;
    pub(in super::super) const DOMAIN: u16 = 200;
    pub(in super::super) const ORIGIN: u16 = 201;
    pub(in super::super) const PURPOSE: u16 = 202;
    pub(in super::super) const LEAVES: u16 = 203;
    pub(in super::super) const ADVICE: u16 = 204;
    pub(in super::super) const NAME: u16 = 205;
    pub(in super::super) const HEADING: u16 = 206;
    pub(in super::super) const HINT: u16 = 207;
    pub(in super::super) const TRIES: u16 = 208;
    pub(in super::super) const WARNING: u16 = 209;
}

/// How a block looks and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Large and bold, in the band that says who asks.
    Headline,
    /// The band that says who asks, below the headline.
    Site,
    /// Running text.
    Body,
    /// Bold.
    Strong,
    /// The name of the field; Alt and its underlined letter go there.
    Label,
    /// Less important than the rest.
    Quiet,
    /// A bold sentence beside a warning sign.
    Alert,
    /// Where the PIN is typed.
    Field,
    /// A line about what is typed, which changes; its place is kept free.
    Hint,
    /// Text that can be selected and copied.
    Sentence,
    /// The same in the band that says who asks, many lines of which some are shown; the others are scrolled to.
    List,
}

/// One text or field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Its control.
    pub(super) id: u16,
    /// How it looks.
    pub(super) look: Look,
    /// What it says; an empty block takes no room, except a field or hint.
    pub(super) text: String,
}

/// A button, left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Button {
    /// Its control.
    pub(super) id: u16,
    /// What it says.
    pub(super) text: String,
    /// Whether it is what Enter means.
    pub(super) default: bool,
}

/// Which question of a ceremony it is: the same one is asked again in the same window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Question {
    /// For the PIN.
    Pin {
        /// Of this key.
        key: KeyKind,
        /// For this site; nothing for a page of OpenJPKI's own.
        origin: Option<String>,
        /// And this purpose, whatever the step.
        purpose: Purpose,
    },
    /// Whether to use the last try.
    LastTry,
    /// None: a message.
    Message,
}

/// What one window says.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) title: &'static str,
    pub(super) question: Question,
    pub(super) blocks: Vec<Block>,
    pub(super) buttons: Vec<Button>,
    /// The rule of what is typed, if there is a field.
    pub(super) rule: Option<Rule>,
}

impl Scene {
    /// Asks for the PIN of `key`.
    pub(super) fn pin(request: &PinRequest<'_>, key: KeyKind) -> Self {
        let catalog = Catalog::for_lang(request.catalog.lang);
        let mistake = request.mistake.map(|mistake| wording::mistake(catalog, key, mistake));
        let tries_look = if request.tries == 1 || mistake.is_some() {
            Look::Strong
        } else {
            Look::Quiet
        };
        let mut blocks = site(request.origin);
        let advice = wording::advice(request, key).unwrap_or(catalog.window.advice.of(key));
        blocks.extend([
            block(id::PURPOSE, Look::Site, wording::purpose(request, key)),
            block(
                id::DOCUMENTS,
                Look::List,
                listing::all(catalog, request.documents).join(END_OF_LINE),
            ),
            block(id::LEAVES, Look::Site, wording::leaves(request, key)),
            block(id::HEADING, Look::Alert, mistake.unwrap_or_default()),
            block(id::NAME, Look::Label, label(&wording::label(request, key))),
            block(id::ADVICE, Look::Quiet, advice),
            block(id::FIELD, Look::Field, ""),
            block(id::HINT, Look::Hint, ""),
            block(id::TRIES, tries_look, wording::tries_shown(request).unwrap_or_default()),
        ]);
        Self {
            title: catalog.title,
            question: Question::Pin {
                key,
                origin: request.origin.map(|origin| origin.as_str().to_owned()),
                purpose: match request.purpose {
                    Purpose::ChangePin(_) => Purpose::ChangePin(ChangeStep::Current),
                    other => other,
                },
            },
            blocks,
            buttons: vec![
                button(id::OK, catalog.ok, true),
                button(id::CANCEL, catalog.cancel, false),
            ],
            rule: Some(Rule {
                catalog,
                key,
                is_new: request.purpose == Purpose::ChangePin(ChangeStep::New),
            }),
        }
    }

    /// Asks whether to use the last try. Whoever presses Enter without reading stops.
    pub(super) fn last_try(request: &ConfirmRequest<'_>) -> Self {
        let catalog = Catalog::for_lang(request.catalog.lang);
        let window = &catalog.window;
        let mut blocks = site(request.origin);
        blocks.extend([
            block(id::HEADING, Look::Alert, window.last_try_heading),
            block(id::WARNING, Look::Body, wording::last_try_warning(request)),
        ]);
        Self {
            title: catalog.title,
            question: Question::LastTry,
            blocks,
            buttons: vec![
                button(id::OK, &mnemonic(catalog.last_try_continue, 'L'), false),
                button(id::CANCEL, window.last_try_stop, true),
            ],
            rule: None,
        }
    }

    /// Tells something.
    pub(super) fn message(request: &MessageRequest<'_>) -> Self {
        let catalog = Catalog::for_lang(request.catalog.lang);
        let blocks = match (request.notice, wording::change::outcome(catalog, request.notice)) {
            (notice, Some((heading, text))) => {
                let done = matches!(notice, Notice::PinChanged(_));
                let look = if done { Look::Strong } else { Look::Alert };
                vec![block(id::HEADING, look, heading), block(id::WARNING, Look::Body, text)]
            }
            (Notice::PinBlocked(key), None) => blocked(catalog, key),
            (_, None) => Vec::new(),
        };
        let text = match request.notice {
            Notice::PinInDoubt(_) => catalog.ok,
            _ => catalog.window.close,
        };
        Self {
            title: catalog.title,
            question: Question::Message,
            blocks,
            buttons: vec![button(id::CANCEL, text, true)],
            rule: None,
        }
    }

    /// Whether the window that asks this can ask `next` as well: the same again, or the next step of one change.
    pub(super) fn goes_on_with(&self, next: &Self) -> bool {
        self.rule.is_some() && self.question == next.question
    }
}

/// That the PIN of `key` is blocked, with the sentence to show at the counter.
fn blocked(catalog: &Catalog, key: KeyKind) -> Vec<Block> {
    let text = wording::blocked(catalog, key, "").trim_end().to_owned();
    vec![
        block(id::HEADING, Look::Alert, catalog.window.blocked_heading),
        block(id::WARNING, Look::Body, text),
        block(id::SENTENCE, Look::Sentence, Catalog::sentence_at_the_counter(key)),
    ]
}

/// Whose site it is, large; below it the origin as it is. Names without a registrable domain have only the latter.
fn site(origin: Option<&Origin>) -> Vec<Block> {
    let Some(origin) = origin else {
        return vec![block(id::ORIGIN, Look::Headline, wording::OWN_PAGE)];
    };
    match wording::registrable_domain(origin.host()) {
        Some(domain) => vec![
            block(id::DOMAIN, Look::Headline, domain),
            block(id::ORIGIN, Look::Site, origin.as_str()),
        ],
        None => vec![block(id::ORIGIN, Look::Headline, origin.as_str())],
    }
}

fn block(id: u16, look: Look, text: impl Into<String>) -> Block {
    Block {
        id,
        look,
        text: text.into(),
    }
}

fn button(id: u16, text: &str, default: bool) -> Button {
    Button {
        id,
        text: text.to_owned(),
        default,
    }
}

/// The name of a PIN with the letter that, with Alt, goes to the field.
fn label(name: &str) -> String {
    mnemonic(name, 'P')
}

/// `text` with `letter` as its mnemonic: where the text has it, else in parentheses at the end, as Japanese windows do.
fn mnemonic(text: &str, letter: char) -> String {
    let position = text
        .char_indices()
        .find(|(_, found)| found.eq_ignore_ascii_case(&letter));
    match position.and_then(|(at, _)| Some((text.get(..at)?, text.get(at..)?))) {
        Some((before, rest)) => format!("{before}&{rest}"),
        None => format!("{text}(&{letter})"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::prompt::Mistake;

    fn text(scene: &Scene, id: u16) -> &str {
        &scene.blocks.iter().find(|block| block.id == id).unwrap().text
    }

    fn request<'a>(origin: &'a Origin, tries: u8, mistake: Option<Mistake>) -> PinRequest<'a> {
        PinRequest {
            catalog: Catalog::for_lang("en"),
            origin: Some(origin),
            purpose: Purpose::Register,
            tries,
            mistake,
            documents: &[],
        }
    }

    #[test]
    fn the_registrable_domain_stands_out_and_the_origin_stays_as_it_is() {
        let origin = Origin::parse("https://xn--wgv71a119e.example.co.jp:8443").unwrap();
        let scene = Scene::pin(&request(&origin, 5, None), KeyKind::DigitalSignature);
        assert_eq!(text(&scene, id::DOMAIN), "example.co.jp");
        assert_eq!(text(&scene, id::ORIGIN), origin.as_str());
        let local = Origin::parse("http://localhost:8080").unwrap();
        let scene = Scene::pin(&request(&local, 5, None), KeyKind::DigitalSignature);
        assert!(scene.blocks.iter().all(|block| block.id != id::DOMAIN));
        assert_eq!(text(&scene, id::ORIGIN), "http://localhost:8080");
    }

    #[test]
    fn a_wrong_pin_is_told_in_the_same_window() {
        let origin = Origin::parse("https://example.com").unwrap();
        let first = Scene::pin(&request(&origin, 5, None), KeyKind::DigitalSignature);
        let again = Scene::pin(&request(&origin, 4, Some(Mistake::Wrong)), KeyKind::DigitalSignature);
        assert!(first.goes_on_with(&again));
        assert_eq!(text(&first, id::HEADING), "");
        assert_eq!(text(&again, id::HEADING), "This is not the password.");
        assert_eq!(text(&again, id::TRIES), "4 tries left.");
        let other = Scene::pin(&request(&origin, 3, None), KeyKind::UserAuthentication);
        assert!(!first.goes_on_with(&other));
    }

    #[test]
    fn the_steps_of_a_change_come_in_one_window() {
        let step = |key, step| {
            let request = PinRequest {
                catalog: Catalog::for_lang("en"),
                origin: None,
                purpose: Purpose::ChangePin(step),
                tries: 3,
                mistake: None,
                documents: &[],
            };
            Scene::pin(&request, key)
        };
        let key = KeyKind::UserAuthentication;
        let (current, new) = (step(key, ChangeStep::Current), step(key, ChangeStep::New));
        assert!(current.goes_on_with(&new));
        assert!(!current.goes_on_with(&step(KeyKind::DigitalSignature, ChangeStep::New)));
        assert_eq!(text(&current, id::ORIGIN), "OpenJPKI");
        assert_eq!(text(&current, id::TRIES), "3 tries left.");
        assert_eq!(text(&new, id::TRIES), "");
        assert!(new.rule.unwrap().is_new && !current.rule.unwrap().is_new);
        let ids = |scene: &Scene| scene.blocks.iter().map(|block| block.id).collect::<Vec<_>>();
        assert_eq!(ids(&current), ids(&new));
    }

    #[test]
    fn whoever_presses_enter_does_not_use_the_last_try() {
        let origin = Origin::parse("https://example.com").unwrap();
        for catalog in Catalog::all() {
            let scene = Scene::last_try(&ConfirmRequest {
                catalog,
                origin: Some(&origin),
                key: KeyKind::DigitalSignature,
            });
            let defaults: Vec<_> = scene.buttons.iter().filter(|button| button.default).collect();
            assert_eq!(defaults.len(), 1);
            assert_eq!(defaults[0].id, id::CANCEL);
        }
    }

    #[test]
    fn labels_have_one_mnemonic() {
        assert_eq!(label("User PIN"), "User &PIN");
        assert_eq!(label("署名用パスワード"), "署名用パスワード(&P)");
    }

    #[test]
    fn no_two_things_in_a_window_have_the_same_mnemonic() {
        let origin = Origin::parse("https://example.com").unwrap();
        for catalog in Catalog::all() {
            for key in [KeyKind::UserAuthentication, KeyKind::DigitalSignature] {
                let request = PinRequest {
                    catalog,
                    ..request(&origin, 5, None)
                };
                let change = PinRequest {
                    purpose: Purpose::ChangePin(ChangeStep::Repeat),
                    ..request
                };
                let (origin, notice) = (Some(&origin), Notice::PinBlocked(key));
                for (scene, expected) in [
                    (Scene::pin(&request, key), "p"),
                    (Scene::last_try(&ConfirmRequest { catalog, origin, key }), "l"),
                    (Scene::message(&MessageRequest { catalog, notice }), ""),
                    (Scene::pin(&change, key), "p"),
                ] {
                    let labels = scene.blocks.iter().filter(|block| block.look == Look::Label);
                    let texts = labels.map(|block| &block.text);
                    let texts = texts.chain(scene.buttons.iter().map(|button| &button.text));
                    let mnemonics: String = texts
                        .flat_map(|text| text.split('&').skip(1).filter_map(|after| after.chars().next()))
                        .map(|letter| letter.to_ascii_lowercase())
                        .collect();
                    assert_eq!(mnemonics, expected, "{}", catalog.lang);
                }
            }
        }
    }
}
