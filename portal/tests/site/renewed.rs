//! Linking a renewed card to a registration.

use openjpki_tests::card::{Persona, Personalisation, SignatureFiles};
use openjpki_tests::pki::{Hierarchy, Holder};
use serde_json::json;

use crate::browser::{Answer, Browser};
use crate::card::{evidence, persona};
use crate::delay::WRONG;
use crate::forgotten::forgot;
use crate::password::{PASSWORD, Person, lawyer, person, set};
use crate::sign_in::{enter, is_in, present};
use crate::stage::{ORIGIN, Stage, raw};

/// Hanako's keys and certificates with another holder: another card than Mai's.
fn card_of(holder: Holder) -> Personalisation {
    let hanako = Persona::by_name("hanako").unwrap();
    let mut card = hanako.personalisation(Hierarchy::Test).unwrap();
    if let SignatureFiles::Present(profile) = &mut card.signature {
        profile.holder = Some(holder);
    }
    card
}

/// Mai's new card: she has moved.
fn renewed() -> Personalisation {
    card_of(Holder::new(
        "NGUYEN THI MAI",
        "2",
        "419950823",
        "大阪府大阪市北区架空町９",
    ))
}

/// Authentication ID and password on the page for renewed cards.
async fn permit(browser: &mut Browser, id: &str, password: &str) -> Answer {
    browser.open("/card").await;
    let fields = [("authentication_id", id), ("password", password)];
    browser.submit("/card", &fields).await
}

/// The new card is read.
async fn read(browser: &mut Browser, card: &Personalisation) -> Answer {
    browser.open("/card/read").await;
    let nonce = browser.post_json("/card/challenge", &json!({})).await.json()["nonce"].clone();
    let evidence = evidence(card, ORIGIN, nonce.as_str().unwrap());
    let body = json!({ "nonce": nonce, "evidence": evidence });
    browser.post_json("/card/evidence", &body).await
}

async fn mai(stage: &Stage) -> Person {
    let mai = person(stage, "mai").await;
    set(&mut stage.browser(), &mai.link, PASSWORD, PASSWORD).await;
    mai
}

#[tokio::test]
async fn a_renewed_card_of_the_same_person_takes_the_old_ones_place() {
    let stage = Stage::new().await;
    let mai = mai(&stage).await;
    let mut old = stage.browser();
    present(&mut old, &persona("mai")).await;
    assert!(is_in(&enter(&mut old, &mai.id, PASSWORD).await));

    let mut browser = stage.browser();
    browser.open("/card").await;
    let before = browser.cookies["openjpki-session"].clone();
    let permitted = permit(&mut browser, &mai.id, PASSWORD).await;
    assert_eq!(permitted.location().as_deref(), Some("/card/read"));
    assert_ne!(browser.cookies["openjpki-session"], before, "against session fixation");
    assert_eq!(
        browser.open("/account").await.status,
        303,
        "nobody is signed in by that"
    );
    let linked = read(&mut browser, &renewed()).await;
    assert_eq!(linked.json()["next"], "/card/done", "{}", linked.body);
    assert!(browser.open("/card/done").await.has("The new card is linked"));
    assert_eq!(
        browser.open("/card/read").await.location().as_deref(),
        Some("/card"),
        "once"
    );

    assert_eq!(old.open("/account").await.status, 303, "signed out");
    present(&mut old, &persona("mai")).await;
    assert_eq!(
        enter(&mut old, &mai.id, PASSWORD).await.status,
        422,
        "the old card is nobody's"
    );
    let mut new = stage.browser();
    present(&mut new, &renewed()).await;
    assert!(is_in(&enter(&mut new, &mai.id, PASSWORD).await));

    let mails = stage.mails().await;
    let notice = mails
        .iter()
        .find(|mail| mail.contains("another card was linked"))
        .unwrap();
    assert!(notice.contains("To: mai@example.jp") && !notice.contains("/password/"));
    let pool = raw(&stage.database).await;
    let question = "SELECT count(*) FROM audit WHERE event = 'relinked'";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(question).fetch_one(&pool).await.unwrap(),
        1
    );
    let address = "SELECT count(*) FROM registrations WHERE address LIKE '霞が関%'";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(address).fetch_one(&pool).await.unwrap(),
        1,
        "the address stays"
    );
    pool.close().await;
    assert!(stage.portal.store.verify_audit(None).await.unwrap().is_ok());
}

