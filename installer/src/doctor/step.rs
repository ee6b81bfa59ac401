//! What a person does next, as values.

use std::path::PathBuf;

use serde::Serialize;

use super::Key;
use crate::Location;

/// What a person does next about a [`Check`](super::Check).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "step", content = "detail")]
#[non_exhaustive]
pub enum NextStep {
    /// Install a browser that OpenJPKI knows, and start it once.
    InstallBrowser,
    /// Run the installer.
    Install,
    /// Run the installer for this browser, by its word, if the card shall be used there.
    InstallFor(String),
    /// Run the installer again: something of it is gone or broken.
    InstallAgain,
    /// This installer is older than the host: use the one that came with the host.
    UseNewerInstaller,
    /// Look at a manifest, or on Windows a key, that something else put there and that the browser takes, and remove it.
    RemoveManifest(Location),
    /// The same for one that the browser does not take as long as OpenJPKI is installed.
    RemoveHiddenManifest(Location),
    /// Take the right to change this file from other accounts.
    TakeRightsAway(PathBuf),
    /// Another account owns this file: ask whoever looks after the computer.
    AskOwner(PathBuf),
    /// The record of the installer cannot be read: move it away and install again.
    MoveRecordAway(PathBuf),
    /// Install the PC/SC library, which the host does not find.
    InstallPcscLibrary,
    /// Do the steps above first, then look again.
    HostFirst,
    /// Look again in a moment; restart the computer if it stays so.
    LookAgain,
    /// Start the smart-card service.
    StartService,
    /// Look again; if it stays so, use the card at the computer itself, or ask whoever looks after it for the right to use the service.
    UseHere,
    /// Connect a card reader.
    ConnectReader,
    /// Put the card into the reader.
    PlaceCard,
    /// Take this card out, and put a My Number Card there.
    PlaceOtherCard,
    /// Take this phone away, and put a My Number Card there.
    PlaceCardNotPhone,
    /// Close the program that uses the card.
    CloseOtherProgram,
    /// Take the card out, and put it back.
    PlaceAgain,
    /// Have the PIN set anew.
    Unblock(Key),
    /// One try is left: be sure before typing.
    MindLastTry(Key),
    /// There is no signing certificate: have one issued, if one is needed.
    HaveIssued,
    /// Have the certificates renewed.
    Renew,
    /// Look at the clock of this computer.
    SetClock,
}
