//! Settings: what `tertium.toml` may say, every message about what it may not, and which place goes first.

#[path = "common/temp.rs"]
mod temp;

use std::fmt::Write;
use std::path::Path;
use temp::Temp;
use tertium::config::settings::{Given, Settings, unknown_variables};
use tertium::config::{TEMPLATE, file};
use tertium::model::Verdict;

/// The cases: a configuration, `=>`, the whole message, `====`. `UPDATE_MESSAGES=1 cargo test --test config` writes the
/// messages anew.
const CASES: &str = "tests/data/wrong-config.txt";

#[test]
fn every_mistake_is_told_with_its_place_and_a_way_out() {
    let cases = std::fs::read_to_string(CASES).expect("the cases");
    let mut fresh = String::new();
    for case in cases.split("====\n").filter(|c| !c.trim().is_empty()) {
        let (text, _) = case.split_once("=>\n").expect("a case has two parts");
        let message = match file::parse("tertium.toml", text) {
            Ok(_) => "no mistake".to_owned(),
            Err(e) => e.to_string(),
        };
        let _ = write!(fresh, "{text}=>\n{message}\n====\n");
    }
    assert!(!fresh.contains("no mistake"), "a case is no mistake:\n{fresh}");
    if std::env::var_os("UPDATE_MESSAGES").is_some() {
        std::fs::write(CASES, fresh).expect("the cases");
    } else {
        assert!(cases == fresh, "messages changed: UPDATE_MESSAGES=1 cargo test --test config\n{fresh}");
    }
}