#[tokio::test]
async fn a_card_of_somebody_else_is_not_linked() {
    let stage = Stage::new().await;
    let mai = mai(&stage).await;
    person(&stage, "hanako").await;
    let mut browser = stage.browser();
    permit(&mut browser, &mai.id, PASSWORD).await;
    for (holder, what) in [
        (Holder::new("NGUYEN THI MAY", "2", "419950823", "東京都"), "name"),
        (Holder::new("NGUYEN THI MAI", "1", "419950823", "東京都"), "sex"),
        (Holder::new("NGUYEN THI MAI", "2", "419950824", "東京都"), "birth date"),
    ] {
        let refused = read(&mut browser, &card_of(holder)).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["error"]),
            (422, &json!("other-person")),
            "{what}"
        );
    }
    // The right person on it, but its authentication certificate is registered to somebody else.
    let taken = read(&mut browser, &renewed()).await;
    assert_eq!(taken.json()["error"], "already-registered");
    let mut with_old = stage.browser();
    present(&mut with_old, &persona("mai")).await;
    assert!(
        is_in(&enter(&mut with_old, &mai.id, PASSWORD).await),
        "nothing has changed"
    );
    assert!(!stage.mails().await.iter().any(|mail| mail.contains("another card")));
}

#[tokio::test]
async fn nothing_is_linked_without_authentication_id_and_password() {
    let stage = Stage::new().await;
    let mai = mai(&stage).await;
    let lee = lawyer(&stage).await;
    set(&mut stage.browser(), &lee.link, PASSWORD, PASSWORD).await;
    let mut stranger = stage.browser();
    stranger.open("/card").await;
    assert_eq!(stranger.open("/card/read").await.location().as_deref(), Some("/card"));
    let mut pages = Vec::new();
    for (id, password) in [
        (&mai.id, WRONG),
        (&"2222-2222-2222".to_owned(), PASSWORD),
        (&lee.id, PASSWORD),
    ] {
        let checks = stage.portal.passwords.checks();
        let answer = permit(&mut stage.browser(), id, password).await;
        assert_eq!(stage.portal.passwords.checks(), checks + 1, "the same work");
        let hidden = answer.hidden("csrf").unwrap();
        pages.push((answer.status, answer.body.replace(&hidden, "").replace(id.as_str(), "")));
    }
    assert!(pages.iter().all(|page| *page == pages[0]) && pages[0].0 == 422);
    // Evidence alone, with a nonce and a token of its own session.
    stranger.open("/").await;
    let nonce = stranger.post_json("/card/challenge", &json!({})).await.json()["nonce"].clone();
    let proof = evidence(&renewed(), ORIGIN, nonce.as_str().unwrap());
    let answer = stranger
        .post_json("/card/evidence", &json!({ "nonce": nonce, "evidence": proof }))
        .await;
    assert_eq!(answer.status, 409);

    let mut early = stage.browser();
    permit(&mut early, &mai.id, PASSWORD).await;
    let link = forgot(&stage, "mai@example.jp").await.pop().unwrap();
    set(&mut stage.browser(), &link, PASSWORD, PASSWORD).await;
    let ended = early.open("/card/read").await;
    assert_eq!(ended.location().as_deref(), Some("/card"), "another password ends it");

    let mut late = stage.browser();
    permit(&mut late, &mai.id, PASSWORD).await;
    stage.pass(10 * 60 + 1);
    assert_eq!(
        late.open("/card/read").await.location().as_deref(),
        Some("/card"),
        "ten minutes"
    );
    for _ in 0..5 {
        permit(&mut stranger, &mai.id, WRONG).await;
    }
    assert_eq!(
        permit(&mut stranger, &mai.id, PASSWORD).await.status,
        429,
        "the delay grows here as well"
    );
}
