//! The computer of the demonstration: Linux with a graphical pinentry, or Windows, run by Wine.

use std::path::Path;

use super::PINENTRY;
use crate::browser::{Browser, BrowserError};
use crate::display::Display;
use crate::stage::{Stage, WindowsStage};

/// Size of the display that is played on.
const DISPLAY_SIZE: &str = "1440x1000";

/// Which computer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// The host for Linux; it asks through pinentry.
    Linux,
    /// The host for Windows with its own windows, run by Wine.
    Windows,
}

/// A computer with a card reader and a display.
pub(super) enum Computer {
    Linux { stage: Stage, display: Display },
    Windows(Box<WindowsStage>),
}

impl Computer {
    pub(super) fn start(system: System) -> Self {
        let (stage, display) = (Stage::set(), Display::start(DISPLAY_SIZE));
        if system == System::Windows {
            return Self::Windows(Box::new(WindowsStage::on_display(stage, display)));
        }
        stage.use_pinentry(Path::new(PINENTRY));
        Self::Linux { stage, display }
    }

    /// A browser on the display, which finds the host.
    pub(super) fn browser(&self, language: &str) -> Result<Browser, BrowserError> {
        match self {
            Self::Linux { stage, .. } => stage.register_host(&stage.profile()),
            Self::Windows(windows) => windows.register_host(),
        }
        let launch = self.stage().launch(language).headed();
        let launch = launch.env("DISPLAY", self.display().name());
        launch.env("LC_ALL", "C.UTF-8").start()
    }

    pub(super) fn stage(&self) -> &Stage {
        match self {
            Self::Linux { stage, .. } => stage,
            Self::Windows(windows) => &windows.stage,
        }
    }

    pub(super) fn display(&self) -> &Display {
        match self {
            Self::Linux { display, .. } => display,
            Self::Windows(windows) => &windows.person.display,
        }
    }

    /// Waits for a PIN window that is empty.
    pub(super) fn waits_for_pin_window(&self) {
        match self {
            Self::Linux { display, .. } => drop(display.wait_for_window("pinentry")),
            Self::Windows(windows) => {
                let person = &windows.person;
                person.sees(|window| {
                    let empty = window.button("OK").is_some_and(|ok| !ok.enabled);
                    empty && window.field().is_some_and(|field| field.enabled)
                });
                person.reacts();
            }
        }
    }

    /// Waits for the warning before the last try.
    pub(super) fn waits_for_warning(&self) {
        match self {
            Self::Linux { display, .. } => drop(display.wait_for_window("pinentry")),
            Self::Windows(windows) => drop(windows.person.sees(|window| window.field().is_none())),
        }
    }

    /// Types a PIN into the window that waits for it.
    pub(super) fn enters(&self, pin: &str) {
        match self {
            Self::Linux { display, .. } => display.type_and_enter(&display.wait_for_window("pinentry"), pin),
            Self::Windows(windows) => windows.person.enters(pin),
        }
    }
}
