//! Random people at the host as it ships, with a test in the place of the browser.

use std::thread::scope;
use std::time::Duration;

use openjpki_tests::pinentry::{Dialogue, ScriptedPinentry};
use openjpki_tests::stage::HostProcess;
use serde_json::json;

use crate::chance::Chance;
use crate::person::{Asker, Person};
use crate::setting;

/// How many people sit side by side. Most of their time is spent in waiting for the service to see a card.
const DESKS: u64 = 8;

#[test]
fn of_two_hundred_clumsy_people_nobody_loses_a_try_they_did_not_type() {
    let (seed, scripts) = (setting("OPENJPKI_SEED", 20_260_401), setting("OPENJPKI_SCRIPTS", 200));
    println!("OPENJPKI_SEED={seed} OPENJPKI_SCRIPTS={scripts}");
    scope(|desks| {
        for desk in 0..DESKS {
            desks.spawn(move || {
                let mut person = Person::sit_down();
                for number in (desk..scripts).step_by(usize::try_from(DESKS).unwrap()) {
                    person.script = format!("OPENJPKI_SEED={seed}, script {number}");
                    one_script(&mut person, seed, number);
                }
            });
        }
    });
}

fn one_script(person: &mut Person, seed: u64, number: u64) {
    let mut chance = Chance::new(seed, number);
    person.has_tries([chance.one_of(&[1, 2, 3, 3]), chance.one_of(&[1, 2, 3, 5])]);
    let mut connection = Connection::new(person);
    for _ in 0..=chance.below(3) {
        connection.ask(
            person,
            chance.one_of(&["authenticate", "register", "certificate", "sign"]),
        );
        person.lives_through(&mut chance, &mut connection);
    }
}

/// One connection to the host, which a page that goes away takes with it.
struct Connection {
    host: Option<HostProcess>,
    requests: u64,
}

impl Connection {
    fn new(person: &Person) -> Self {
        Self {
            host: Some(person.stage.host()),
            requests: 0,
        }
    }

    fn ask(&mut self, person: &Person, method: &str) {
        let host = self.host.get_or_insert_with(|| person.stage.host());
        self.requests += 1;
        let mut params = json!({ "origin": "https://a.example", "lang": "en" });
        match method {
            "certificate" => params["key"] = "digital-signature".into(),
            "sign" => {
                let document = json!({ "name": "a.txt", "mediaType": "text/plain", "content": "YQ==" });
                params["documents"] = json!([document, document]);
                params["output"] = "cms".into();
            }
            _ => params["nonce"] = "n".repeat(43).into(),
        }
        host.ask(self.requests, method, params);
    }
}

impl Asker for Connection {
    fn is_over(&mut self) -> bool {
        let Some(host) = &mut self.host else { return true };
        host.reply_within(self.requests, Duration::from_millis(5)).is_some()
    }

    fn goes_away(&mut self, window: &Dialogue, chance: &mut Chance) {
        let mut host = self.host.take().expect("a request is going on");
        match chance.below(3) {
            0 => host.kill(),
            1 => {
                host.send(&json!({ "jsonrpc": "2.0", "method": "cancel", "params": { "id": self.requests } }));
                let _ = host.reply_within(self.requests, Duration::from_secs(20));
            }
            _ => {
                host.close_input();
                host.wait();
            }
        }
        ScriptedPinentry::wait_until_closed(window);
    }
}
