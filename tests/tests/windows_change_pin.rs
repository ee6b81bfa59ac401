//! Changing PIN and password in the windows of the Windows host, run by Wine over a real `pcscd`. Pictures are in
//! `target/screenshots/windows-change-pin`.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use openjpki_host::catalog::{Catalog, fill};
use openjpki_tests::pcscd::{PluggedCard, Pull};
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::{HostProcess, WindowsStage, root};
use openjpki_tests::windows::Window;
use serde_json::{Value, json};

/// Somebody who reads one language and changes PINs.
struct Desk<'a> {
    windows: &'a WindowsStage,
    words: &'static Catalog,
}

impl Desk<'_> {
    fn ask(&self, key: &str) -> Value {
        json!({ "key": key, "lang": self.words.lang })
    }

    /// Waits for the step with this advice, once it takes input, and takes a picture of it if that has a name.
    #[track_caller]
    fn sees<'a>(&self, advice: &str, name: impl Into<Option<&'a str>>) -> Window {
        let asks = |window: &Window| window.field().is_some_and(|field| field.enabled) && window.says(advice);
        self.windows.person.sees(asks);
        self.windows.person.reacts();
        if let Some(name) = name.into() {
            self.picture(name);
        }
        self.windows
            .person
            .sees(|window| asks(window) && window.field().unwrap().focused)
    }

    /// Reads a message, takes a picture of it and closes it.
    #[track_caller]
    fn reads(&self, heading: &str, name: &str) {
        self.windows.person.reads(heading);
        self.windows.person.reacts();
        self.picture(name);
    }

    fn picture(&self, name: &str) {
        let file = format!("target/screenshots/windows-change-pin/{}-{name}.png", self.words.lang);
        self.windows.person.photographs(&root().join(file));
    }

    fn tries(&self, left: u8) -> String {
        fill(self.words.tries.of(left), &[("tries", &left.to_string())])
    }
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn pin_and_password_are_changed_in_windows_of_three_steps() {
    let (windows, mut card) = WindowsStage::with_card("hanako");
    let mut host = windows.host();
    let desk = |lang| Desk {
        windows: &windows,
        words: Catalog::for_lang(lang),
    };
    the_pin_with_every_mistake(&desk("ja"), &mut host);
    wait_until_left_clean(&card);
    assert_eq!(card.log().unwrap().pins_sent(), 3, "9999, 1234, and 8024 to confirm");
    the_password_with_the_card_pulled(&desk("en"), &mut host, &mut card);
    the_card_gone_before(&desk("en"), &mut host, &mut card);
    let sent = card.log().unwrap().pins_sent();
    assert!(sent <= windows.person.entered(), "{sent} VERIFY");
}

fn the_pin_with_every_mistake(desk: &Desk<'_>, host: &mut HostProcess) {
    let (person, words) = (&desk.windows.person, desk.words);
    let (change, advice) = (&words.change, words.window.advice.user_authentication);
    host.ask(1, "change-pin", desk.ask("user-authentication"));
    let first = desk.sees(advice, "1-current");
    assert!(first.says("OpenJPKI") && first.says(words.own.stays) && first.says(&desk.tries(3)));
    person.enters("9999");
    let second = desk.sees(change.advice.user_authentication, "2-new");
    assert_eq!(second.handle, first.handle, "the same window");
    assert!(!second.says(&desk.tries(3)) && !second.button("OK").unwrap().enabled);
    person.enters("9999");
    person.reads(change.same_as_current);
    desk.sees(change.advice.user_authentication, "3-same");
    person.enters("8024");
    desk.sees(change.repeat_advice, "4-repeat");
    person.enters("8025");
    person.reads(change.not_repeated);
    desk.sees(change.advice.user_authentication, "5-not-repeated");
    person.enters("8024");
    desk.sees(change.repeat_advice, None);
    person.presses("ctrl+v");
    person.reads(words.window.no_paste);
    person.enters("8024");
    person.reads(words.mistake.user_authentication.wrong);
    let again = desk.sees(advice, "6-current-wrong");
    assert!(again.says(&desk.tries(2)) && again.handle == first.handle);
    assert!(again.says(change.kept) && !again.says(change.steps));
    person.enters("1234");
    assert_eq!(host.reply(1).result(), json!({}));
    person.sees_nothing();
}

fn the_password_with_the_card_pulled(desk: &Desk<'_>, host: &mut HostProcess, card: &mut PluggedCard) {
    let (person, words) = (&desk.windows.person, desk.words);
    let change = &words.change;
    host.ask(2, "change-pin", desk.ask("digital-signature"));
    desk.sees(words.window.advice.digital_signature, "1-current");
    person.enters("abc123");
    desk.sees(change.advice.digital_signature, "2-new");
    person.types("abcdef");
    let letters = person.reads(change.not_mixed);
    assert!(!letters.button("OK").unwrap().enabled);
    desk.picture("3-only-letters");
    person.enters("7");
    desk.sees(change.repeat_advice, None);
    // VERIFY, SELECT, CHANGE
    card.remove_at(3, Pull::After).unwrap();
    person.enters("abcdef7");
    desk.reads(change.doubt_heading, "5-doubt");
    card.heal().unwrap();
    card.insert().unwrap();
    person.presses("Return");
    let settle = desk.sees(change.settle_advice, "6-settle");
    assert!(settle.says(&desk.tries(5)));
    person.enters("abcdef8");
    person.reads(change.not_the_new_one);
    desk.sees(change.settle_advice, "7-another");
    person.enters("abcdef7");
    desk.reads(change.done_heading, "8-changed");
    person.presses("Return");
    assert_eq!(host.reply(2).result(), json!({}));
    person.sees_nothing();
    wait_until_left_clean(card);
}

fn the_card_gone_before(desk: &Desk<'_>, host: &mut HostProcess, card: &mut PluggedCard) {
    let (person, words) = (&desk.windows.person, desk.words);
    host.ask(3, "change-pin", desk.ask("user-authentication"));
    for (advice, pin) in [
        (words.window.advice.user_authentication, "8024"),
        (words.change.advice.user_authentication, "1234"),
    ] {
        desk.sees(advice, None);
        person.enters(pin);
    }
    desk.sees(words.change.repeat_advice, None);
    // The window ends by itself: there is nothing to type for.
    card.remove().unwrap();
    desk.reads(words.change.unchanged_heading, "9-unchanged");
    person.presses("Escape");
    let failed = host.reply(3);
    assert_eq!(failed.code(), "card-removed");
    if let openjpki_tests::stage::Reply::Error(error) = failed {
        assert_eq!(error["data"]["valid"], "old");
    }
}
