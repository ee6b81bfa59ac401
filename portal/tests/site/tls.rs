//! PostgreSQL over a network: by TLS, and only the server whose certificate it should be.

use openjpki_portal::store::{Store, StoreError};
use openjpki_tests::postgres::Cluster;
use openjpki_tests::tls::write_certificate;

async fn open(address: &str, parameters: &str) -> Result<Store, StoreError> {
    let url = format!("postgres://postgres@{address}/postgres?{parameters}");
    Store::open(&url.parse().unwrap()).await
}

#[tokio::test]
async fn sslmode_says_whether_it_is_encrypted_and_whose_certificate_it_must_be() {
    let (cluster, [named, other]) = Cluster::with_tls();
    let root = format!("sslrootcert={}", cluster.folder().join("cert.pem").display());
    let folder = tempfile::tempdir().unwrap();
    write_certificate(folder.path(), &format!("IP:{named}"));
    let strange = format!("sslrootcert={}", folder.path().join("cert.pem").display());
    for (number, (address, parameters, encrypted)) in [
        (&named, format!("sslmode=verify-full&{root}"), "t"),
        (&other, format!("sslmode=verify-ca&{root}"), "t"),
        (&other, "sslmode=require".to_owned(), "t"),
        (&other, String::new(), "t"),
        (&other, "sslmode=disable".to_owned(), "f"),
    ]
    .into_iter()
    .enumerate()
    {
        let store = open(address, &format!("{parameters}&application_name=way-{number}"))
            .await
            .unwrap();
        store.ping().await.unwrap();
        let asked = format!(
            "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'way-{number}'"
        );
        let found = cluster.run("psql", &["-Atc", &asked, "postgres"]);
        assert_eq!(found.trim(), encrypted, "{address} {parameters}");
        store.close().await;
    }
    for (address, parameters, said) in [
        (
            &named,
            format!("sslmode=verify-full&{strange}"),
            "invalid peer certificate",
        ),
        (&named, "sslmode=verify-full".to_owned(), "invalid peer certificate"),
        (
            &other,
            format!("sslmode=verify-ca&{strange}"),
            "invalid peer certificate",
        ),
        (&other, format!("sslmode=verify-full&{root}"), "not valid for name"),
    ] {
        let refused = open(address, &parameters).await.unwrap_err().to_string();
        assert!(refused.contains(said), "{address} {parameters}: {refused}");
    }
}
