//! The words of the native windows, in every language.
//!
//! One language is one file, one value of [`Catalog`]: a text that is missing does not compile. A text with `{braces}` has a
//! place for a value; the tests hold the places of each language against those of English.

mod en;
mod fil;
mod id;
mod ja;
mod ja_simple;
mod ko;
mod ne;
mod pt_br;
mod vi;
mod zh_hans;

use openjpki::jpki::KeyKind;

/// Every language, English first: it stands in for those that are not here. The tags are those of the extension, which sends them.
static CATALOGS: [&Catalog; 10] = [
    &en::EN,
    &ja::JA,
    &ja_simple::JA_SIMPLE,
    &vi::VI,
    &zh_hans::ZH_HANS,
    &ko::KO,
    &pt_br::PT_BR,
    &ne::NE,
    &id::ID,
    &fil::FIL,
];

/// Tags that begin unlike ours, and the catalog for each: who reads traditional characters gets simplified ones, their own language
/// in another script, as in the extension; Tagalog is what Filipino is made of; `in` is what Indonesian was called before 1989.
static ALIASES: [(&str, &Catalog); 4] = [
    ("zh", &zh_hans::ZH_HANS),
    ("pt", &pt_br::PT_BR),
    ("tl", &fil::FIL),
    ("in", &id::ID),
];

/// The words of the native windows in one language.
#[derive(Debug)]
pub struct Catalog {
    /// The language as a BCP 47 tag.
    pub lang: &'static str,
    /// Title of every window.
    pub title: &'static str,
    /// Names the part of the origin that tells whose site it is: `{domain}`.
    pub domain: &'static str,
    /// What the site asks for.
    pub purpose: PurposeTexts,
    /// What leaves the computer when the PIN is right.
    pub leaves: PerKey<LeavesTexts>,
    /// Where no site asks, but the person, on a page of OpenJPKI's own.
    pub own: OwnTexts,
    /// Documents that are to be signed.
    pub documents: DocumentTexts,
    /// The PINs.
    pub pin: PerKey<PinTexts>,
    /// Tries left: `{tries}`.
    pub tries: Plural,
    /// What was wrong with what was typed.
    pub mistake: PerKey<MistakeTexts>,
    /// Follows every mistake that the card did not see.
    pub no_try_used: &'static str,
    /// Changing a PIN.
    pub change: ChangeTexts,
    /// Before the last try: `{pin}`.
    pub last_try: &'static str,
    /// Button: goes on to the last try, knowing what it means.
    pub last_try_continue: &'static str,
    /// The PIN is blocked, and what to do: `{pin}`, and `{sentence}`, the Japanese sentence to show at the counter.
    pub blocked: &'static str,
    /// Button: takes what was typed, or closes a message.
    pub ok: &'static str,
    /// Button: stops.
    pub cancel: &'static str,
    /// What only windows of our own say.
    pub window: WindowTexts,
}

/// One text, or set of texts, for each key of the card.
#[derive(Debug)]
pub struct PerKey<T> {
    /// For the user authentication key.
    pub user_authentication: T,
    /// For the digital signature key.
    pub digital_signature: T,
}

impl<T> PerKey<T> {
    /// The one for `key`.
    pub fn of(&self, key: KeyKind) -> &T {
        match key {
            KeyKind::UserAuthentication => &self.user_authentication,
            KeyKind::DigitalSignature => &self.digital_signature,
        }
    }
}

/// What a site asks for, as sentences.
#[derive(Debug)]
pub struct PurposeTexts {
    /// To sign in.
    pub authenticate: &'static str,
    /// To register.
    pub register: &'static str,
    /// To hand over a certificate.
    pub certificate: &'static str,
}

/// What the person asks for on a page of OpenJPKI's own, as sentences.
#[derive(Debug)]
pub struct OwnTexts {
    /// To see a certificate.
    pub certificate: &'static str,
    /// Nothing leaves the computer.
    pub stays: &'static str,
}

/// What is said while a PIN is changed. No text says "the PIN" or "the password" where it is meant for both.
#[derive(Debug)]
pub struct ChangeTexts {
    /// What the person wants: `{pin}`.
    pub purpose: &'static str,
    /// What they will type, and when the card is sent it.
    pub steps: &'static str,
    /// The one that counts now was wrong: in place of [`steps`](Self::steps), that the new one stays and what is typed again.
    pub kept: &'static str,
    /// Names the field for the one that counts now: `{pin}`.
    pub current: &'static str,
    /// Names the field for the new one: `{pin}`.
    pub new: &'static str,
    /// Names the field for the new one again: `{pin}`.
    pub repeat: &'static str,
    /// What a new one must look like, and what it had better not be.
    pub advice: PerKey<&'static str>,
    /// Why the new one is typed twice.
    pub repeat_advice: &'static str,
    /// Why the new one is typed a third time, after the card left at the wrong moment.
    pub settle_advice: &'static str,
    /// The new one is the one that counts now.
    pub same_as_current: &'static str,
    /// The new password has no letter, or no digit.
    pub not_mixed: &'static str,
    /// The new one was typed in two ways.
    pub not_repeated: &'static str,
    /// What was typed a third time is not the new one.
    pub not_the_new_one: &'static str,
    /// Heading: the new one counts.
    pub done_heading: &'static str,
    /// The new one counts: `{pin}`.
    pub done: &'static str,
    /// Heading: the one from before counts.
    pub unchanged_heading: &'static str,
    /// The one from before counts: `{pin}`.
    pub unchanged: &'static str,
    /// Heading: which one counts is to be found out, or is not known.
    pub doubt_heading: &'static str,
    /// How the person and the card find out which one counts: `{pin}`, and `{ok}`, the words on the button.
    pub doubt: &'static str,
    /// Which one counts is not known: `{pin}`.
    pub unknown: &'static str,
    /// The card said that it changed it, and refuses the new one: `{pin}`.
    pub refused: &'static str,
}

