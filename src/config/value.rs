//! The values of a configuration, each checked where it is read.

use crate::date::{Day, month_length};
use crate::globs;
use crate::model::{Severity, Verdict};
use crate::num::Num;
use crate::pack;
use regex::Regex;
use schemars::JsonSchema;
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;

/// From when on a run fails.
#[derive(Deserialize, JsonSchema, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(try_from = "String")]
#[schemars(with = "FailOnName")]
pub struct FailOn(pub Option<Verdict>);

/// The names of what a run can fail on.
#[derive(JsonSchema)]
#[allow(dead_code)]
#[schemars(rename_all = "lowercase", rename = "FailOn")]
enum FailOnName {
    Never,
    Contradiction,
    Tension,
    Missing,
    Qualifier,
    Rounded,
    Agree,
    Unmatched,
}

impl TryFrom<String> for FailOn {
    type Error = String;

    fn try_from(s: String) -> Result<FailOn, String> {
        if s.trim() == "never" {
            return Ok(FailOn(None));
        }
        let names: Vec<&str> = Verdict::ALL.map(Verdict::name).into_iter().chain(["never"]).collect();
        Verdict::parse(s.trim()).map(|v| FailOn(Some(v))).ok_or_else(|| unknown(&s, "no verdict", &names))
    }
}

/// How grave findings of a verdict are.
#[derive(Deserialize, JsonSchema, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported at all.
    Off,
    /// Reported, nothing to do.
    None,
    /// Worth a look.
    Note,
    /// May be wrong.
    Warning,
    /// Wrong somewhere.
    Error,
}

/// A level for each verdict, as the schema says it.
#[derive(JsonSchema)]
#[allow(dead_code)]
#[schemars(deny_unknown_fields, rename = "Severities")]
pub struct Levels {
    contradiction: Option<Level>,
    tension: Option<Level>,
    missing: Option<Level>,
    qualifier: Option<Level>,
    rounded: Option<Level>,
    agree: Option<Level>,
    unmatched: Option<Level>,
}

impl Level {
    /// As a severity; none if it is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::None => Some(Severity::None),
            Level::Note => Some(Severity::Note),
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }
}

/// The least score of an alignment.
#[derive(Deserialize, JsonSchema, Debug, Clone, Copy, PartialEq)]
#[serde(try_from = "f64")]
#[schemars(extend("minimum" = 0, "maximum" = 1))]
pub struct Score(pub f64);

impl TryFrom<f64> for Score {
    type Error = String;

    fn try_from(n: f64) -> Result<Score, String> {
        if (0.0..=1.0).contains(&n) { Ok(Score(n)) } else { Err(format!("{n} is no score; scores go from 0 to 1")) }
    }
}

impl std::str::FromStr for Score {
    type Err = String;

    fn from_str(s: &str) -> Result<Score, String> {
        s.trim().parse::<f64>().map_err(|_| format!("`{s}` is no score; scores go from 0 to 1")).and_then(Score::try_from)
    }
}

/// A tolerance in percent, exact.
#[derive(JsonSchema, Debug, Clone, Copy, PartialEq)]
#[schemars(with = "f64", extend("minimum" = 0, "maximum" = 50))]
pub struct Tolerance(pub Num);

impl std::str::FromStr for Tolerance {
    type Err = String;

    fn from_str(s: &str) -> Result<Tolerance, String> {
        Num::parse(s.trim().trim_end_matches('%').trim())
            .filter(|n| !n.is_negative() && *n <= Num::int(50))
            .map(Tolerance)
            .ok_or_else(|| format!("`{s}` is no tolerance; give a percentage from 0 to 50, such as 0.5"))
    }
}

impl<'de> Deserialize<'de> for Tolerance {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Tolerance, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Tolerance;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a percentage such as 0.5")
            }
            fn visit_i64<E: Error>(self, n: i64) -> Result<Tolerance, E> {
                n.to_string().parse().map_err(E::custom)
            }
            // The shortest decimal that is this number is what was written.
            fn visit_f64<E: Error>(self, n: f64) -> Result<Tolerance, E> {
                n.to_string().parse().map_err(E::custom)
            }
        }
        d.deserialize_any(Read)
    }
}

