//! Every language and resolution: nothing is cut off, and there are pictures for people to look at in
//! `target/screenshots/windows-prompt/`.

use openjpki_host::catalog::Catalog;
use openjpki_tests::stage::root;
use openjpki_tests::windows::Window;

use crate::Desk;

/// As long as a name on the web can be, nearly.
fn longest_origin() -> String {
    let label = "a".repeat(61);
    format!("https://{label}.{label}.{label}.example.lg.jp:65535")
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn on_a_usual_screen() {
    albums(96);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn on_a_screen_of_double_resolution() {
    albums(192);
}

/// Several people at desks of their own, since most of the time is spent waiting for windows.
fn albums(dpi: u32) {
    let languages: Vec<&Catalog> = Catalog::all().collect();
    std::thread::scope(|scope| {
        for some in languages.chunks(4) {
            scope.spawn(move || album(&Desk::with_resolution(dpi), dpi, some));
        }
    });
}

fn album(desk: &Desk, dpi: u32, languages: &[&Catalog]) {
    for words in languages {
        let origin = longest_origin();
        for (name, steps, typed) in [
            ("password", &["pin:signature:5"][..], "12-"),
            ("again", &["pin:signature:1:again"], "abc123"),
            ("pin", &["--purpose", "authenticate", "pin:authentication:3"], "123456"),
            (
                "long",
                &[
                    "--origin",
                    &origin,
                    "--purpose",
                    "certificate",
                    "pin:authentication:2:wrong",
                ],
                "",
            ),
            ("last", &["last:signature"], ""),
            ("blocked", &["blocked:signature"], ""),
        ] {
            let mut arguments = vec!["--lang", words.lang];
            arguments.extend(steps);
            let _shown = desk.shows(&arguments);
            let window = desk.person.sees(|window| window.title == words.title);
            desk.person.reacts();
            if !typed.is_empty() {
                desk.person.types(typed);
            }
            let picture = format!("target/screenshots/windows-prompt/{dpi}-{}-{name}.png", words.lang);
            desk.person.photographs(&root().join(picture));
            let now = desk.person.sees(|now| now.handle == window.handle);
            assert_everything_is_inside(&now);
            assert_eq!((now.place[2] - now.place[0]) / 440, i32::try_from(dpi / 96).unwrap());
            desk.person.presses("Escape");
            desk.person.sees_nothing();
        }
    }
}

/// Controls neither stick out of the window nor overlap.
fn assert_everything_is_inside(window: &Window) {
    let [left, top, right, bottom] = window.place;
    for (at, control) in window.controls.iter().enumerate() {
        let place = control.place;
        let inside = place[0] >= left && place[1] >= top && place[2] <= right && place[3] <= bottom;
        assert!(inside, "{control:?} sticks out of {:?}", window.place);
        for other in &window.controls[at + 1..] {
            let apart = place[2] <= other.place[0]
                || other.place[2] <= place[0]
                || place[3] <= other.place[1]
                || other.place[3] <= place[1];
            assert!(apart, "{control:?} and {other:?}");
        }
    }
}