/// What leaves the computer, as sentences.
#[derive(Debug)]
pub struct LeavesTexts {
    /// The certificate and a signature.
    pub with_signature: &'static str,
    /// The certificate alone.
    pub certificate: &'static str,
}

/// Documents that are to be signed.
#[derive(Debug)]
pub struct DocumentTexts {
    /// What the site asks for, and how many there are: `{count}`.
    pub ask: Plural,
    /// Beside a digest whose content the site kept to itself; part of a list.
    pub unseen: &'static str,
    /// How many more there are than fit, and where to see them: `{more}`.
    pub more: Plural,
}

/// One PIN of the card.
#[derive(Debug)]
pub struct PinTexts {
    /// What it is called.
    pub name: &'static str,
    /// What it looks like.
    pub shape: &'static str,
    /// The label of the field that it is typed into; short.
    pub field: &'static str,
}

/// What was wrong with what was typed.
#[derive(Debug)]
pub struct MistakeTexts {
    /// The card compared it, and it is not the PIN.
    pub wrong: &'static str,
    /// The card refused the very same before.
    pub same_again: &'static str,
    /// Nothing was typed.
    pub empty: &'static str,
    /// Too few characters.
    pub too_short: &'static str,
    /// Too many characters.
    pub too_long: &'static str,
    /// A character that no PIN of this kind has.
    pub forbidden_character: &'static str,
    /// It has the form of the card's other PIN.
    pub other_pin: &'static str,
}

/// What only windows of our own say: a pinentry program has no place for it.
#[derive(Debug)]
pub struct WindowTexts {
    /// What the PIN looks like, whole sentences.
    pub advice: PerKey<&'static str>,
    /// Still missing while somebody types: `{missing}`.
    pub missing: PerKey<Plural>,
    /// What was typed has the form of this PIN.
    pub complete: PerKey<&'static str>,
    /// Full-width characters were typed and taken as half-width ones.
    pub folded: &'static str,
    /// Follows why a character is none of a PIN.
    pub not_entered: &'static str,
    /// Somebody tried to paste.
    pub no_paste: &'static str,
    /// The card compares, or signs.
    pub working: &'static str,
    /// Heading before the last try.
    pub last_try_heading: &'static str,
    /// Button: does not use the last try.
    pub last_try_stop: &'static str,
    /// Heading when a PIN is blocked.
    pub blocked_heading: &'static str,
    /// Button: closes a message.
    pub close: &'static str,
}

/// A text with a number in it.
#[derive(Debug)]
pub struct Plural {
    /// For one; the same as `other` in languages that make no difference.
    pub one: &'static str,
    /// For any other number.
    pub other: &'static str,
}

impl Plural {
    /// The text for `number`.
    pub fn of(&self, number: u8) -> &'static str {
        if number == 1 { self.one } else { self.other }
    }
}

impl Catalog {
    /// The catalog for a BCP 47 tag such as `ja-JP`: that language, else the one that it is a dialect of, else English.
    pub fn for_lang(lang: &str) -> &'static Self {
        let lang = lang.replace('_', "-");
        let mut wanted = lang.as_str();
        loop {
            if let Some(catalog) = named(wanted) {
                return catalog;
            }
            match wanted.rsplit_once('-') {
                Some((shorter, _)) => wanted = shorter,
                None => return &en::EN,
            }
        }
    }

    /// Every catalog there is.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        CATALOGS.into_iter()
    }

    /// The sentence that a person with a blocked PIN shows at the counter: always in Japanese, and that of the extension's rescue page.
    pub fn sentence_at_the_counter(key: KeyKind) -> &'static str {
        match key {
            KeyKind::UserAuthentication => {
                "マイナンバーカードの利用者証明用パスワード（数字4桁）がロックされました。パスワードの初期化（再設定）をお願いします。"
            }
            KeyKind::DigitalSignature => {
                "マイナンバーカードの署名用パスワード（英数字6〜16文字）がロックされました。パスワードの初期化（再設定）をお願いします。"
            }
        }
    }
}

/// The catalog that has exactly this tag, or is known by it.
fn named(tag: &str) -> Option<&'static Catalog> {
    CATALOGS
        .into_iter()
        .map(|catalog| (catalog.lang, catalog))
        .chain(ALIASES)
        .find_map(|(name, catalog)| name.eq_ignore_ascii_case(tag).then_some(catalog))
}

/// Puts values into the `{places}` of a text.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, place, after)) = next_place(rest) {
        filled.push_str(before);
        filled.push_str(
            values
                .iter()
                .find(|(name, _)| *name == place)
                .map_or("", |(_, value)| value),
        );
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once('{')?;
    let (place, after) = after.split_once('}')?;
    Some((before, place, after))
}

#[cfg(test)]
mod tests;
