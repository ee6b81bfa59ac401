//! Authentication ID and password, checked: the same answer, the same work and the same growing delay, whatever is wrong.

use super::failure::Failure;
use super::visitor::Visitor;
use crate::Portal;
use crate::authentication_id;
use crate::metrics::Counter;
use crate::secret::Hash;
use crate::store::{Attempt, Credentials, Lane, Way};

/// No registration has this number.
const NOBODY: i64 = 0;

/// What else was proved, and for what.
pub(super) enum Proof {
    /// To sign in: the card that was read in this session, which a registration with a card asks for.
    Card(Option<Hash>),
    /// To link a renewed card: nothing else yet; only a registration with a card has one to link.
    RenewedCard,
    /// To change an account: that somebody is signed in to it.
    SignedIn,
}

/// What came of an attempt.
pub(super) enum Checked {
    /// Both are right, and enough with what else was proved.
    Right(Credentials),
    /// Something is wrong; what, is not said.
    Wrong,
    /// Nothing was checked: another attempt is taken after so many seconds.
    Wait(i64),
}

/// Checks both together with the proof.
pub(super) async fn check(
    portal: &Portal,
    visitor: &Visitor,
    typed: &str,
    password: String,
    proof: Proof,
) -> Result<Checked, Failure> {
    let id = authentication_id::as_written(typed);
    let credentials = portal.store.credentials(&id).await?;
    let entitled = credentials.filter(|credentials| proof.is_enough_for(credentials));
    let lane = lane(portal, visitor, &id, entitled.as_ref(), &proof).await?;
    if let Attempt::After(seconds) = portal.store.begin_attempt(lane, portal.now()).await? {
        portal.metrics.count(Counter::SignIns, "delayed");
        return Ok(Checked::Wait(seconds));
    }
    let stored = entitled.as_ref().and_then(|credentials| credentials.password.clone());
    // Always one check, also where nothing can be right.
    let right = portal.passwords.check(password, stored).await?;
    let Some(credentials) = entitled.filter(|_| right) else {
        tracing::info!("authentication ID and password refused");
        portal.metrics.count(Counter::SignIns, "refused");
        return Ok(Checked::Wrong);
    };
    portal.store.forget_failures(lane).await?;
    Ok(Checked::Right(credentials))
}

impl Proof {
    fn is_enough_for(&self, credentials: &Credentials) -> bool {
        match (self, credentials.kind.needs_card()) {
            (Self::Card(presented), true) => presented.is_some() && *presented == credentials.authentication_hash,
            (Self::Card(_), false) => true,
            (Self::RenewedCard, needs_card) => needs_card,
            (Self::SignedIn, _) => true,
        }
    }
}

async fn lane(
    portal: &Portal,
    visitor: &Visitor,
    id: &str,
    entitled: Option<&Credentials>,
    proof: &Proof,
) -> Result<Lane, Failure> {
    // Asked also where there is nobody to know: the same work.
    let registration = entitled.map_or(NOBODY, |credentials| credentials.registration);
    let known = match &visitor.browser {
        Some(browser) if portal.store.knows_browser(browser, registration, portal.now()).await? => Some(browser),
        _ => None,
    };
    let way = match (entitled, proof, known) {
        (Some(credentials), Proof::Card(_), _) if credentials.kind.needs_card() => Way::RegisteredCard,
        (Some(_), _, Some(browser)) => Way::KnownBrowser(browser),
        _ => Way::Elsewhere,
    };
    Ok(Lane::new(id, way))
}
