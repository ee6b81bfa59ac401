//! The demonstration: the real thing on a private stage, for a person to click through or played by itself.
#![allow(clippy::print_stdout, reason = "the transcript is what it is for")]

mod evidence;
mod gallery;
mod invitation;
mod registration;
mod trouble;

use std::error::Error;
use std::path::{Path, PathBuf};

use crate::browser::{Browser, Page};
use crate::display::Display;
use crate::stage::{Stage, visit};

pub use self::invitation::invite;

/// A graphical PIN window that Debian has.
const PINENTRY: &str = "/usr/bin/pinentry-gtk-2";

/// Size of the display that is played on.
const DISPLAY_SIZE: &str = "1440x1000";

/// What can go wrong in a demonstration.
pub type Outcome = Result<(), Box<dyn Error>>;

/// Plays a person in one language: prints what happens, saves pictures into `folder`.
///
/// # Errors
/// The first thing that does not go as it should.
pub fn play(language: &str, folder: &Path) -> Outcome {
    let mut theatre = Theatre::open(language, folder)?;
    registration::play(&mut theatre)?;
    drop(theatre);
    trouble::play(language, folder)
}

/// A stage with a screen of its own, a browser on it, and pictures taken of both.
struct Theatre {
    // dropped in this order: what uses the stage before the stage
    browser: Browser,
    stage: Stage,
    display: Display,
    language: String,
    gallery: gallery::Gallery,
}

impl Theatre {
    fn open(language: &str, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let display = Display::start(DISPLAY_SIZE);
        let stage = Stage::set();
        stage.use_pinentry(Path::new(PINENTRY));
        stage.register_host(&stage.profile());
        let launch = stage
            .launch(language)
            .headed()
            .env("DISPLAY", display.name())
            .env("LC_ALL", "C.UTF-8");
        let browser = launch.start()?;
        browser.first_page()?.place([0, 0], [1100, 980])?;
        let gallery = gallery::Gallery::new(folder.join(language));
        Ok(Self {
            browser,
            stage,
            display,
            language: language.to_owned(),
            gallery,
        })
    }

    /// Presses the first button of the site; gives the ceremony window.
    fn start(&self, page: &Page) -> Result<Page, Box<dyn Error>> {
        Ok(visit::start(&self.browser, page)?)
    }

    /// Types into the PIN window that is on the display, once a picture was taken of it.
    fn answer_pin_window(&mut self, picture: &str, pin: &str) {
        let window = self.display.wait_for_window("pinentry");
        self.gallery.display(picture, &self.display);
        self.display.type_and_enter(&window, pin);
    }
}

/// Where the pictures of every language go.
pub fn folder() -> PathBuf {
    crate::stage::root().join("target/demo")
}
