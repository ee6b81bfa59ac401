//! Random people at Chromium, and a page that will not leave them alone.

use openjpki_tests::browser::{Browser, Page};
use openjpki_tests::pinentry::{Dialogue, ScriptedPinentry};
use openjpki_tests::stage::visit::{ceremony_window, open_top_page, popup};
use serde_json::json;

use crate::chance::Chance;
use crate::person::{Asker, Person};
use crate::setting;

/// How a page asks once, and how it asks forty times a second; `pending` counts what has not ended.
const PAGE: &str = "import('/openjpki.js').then((openjpki) => {
  const nonce = 'mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs';
  Object.assign(window, { pending: 0, codes: {} });
  window.ask = (method) => {
    pending++;
    openjpki[method]({ nonce }).then(() => 'answered', (error) => error.code)
      .then((code) => { codes[code] = (codes[code] ?? 0) + 1; pending--; });
  };
  window.harass = (time) => {
    pending++;
    const timer = setInterval(() => { ask('authenticate'); ask('register'); }, 25);
    setTimeout(() => { clearInterval(timer); pending--; }, time);
  };
})";

#[test]
fn a_page_locks_no_card() {
    let seed = setting("OPENJPKI_SEED", 20_260_402);
    println!("OPENJPKI_SEED={seed}");
    let mut person = Person::sit_down();
    let _portal = person.stage.portal();
    let browser = person.stage.browser("en");
    let own = browser.open(&popup()).unwrap();
    let mut site = Site::open(&browser);

    site.page().evaluate("harass(400)").unwrap();
    person.lives_through(&mut Chance::new(seed, 0), &mut site);
    let codes = site.page().evaluate("codes").unwrap();
    let refused = codes["activation-required"].as_u64();
    assert!(refused > Some(10) && codes.as_object().unwrap().len() == 1, "{codes}");
    assert_eq!(person.stage.pinentry.dialogues(), [], "nobody clicked");

    for number in 1..=12 {
        person.script = format!("OPENJPKI_SEED={seed}, script {number}");
        let mut chance = Chance::new(seed, number);
        own.evaluate("chrome.storage.session.remove('cancels')").unwrap();
        person.has_tries([chance.one_of(&[1, 2, 3]), chance.one_of(&[1, 2, 5])]);
        let call = chance.one_of(&[
            "ask('authenticate')",
            "ask('register')",
            "ask('register'); harass(1200)",
        ]);
        site.page().evaluate_as_person(call).unwrap();
        person.lives_through(&mut chance, &mut site);
    }
    asks_three_times_at_most(&mut person, &mut site, &own);
}

/// The person only ever cancels, and the page asks again at once.
fn asks_three_times_at_most(person: &mut Person, site: &mut Site, own: &Page) {
    own.evaluate("chrome.storage.session.remove('cancels')").unwrap();
    person.has_tries([3, 5]);
    let before = person.stage.pinentry.dialogues().len();
    site.page().evaluate_as_person("harass(3000)").unwrap();
    person.cancels_everything(site);
    assert_eq!(person.stage.pinentry.dialogues().len() - before, 3);
}

/// The site's tab.
struct Site<'a> {
    browser: &'a Browser,
    page: Option<Page>,
}

impl<'a> Site<'a> {
    fn open(browser: &'a Browser) -> Self {
        let page = open_top_page(browser, "en").unwrap();
        page.evaluate(PAGE).unwrap();
        Self {
            browser,
            page: Some(page),
        }
    }

    fn page(&self) -> &Page {
        self.page.as_ref().expect("the site's tab is open")
    }

    /// The tab was closed, or shows the page anew.
    fn comes_back(&mut self) {
        self.browser.wait_until_closed(&ceremony_window()).unwrap();
        *self = Self::open(self.browser);
    }
}

impl Asker for Site<'_> {
    fn is_over(&mut self) -> bool {
        self.page().evaluate("pending === 0").unwrap() == json!(true)
    }

    fn goes_away(&mut self, window: &Dialogue, chance: &mut Chance) {
        match chance.below(6) {
            0 => {
                let page = self.page.take().unwrap();
                page.call("Page.reload", json!({})).unwrap();
                self.comes_back();
                page.close().unwrap();
            }
            1 => {
                self.page.take().unwrap().close().unwrap();
                self.comes_back();
            }
            2 => {
                let page = self.page.take().unwrap();
                page.goto("about:blank#elsewhere").unwrap();
                self.comes_back();
                page.close().unwrap();
            }
            3 => self.browser.stop_service_workers(self.page()).unwrap(),
            4 => self.ceremony_window().click("#cancel").unwrap(),
            _ => self.ceremony_window().close().unwrap(),
        }
        ScriptedPinentry::wait_until_closed(window);
    }
}

impl Site<'_> {
    fn ceremony_window(&self) -> Page {
        self.browser.wait_for_target(&ceremony_window()).unwrap()
    }
}
