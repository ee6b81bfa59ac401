//! Owners and access control lists.
//!
//! What is looked at, of a file and of its folder: the owner, and every entry of the list that allows writing, deleting, or
//! changing owner or list, to somebody who is neither this account nor one that may do anything here anyway. What is not: entries that deny (they only
//! take away), rights that come with groups or privileges of an account, and integrity labels.
#![expect(unsafe_code, reason = "access control lists are read through pointers")]

use std::io;
use std::os::windows::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::ptr;

use windows::Win32::Foundation::{CloseHandle, GENERIC_ALL, GENERIC_WRITE, HANDLE, HLOCAL, LocalFree};
use windows::Win32::Security::Authorization::{ConvertSidToStringSidW, GetNamedSecurityInfoW, SE_FILE_OBJECT};
use windows::Win32::Security::{
    ACCESS_ALLOWED_ACE, ACE_HEADER, ACL, DACL_SECURITY_INFORMATION, GetAce, GetTokenInformation, INHERIT_ONLY_ACE,
    LookupAccountSidW, OWNER_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID, SID_NAME_USE, TOKEN_QUERY, TOKEN_USER,
    TokenUser,
};
use windows::Win32::Storage::FileSystem::{
    DELETE, FILE_APPEND_DATA, FILE_DELETE_CHILD, FILE_WRITE_DATA, WRITE_DAC, WRITE_OWNER,
};
use windows::Win32::System::SystemServices::{ACCESS_ALLOWED_ACE_TYPE, ACCESS_ALLOWED_CALLBACK_ACE_TYPE};
use windows::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};
use windows::core::{PCWSTR, PWSTR};

use super::Guard;

/// Who may do anything on the computer anyway: the system, its administrators, the service that keeps Windows' own files.
///
/// Source: Microsoft, "Well-known SIDs"; the last is the service SID of `TrustedInstaller`.
const ALMIGHTY: [&str; 3] = [
    "S-1-5-18",
    "S-1-5-32-544",
    "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
];

/// Stand for the owner, who is looked at by himself: "Creator Owner" and "Owner Rights".
const OWNERS_STAND_INS: [&str; 2] = ["S-1-3-0", "S-1-3-4"];

/// Longest name of an account or domain that is read, in UTF-16 units. Source: lmcons.h, `UNLEN` (256) and `DNLEN`.
const LONGEST_NAME: usize = 300;

/// The name of the account that owns what `path` names, with its domain; its SID if it has none.
pub(crate) fn owner(path: &Path) -> io::Result<String> {
    let descriptor = Descriptor::of(path)?;
    account_name(descriptor.owner).map_or_else(|| sid_text(descriptor.owner), Ok)
}

/// Whether only this account, the system and administrators can change what lies at `path`.
pub(crate) fn guard(path: &Path) -> io::Result<Guard> {
    let descriptor = Descriptor::of(path)?;
    let me = this_account()?;
    let owner = sid_text(descriptor.owner)?;
    let is_almighty = |sid: &str| ALMIGHTY.contains(&sid);
    let others_may_write = match descriptor.writers()? {
        // No list at all: everybody may do everything.
        None => true,
        Some(writers) => writers
            .iter()
            .any(|sid| *sid != me && *sid != owner && !is_almighty(sid) && !OWNERS_STAND_INS.contains(&sid.as_str())),
    };
    Ok(Guard {
        other_owner: owner != me && !is_almighty(&owner),
        other_account: owner != me,
        others_may_write,
    })
}

/// What has to be guarded for `path` to be: the folder as well, since who may write there can exchange the file, or put a
/// library beside the program.
pub(crate) fn watched(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().map(Path::to_owned);
    [path.to_owned()].into_iter().chain(folder).collect()
}

/// Owner and access control list of a file or folder.
struct Descriptor {
    memory: PSECURITY_DESCRIPTOR,
    owner: PSID,
    list: *mut ACL,
}

impl Descriptor {
    fn of(path: &Path) -> io::Result<Self> {
        let name: Vec<u16> = path.canonicalize()?.as_os_str().encode_wide().chain([0]).collect();
        let mut found = Self {
            memory: PSECURITY_DESCRIPTOR::default(),
            owner: PSID::default(),
            list: ptr::null_mut(),
        };
        // SAFETY: `name` ends with a NUL and lives through the call; the pointers given are to fields of `found`. On success
        // `owner` and `list` point into `memory`, which lives as long as `found`.
        let answer = unsafe {
            GetNamedSecurityInfoW(
                PCWSTR(name.as_ptr()),
                SE_FILE_OBJECT,
                OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                Some(&raw mut found.owner),
                None,
                Some(&raw mut found.list),
                None,
                &raw mut found.memory,
            )
        };
        answer.ok()?;
        Ok(found)
    }

