//! People with cards, who register and sign in, a few at a time.

use std::time::{Duration, Instant};

use openjpki_tests::card::Personalisation;
use openjpki_tests::pki::Holder;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::card::{authentication, card_of, evidence};
use crate::stage::ORIGIN;

/// Everybody's.
pub(crate) const PASSWORD: &str = "correct horse 7";

/// What a person sends after the form was read.
const FORM: [(&str, &str); 10] = [
    ("prefecture", "13"),
    ("municipality", "131016"),
    ("address", "霞が関1-1-1"),
    ("telephone", "090-1234-5678"),
    ("mail", "person@example.jp"),
    ("mail_again", "person@example.jp"),
    ("role", "foreign-national"),
    ("residence_card", "AB12345678CD"),
    ("terms", "agreed"),
    ("action", "confirm"),
];

/// How long the whole took, and each person's part.
pub(crate) type Times = (Duration, Vec<Duration>);

pub(crate) struct Crowd<'a> {
    lanes: Vec<Vec<Personalisation>>,
    address: &'a str,
}

/// A person before the moment that is measured: the page was opened, the card has signed.
struct Ready {
    browser: Browser,
    body: Value,
}

impl<'a> Crowd<'a> {
    /// Each person with a card of their own; `at_once` of them at a time.
    pub(crate) fn of(people: usize, at_once: usize, address: &'a str) -> Self {
        let card = |number: usize| {
            let mut card = card_of(Holder::new(
                &format!("PERSON {number}"),
                "1",
                "419900514",
                "東京都千代田区１",
            ));
            card.authentication.serial = u32::try_from(0x4000_0000 + number).unwrap().to_be_bytes().to_vec();
            card
        };
        let lane = |lane: usize| (lane..people).step_by(at_once).map(card).collect();
        Self {
            lanes: (0..at_once).map(lane).collect(),
            address,
        }
    }

    /// From the evidence to STEP3, seven requests each; and everybody's authentication ID.
    pub(crate) fn register(&self) -> (Times, Vec<Vec<String>>) {
        let prepare =
            async |card: &Personalisation, _: usize, _: usize| self.prepare("/registration", "/", card, evidence).await;
        let (times, ids) = self.all(prepare, async |mut person: Ready, _, _| {
            let browser = &mut person.browser;
            let answer = browser.post_json("/registration/evidence", &person.body).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            browser.open("/registration/step1").await;
            browser.open("/terms").await;
            browser.submit("/registration/step1", &FORM).await;
            browser.open("/registration/step2").await;
            browser.submit("/registration/step2", &[]).await;
            let page = browser.open("/registration/step3").await;
            page.between("<output id=\"authentication-id\">", "</output>").unwrap()
        });
        (times, ids)
    }

    /// From the evidence to the list of sign-ins, four requests each.
    pub(crate) fn sign_in(&self, ids: &[Vec<String>]) -> Times {
        let prepare = async |card: &Personalisation, _: usize, _: usize| {
            self.prepare("/sign-in", "/sign-in", card, authentication).await
        };
        let signed_in = self.all(prepare, async |mut person: Ready, lane, place| {
            let browser = &mut person.browser;
            let answer = browser.post_json("/sign-in/evidence", &person.body).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            browser.open("/sign-in/account").await;
            let fields = [("authentication_id", ids[lane][place].as_str()), ("password", PASSWORD)];
            let answer = browser.submit("/sign-in/account", &fields).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
            assert_eq!(browser.open("/account").await.status, 200);
        });
        signed_in.0
    }

    async fn prepare(
        &self,
        routes: &str,
        page: &str,
        card: &Personalisation,
        sign: fn(&Personalisation, &str, &str) -> Value,
    ) -> Ready {
        let mut browser = Browser::over_socket(self.address, ORIGIN);
        browser.open(page).await;
        let answer = browser.post_json(&format!("{routes}/challenge"), &json!({})).await;
        let nonce = answer.json()["nonce"].as_str().unwrap().to_owned();
        let body = json!({ "nonce": nonce, "evidence": sign(card, ORIGIN, &nonce) });
        Ready { browser, body }
    }

    /// Prepares everybody, then lets all lanes begin at once and measures.
    fn all<R: Send>(
        &self,
        prepare: impl AsyncFn(&Personalisation, usize, usize) -> Ready + Sync,
        visit: impl AsyncFn(Ready, usize, usize) -> R + Sync,
    ) -> (Times, Vec<Vec<R>>) {
        let begin = std::sync::Barrier::new(self.lanes.len() + 1);
        std::thread::scope(|scope| {
            let threads: Vec<_> = self
                .lanes
                .iter()
                .enumerate()
                .map(|(lane, cards)| {
                    let (begin, prepare, visit) = (&begin, &prepare, &visit);
                    scope.spawn(move || {
                        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                        runtime.block_on(async move {
                            let mut ready = Vec::new();
                            for (place, card) in cards.iter().enumerate() {
                                ready.push(prepare(card, lane, place).await);
                            }
                            begin.wait();
                            let mut results = Vec::new();
                            for (place, person) in ready.into_iter().enumerate() {
                                let start = Instant::now();
                                let result = visit(person, lane, place).await;
                                results.push((start.elapsed(), result));
                            }
                            results
                        })
                    })
                })
                .collect();
            begin.wait();
            let start = Instant::now();
            let results: Vec<Vec<(Duration, R)>> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
            let total = start.elapsed();
            let mut times = Vec::new();
            let mut all = Vec::new();
            for lane in results {
                let (lane_times, lane_results): (Vec<_>, Vec<_>) = lane.into_iter().unzip();
                times.extend(lane_times);
                all.push(lane_results);
            }
            ((total, times), all)
        })
    }
}
