//! Windows.
//!
//! What a program names in its import table is loaded before `main`: for those libraries the application manifest
//! (`host/windows/`) says that they come from the system's folder.
#![allow(unsafe_code, reason = "Win32")]

use std::io;

use windows::Win32::Foundation::{HLOCAL, LocalFree};
use windows::Win32::Security::Authorization::{ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1};
use windows::Win32::Security::{DACL_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, SetKernelObjectSecurity};
use windows::Win32::System::Diagnostics::Debug::{
    SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX, SetErrorMode,
};
use windows::Win32::System::ErrorReporting::{WER_FAULT_REPORTING_FLAG_NOHEAP, WerSetFlags};
use windows::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_PROCESS_MEMORY, JOBOBJECT_EXTENDED_LIMIT_INFORMATION,
    JobObjectExtendedLimitInformation, SetInformationJobObject,
};
use windows::Win32::System::LibraryLoader::{LOAD_LIBRARY_SEARCH_SYSTEM32, SetDefaultDllDirectories, SetDllDirectoryW};
use windows::Win32::System::Memory::{HeapEnableTerminationOnCorruption, HeapSetInformation};
use windows::Win32::System::Threading::{
    GetCurrentProcess, PROCESS_MITIGATION_POLICY, ProcessExtensionPointDisablePolicy, ProcessImageLoadPolicy,
    SetProcessMitigationPolicy,
};
use windows::core::{PCWSTR, Result, w};

use super::Unprotected;

/// `PROCESS_MITIGATION_IMAGE_LOAD_POLICY`: `NoRemoteImages`, `NoLowMandatoryLabelImages`, `PreferSystem32Images`.
const IMAGE_LOAD: u32 = 0b111;
/// `PROCESS_MITIGATION_EXTENSION_POINT_DISABLE_POLICY`: `DisableExtensionPoints`. Browsers do the same, and screen readers work there.
const NO_EXTENSION_POINTS: u32 = 0b1;

/// Who may do what with this process, as SDDL: the system everything; administrators and the person (as its owner, who could
/// otherwise change this rule) ask about it, wait for it and end it: `PROCESS_QUERY_INFORMATION`,
/// `PROCESS_QUERY_LIMITED_INFORMATION`, `SYNCHRONIZE`, `PROCESS_TERMINATE`. Nobody reads or writes its memory.
const ACCESS: PCWSTR = w!("D:P(A;;0x1FFFFF;;;SY)(A;;0x101401;;;BA)(A;;0x101401;;;OW)");

pub(super) fn harden() -> io::Result<Vec<Unprotected>> {
    libraries_from_the_system_only()?;
    quiet_crashes();
    let optional = [
        ("SetKernelObjectSecurity", close_memory_to_others()),
        ("WerSetFlags", no_heap_in_crash_reports()),
        ("HeapEnableTerminationOnCorruption", end_on_a_broken_heap()),
        ("ProcessImageLoadPolicy", mitigate(ProcessImageLoadPolicy, IMAGE_LOAD)),
        (
            "ProcessExtensionPointDisablePolicy",
            mitigate(ProcessExtensionPointDisablePolicy, NO_EXTENSION_POINTS),
        ),
    ];
    let missing = optional.into_iter().filter_map(|(protection, outcome)| {
        outcome.err().map(|reason| Unprotected {
            protection,
            reason: reason.into(),
        })
    });
    Ok(missing.collect())
}

/// Neither the program's folder nor the current one nor `PATH` is looked through for a library from now on.
fn libraries_from_the_system_only() -> io::Result<()> {
    // SAFETY: takes a flag, changes this process only.
    unsafe { SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32) }?;
    // SAFETY: the text is constant and ends with a zero.
    unsafe { SetDllDirectoryW(w!("")) }?;
    Ok(())
}

/// Other programs of the same person cannot open this process to read its memory. Handles that exist already, the browser's
/// among them, stay what they are.
fn close_memory_to_others() -> Result<()> {
    let mut rule = PSECURITY_DESCRIPTOR::default();
    // SAFETY: the text is constant and ends with a zero; `rule` receives memory that is freed below.
    unsafe { ConvertStringSecurityDescriptorToSecurityDescriptorW(ACCESS, SDDL_REVISION_1, &raw mut rule, None) }?;
    // SAFETY: `rule` is the valid descriptor that was just made; the handle is the constant for this process.
    let outcome = unsafe { SetKernelObjectSecurity(GetCurrentProcess(), DACL_SECURITY_INFORMATION, rule) };
    // SAFETY: the system allocated it with `LocalAlloc`, and nothing refers to it any more.
    unsafe { LocalFree(Some(HLOCAL(rule.0))) };
    outcome
}

/// A crash shows no window, and most make no report.
fn quiet_crashes() {
    // SAFETY: takes flags, changes this process only.
    unsafe { SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX) };
}

/// Where there is a report all the same, the heap, where PINs are, is not in it.
fn no_heap_in_crash_reports() -> Result<()> {
    // SAFETY: takes a flag, changes this process only.
    unsafe { WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP) }
}

fn end_on_a_broken_heap() -> Result<()> {
    // SAFETY: this class of information is about all heaps of the process and takes no buffer.
    unsafe { HeapSetInformation(None, HeapEnableTerminationOnCorruption, None, 0) }
}

/// A job object that this process puts itself into. The job lives as long as the process, so its handle is never closed.
///
/// Source: Win32, `JOB_OBJECT_LIMIT_PROCESS_MEMORY`.
pub(super) fn limit_memory(bytes: usize) -> io::Result<()> {
    let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_PROCESS_MEMORY;
    limits.ProcessMemoryLimit = bytes;
    let length = u32::try_from(size_of_val(&limits)).map_err(io::Error::other)?;
    // SAFETY: without attributes and name it makes a new job of this process.
    let job = unsafe { CreateJobObjectW(None, PCWSTR::null()) }?;
    // SAFETY: this class of information is the structure that `limits` is, of `length` bytes, which outlives the call.
    unsafe {
        SetInformationJobObject(
            job,
            JobObjectExtendedLimitInformation,
            (&raw const limits).cast(),
            length,
        )
    }?;
    // SAFETY: both handles are valid; the second is the constant for this process.
    Ok(unsafe { AssignProcessToJobObject(job, GetCurrentProcess()) }?)
}

fn mitigate(policy: PROCESS_MITIGATION_POLICY, flags: u32) -> Result<()> {
    // SAFETY: each of these policies is a structure of one 32-bit field of flags, which outlives the call.
    unsafe { SetProcessMitigationPolicy(policy, (&raw const flags).cast(), size_of_val(&flags)) }
}
