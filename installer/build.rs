//! Gives the Windows program its icon, version and application manifest.

#[path = "../host/windows/resources.rs"]
mod resources;

fn main() -> std::io::Result<()> {
    resources::embed("openjpki-installer", "OpenJPKI: connects the host with browsers")
}
