//! The group policy templates name what the crate, the extension's schema and the policy file for Linux name, in both languages.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that stops is a test that failed"
)]

use std::collections::BTreeSet;

use openjpki_manifests::{EXTENSION_ID, HOST_NAME};
use roxmltree::{Document, Node};
use serde_json::Value;

const TEMPLATE: &str = include_str!("../policy/windows/openjpki.admx");
const WORDS: [(&str, &str); 2] = [
    ("en-US", include_str!("../policy/windows/en-US/openjpki.adml")),
    ("ja-JP", include_str!("../policy/windows/ja-JP/openjpki.adml")),
];

/// Where each browser reads policies. Source: Chrome Enterprise policy list and Microsoft Edge browser policy reference, "Windows
/// registry location".
const BROWSERS: [(&str, &str); 2] = [
    ("Chrome", r"Software\Policies\Google\Chrome"),
    ("Edge", r"Software\Policies\Microsoft\Edge"),
];

fn named<'a>(document: &'a Document<'a>, name: &str) -> Vec<Node<'a, 'a>> {
    document
        .descendants()
        .filter(|node| node.has_tag_name_local(name))
        .collect()
}

/// `has_tag_name` wants the namespace; these files have one each.
trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.tag_name().name() == name
    }
}

/// Registry places that the template writes to: key and name of the value, `*` for the lines of a list.
fn places() -> BTreeSet<(String, String)> {
    let template = Document::parse(TEMPLATE).unwrap();
    let mut places = BTreeSet::new();
    for policy in named(&template, "policy") {
        let key = policy.attribute("key").unwrap();
        for node in policy.descendants() {
            let own = node.attribute("key").unwrap_or(key).to_owned();
            if node.has_tag_name_local("list") {
                places.insert((own, "*".to_owned()));
            } else if let Some(name) = node.attribute("valueName") {
                places.insert((own, name.to_owned()));
            }
        }
    }
    places
}

#[test]
fn every_name_has_its_words_in_both_languages() {
    let template = Document::parse(TEMPLATE).unwrap();
    let attributes = template
        .descendants()
        .flat_map(|node| node.attributes().collect::<Vec<_>>());
    let wanted: BTreeSet<&str> = attributes
        .filter_map(|attribute| attribute.value().strip_prefix("$(")?.strip_suffix(')'))
        .collect();
    assert!(wanted.len() > 20, "{wanted:?}");
    for (language, words) in WORDS {
        let words = Document::parse(words).unwrap();
        let there = |table: &str| {
            named(&words, table)
                .into_iter()
                .map(move |node| (node.attribute("id").unwrap(), node))
        };
        let said: BTreeSet<String> = there("string")
            .map(|(id, _)| format!("string.{id}"))
            .chain(there("presentation").map(|(id, _)| format!("presentation.{id}")))
            .collect();
        let said: BTreeSet<&str> = said.iter().map(String::as_str).collect();
        assert_eq!(said, wanted, "{language}");
        for (id, node) in there("string") {
            assert!(!node.text().unwrap_or_default().trim().is_empty(), "{language} {id}");
        }
    }
}

#[test]
fn every_field_has_a_box_in_both_languages() {
    let template = Document::parse(TEMPLATE).unwrap();
    let fields = ["list", "text"].into_iter().flat_map(|name| named(&template, name));
    let fields: BTreeSet<&str> = fields.map(|node| node.attribute("id").unwrap()).collect();
    assert_eq!(fields.len(), 14);
    for (language, words) in WORDS {
        let words = Document::parse(words).unwrap();
        let boxes = words.descendants().filter_map(|node| node.attribute("refId"));
        assert_eq!(boxes.collect::<BTreeSet<&str>>(), fields, "{language}");
    }
}

#[test]
fn japanese_is_japanese() {
    let template = Document::parse(WORDS[1].1).unwrap();
    for node in named(&template, "string") {
        let (id, text) = (node.attribute("id").unwrap(), node.text().unwrap());
        let is_a_name = ["OpenJPKI", "Chrome", "Edge"].contains(&id);
        let has_kana = text
            .chars()
            .any(|letter| ('\u{3040}'..='\u{30ff}').contains(&letter) || letter == '降');
        assert_eq!(has_kana, !is_a_name, "{id}: {text}");
    }
}

#[test]
fn everything_in_the_extensions_schema_can_be_set_for_each_browser() {
    let schema: Value = serde_json::from_str(include_str!("../../extension/managed-schema.json")).unwrap();
    let properties = schema["properties"].as_object().unwrap();
    let places = places();
    for (browser, root) in BROWSERS {
        let policy = format!(r"{root}\3rdparty\extensions\{EXTENSION_ID}\policy");
        for (name, about) in properties {
            let place = match about["type"].as_str().unwrap() {
                "array" => (format!(r"{policy}\{name}"), "*".to_owned()),
                _ => (policy.clone(), name.clone()),
            };
            assert!(places.contains(&place), "{browser}: {place:?}");
        }
        let ours = places.iter().filter(|(key, _)| key.starts_with(&policy)).count();
        assert_eq!(
            ours,
            properties.len(),
            "{browser}: a policy that the extension does not know"
        );
    }
}

#[test]
fn everything_in_the_policy_file_for_linux_can_be_set_for_each_browser() {
    let policy: Value = serde_json::from_str(include_str!("../policy/linux/openjpki.json")).unwrap();
    let places = places();
    for (browser, root) in BROWSERS {
        for (name, value) in policy.as_object().unwrap() {
            let place = match value {
                Value::Bool(_) => (root.to_owned(), name.clone()),
                Value::Array(_) => (format!(r"{root}\{name}"), "5754".to_owned()),
                other => panic!("{name}: {other}"),
            };
            if name != "3rdparty" {
                assert!(places.contains(&place), "{browser}: {place:?}");
            }
        }
    }
    let template = Document::parse(TEMPLATE).unwrap();
    let hosts: BTreeSet<&str> = named(&template, "string").iter().filter_map(Node::text).collect();
    assert_eq!(hosts, BTreeSet::from([HOST_NAME]));
    for (language, words) in WORDS {
        let lines = words.matches(&format!("{EXTENSION_ID};https://")).count();
        assert_eq!(lines, BROWSERS.len(), "{language}: the example of an extension");
    }
}
