//! A person at the host's windows: sees what they say, and types and presses keys as a keyboard does.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use super::{Onlooker, Window};
use crate::browser::PATIENCE;
use crate::display::Display;

/// For so long a window that has just come up takes no input, so that nobody answers it by accident; a little more than that.
const REACTION: Duration = Duration::from_millis(650);

/// Pause between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// What a picture of a window has around it, in pixels: room for the title bar, which the window manager draws.
const MARGIN: i32 = 32;

/// X11's class of the host's windows under Wine.
const CLASS: &str = "openjpki-host.exe";

/// Somebody who sits before a display.
pub struct Person {
    /// What they look at.
    pub display: Display,
    onlooker: Mutex<Onlooker>,
    entered: AtomicUsize,
}

impl Person {
    /// Before `display`; `onlooker` runs in the prefix whose windows they see.
    pub fn new(display: Display, onlooker: Onlooker) -> Self {
        Self {
            display,
            onlooker: Mutex::new(onlooker),
            entered: AtomicUsize::new(0),
        }
    }

    /// Sees through another onlooker, after Windows was started again.
    pub(crate) fn looks_through(&mut self, onlooker: Onlooker) {
        self.onlooker = Mutex::new(onlooker);
    }

    /// The windows of the host that are on the screen now, the foremost first.
    pub fn windows(&self) -> Vec<Window> {
        self.onlooker.lock().unwrap_or_else(PoisonError::into_inner).look()
    }

    /// Waits for a window that is as wanted, and returns once it takes input.
    ///
    /// # Panics
    /// If none comes.
    #[track_caller]
    pub fn sees(&self, wanted: impl Fn(&Window) -> bool) -> Window {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let windows = self.windows();
            if let Some(window) = windows.iter().find(|window| wanted(window)) {
                return window.clone();
            }
            assert!(
                Instant::now() < deadline,
                "no such window came; on the screen: {windows:#?}"
            );
            sleep(PAUSE);
        }
    }

    /// Waits for a window that says `words`.
    #[track_caller]
    pub fn reads(&self, words: &str) -> Window {
        self.sees(|window| window.says(words))
    }

    /// Waits until no window of the host is on the screen: much shorter than any stays by itself.
    ///
    /// # Panics
    /// If one stays.
    #[track_caller]
    pub fn sees_nothing(&self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let windows = self.windows();
            if windows.is_empty() {
                return;
            }
            assert!(Instant::now() < deadline, "a window stays: {windows:#?}");
            sleep(PAUSE);
        }
    }

    /// Takes the time that a window which has just come up asks for.
    pub fn reacts(&self) {
        sleep(REACTION);
    }

    /// Types `text` into the foremost window of the host.
    ///
    /// # Panics
    /// If there is no window.
    pub fn types(&self, text: &str) {
        self.xdotool(&["type", "--delay", "30", "--", text]);
    }

    /// Presses a key, by its X11 name: `Return`, `Escape`, `Tab`, ...
    ///
    /// # Panics
    /// As [`Person::types`].
    pub fn presses(&self, key: &str) {
        self.xdotool(&["key", key]);
    }

    /// Types a PIN (or what is missing of one) into the window that waits for it, and presses Enter when it can be taken.
    ///
    /// # Panics
    /// If it cannot be taken.
    #[track_caller]
    pub fn enters(&self, pin: &str) {
        self.types(pin);
        self.sees(|window| window.field().is_some() && window.button("OK").is_some_and(|ok| ok.enabled));
        self.entered.fetch_add(1, Ordering::SeqCst);
        self.presses("Return");
    }

    /// How often a PIN was typed and entered: as often, at most, may a card have been sent one.
    pub fn entered(&self) -> usize {
        self.entered.load(Ordering::SeqCst)
    }

    /// Presses a key again and again, wherever it goes, until a window of the host comes up and once more.
    ///
    /// # Panics
    /// If none comes.
    #[track_caller]
    pub fn presses_blindly_until_a_window_comes(&self, key: &str) {
        let came = AtomicBool::new(false);
        scope(|threads| {
            threads.spawn(|| {
                while !came.load(Ordering::SeqCst) {
                    let _ = self.display.command("xdotool").args(["key", key]).status();
                }
            });
            self.sees(|window| window.field().is_some());
            came.store(true, Ordering::SeqCst);
        });
        self.presses(key);
    }

    /// Clicks in the middle of something at `place` (left, top, right, bottom on the screen).
    ///
    /// # Panics
    /// If xdotool fails.
    pub fn clicks(&self, place: [i32; 4]) {
        let [left, top, right, bottom] = place;
        let (x, y) = (((left + right) / 2).to_string(), ((top + bottom) / 2).to_string());
        self.xdotool(&["mousemove", "--sync", &x, &y, "click", "1"]);
    }

    /// Saves the foremost window of the host, and what is close around it, as a PNG file.
    ///
    /// # Panics
    /// If there is none, or it cannot be saved.
    pub fn photographs(&self, file: &Path) {
        let windows = self.windows();
        let [left, top, right, bottom] = windows.first().expect("a window of the host").place;
        let around = [left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN];
        self.display.screenshot_of(around, file);
    }

    fn xdotool(&self, arguments: &[&str]) {
        let window = self.display.wait_for_window(CLASS);
        self.display.activate(&window);
        let status = self
            .display
            .command("xdotool")
            .args(arguments)
            .status()
            .expect("xdotool runs");
        assert!(status.success(), "xdotool {}: {status}", arguments[0]);
    }
}
