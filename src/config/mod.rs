//! Configuration: what `tertium.toml` may say, read strictly.
//!
//! A key that is unknown, a value that is none and a rule that can never hold are mistakes, told with their place and a
//! way out ([`error`]). [`mod@file`] finds and reads; [`settings`] puts flags, environment and file together.

pub mod error;
pub mod file;
pub mod settings;
pub mod value;

use crate::kind::Kind;
use crate::model::Verdict;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use toml::Spanned;
use value::{FailOn, FindingId, Glob, Language, Level, Levels, Pattern, Reason, Score, Tolerance, Until};

/// The configuration of a corpus. Paths and patterns of paths are relative to the folder of this file.
#[derive(Deserialize, JsonSchema, Debug, Default, Clone)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// The mildest verdict that makes the exit status 1, or `never`.
    pub fail_on: Option<FailOn>,
    /// The least score of an alignment, 0 to 1.
    pub min_score: Option<Score>,
    /// By how much of the larger figure two figures may differ and still count as rounded, in percent.
    pub tolerance: Option<Tolerance>,
    /// Only reports in these languages are checked, as BCP 47 tags.
    #[serde(deserialize_with = "value::languages")]
    #[schemars(length(min = 1))]
    pub languages: Option<Vec<Language>>,
    /// Severity of each verdict: `error`, `warning`, `note`, `none`, or `off` for findings that are not to be reported.
    #[schemars(with = "Levels")]
    pub severity: BTreeMap<Verdict, Level>,
    /// In folders, only files that match.
    pub include: Vec<Glob>,
    /// In folders, no files that match, nor what lies in folders that match.
    pub exclude: Vec<Glob>,
    /// Whether folders leave out what `.gitignore` names; they do by default.
    pub gitignore: Option<bool>,
    /// Findings that were there before: a file that `--write-baseline` wrote.
    #[serde(deserialize_with = "value::path")]
    #[schemars(with = "Option<String>", length(min = 1))]
    pub baseline: Option<PathBuf>,
    /// Whether comments in Markdown and HTML reports accept findings; they do by default.
    pub inline: Option<bool>,
    /// Claims that are not considered.
    pub ignore: Vec<Ignore>,
    /// Findings that are known and stay.
    #[schemars(with = "Vec<Accept>")]
    pub accept: Vec<Spanned<Accept>>,
    /// Other settings for some paths; where several match, the last one that says something decides.
    pub r#override: Vec<Override>,
}

/// Claims that are not considered: those for which all holds that is stated here.
#[derive(Deserialize, JsonSchema, Debug, Clone)]
#[serde(try_from = "IgnoreFields")]
#[schemars(with = "IgnoreFields")]
pub struct Ignore(pub IgnoreFields);

/// The fields of an `[[ignore]]`.
#[derive(Deserialize, JsonSchema, Debug, Default, Clone)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(rename = "Ignore", extend("anyOf" = [{ "required": ["file"] }, { "required": ["kind"] }, { "required": ["text"] }, { "required": ["sentence"] }]))]
pub struct IgnoreFields {
    /// They stand in a file that matches.
    pub file: Option<Glob>,
    /// They are of this kind.
    pub kind: Option<Kind>,
    /// Their own wording matches this regular expression.
    pub text: Option<Pattern>,
    /// The sentence around them matches this regular expression.
    pub sentence: Option<Pattern>,
    /// Why, for people.
    pub reason: Option<Reason>,
}

impl TryFrom<IgnoreFields> for Ignore {
    type Error = String;

    fn try_from(f: IgnoreFields) -> Result<Ignore, String> {
        if f.file.is_none() && f.kind.is_none() && f.text.is_none() && f.sentence.is_none() {
            return Err("this rule would ignore every claim; give it a `file`, `kind`, `text` or `sentence`".into());
        }
        Ok(Ignore(f))
    }
}

/// A finding that is known and stays, by its id or by what it says.
#[derive(Deserialize, JsonSchema, Debug, Clone)]
#[serde(try_from = "AcceptFields")]
#[schemars(with = "AcceptFields")]
pub struct Accept(pub AcceptFields);

/// The fields of an `[[accept]]`.
#[derive(Deserialize, JsonSchema, Debug, Clone)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Accept", extend("anyOf" = [{ "required": ["id"] }, { "required": ["text"] }, { "required": ["values"] }]))]
pub struct AcceptFields {
    /// The finding's id.
    #[serde(default)]
    pub id: Option<FindingId>,
    /// All its claims stand in files that match.
    #[serde(default)]
    pub file: Option<Glob>,
    /// It has this verdict.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// Its claims are of this kind.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// The wording of one of its claims matches this regular expression.
    #[serde(default)]
    pub text: Option<Pattern>,
    /// Its claims state all of these values and no others, as the column `value` of the table has them.
    #[serde(default)]
    pub values: Option<Vec<String>>,
    /// Why it stays.
    pub reason: Reason,
    /// The last day on which it is accepted.
    #[serde(default)]
    pub until: Option<Until>,
}

impl TryFrom<AcceptFields> for Accept {
    type Error = String;

    fn try_from(f: AcceptFields) -> Result<Accept, String> {
        if f.id.is_none() && f.text.is_none() && f.values.as_ref().is_none_or(Vec::is_empty) {
            return Err("this would accept findings without looking at what they say; give it the `id` of a finding, or `values` or `text`".into());
        }
        if f.values.iter().flatten().any(|v| v.trim().is_empty()) {
            return Err("one of the `values` is empty and no claim states it; write them as the column `value` of the table has them".into());
        }
        Ok(Accept(f))
    }
}

/// Other settings for some paths.
#[derive(Deserialize, JsonSchema, Debug, Clone)]
#[serde(try_from = "OverrideFields")]
#[schemars(with = "OverrideFields")]
pub struct Override(pub OverrideFields);

/// The fields of an `[[override]]`.
#[derive(Deserialize, JsonSchema, Debug, Clone)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Override", extend("anyOf" = [{ "required": ["lang"] }, { "required": ["severity"] }, { "required": ["tolerance"] }, { "required": ["min-score"] }]))]
pub struct OverrideFields {
    /// Patterns of paths. `lang` holds for each report that matches, the rest for findings whose reports all match.
    #[schemars(length(min = 1))]
    pub paths: Vec<Glob>,
    /// The language of the reports, as a BCP 47 tag.
    #[serde(default)]
    pub lang: Option<Language>,
    /// As above.
    #[serde(default)]
    #[schemars(with = "Levels")]
    pub severity: BTreeMap<Verdict, Level>,
    /// As above.
    #[serde(default)]
    pub tolerance: Option<Tolerance>,
    /// As above.
    #[serde(default)]
    pub min_score: Option<Score>,
}

impl TryFrom<OverrideFields> for Override {
    type Error = String;

    fn try_from(f: OverrideFields) -> Result<Override, String> {
        if f.paths.is_empty() {
            return Err("these settings are for no path; name some in `paths`".into());
        }
        if f.lang.is_none() && f.severity.is_empty() && f.tolerance.is_none() && f.min_score.is_none() {
            return Err("this sets nothing; give it a `lang`, `severity`, `tolerance` or `min-score`".into());
        }
        Ok(Override(f))
    }
}

/// The JSON Schema of `tertium.toml`.
pub fn schema() -> String {
    let mut s = serde_json::to_string_pretty(&schemars::schema_for!(Config)).unwrap_or_default();
    s.push('\n');
    s
}

/// What `tertium init` writes: every setting with what it is good for, commented out.
pub const TEMPLATE: &str = include_str!("template.toml");
