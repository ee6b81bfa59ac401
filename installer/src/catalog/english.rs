//! English.

use std::path::Path;

use openjpki_manifests::Browser;

use super::Words;
use crate::{Concern, Error, Event, KeptBecause, Verdict};

/// The words of English.
#[derive(Clone, Copy, Debug)]
pub struct English;

impl Words for English {
    fn event(&self, event: &Event) -> String {
        match event {
            Event::Created(at) => format!("created        {}", at),
            Event::Replaced(at) => format!("replaced       {}", at),
            Event::Unchanged(at) => format!("unchanged      {}", at),
            Event::UsedInPlace(path) => format!("used in place  {}", path.display()),
            Event::Removed(at) | Event::FolderRemoved(at) => format!("removed        {}", at),
            Event::AlreadyGone(at) => format!("already gone   {}", at),
            Event::Kept(at, because) => format!("kept           {} ({})", at, kept(because)),
            Event::OldStillRuns(path) => format!(
                "still running  {}\nA browser still runs the version before. It is removed when you run the installer again after closing the browsers.",
                path.display()
            ),
            Event::Skipped(browser) => skipped(*browser),
            Event::Installed(true) => {
                "OpenJPKI is installed. Browsers find it from now on; none needs a restart.".into()
            }
            Event::Installed(false) => "Everything is already in place.".into(),
            Event::Uninstalled(true) => "OpenJPKI is uninstalled.".into(),
            Event::Uninstalled(false) => "There was nothing to remove.".into(),
        }
    }

    fn error(&self, error: &Error) -> String {
        let next = match error {
            Error::NoHome => "Set HOME, or use --system.",
            Error::NoFolders(_) => "Sign in to Windows again and repeat it.",
            Error::ForeignHome(_) => "Run the installer without sudo, or use --system to install for everybody.",
            Error::HostMissing(_) => "Build it (cargo build --release -p openjpki-host) or name it with --host.",
            Error::HostNotExecutable(_) => "Name the openjpki-host program with --host.",
            Error::HostPath { .. } => "Put the program into another folder.",
            Error::NoBrowserUsed => {
                "Name one with --browser (chrome, chromium, edge, brave, vivaldi), or use --system to install for everybody."
            }
            Error::Foreign { .. } => "Look at it, then move it away, or overwrite it with --replace.",
            Error::Linked { .. } => "Put a real folder or file there, or name the real profile folder with --profile.",
            Error::NotAFolder(_) | Error::NotAFile(_) => "Move it away and run the installer again.",
            Error::NoRight(_) if cfg!(windows) => {
                "For --system open the terminal with \"Run as administrator\"; for --user the folder must be yours."
            }
            Error::NoRight(_) => "For --system run the installer as root (sudo); for --user the folder must be yours.",
            Error::Running(_) => "Close your browsers and run the installer again.",
            Error::Packaged(_) if cfg!(windows) => {
                "Remove it in Settings > Apps > Installed apps; a newer package there brings it up to date."
            }
            Error::Packaged(_) => "Remove it with: sudo apt remove openjpki.",
            Error::NoProfiles => "Leave --profile out.",
            Error::NoRoot => "Leave --root out.",
            Error::Record { .. } => "Move the record away and run the installer again.",
            Error::Io { .. } => "",
            Error::Remains { cause, remains } => {
                let list: Vec<String> = remains.iter().map(|location| format!("  {location}")).collect();
                return format!("{}\nThis is still there:\n{}", self.error(cause), list.join("\n"));
            }
        };
        format!("{error}. {next}").trim_end().to_owned()
    }

    fn concern(&self, concern: &Concern) -> String {
        match concern {
            Concern::BrokenLink => "the link points to nothing; the browser sees no file here".into(),
            Concern::ManifestMissing => "it names a file that is not there, and the browser looks no further".into(),
            Concern::ManifestNotAbsolute => {
                "the path that it names is not absolute, and the browser looks no further".into()
            }
            Concern::Unreadable(why) => format!("it cannot be read: {why}"),
            Concern::NotAManifest(why) => format!("it is no host manifest: {why}"),
            Concern::OtherName(name) => format!("it names another host, {name}"),
            Concern::OtherKind(kind) => format!("its type is {kind}, not stdio"),
            Concern::ExtensionNotAllowed => "it does not allow OpenJPKI's extension".into(),
            Concern::HostNotAbsolute => "the path of its host is not absolute".into(),
            Concern::HostMissing => "its host program is missing".into(),
            Concern::HostNotExecutable => "its host program may not be executed".into(),
            Concern::NotRecorded => "OpenJPKI's installer did not put it there".into(),
            Concern::OtherOwner(path) => format!("another account owns {}", path.display()),
            Concern::OthersMayWrite(path) => format!("other accounts may change {}", path.display()),
        }
    }

    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Ready => "ready",
            Verdict::NotInstalled => "not installed: run openjpki-installer install",
            Verdict::Broken => "broken: run openjpki-installer install again",
            Verdict::Foreign => "NOT OpenJPKI's: look at the manifest below before you use a card here",
            Verdict::Shadowed => {
                "SHADOWED: another manifest hides OpenJPKI's. Look at it, and remove it, before you use a card here"
            }
        }
    }

    fn used(&self, used: bool) -> &'static str {
        if used { "" } else { " (not used on this account)" }
    }

    fn nothing_here(&self) -> &'static str {
        "nothing"
    }

    fn taken(&self) -> &'static str {
        "the browser takes this one"
    }

    fn owner(&self) -> &'static str {
        "owner"
    }

    fn mode(&self) -> &'static str {
        "mode"
    }

    fn link(&self, target: &Path) -> String {
        format!("link to {}", target.display())
    }

    fn names(&self, manifest: &Path) -> String {
        format!("names {}", manifest.display())
    }

    fn starts(&self, host: &Path) -> String {
        format!("starts {}", host.display())
    }
}

fn kept(because: &KeptBecause) -> String {
    match because {
        KeptBecause::Changed => "it was changed since it was installed".into(),
        KeptBecause::NotRecorded => "no record says that OpenJPKI put it there".into(),
        KeptBecause::StillRead(browsers) => format!("still read by {}", browsers.join(", ")),
    }
}

fn skipped(browser: Browser) -> String {
    format!(
        "skipped        {}: not used on this account (add it with --browser {})",
        browser.name(),
        browser.word()
    )
}
