//! Both databases have the same schema: two sets of migrations, one meaning.

use std::collections::BTreeSet;

use openjpki_portal::store::{DatabaseAddress, Store};
use openjpki_tests::postgres::Cluster;
use sqlx::{AnyPool, Row};

/// Everything that a row has to obey, one line each: columns, keys, references, what is unique.
type Rules = BTreeSet<String>;

#[tokio::test]
async fn sqlite_and_postgresql_have_the_same_tables_columns_keys_and_references() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.sqlite").display().to_string();
    let url = Cluster::of_this_process().schema();
    for address in [&file, &url] {
        let address: DatabaseAddress = address.parse().unwrap();
        Store::open(&address).await.unwrap().close().await;
    }
    let (sqlite, postgres) = (rules_of_sqlite(&file).await, rules_of_postgres(&url).await);
    assert!(sqlite.len() > 100, "too few rules: {sqlite:#?}");
    let only_sqlite: Vec<_> = sqlite.difference(&postgres).collect();
    let only_postgres: Vec<_> = postgres.difference(&sqlite).collect();
    assert!(
        only_sqlite.is_empty() && only_postgres.is_empty(),
        "only SQLite: {only_sqlite:#?}\nonly PostgreSQL: {only_postgres:#?}"
    );
}

async fn rules_of_sqlite(file: &str) -> Rules {
    let pool = AnyPool::connect(&format!("sqlite:{file}")).await.unwrap();
    lines(
        &pool,
        "SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' required' ELSE '' END
             FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'
         UNION ALL SELECT 'key ' || t.name || ' ' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_table_info(t.name) WHERE pk > 0 ORDER BY name))
             FROM pragma_table_list t WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'
         UNION ALL SELECT 'reference ' || t.name || '.' || f.\"from\" || ' ' || f.\"table\" || '.' || f.\"to\" || ' update ' || f.on_update || ' delete ' || f.on_delete
             FROM pragma_table_list t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
         UNION ALL SELECT 'unique ' || t.name || ' ' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY name))
             FROM pragma_table_list t, pragma_index_list(t.name) i WHERE i.\"unique\" AND i.origin <> 'pk' AND t.type = 'table'
         UNION ALL SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite%'",
    )
    .await
}

async fn rules_of_postgres(url: &str) -> Rules {
    let pool = AnyPool::connect(url).await.unwrap();
    lines(
        &pool,
        "SELECT 'column ' || table_name || '.' || column_name || ' ' || CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'text' THEN 'TEXT'
                 WHEN 'bytea' THEN 'BLOB' ELSE data_type END || CASE is_nullable WHEN 'NO' THEN ' required' ELSE '' END
             FROM information_schema.columns WHERE table_schema = current_schema() AND left(table_name, 1) <> '_'
         UNION ALL SELECT CASE contype WHEN 'p' THEN 'key ' ELSE 'unique ' END || relname || ' ' ||
                 (SELECT string_agg(attname, ',' ORDER BY attname COLLATE \"C\") FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))
             FROM pg_constraint c JOIN pg_class ON pg_class.oid = conrelid
             WHERE contype IN ('p', 'u') AND connamespace = current_schema()::regnamespace AND left(relname, 1) <> '_'
         UNION ALL SELECT 'unique ' || t.relname || ' ' || (SELECT string_agg(attname, ',' ORDER BY attname COLLATE \"C\") FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey))
             FROM pg_index JOIN pg_class t ON t.oid = indrelid WHERE indisunique AND t.relnamespace = current_schema()::regnamespace
             AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
         UNION ALL SELECT 'reference ' || t.relname || '.' || a.attname || ' ' || f.relname || '.' || b.attname
                 || ' update ' || CASE confupdtype WHEN 'c' THEN 'CASCADE' WHEN 'a' THEN 'NO ACTION' ELSE confupdtype::text END
                 || ' delete ' || CASE confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'a' THEN 'NO ACTION' ELSE confdeltype::text END
             FROM pg_constraint JOIN pg_class t ON t.oid = conrelid JOIN pg_class f ON f.oid = confrelid
             JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
             JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
         UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname !~ '_(pkey|key)$'",
    )
    .await
}

async fn lines(pool: &AnyPool, question: &'static str) -> Rules {
    let rows = sqlx::query(question).fetch_all(pool).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
