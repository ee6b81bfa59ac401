//! Every row of `docs/STATES.md`, brought about with the host as it ships, a real `pcscd` and a virtual card, in Chromium.
//!
//! A row that nobody brings about fails the test, and so does a state that is in no row.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod card_page;
mod ends;
mod ends_of_the_computer;
mod outside;
mod scene;
mod table;
mod waits;

use self::scene::Scene;

#[test]
fn every_row_in_english() {
    every_row("en");
}

#[test]
fn every_row_in_japanese() {
    every_row("ja");
}

fn every_row(language: &str) {
    let mut scene = Scene::set(language);
    let card = waits::from_nothing_to_done(&mut scene);
    waits::a_signature(&mut scene);
    let card = waits::a_choice_and_a_card_in_use(&mut scene, card);
    let card = ends::by_the_person_and_the_card(&mut scene, card);
    ends_of_the_computer::of_the_service(&mut scene, card);
    ends::by_other_cards(&mut scene);
    ends_of_the_computer::of_the_program(&mut scene);
    let mut card = card_page::my_card(&mut scene);
    card_page::a_changed_pin(&mut scene, &mut card);
    card_page::an_interrupted_change(&mut scene, &mut card);
    card_page::ends(&mut scene, card);
    card_page::check_my_computer(&mut scene);
    scene.shows_every_row();
}
