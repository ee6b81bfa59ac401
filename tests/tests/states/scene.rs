//! One computer, one site, one person: asks for the card again and again, and compares what the window says with the table.

use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::{Duration, Instant};

use openjpki_manifests::EXTENSION_ORIGIN;
use openjpki_tests::browser::{Browser, Page};
use openjpki_tests::pinentry::{Dialogue, ScriptedPinentry, Step};
use openjpki_tests::stage::visit::{ceremony_window, open_top_page};
use openjpki_tests::stage::{Portal, Stage};
use serde_json::{Value, json};

use crate::outside;
use crate::table::{Row, rows};

/// How long a state may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// More PIN windows than come.
const WINDOWS: usize = 200;

/// The window's own clock goes on for longer than it holds a state.
const HELD: &str = "new Promise((done) => setTimeout(done, 400))";

/// Writes every state that the window shows to its console, words and all, also those that last a moment only.
const RECORDER: &str = "(() => {
  const place = document.getElementById('task') ?? document.body;
  const visible = (id) => { const e = document.getElementById(id); return !e || e.hidden ? '' : e.textContent.trim(); };
  const note = () => {
    const { step, reason } = place.dataset;
    const [title, next, show] = ['state-title', 'state-next', 'state-show'].map(visible);
    if (step) console.debug('state ' + JSON.stringify({ step, reason, words: title + ' / ' + next + (show && ` 「${show}」`) }));
  };
  new MutationObserver(note).observe(place, { attributes: true, attributeFilter: ['data-step'] });
  note();
})()";

/// Asks for the card as a site does after a click; the outcome goes to `window.outcome`.
const CALL: &str = "import('/openjpki.js').then((openjpki) => { window.outcome = '';
  const documents = [{ name: 'note.txt', mediaType: 'text/plain', content: btoa('I agree.') }];
  openjpki.METHOD('METHOD' === 'sign' ? { documents } : { nonce: 'mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs' })
    .then(() => 'answered', (error) => error.code).then((outcome) => { window.outcome = outcome; }); })";

/// The stage, and what the window showed so far.
pub(crate) struct Scene {
    pub(crate) stage: Stage,
    pub(crate) browser: Browser,
    pub(crate) page: Page,
    rows: Vec<Row>,
    seen: BTreeSet<String>,
    answered: usize,
    _portal: Portal,
}

impl Scene {
    /// A computer without a running service and without a reader, with browser, extension and host.
    pub(crate) fn set(language: &str) -> Self {
        let stage = Stage::without_service();
        outside::take_reader_away(&stage);
        (1..=WINDOWS).for_each(|window| stage.pinentry.will_be_told(&window.to_string()));
        let portal = stage.portal();
        let browser = stage.browser(language);
        let page = open_top_page(&browser, language).unwrap();
        Self {
            stage,
            browser,
            page,
            rows: rows(language),
            seen: BTreeSet::new(),
            answered: 0,
            _portal: portal,
        }
    }

    /// The site asks for `method`; returns the window.
    pub(crate) fn ask(&self, method: &str) -> Page {
        self.browser.wait_until_closed(&ceremony_window()).unwrap();
        self.page.evaluate_as_person(&CALL.replace("METHOD", method)).unwrap();
        let window = self.browser.wait_for_target(&ceremony_window()).unwrap();
        record(&window);
        window
    }

    /// Opens a page of the extension, and sees what it shows from then on.
    pub(crate) fn open(&self, path: &str) -> Page {
        let page = self.browser.open(&format!("{EXTENSION_ORIGIN}{path}")).unwrap();
        record(&page);
        page
    }

    /// This row has no sentence of its own; the test has looked at it otherwise.
    pub(crate) fn showed(&mut self, name: &str) {
        let row = self.rows.iter().find(|row| row.name == name);
        assert_eq!(
            row.unwrap_or_else(|| panic!("docs/STATES.md has no row {name}")).words,
            ""
        );
        self.seen.insert(name.to_owned());
    }

    /// The window shows this row, or showed it since it was opened.
    pub(crate) fn shows(&mut self, window: &Page, name: &str) {
        let row = self.rows.iter().find(|row| row.name == name);
        let row = row.unwrap_or_else(|| panic!("docs/STATES.md has no row {name}"));
        let wanted = json!({ "step": row.step, "reason": row.reason, "words": row.words });
        let deadline = Instant::now() + PATIENCE;
        while !shown(window).contains(&wanted) {
            assert!(
                Instant::now() < deadline,
                "{name}: {wanted} was not shown, but {:#?}",
                shown(window)
            );
            sleep(Duration::from_millis(20));
        }
        self.seen.insert(row.name.clone());
    }

    /// What the window shows has been held long enough: the next state is shown at once, however short it is.
    pub(crate) fn was_held(window: &Page) {
        window.evaluate(HELD).unwrap();
    }

    /// The ceremony window ends with this row; the site gets `code`, and the person closes the window.
    pub(crate) fn ends(&mut self, window: Page, name: &str, code: &str) {
        self.shows(&window, name);
        assert_eq!(self.page.wait_for("window.outcome").unwrap(), code, "{name}");
        let _ = window.close(); // those that need no reading close themselves
        self.browser.wait_until_closed(&ceremony_window()).unwrap();
    }

    /// The person looks at the PIN window that is open, or opens next, and then does this.
    pub(crate) fn person(&mut self, step: &Step) {
        let open = self.pin_window();
        self.stage.pinentry.answers(&open.number.to_string(), step);
    }

    /// The PIN window that is open, or opens next. One that had closed before it was seen counts as well, so numbers tell nothing.
    pub(crate) fn pin_window(&mut self) -> Dialogue {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let newest = self.stage.pinentry.dialogues().pop();
            let fresh = |window: &Dialogue| window.number > self.answered && ScriptedPinentry::is_open(window);
            if let Some(open) = newest.filter(fresh) {
                self.answered = open.number;
                return open;
            }
            assert!(Instant::now() < deadline, "no PIN window opened");
            sleep(Duration::from_millis(20));
        }
    }

    /// The same with a PIN.
    pub(crate) fn types(&mut self, value: &str) {
        self.person(&Step::Pin(value.to_owned()));
    }

    /// No row of the table was left out.
    pub(crate) fn shows_every_row(&self) {
        let left: Vec<_> = self.rows.iter().filter(|row| !self.seen.contains(&row.name)).collect();
        assert!(left.is_empty(), "nobody brings these about: {left:#?}");
    }
}

/// Sees what a page shows, from the first state on.
fn record(page: &Page) {
    page.wait_for("document.querySelector('main')").unwrap();
    page.evaluate(RECORDER).unwrap();
}

/// What the window showed, in order.
fn shown(window: &Page) -> Vec<Value> {
    let messages = window.messages().into_iter();
    let states = messages.filter_map(|message| Some(message.split_once("state ")?.1.to_owned()));
    states.filter_map(|state| serde_json::from_str(&state).ok()).collect()
}