/// A language that a pack serves.
#[derive(JsonSchema, Debug, Clone, Copy, PartialEq, Eq)]
#[schemars(with = "String")]
pub struct Language(pub &'static str);

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Language, D::Error> {
        String::deserialize(d).and_then(|s| Language::try_from(s).map_err(D::Error::custom))
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(s: String) -> Result<Language, String> {
        let tags: Vec<&'static str> = pack::tags().collect();
        let found = pack::find(s.trim()).and_then(|p| tags.iter().find(|t| **t == p.tag()));
        found.map(|t| Language(t)).ok_or_else(|| unknown(&s, "a language that no pack knows", &tags))
    }
}

/// Languages, of which there has to be one.
pub fn languages<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Vec<Language>>, D::Error> {
    let list = Vec::deserialize(d)?;
    if list.is_empty() {
        return Err(D::Error::custom("with no language, nothing would be checked; name one, or leave `languages` out for all"));
    }
    Ok(Some(list))
}

/// A path that is not empty.
pub fn path<'de, D: Deserializer<'de>>(d: D) -> Result<Option<PathBuf>, D::Error> {
    let path = PathBuf::deserialize(d)?;
    if path.as_os_str().is_empty() {
        return Err(D::Error::custom("this names no file; write its path, or leave the key out"));
    }
    Ok(Some(path))
}

/// A pattern of paths.
#[derive(Deserialize, JsonSchema, Debug, Clone, PartialEq, Eq)]
#[serde(try_from = "String")]
#[schemars(with = "String", extend("minLength" = 1))]
pub struct Glob(pub String);

impl TryFrom<String> for Glob {
    type Error = String;

    fn try_from(s: String) -> Result<Glob, String> {
        globs::check(&s).map_err(|e| format!("`{s}` is no pattern of paths: {e}"))?;
        Ok(Glob(s))
    }
}

/// A regular expression.
#[derive(Deserialize, JsonSchema, Debug, Clone)]
#[serde(try_from = "String")]
#[schemars(with = "String", extend("minLength" = 1, "format" = "regex"))]
pub struct Pattern(pub Regex);

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(s: String) -> Result<Pattern, String> {
        if s.is_empty() {
            return Err("an empty regular expression matches everything".into());
        }
        Regex::new(&s).map(Pattern).map_err(|e| {
            let why = e.to_string();
            let last = why.lines().last().unwrap_or("").trim();
            format!("`{s}` is no regular expression: {}", last.strip_prefix("error: ").unwrap_or(last))
        })
    }
}

/// Why, in words.
#[derive(Deserialize, JsonSchema, Debug, Clone, PartialEq, Eq)]
#[serde(try_from = "String")]
#[schemars(with = "String", extend("pattern" = "\\S"))]
pub struct Reason(pub String);

impl TryFrom<String> for Reason {
    type Error = String;

    fn try_from(s: String) -> Result<Reason, String> {
        if s.trim().is_empty() { Err("the reason is empty; say why, for whoever reads this next".into()) } else { Ok(Reason(s.trim().to_owned())) }
    }
}

/// A finding's id.
#[derive(Deserialize, JsonSchema, Debug, Clone, PartialEq, Eq)]
#[serde(try_from = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9a-f]{8}$"))]
pub struct FindingId(pub String);

impl TryFrom<String> for FindingId {
    type Error = String;

    fn try_from(s: String) -> Result<FindingId, String> {
        let ok = s.len() == 8 && s.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if ok { Ok(FindingId(s)) } else { Err(format!("`{s}` is no finding's id; ids have eight of 0-9 and a-f, as the table shows them")) }
    }
}

/// The last day of something.
#[derive(JsonSchema, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[schemars(with = "String", extend("pattern" = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
pub struct Until(pub Day);

impl<'de> Deserialize<'de> for Until {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Until, D::Error> {
        let written = match toml::Value::deserialize(d)? {
            toml::Value::Datetime(t) => t.to_string(),
            toml::Value::String(s) => s,
            _ => return Err(D::Error::custom("this is no day; write it as 2026-12-31")),
        };
        day(&written).map(Until).map_err(D::Error::custom)
    }
}

impl Serialize for Until {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0.to_string())
    }
}

/// A day as it is written here: year, month, day.
pub fn day(s: &str) -> Result<Day, String> {
    let wrong = || format!("`{s}` is no day; write it as 2026-12-31");
    let mut parts = s.trim().split('-');
    let mut next = |len: usize| parts.next().filter(|p| p.len() == len && p.bytes().all(|b| b.is_ascii_digit())).and_then(|p| p.parse::<u16>().ok());
    let (Some(y), Some(m), Some(d)) = (next(4), next(2), next(2)) else { return Err(wrong()) };
    if parts.next().is_some() || !(1..=12).contains(&m) {
        return Err(wrong());
    }
    let day = Day { year: i32::from(y), month: m as u8, day: d as u8 };
    if d >= 1 && d <= u16::from(month_length(day.year, day.month)) { Ok(day) } else { Err(wrong()) }
}

/// The message for a name that is none of those there are.
fn unknown(given: &str, what: &str, names: &[&str]) -> String {
    format!("`{given}` is {what}; there are `{}`", names.join("`, `"))
}