    /// The SIDs to whom an entry allows changes; `None` if there is no list.
    fn writers(&self) -> io::Result<Option<Vec<String>>> {
        let Some(list) = ptr::NonNull::new(self.list) else {
            return Ok(None);
        };
        // SAFETY: the list points into `memory`, which is alive.
        let count = unsafe { list.as_ref() }.AceCount;
        let mut writers = Vec::new();
        for index in 0..u32::from(count) {
            let mut entry = ptr::null_mut();
            // SAFETY: the list is valid and `index` below its count; `entry` then points into the list.
            unsafe { GetAce(list.as_ptr(), index, &raw mut entry) }?;
            // SAFETY: every entry begins with this header.
            let header = unsafe { entry.cast::<ACE_HEADER>().read_unaligned() };
            let allows =
                [ACCESS_ALLOWED_ACE_TYPE, ACCESS_ALLOWED_CALLBACK_ACE_TYPE].contains(&u32::from(header.AceType));
            let is_for_children = u32::from(header.AceFlags) & INHERIT_ONLY_ACE.0 != 0;
            if !allows || is_for_children {
                continue;
            }
            let entry = entry.cast::<ACCESS_ALLOWED_ACE>();
            // SAFETY: both types of entries that allow begin as this structure does.
            let mask = unsafe { (&raw const (*entry).Mask).read_unaligned() };
            if mask & changes() != 0 {
                // SAFETY: the SID begins where `SidStart` is; only its address is taken.
                let sid = PSID(unsafe { &raw mut (*entry).SidStart }.cast());
                writers.push(sid_text(sid)?);
            }
        }
        Ok(Some(writers))
    }
}

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: the system allocated it for us, and what points into it goes with it.
        unsafe { LocalFree(Some(HLOCAL(self.memory.0))) };
    }
}

/// The rights that let somebody change a file, exchange it, or add one to a folder (the same bits).
fn changes() -> u32 {
    FILE_DELETE_CHILD.0
        | FILE_WRITE_DATA.0
        | FILE_APPEND_DATA.0
        | DELETE.0
        | WRITE_DAC.0
        | WRITE_OWNER.0
        | GENERIC_WRITE.0
        | GENERIC_ALL.0
}

/// The SID of the account that runs this program.
fn this_account() -> io::Result<String> {
    let mut token = HANDLE::default();
    // SAFETY: the process handle is a constant that needs no closing; `token` lives through the call.
    unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) }?;
    // A `TOKEN_USER` and the longest SID (68 bytes), aligned for pointers. Source: winnt.h, `SECURITY_MAX_SID_SIZE`.
    let mut room = [0_u64; 16];
    let mut used = 0;
    let length = u32::try_from(size_of_val(&room)).unwrap_or_default();
    // SAFETY: `room` is writable for `length` bytes, and `token` was opened for queries.
    let answer =
        unsafe { GetTokenInformation(token, TokenUser, Some(room.as_mut_ptr().cast()), length, &raw mut used) };
    // SAFETY: it was opened above and is used no more.
    let closed = unsafe { CloseHandle(token) };
    answer?;
    closed?;
    // SAFETY: on success `room` begins with a `TOKEN_USER`, whose SID lies in `room` too.
    let user = unsafe { room.as_ptr().cast::<TOKEN_USER>().read() };
    sid_text(user.User.Sid)
}

/// A SID as text (`S-1-5-18`).
fn sid_text(sid: PSID) -> io::Result<String> {
    let mut text = PWSTR::null();
    // SAFETY: callers give SIDs inside structures that are alive; `text` lives through the call.
    unsafe { ConvertSidToStringSidW(sid, &raw mut text) }?;
    // SAFETY: on success the text ends with a NUL and stays until it is freed below; what is taken is a copy.
    let copy = String::from_utf16_lossy(unsafe { text.as_wide() });
    // SAFETY: the system allocated the text for us and nothing points to it any more.
    unsafe { LocalFree(Some(HLOCAL(text.as_ptr().cast()))) };
    Ok(copy)
}

/// `DOMAIN\name`, or the name alone where there is no domain.
fn account_name(sid: PSID) -> Option<String> {
    let (mut name, mut domain) = ([0_u16; LONGEST_NAME], [0_u16; LONGEST_NAME]);
    let mut lengths = [u32::try_from(LONGEST_NAME).ok()?; 2];
    let [name_length, domain_length] = &mut lengths;
    let mut kind = SID_NAME_USE::default();
    // SAFETY: the SID is alive; both buffers are writable for the lengths given with them.
    let answer = unsafe {
        LookupAccountSidW(
            PCWSTR::null(),
            sid,
            Some(PWSTR(name.as_mut_ptr())),
            name_length,
            Some(PWSTR(domain.as_mut_ptr())),
            domain_length,
            &raw mut kind,
        )
    };
    answer.ok()?;
    let [name, domain] = [name, domain].map(|text| {
        let letters: Vec<u16> = text.into_iter().take_while(|unit| *unit != 0).collect();
        String::from_utf16_lossy(&letters)
    });
    Some(if domain.is_empty() {
        name
    } else {
        format!("{domain}\\{name}")
    })
}