#[test]
fn what_init_writes_is_right_and_says_all() {
    assert!(file::parse("tertium.toml", TEMPLATE).is_ok());
    // With the marks taken off, too. Comments in sentences keep theirs.
    let settings: String =
        TEMPLATE.lines().map(|l| if l.starts_with("# ") { "\n".into() } else { format!("{}\n", l.trim_start_matches('#')) }).collect();
    let config = file::parse("tertium.toml", &settings).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((config.accept.len(), config.ignore.len(), config.r#override.len(), config.severity.len()), (2, 1, 1, 2));
    // Every key of the schema is there.
    let schema: serde_json::Value = serde_json::from_str(&tertium::config::schema()).expect("JSON");
    let mut keys = schema["properties"].as_object().expect("keys").keys().cloned().collect::<Vec<_>>();
    for part in ["Ignore", "Accept", "Override"] {
        keys.extend(schema["$defs"][part]["properties"].as_object().expect(part).keys().cloned());
    }
    for key in keys.iter().filter(|k| *k != "verdict" && *k != "text") {
        assert!(settings.contains(&format!("{key} =")) || settings.contains(&format!("[{key}]")), "`{key}` is not shown");
    }
}

#[test]
fn the_published_schema_is_current_and_strict() {
    let published = std::fs::read_to_string("schema/tertium.toml.schema.json").expect("the schema");
    assert!(published == tertium::config::schema(), "write it anew: cargo run -- schema config > schema/tertium.toml.schema.json");
    let schema: serde_json::Value = serde_json::from_str(&published).expect("JSON");
    assert_eq!(schema["additionalProperties"], false);
    for part in ["Ignore", "Accept", "Override"] {
        assert_eq!(schema["$defs"][part]["additionalProperties"], false, "{part}");
    }
    assert_eq!(schema["$defs"]["Accept"]["required"], serde_json::json!(["reason"]));
}

fn given(fail_on: &str, min_score: &str) -> Given {
    let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Given { fail_on: some(fail_on), min_score: some(min_score), ..Given::default() }
}

#[test]
fn flag_before_environment_before_file() {
    let t = Temp::new("precedence");
    t.write("tertium.toml", "fail-on = \"qualifier\"\nmin-score = 0.9\n[[override]]\npaths = [\"a\"]\nmin-score = 0.8\n");
    let file = file::load(&t.0.join("tertium.toml")).expect("a configuration");
    let scores = |s: &Settings| (s.fail_on, s.min_score(&[t.0.join("a/de.txt")]), s.min_score(&[t.0.join("b/de.txt")]));
    let none = Given::default();
    let s = Settings::new(&none, &none, Some(&file)).expect("settings");
    assert_eq!(scores(&s), (Some(Verdict::Qualifier), 0.8, 0.9));
    let s = Settings::new(&none, &given("tension", "0.3"), Some(&file)).expect("settings");
    assert_eq!(scores(&s), (Some(Verdict::Tension), 0.3, 0.3));
    let s = Settings::new(&given("never", "0.2"), &given("tension", "0.3"), Some(&file)).expect("settings");
    assert_eq!(scores(&s), (None, 0.2, 0.2));
    let wrong = |flags: Given, environment: Given| Settings::new(&flags, &environment, None).expect_err("wrong");
    let all = "there are `contradiction`, `tension`, `missing`, `qualifier`, `rounded`, `agree`, `unmatched`, `never`";
    assert_eq!(wrong(given("x", ""), none.clone()), format!("--fail-on: `x` is no verdict; {all}"));
    assert_eq!(wrong(none.clone(), given("x", "")), format!("TERTIUM_FAIL_ON: `x` is no verdict; {all}"));
    assert_eq!(wrong(given("", "1.5"), none.clone()), "--min-score: 1.5 is no score; scores go from 0 to 1");
    assert_eq!(wrong(given("", "NaN"), none.clone()), "--min-score: NaN is no score; scores go from 0 to 1");
    assert_eq!(wrong(none.clone(), given("", "much")), "TERTIUM_MIN_SCORE: `much` is no score; scores go from 0 to 1");
    let tolerance = Given { tolerance: Some("-1".into()), ..Given::default() };
    assert_eq!(wrong(tolerance, none.clone()), "--tolerance: `-1` is no tolerance; give a percentage from 0 to 50, such as 0.5");
    let languages = Given { languages: Some("xx".into()), ..Given::default() };
    assert!(wrong(none.clone(), languages).starts_with("TERTIUM_LANGUAGES: `xx` is a language that no pack knows; there are `"));
}

#[test]
fn variables_that_look_like_ours() {
    let names = ["TERTIUM_FAILON", "TERTIUM_FAIL_ON", "PATH", "TERTIUM_COLOUR"].map(str::to_owned);
    let said = unknown_variables(names.into_iter());
    assert_eq!(said[1], "TERTIUM_FAILON: no such variable; did you mean TERTIUM_FAIL_ON?");
    assert!(said[0].starts_with("TERTIUM_COLOUR: no such variable; there are TERTIUM_CONFIG, "), "{}", said[0]);
}

#[test]
fn the_closest_configuration_upwards() {
    let t = Temp::new("nearest");
    t.write("tertium.toml", "");
    t.write("a/tertium.toml", "");
    let (deep, other) = (t.write("a/b/c/de.txt", "x"), t.write("d/de.txt", "x"));
    assert_eq!(file::nearest(&deep).as_deref(), Some(t.0.join("a/tertium.toml").as_path()));
    assert_eq!(file::nearest(&t.0.join("d")).as_deref(), Some(t.0.join("tertium.toml").as_path()));
    assert_eq!(file::nearest(Path::new("/nowhere/at/all")), None);
    let e = file::nearest_of(&[deep, other]).expect_err("two configurations").to_string();
    let e = e.replace(&*t.0.to_string_lossy(), "TMP");
    assert_eq!(
        e,
        "TMP/d/de.txt: its configuration is TMP/tertium.toml, that of TMP/a/b/c/de.txt is TMP/a/tertium.toml; check them one by one, or name one with --config"
    );
}

#[test]
fn files_that_are_no_configuration() {
    let t = Temp::new("no-config");
    let said = |name: &str| file::load(&t.0.join(name)).expect_err("a mistake").to_string().replace(&*t.0.to_string_lossy(), "TMP");
    assert_eq!(said("none.toml"), "TMP/none.toml: no such file; `tertium init` writes one");
    t.write("bom.toml", "\u{FEFF}colour = 1\n");
    assert!(said("bom.toml").starts_with("TMP/bom.toml:1:1: unknown key `colour`\n  |\n1 | colour = 1\n"), "{}", said("bom.toml"));
    t.write("latin.toml", b"# caf\xe9\n");
    assert_eq!(said("latin.toml"), "TMP/latin.toml: not UTF-8 at byte 5; save it as UTF-8");
    assert!(said("").contains("cannot read it"), "{}", said(""));
}
