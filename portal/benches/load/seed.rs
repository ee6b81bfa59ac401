//! Many accounts, written straight into the database. Their certificates themselves are left out; hashes and passwords are there.

use openjpki_portal::store::{DatabaseAddress, Engine};
use sqlx::{AnyPool, Executor};

/// What both databases understand of a person; the rest is where they differ: `$1` is how many, `$2` the password's hash.
const PEOPLE: &str = "INSERT INTO registrations (authentication_id, kind, role, name, sex, birth_date, municipality, address, telephone,
        mail, signature_hash, authentication_hash, hierarchy, revocation, language, registered_at, pseudonym)
    SELECT 'SEED-' || i, 'applicant', 'foreign-national', 'PERSON ' || i, 'female', '1990-05-14', '131016', '1-1-1', '090-1234-5678',
        'seed' || i || '@example.jp', ";

pub(crate) async fn accounts(database: &DatabaseAddress, count: u32, password: &str) {
    let pool = connect(database).await;
    let (before, hash, pseudonym, source) = match database.engine() {
        Engine::Sqlite => (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) ",
            "randomblob(32)",
            "randomblob(16)",
            "n",
        ),
        Engine::Postgres => (
            "",
            "sha256(convert_to(random()::text || i, 'UTF8'))",
            "uuid_send(gen_random_uuid())",
            "generate_series(1::bigint, $1) AS n(i)",
        ),
    };
    let people =
        format!("{before}{PEOPLE}{hash}, {hash}, 'test', 'not checked', 'en', 1700000000, {pseudonym} FROM {source}");
    let people = sqlx::query(sqlx::AssertSqlSafe(people)).bind(i64::from(count));
    people.execute(&pool).await.unwrap();
    set_passwords_in(&pool, password).await;
    pool.execute("ANALYZE").await.unwrap();
    pool.close().await;
}

/// Gives everybody who has none this password.
pub(crate) async fn set_passwords(database: &DatabaseAddress, password: &str) {
    let pool = connect(database).await;
    set_passwords_in(&pool, password).await;
    pool.close().await;
}

async fn set_passwords_in(pool: &AnyPool, password: &str) {
    sqlx::query(
        "INSERT INTO passwords (registration, hash, set_at) SELECT id, $1, 1700000000 FROM registrations
         WHERE NOT EXISTS (SELECT 1 FROM passwords WHERE registration = id)",
    )
    .bind(password)
    .execute(pool)
    .await
    .unwrap();
}

async fn connect(database: &DatabaseAddress) -> AnyPool {
    let url = match database {
        DatabaseAddress::File(file) => format!("sqlite:{}", file.display()),
        DatabaseAddress::Postgres(url) => url.clone(),
    };
    AnyPool::connect(&url).await.unwrap()
}
