//! What Windows shows of a program: icon, version and application manifest. Part of the build scripts of the host and of the
//! installer; for other systems it does nothing.

use std::env;
use std::io;

/// The icon, seen from the folder of either program.
const ICON: &str = "../packaging/windows/openjpki.ico";

/// Puts the resources into the program called `program`.
///
/// - `description`: what the task manager and a question of the system's call it.
pub(crate) fn embed(program: &str, description: &str) -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={ICON}");
    println!("cargo:rerun-if-changed=../host/windows");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return Ok(());
    }
    let mut resources = winresource::WindowsResource::new();
    for (name, value) in [
        ("ProductName", "OpenJPKI"),
        ("CompanyName", "OpenJPKI"),
        ("FileDescription", description),
        ("InternalName", program),
        ("OriginalFilename", &format!("{program}.exe")),
        ("LegalCopyright", "MIT OR Apache-2.0"),
    ] {
        resources.set(name, value);
    }
    resources.set_icon(ICON);
    resources.set_manifest(include_str!("application.manifest"));
    resources.compile_for(program)
}
