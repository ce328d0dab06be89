//! The packs: their examples, and that no language has crept into the code.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tertium::claim::read_cell;
use tertium::pack;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
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
    #[serde(default)]
    never: Vec<String>,
}

fn all() -> Vec<(String, Examples)> {
    pack::tags()
        .filter_map(|tag| {
            let path = format!("packs/{tag}/examples.toml");
            let text = fs::read_to_string(&path).ok()?;
            Some((tag.to_owned(), toml::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))))
        })
        .collect()
}

#[test]
fn examples_are_read_as_they_say() {
    let mut wrong = Vec::new();
    for (tag, examples) in all() {
        let pack = pack::find(&tag).unwrap();
        for e in &examples.example {
            for s in &e.surfaces {
                let claims: Vec<_> = read_cell(s, pack).into_iter().flat_map(|(_, c)| c).collect();
                let fits = claims.len() == 1
                    && claims[0].kind.name() == e.kind
                    && claims[0].value.to_string() == e.value
                    && (e.unit.is_empty() || claims[0].unit == e.unit);
                if !fits {
                    let got: Vec<String> = claims.iter().map(|c| format!("{} {} {}", c.kind, c.value, c.unit)).collect();
                    wrong.push(format!("{tag} {}: «{s}» is {} {} {}, read as {got:?}", e.form, e.kind, e.value, e.unit));
                }
            }
            for s in &e.never {
                let hit = read_cell(s, pack).into_iter().flat_map(|(_, c)| c).any(|c| c.kind.name() == e.kind && c.value.to_string() == e.value);
                if hit {
                    wrong.push(format!("{tag} {}: «{s}» is read as {} {}", e.form, e.kind, e.value));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn coverage_of_forms() {
    let mut table: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut tags = BTreeSet::new();
    for (tag, examples) in all() {
        tags.insert(tag.clone());
        for e in examples.example {
            table.entry(e.form).or_default().insert(tag.clone());
        }
    }
    let mut out = String::new();
    for (form, has) in table {
        let marks: Vec<String> = tags.iter().map(|t| if has.contains(t) { t.clone() } else { "-".into() }).collect();
        out += &format!("{form:28} {}\n", marks.join(" "));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("coverage", out));
}

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for e in fs::read_dir(dir).unwrap().flatten() {
        let p = e.path();
        if p.is_dir() {
            sources(&p, out);
        } else if p.extension().is_some_and(|x| x == "rs") {
            out.push(p);
        }
    }
}

/// Names of languages and their tags as string literals have no place in the code; only scripts have.
#[test]
fn no_language_in_the_code() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    assert!(files.len() > 20);
    let mut wrong = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for (n, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or("");
            for tag in pack::tags() {
                if line.contains(&format!("\"{tag}\"")) {
                    wrong.push(format!("{}:{}: the tag {tag}", path.display(), n + 1));
                }
            }
            let lower = line.to_lowercase();
            for name in ["german", "italian", "chinese", "japanese", "english"] {
                if lower.contains(name) {
                    wrong.push(format!("{}:{}: {name}", path.display(), n + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
