//! A small driver for Chromium: the Chrome DevTools Protocol over `--remote-debugging-pipe`.
//!
//! No TCP port, no driver program between, nothing left behind: the browser ends with the [`Browser`] value, also when a test
//! panics. Clicks and keys are real input events, so pages get the user activation that OpenJPKI's content script asks for.
//!
//! Source: <https://chromedevtools.github.io/devtools-protocol/>, domains Browser, Target, Page, Runtime, Input, Emulation.

mod connection;
mod error;
mod input;
mod launch;
mod page;
mod picture;

use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub use self::error::BrowserError;
pub use self::launch::Launch;
pub use self::page::Page;
pub use self::picture::ColorScheme;

use self::connection::Connection;

/// How long anything in a browser may take before a test gives up. Generous: the machine may be slow and shared.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Pause between two looks at a page.
pub(crate) const PAUSE: Duration = Duration::from_millis(40);

/// How long the browser may take to close by itself before it is killed.
const CLOSING: Duration = Duration::from_secs(10);

/// A running Chromium with its own profile. Dropping it ends the browser.
pub struct Browser {
    connection: Arc<Connection>,
    process: Child,
    errors: PathBuf,
}

/// One thing that the browser has open: a page, a service worker, a frame.
#[derive(Debug, Clone)]
pub struct Target {
    /// The browser's id of it.
    pub id: String,
    /// `page`, `service_worker`, `iframe` and others.
    pub kind: String,
    /// Where it is.
    pub url: String,
}

impl Browser {
    /// Everything that is open.
    ///
    /// # Errors
    /// [`BrowserError`] if the browser is gone.
    pub fn targets(&self) -> Result<Vec<Target>, BrowserError> {
        let answer = self.connection.call(None, "Target.getTargets", json!({}))?;
        let targets = answer
            .get("targetInfos")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        Ok(targets.iter().filter_map(Target::from_json).collect())
    }

    /// Opens a tab and waits until `url` is loaded in it.
    ///
    /// # Errors
    /// [`BrowserError`] if the page cannot be loaded.
    pub fn open(&self, url: &str) -> Result<Page, BrowserError> {
        let answer = self
            .connection
            .call(None, "Target.createTarget", json!({ "url": "about:blank" }))?;
        let id = answer.get("targetId").and_then(Value::as_str).unwrap_or_default();
        let page = self.attach(id)?;
        page.goto(url)?;
        Ok(page)
    }

    /// The page that the browser opened by itself when it started.
    ///
    /// # Errors
    /// [`BrowserError`] if there is none.
    pub fn first_page(&self) -> Result<Page, BrowserError> {
        let page = self.targets()?.into_iter().find(|target| target.kind == "page");
        self.attach(
            &page
                .ok_or(BrowserError::Other("the browser has no page".to_owned()))?
                .id,
        )
    }

    /// Waits for something whose address starts with `prefix` and attaches to it.
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] if none comes.
    pub fn wait_for_target(&self, prefix: &str) -> Result<Page, BrowserError> {
        self.wait_for_other_target(prefix, &[])
    }

    /// The ids of all whose address starts with `prefix`.
    ///
    /// # Errors
    /// [`BrowserError`] if the browser does not answer.
    pub fn open_targets(&self, prefix: &str) -> Result<Vec<String>, BrowserError> {
        let open = self
            .targets()?
            .into_iter()
            .filter(|target| target.url.starts_with(prefix));
        Ok(open.map(|target| target.id).collect())
    }

    /// As [`wait_for_target`](Self::wait_for_target), but none of `known`: one of those may be about to close.
    ///
    /// - `known`: ids, of [`open_targets`](Self::open_targets).
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] if none comes.
    pub fn wait_for_other_target(&self, prefix: &str, known: &[String]) -> Result<Page, BrowserError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(target) = self
                .targets()?
                .into_iter()
                .find(|target| target.url.starts_with(prefix) && !known.contains(&target.id))
            {
                match self.attach(&target.id).and_then(Page::loaded) {
                    Err(BrowserError::Refused { .. }) => {} // it closed at this very moment
                    other => return other,
                }
            }
            if Instant::now() > deadline {
                let open = self
                    .targets()?
                    .into_iter()
                    .map(|target| target.url)
                    .collect::<Vec<_>>()
                    .join(", ");
                return Err(BrowserError::TimedOut(format!(
                    "no {prefix} was opened; open are: {open}"
                )));
            }
            sleep(PAUSE);
        }
    }

    /// Waits until nothing whose address starts with `prefix` is open.
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] if it stays.
    pub fn wait_until_closed(&self, prefix: &str) -> Result<(), BrowserError> {
        let deadline = Instant::now() + PATIENCE;
        while self.targets()?.iter().any(|target| target.url.starts_with(prefix)) {
            if Instant::now() > deadline {
                return Err(BrowserError::TimedOut(format!("{prefix} stays open")));
            }
            sleep(PAUSE);
        }
        Ok(())
    }

    /// Attaches to a target by its id. The first page that looks at a target also sees its console from then on.
    ///
    /// # Errors
    /// [`BrowserError`] if it is gone.
    pub fn attach(&self, id: &str) -> Result<Page, BrowserError> {
        Page::attach(Arc::clone(&self.connection), id)
    }

    /// Stops every service worker, as the browser does with an idle one.
    ///
    /// # Errors
    /// [`BrowserError`] if the browser is gone.
    pub fn stop_service_workers(&self, page: &Page) -> Result<(), BrowserError> {
        page.call("ServiceWorker.enable", json!({}))?;
        page.call("ServiceWorker.stopAllWorkers", json!({}))?;
        Ok(())
    }

    /// File that takes what the browser, and every native host it starts, writes to standard error.
    pub fn errors(&self) -> &Path {
        &self.errors
    }

    /// The browser's process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Whether the browser has ended by itself, for instance because the person closed it.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    fn exited_within(&mut self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        while Instant::now() < deadline {
            match self.process.try_wait() {
                Ok(None) => sleep(PAUSE),
                _ => return true,
            }
        }
        false
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let asked = self.connection.call_within(CLOSING, None, "Browser.close", json!({}));
        if asked.is_err() || !self.exited_within(CLOSING) {
            if let Some(group) = i32::try_from(self.process.id())
                .ok()
                .and_then(rustix::process::Pid::from_raw)
            {
                let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
            }
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

impl Target {
    fn from_json(target: &Value) -> Option<Self> {
        let text = |name: &str| Some(target.get(name)?.as_str()?.to_owned());
        Some(Self {
            id: text("targetId")?,
            kind: text("type")?,
            url: text("url")?,
        })
    }
}
