//! The demonstration: the real thing on a private stage, for a person to click through or played by itself.
#![allow(clippy::print_stdout, reason = "the transcript is what it is for")]

mod computer;
mod evidence;
mod gallery;
mod invitation;
mod registration;
mod trouble;

use std::error::Error;
use std::path::{Path, PathBuf};

use crate::browser::{Browser, Page};
use crate::stage::visit;

use self::computer::Computer;

pub use self::computer::System;
pub use self::invitation::invite;
pub(crate) use self::invitation::wait_for_enter_or;

/// A graphical PIN window that Debian has.
pub(crate) const PINENTRY: &str = "/usr/bin/pinentry-gtk-2";

/// What can go wrong in a demonstration.
pub type Outcome = Result<(), Box<dyn Error>>;

/// Plays a person in one language: prints what happens, saves pictures into `folder`.
///
/// # Errors
/// The first thing that does not go as it should.
pub fn play(system: System, language: &str, folder: &Path) -> Outcome {
    let mut theatre = Theatre::open(system, language, folder)?;
    registration::play(&mut theatre)?;
    drop(theatre);
    trouble::play(system, language, folder)
}

/// A computer with a screen of its own, a browser on it, and pictures taken of both.
struct Theatre {
    // dropped in this order: what uses the computer before the computer
    browser: Browser,
    computer: Computer,
    language: String,
    gallery: gallery::Gallery,
}

impl Theatre {
    fn open(system: System, language: &str, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let computer = Computer::start(system);
        let browser = computer.browser(language)?;
        browser.first_page()?.place([0, 0], [1100, 980])?;
        let gallery = gallery::Gallery::new(folder.join(language));
        Ok(Self {
            browser,
            computer,
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
        self.computer.waits_for_pin_window();
        self.gallery.display(picture, self.computer.display());
        self.computer.enters(pin);
    }
}

/// Where the pictures of every language go.
pub fn folder(system: System) -> PathBuf {
    crate::stage::root().join(match system {
        System::Linux => "target/demo",
        System::Windows => "target/demo/windows",
    })
}
