//! The published schema is the program's own, and real output keeps to it.

mod common;

use serde_json::Value;
use tertium::report::json;

#[test]
fn the_published_schema_is_current() {
    let published = std::fs::read_to_string("schema/tertium.schema.json").expect("the schema");
    assert!(published == json::schema(), "write it anew: cargo run -- schema > schema/tertium.schema.json");
}

/// As much of JSON Schema as the published one uses; an unknown keyword is an error, so nothing goes unchecked.
fn validate(root: &Value, schema: &Value, v: &Value, at: &str, wrong: &mut Vec<String>) {
    let Some(s) = schema.as_object() else { return };
    for (keyword, arg) in s {
        let ok = match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" | "format" => true,
            "$ref" => {
                let pointer = arg.as_str().expect("a string").trim_start_matches('#');
                validate(root, root.pointer(pointer).expect("a definition"), v, at, wrong);
                true
            }
            "type" => match arg {
                Value::Array(types) => types.iter().any(|t| is(t, v)),
                t => is(t, v),
            },
            "const" => arg == v,
            "enum" => arg.as_array().expect("an array").contains(v),
            "minimum" => v.as_f64().is_none_or(|n| n >= arg.as_f64().expect("a number")),
            "maximum" => v.as_f64().is_none_or(|n| n <= arg.as_f64().expect("a number")),
            "required" => arg.as_array().expect("an array").iter().all(|k| v.get(k.as_str().expect("a key")).is_some()),
            "properties" => {
                for (key, sub) in arg.as_object().expect("an object") {
                    if let Some(x) = v.get(key) {
                        validate(root, sub, x, &format!("{at}.{key}"), wrong);
                    }
                }
                // Nothing is said that the schema does not know.
                v.as_object().is_none_or(|o| o.keys().all(|k| arg.get(k).is_some()))
            }
            "items" => {
                for (i, x) in v.as_array().into_iter().flatten().enumerate() {
                    validate(root, arg, x, &format!("{at}[{i}]"), wrong);
                }
                true
            }
            "oneOf" | "anyOf" => arg.as_array().expect("an array").iter().any(|sub| {
                let mut inner = Vec::new();
                validate(root, sub, v, at, &mut inner);
                inner.is_empty()
            }),
            other => panic!("this test does not know the keyword {other}"),
        };
        if !ok {
            wrong.push(format!("{at}: {keyword} {arg}: {v}"));
        }
    }
}

fn is(t: &Value, v: &Value) -> bool {
    match t.as_str().expect("a type") {
        "null" => v.is_null(),
        "string" => v.is_string(),
        "integer" => v.is_i64() || v.is_u64(),
        "number" => v.is_number(),
        "boolean" => v.is_boolean(),
        "array" => v.is_array(),
        "object" => v.is_object(),
        _ => false,
    }
}

#[test]
fn real_output_keeps_to_the_schema() {
    let schema: Value = serde_json::from_str(&json::schema()).expect("JSON");
    for name in common::stories() {
        let out: Value = serde_json::from_str(&json::whole(&[common::checked(&name)])).expect("JSON");
        assert!(!out["claims"].as_array().expect("claims").is_empty());
        let mut wrong = Vec::new();
        validate(&schema, &schema, &out, "", &mut wrong);
        assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
        let mut broken = out.clone();
        broken["findings"][0]["verdict"] = Value::from("perhaps");
        validate(&schema, &schema, &broken, "", &mut wrong);
        assert!(!wrong.is_empty(), "a wrong verdict passes");
    }
}
