//! Asks Windows where its folders are.
#![expect(unsafe_code, reason = "SHGetKnownFolderPath hands out memory that its caller frees")]

use std::ffi::OsString;
use std::io;
use std::os::windows::ffi::OsStringExt as _;
use std::path::PathBuf;

use windows::Win32::System::Com::CoTaskMemFree;
use windows::Win32::UI::Shell::{KF_FLAG_DONT_VERIFY, SHGetKnownFolderPath};
use windows::core::GUID;

pub(super) use windows::Win32::UI::Shell::{
    FOLDERID_LocalAppData as LOCAL_APP_DATA, FOLDERID_Profile as PROFILE, FOLDERID_ProgramFiles as PROGRAM_FILES,
    FOLDERID_RoamingAppData as ROAMING_APP_DATA,
};

/// Where the known folder `id` is, whether it exists or not.
pub(super) fn known(id: GUID) -> io::Result<PathBuf> {
    // SAFETY: `id` lives through the call; no token is given, so the folder is this account's.
    let text = unsafe { SHGetKnownFolderPath(&raw const id, KF_FLAG_DONT_VERIFY, None) }?;
    // SAFETY: on success the text ends with a NUL and stays until it is freed below; what is taken is a copy.
    let folder = OsString::from_wide(unsafe { text.as_wide() });
    // SAFETY: the system allocated the text for us and nothing points to it any more.
    unsafe { CoTaskMemFree(Some(text.as_ptr().cast())) };
    Ok(folder.into())
}
