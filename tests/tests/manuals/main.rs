//! The manuals of the registration, walked step by step and screen by screen: by the words that stand on the screens, with the
//! extension, the host as it ships, a virtual card and the site's own database, which is SQLite once and PostgreSQL once.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod counter;
mod easy;
mod guide;
mod looks;
mod prepare;
mod screen;
mod states;

use openjpki_tests::browser::{Browser, Page};
use openjpki_tests::pinentry::Step;
use openjpki_tests::postgres::Cluster;
use openjpki_tests::stage::judge::wait_until_left_clean;
use openjpki_tests::stage::{ORIGIN, Portal, Stage};

/// One person's afternoon with the manuals.
struct Visit<'a> {
    stage: &'a Stage,
    portal: &'a Portal,
    browser: &'a Browser,
    page: Page,
}

#[test]
fn on_sqlite_and_how_every_page_looks() {
    walk(|stage| stage.portal(), true);
}

#[test]
fn on_postgresql() {
    walk(|stage| stage.portal_on(&Cluster::of_this_process().database()), false);
}

fn walk(portal: impl Fn(&Stage) -> Portal, looks: bool) {
    let (stage, card) = Stage::with_card("mai");
    let pins = ["SAKURA2026", "4649", "4649"].map(|pin| Step::Pin(pin.to_owned()));
    stage.pinentry.will(pins);
    let portal = portal(&stage);
    let browser = stage.browser("ja");
    let page = browser.open(&format!("{ORIGIN}/?lang=ja")).unwrap();
    let visit = Visit {
        stage: &stage,
        portal: &portal,
        browser: &browser,
        page,
    };
    prepare::read(&visit);
    counter::register(&visit);
    let id = easy::register(&visit, looks);
    guide::sign_in(&visit, &id, looks);
    if looks {
        states::audit(&visit, &id);
    }
    wait_until_left_clean(&card);
    stage.pinentry.went_as_written().unwrap();
}

/// The terms open in a tab of their own, which is closed again.
fn read_the_terms(visit: &Visit) {
    let terms = visit.browser.wait_for_target(&format!("{ORIGIN}/terms")).unwrap();
    terms.wait_for_element("ol.terms").unwrap();
    terms.close().unwrap();
}
