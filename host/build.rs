//! Gives the Windows program its icon, version and application manifest.

#[path = "windows/resources.rs"]
mod resources;

fn main() -> std::io::Result<()> {
    resources::embed("openjpki-host", "OpenJPKI: My Number Card in the browser")
}
