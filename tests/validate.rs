//! What programs read, against the schemas that they go by, by a validator that is not ours:
//! `cargo test --features validate --test validate`.

mod common;

use serde_json::Value;
use tertium::accept::Accepted;
use tertium::report::{self, View};

fn json_of(path: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn said(format: &str) -> Value {
    let mut all: Vec<report::Answered> = common::stories().iter().map(|s| common::checked(s)).collect();
    let table = "id\ten\tde\n<s1>|\tIt paid 5 billion dollars.\tSie zahlte 5 Millionen Dollar.\n=s2\tBuilt in 1932, it fell.\tEs fiel.\n";
    all.push(common::aligned("a b.tsv", table));
    // Some of it is known and stays.
    for a in &mut all {
        let accepted = a.findings.pop().into_iter().map(|finding| Accepted {
            in_report: finding.claims.len() > 2,
            finding,
            place: "tertium.toml:1".into(),
            reason: "said \u{202e} twice".into(),
        });
        a.accepted = accepted.collect();
    }
    serde_json::from_str(&report::find(format).expect("a format").findings(&all, &View::default())).expect("JSON")
}

fn keeps_to(schema: &str, out: &Value) -> jsonschema::Validator {
    let mut schema = json_of(schema);
    // The published SARIF schema has a pattern that is no regular expression (an unpaired bracket) for a property that we
    // do not write.
    for place in ["run", "toolComponent"] {
        if let Some(language) = schema.pointer_mut(&format!("/definitions/{place}/properties/language")).and_then(Value::as_object_mut) {
            language.remove("pattern");
        }
    }
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let wrong: Vec<String> = validator.iter_errors(out).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    validator
}

#[test]
fn sarif_keeps_to_the_published_schema() {
    let mut log = said("sarif");
    let validator = keeps_to("tests/schemas/sarif-2.1.0.json", &log);
    log["runs"][0]["results"][0]["level"] = Value::from("grave");
    assert!(!validator.is_valid(&log), "a wrong level passes");
}

#[test]
fn json_keeps_to_our_schema() {
    let mut out = said("json");
    let validator = keeps_to("schema/tertium.schema.json", &out);
    out["findings"][0]["verdict"] = Value::from("perhaps");
    assert!(!validator.is_valid(&out), "a wrong verdict passes");
}
