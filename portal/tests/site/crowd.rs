//! Many people at once, who press again when nothing comes, and what must be true of the database afterwards.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

use openjpki_portal::store::DatabaseAddress;
use openjpki_tests::pki::Holder;
use sha2::{Digest, Sha256};
use sqlx::Row;

use crate::browser::Browser;
use crate::card::{card_of, ceremony};
use crate::form::with;
use crate::registration::register;
use crate::stage::{ORIGIN, raw};
use crate::wire::Copies;

/// People who register, each once.
pub(crate) struct Crowd {
    done: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<BTreeMap<String, String>>>,
}

impl Crowd {
    /// Lets `lanes` people at a time register, `each` in a lane. In every fourth lane they have a card.
    pub(crate) fn begin(copies: &Arc<Copies>, lanes: usize, each: usize) -> Self {
        let done = Arc::<AtomicUsize>::default();
        let lane = |lane: usize| {
            let (copies, done) = (Arc::clone(copies), Arc::clone(&done));
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    let mut told = BTreeMap::new();
                    for person in 0..each {
                        let mail = format!("person-{lane}-{person}@example.jp");
                        let id = person_registers(&copies, &mail, lane.is_multiple_of(4)).await;
                        told.insert(mail, id);
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                    told
                })
            })
        };
        let threads = (0..lanes).map(lane).collect();
        Self { done, threads }
    }

    /// How many have seen STEP3.
    pub(crate) fn done(&self) -> usize {
        self.done.load(Ordering::SeqCst)
    }

    /// Waits for all of them; what each was told, by mail address.
    pub(crate) fn end(self) -> BTreeMap<String, String> {
        self.threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    }
}

/// Begins again when the site does not know the browser any more: a lost answer may have held its new cookie. After 登録 nobody begins
/// again; the button is pressed until STEP3 comes.
async fn person_registers(copies: &Arc<Copies>, mail: &str, with_card: bool) -> String {
    let mut card = card_of(Holder::new(mail, "1", "419900514", "東京都千代田区１"));
    card.authentication.serial = Sha256::digest(mail)[..4].to_vec();
    // Positive, and without a zero that DER would leave out.
    card.authentication.serial[0] = 0x40;
    loop {
        let mut browser = Browser::over_balancer(copies, ORIGIN);
        if with_card {
            if ceremony(&mut browser, &card).await.status != 200 {
                continue;
            }
        } else {
            browser.open("/").await;
            if browser
                .submit("/registration/begin", &[("kind", "counter")])
                .await
                .status
                != 303
            {
                continue;
            }
        }
        if browser.open("/registration/step1").await.status != 200 {
            continue;
        }
        let role = if with_card { "foreign-national" } else { "" };
        let mut fields = with(&[("role", role), ("mail", mail), ("mail_again", mail)]);
        if !with_card {
            fields.extend([("name", "LEE SUN"), ("sex", "female"), ("birth_date", "1990-01-02")]);
        }
        browser.open("/terms").await;
        let answer = browser.submit("/registration/step1", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        return register(&mut browser).await;
    }
}

/// Everybody who was told an authentication ID is registered under it, once, and nobody else is; the audit record says the same.
pub(crate) async fn nothing_is_lost_or_double(database: &DatabaseAddress, told: &BTreeMap<String, String>) {
    let pool = raw(database).await;
    let rows = sqlx::query("SELECT mail, authentication_id FROM registrations")
        .fetch_all(&pool)
        .await
        .unwrap();
    let stored: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(stored.len(), told.len(), "lost or double: {stored:?}");
    assert_eq!(&stored.into_iter().collect::<BTreeMap<_, _>>(), told);
    let audited: i64 = sqlx::query("SELECT count(*) FROM audit WHERE event = 'registered'")
        .fetch_one(&pool)
        .await
        .unwrap()
        .get(0);
    assert_eq!(usize::try_from(audited).unwrap(), told.len());
    pool.close().await;
    let store = openjpki_portal::store::Store::open(database).await.unwrap();
    assert_eq!(store.verify_audit(None).await.unwrap().unwrap().number, audited);
    store.close().await;
}
