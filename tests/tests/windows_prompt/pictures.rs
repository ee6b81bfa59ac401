//! Every language, on several screens: nothing is cut off, and there are pictures for people to look at in
//! `target/screenshots/windows-prompt/`.

use std::path::PathBuf;

use openjpki_host::catalog::Catalog;
use openjpki_tests::stage::root;
use openjpki_tests::windows::Window;

use crate::Desk;

/// A screen that windows are seen on.
#[derive(Clone, Copy)]
struct Screen {
    width: i32,
    height: i32,
    dpi: u32,
}

/// A window that is photographed.
struct Motif<'a> {
    name: &'a str,
    /// The arguments of the example besides the language.
    shown: String,
    /// What it says in the end.
    says: &'a str,
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn on_a_usual_screen() {
    let (width, height, dpi) = (1366, 768, 96);
    albums(Screen { width, height, dpi }, 5, motifs);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn on_a_screen_of_double_resolution() {
    let (width, height, dpi) = (1280, 1024, 192);
    albums(Screen { width, height, dpi }, 5, motifs);
}

#[test]
#[ignore = "needs Wine: cargo xtask setup --windows"]
fn on_a_screen_that_is_too_small_for_the_longest() {
    let (width, height, dpi) = (1366, 768, 192);
    albums(Screen { width, height, dpi }, 10, |words| {
        motifs(words).into_iter().filter(|motif| motif.name == LONG).collect()
    });
}

/// The name of the motif with the longest texts.
const LONG: &str = "long";

fn motifs(words: &Catalog) -> Vec<Motif<'_>> {
    let origin = longest_origin();
    let long = format!("--origin {origin} --purpose sign --documents 20 pin:signature:2:wrong");
    [
        ("password", "--post 12- pin:signature:5", words.window.not_entered),
        (
            "again",
            "--post abc123 pin:signature:1:again",
            words.window.complete.digital_signature,
        ),
        (
            "pin",
            "--purpose authenticate --post 12345 pin:authentication:3",
            words.mistake.user_authentication.too_long,
        ),
        (LONG, &long, words.mistake.digital_signature.wrong),
        ("last", "last:signature", words.window.last_try_heading),
        ("blocked", "blocked:signature", words.window.blocked_heading),
    ]
    .map(|(name, shown, says)| Motif {
        name,
        shown: shown.to_owned(),
        says,
    })
    .into()
}

/// As long as a name on the web can be, nearly, in each of its parts.
fn longest_origin() -> String {
    let [short, long] = [50, 63].map(|length| "a".repeat(length));
    format!("https://{short}.{long}.{long}.{long}.jp:65535")
}

/// Some people at desks of their own, since most of the time is spent waiting for windows.
fn albums(screen: Screen, languages_at_a_desk: usize, motifs: fn(&Catalog) -> Vec<Motif<'_>>) {
    let languages: Vec<&Catalog> = Catalog::all().collect();
    std::thread::scope(|scope| {
        for some in languages.chunks(languages_at_a_desk) {
            scope.spawn(move || album(screen, some, motifs));
        }
    });
}

/// Everything is shown by one program, because starting one takes Wine long.
fn album(screen: Screen, languages: &[&Catalog], motifs: fn(&Catalog) -> Vec<Motif<'_>>) {
    let desk = Desk::with_screen(&format!("{}x{}", screen.width, screen.height), screen.dpi);
    let mut shown = desk.shows(&[]);
    for words in languages {
        for motif in motifs(words) {
            shown.hears(&format!("--lang {} {}", words.lang, motif.shown));
            let window = desk.person.reads(motif.says);
            assert_eq!(window.title, words.title);
            desk.person.photographs(&screen.picture_of(&motif, words));
            assert_everything_is_in_place(&window, screen);
            if motif.name == LONG {
                assert!(window.says(&longest_origin()), "{}", window.text());
            } else {
                let width = window.place[2] - window.place[0];
                assert_eq!(
                    width / 440,
                    screen.dpi.cast_signed() / 96,
                    "{} {}",
                    words.lang,
                    motif.name
                );
            }
            shown.hears("");
            desk.person.sees_nothing();
        }
    }
}

impl Screen {
    fn picture_of(self, motif: &Motif<'_>, words: &Catalog) -> PathBuf {
        let Self { height, dpi, .. } = self;
        let name = format!("{dpi}-{height}-{}-{}.png", words.lang, motif.name);
        root().join("target/screenshots/windows-prompt").join(name)
    }
}

/// The window is on the screen as a whole, and its controls neither stick out of it nor overlap.
fn assert_everything_is_in_place(window: &Window, screen: Screen) {
    let whole = [0, 0, screen.width, screen.height];
    assert!(
        is_inside(window.place, whole),
        "{:?} sticks out of the screen",
        window.place
    );
    for (at, control) in window.controls.iter().enumerate() {
        let place = control.place;
        let inside = is_inside(place, window.place);
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

fn is_inside(inner: [i32; 4], outer: [i32; 4]) -> bool {
    inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]
}
