//! Builds again when a migration is added: `sqlx::migrate!` reads them while compiling.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
