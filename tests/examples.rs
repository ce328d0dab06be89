//! The packs' own examples: each surface gives one claim of that kind, unit and value; what must not match does not.

mod common;

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tertium::pack;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    form: String,
    kind: String,
    #[serde(default)]
    unit: String,
    value: String,
    surfaces: Vec<String>,
    /// What stands before the value in each surface, as kind, value and unit.
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
}

#[test]
fn examples() {
    let mut wrong = Vec::new();
    let mut cover: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut tags = BTreeSet::new();
    // A pack that others inherit from is read through those that inherit.
    for entry in std::fs::read_dir("packs").expect("packs").flatten() {
        let path = entry.path().join("examples.toml");
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(tag) = pack::tags().find(|t| *t == name).or_else(|| pack::tags().find(|t| t.starts_with(&name))) else {
            continue;
        };
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let shown = Path::new("packs").join(&name).join("examples.toml");
        let shown = shown.display();
        let parsed: Examples = toml::from_str(&text).unwrap_or_else(|e| panic!("{shown}: {e}"));
        tags.insert(tag);
        for e in &parsed.example {
            *cover.entry(e.form.clone()).or_default().entry(tag).or_insert(0) += e.surfaces.len();
            for s in &e.surfaces {
                let r = common::read(s, Some(tag));
                let got: Vec<String> = r.claims.iter().map(|c| format!("{} {} {}", c.kind, c.value, c.unit).trim().to_owned()).collect();
                let want = format!("{} {} {}", e.kind, e.value, e.unit).trim().to_owned();
                if !got.iter().eq(e.beside.iter().chain([&want])) {
                    wrong.push(format!("{shown}: {}: «{s}» want {want}, got {got:?}", e.form));
                }
            }
            for s in &e.never {
                let r = common::read(s, Some(tag));
                if r.claims.iter().any(|c| c.kind.name() == e.kind && c.value.to_string() == e.value) {
                    wrong.push(format!("{shown}: {}: «{s}» must never be {} {}", e.form, e.kind, e.value));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    if tags.is_empty() {
        return;
    }
    // Form by language, a dot for a hole.
    let mut table = format!("{:32}{}\n", "form", tags.iter().map(|t| format!("{t:>9}")).collect::<String>());
    for (form, by) in &cover {
        let cells: String = tags.iter().map(|t| format!("{:>9}", by.get(t).map_or(".".to_owned(), ToString::to_string))).collect();
        table += &format!("{form:32}{cells}\n");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("coverage", table));
}
