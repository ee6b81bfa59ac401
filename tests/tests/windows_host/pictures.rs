//! A picture of every window in every language, for people to look at: `target/screenshots/windows/`.

use openjpki_host::catalog::Catalog;
use openjpki_tests::pcscd::CardSetup;
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::{HostProcess, WindowsStage, root};
use openjpki_tests::windows::Window;

use crate::ask_in;

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn of_the_windows_in_english() {
    album(Catalog::for_lang("en"));
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn of_the_windows_in_japanese() {
    album(Catalog::for_lang("ja"));
}

/// One registration in which everything is shown that a person can see, up to a PIN that is blocked.
fn album(words: &Catalog) {
    let windows = WindowsStage::set();
    let setup = CardSetup::persona("hanako").with("--tries-auth", 2);
    let card = windows.stage.pcscd.plug(&setup).unwrap();
    let mut host = windows.host();
    host.ask(1, "register", ask_in(words.lang));
    register(&windows, words, &mut host);
    assert_eq!(host.reply(1).code(), "pin-blocked");
    wait_until_left_clean(&card);
}

fn register(windows: &WindowsStage, words: &Catalog, host: &mut HostProcess) {
    let person = &windows.person;
    let picture = |name: &str| {
        person.photographs(&root().join(format!("target/screenshots/windows/{}-{name}.png", words.lang)));
    };
    let asks = |advice: &'static str| move |window: &Window| window.field().is_some() && window.says(advice);

    let window = person.sees(asks(words.window.advice.digital_signature));
    assert_eq!(window.title, words.title);
    person.reacts();
    picture("1-password");
    person.types("1234");
    picture("2-password-too-short");
    person.types("-");
    picture("2-password-forbidden");
    person.types("ab");
    picture("3-password-complete");
    person.enters("c");
    person.reads(words.mistake.digital_signature.wrong);
    picture("4-password-wrong");
    person.reacts();
    person.enters("ABC123");
    person.sees(asks(words.window.advice.user_authentication));
    person.reacts();
    picture("5-pin");
    person.types("x");
    picture("6-pin-not-a-digit");
    person.presses("BackSpace");
    person.enters("0000");
    let warning = person.reads(words.window.last_try_heading);
    person.reacts();
    picture("7-last-try");
    person.clicks(warning.button(words.last_try_continue).unwrap().place);
    person.sees(asks(words.window.advice.user_authentication));
    person.reacts();
    picture("8-pin-last-try");
    person.enters("1111");
    host.wait_for_reason("pin-blocked");
    person.reads(words.window.blocked_heading);
    picture("9-blocked");
    person.reacts();
    person.presses("Escape");
    person.sees_nothing();
}
