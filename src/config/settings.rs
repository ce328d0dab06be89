//! Settings: what a run goes by, from flags, the environment and the configuration, in this order.

use super::error::suggestion;
use super::file::Loaded;
use super::value::{FailOn, Language, Level, Score, Tolerance};
use super::{IgnoreFields, OverrideFields};
use crate::claim::{Claim, Report};
use crate::finding::Finding;
use crate::globs::Globs;
use crate::input::Filter;
use crate::model::{Severity, Verdict};
use crate::num::Num;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was given in one place: by flags, or by the environment.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The mildest verdict that fails.
    pub fail_on: Option<String>,
    /// The least score.
    pub min_score: Option<String>,
    /// The tolerance in percent.
    pub tolerance: Option<String>,
    /// Languages, with commas.
    pub languages: Option<String>,
    /// The baseline.
    pub baseline: Option<PathBuf>,
}

/// The variables that are read, and what each stands for.
pub const VARIABLES: [&str; 7] =
    ["TERTIUM_CONFIG", "TERTIUM_FAIL_ON", "TERTIUM_MIN_SCORE", "TERTIUM_TOLERANCE", "TERTIUM_LANGUAGES", "TERTIUM_BASELINE", "TERTIUM_TODAY"];

impl Given {
    /// From variables of the environment; an empty one is none.
    pub fn from_variables(get: impl Fn(&str) -> Option<String>) -> Given {
        let get = |name: &str| get(name).filter(|v| !v.is_empty());
        Given {
            fail_on: get("TERTIUM_FAIL_ON"),
            min_score: get("TERTIUM_MIN_SCORE"),
            tolerance: get("TERTIUM_TOLERANCE"),
            languages: get("TERTIUM_LANGUAGES"),
            baseline: get("TERTIUM_BASELINE").map(PathBuf::from),
        }
    }
}

/// What is to be said about variables that look like ours and are not.
pub fn unknown_variables(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = names
        .filter(|n| n.starts_with("TERTIUM_") && !VARIABLES.contains(&n.as_str()))
        .map(|n| {
            let n = crate::report::escape_controls(&n);
            let bare = |v: &'static str| v.trim_start_matches("TERTIUM_");
            let meant = suggestion(n.trim_start_matches("TERTIUM_"), VARIABLES.map(bare)).and_then(|s| VARIABLES.into_iter().find(|v| bare(v) == s));
            match meant {
                Some(s) => format!("{n}: no such variable; did you mean {s}?"),
                None => format!("{n}: no such variable; there are {}", VARIABLES.join(", ")),
            }
        })
        .collect();
    out.sort();
    out
}

/// What a run goes by.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The mildest verdict that fails; none does if there is none.
    pub fail_on: Option<Verdict>,
    /// Only reports in these languages.
    pub languages: Option<Vec<&'static str>>,
    /// The language of all reports.
    pub lang: Option<&'static str>,
    /// The encoding of all files, where the call says it.
    pub encoding: Option<&'static crate::input::Encoding>,
    /// What is taken from folders.
    pub filter: Filter,
    /// The baseline.
    pub baseline: Option<PathBuf>,
    /// Whether comments in reports accept findings.
    pub inline: bool,
    min_score: f64,
    tolerance: Option<Num>,
    /// Whether these two came from a flag or the environment, and go before overrides.
    fixed: (bool, bool),
    severity: BTreeMap<Verdict, Level>,
    ignore: Vec<(Globs, IgnoreFields)>,
    overrides: Vec<(Globs, OverrideFields)>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            fail_on: Some(Verdict::Contradiction),
            languages: None,
            lang: None,
            encoding: None,
            filter: Filter::default(),
            baseline: None,
            inline: true,
            min_score: 0.0,
            tolerance: None,
            fixed: (false, false),
            severity: BTreeMap::new(),
            ignore: Vec::new(),
            overrides: Vec::new(),
        }
    }
}

impl Settings {
    /// Puts together what was given; an error names where it was.
    pub fn new(flags: &Given, environment: &Given, file: Option<&Loaded>) -> Result<Settings, String> {
        let mut s = file.map(Settings::from_file).unwrap_or_default();
        for (from, given) in [(Names::VARIABLES, environment), (Names::FLAGS, flags)] {
            let named = |name: &'static str| move |e: String| format!("{name}: {}", crate::report::escape_controls(&e));
            if let Some(v) = &given.fail_on {
                s.fail_on = FailOn::try_from(v.clone()).map_err(named(from.fail_on))?.0;
            }
            if let Some(v) = &given.min_score {
                s.min_score = v.parse::<Score>().map_err(named(from.min_score))?.0;
                s.fixed.0 = true;
            }
            if let Some(v) = &given.tolerance {
                s.tolerance = Some(v.parse::<Tolerance>().map_err(named(from.tolerance))?.0);
                s.fixed.1 = true;
            }
            if let Some(v) = &given.languages {
                let tags = v.split(',').map(|t| Language::try_from(t.to_owned()).map(|l| l.0));
                s.languages = Some(tags.collect::<Result<_, _>>().map_err(named(from.languages))?);
            }
            if let Some(v) = &given.baseline {
                s.baseline = Some(v.clone());
            }
        }
        Ok(s)
    }

    fn from_file(loaded: &Loaded) -> Settings {
        let c = &loaded.config;
        let globs = |patterns: &[super::value::Glob]| Globs::new(&loaded.base, patterns.iter().map(|g| g.0.as_str()));
        let own = Settings::default();
        Settings {
            fail_on: c.fail_on.map_or(own.fail_on, |f| f.0),
            languages: c.languages.as_ref().map(|l| l.iter().map(|l| l.0).collect()),
            filter: Filter { gitignore: c.gitignore.unwrap_or(true), include: globs(&c.include), exclude: globs(&c.exclude) },
            baseline: c.baseline.as_ref().map(|b| loaded.path.parent().unwrap_or(Path::new("")).join(b)),
            inline: c.inline.unwrap_or(true),
            min_score: c.min_score.map_or(own.min_score, |s| s.0),
            tolerance: c.tolerance.map(|t| t.0),
            severity: c.severity.clone(),
            ignore: c.ignore.iter().map(|i| (globs(i.0.file.as_slice()), i.0.clone())).collect(),
            overrides: c.r#override.iter().map(|o| (globs(&o.0.paths), o.0.clone())).collect(),
            ..own
        }
    }

    /// The language that the settings state for a report.
    pub fn language_of(&self, path: &Path) -> Option<&'static str> {
        let stated = || self.overrides.iter().rev().find(|(g, o)| o.lang.is_some() && g.matches(path)).and_then(|(_, o)| o.lang).map(|l| l.0);
        self.lang.or_else(stated)
    }

    /// Whether a report in this language is checked.
    pub fn wants(&self, lang: &str) -> bool {
        self.languages.as_ref().is_none_or(|l| l.contains(&lang))
    }

    /// The least score in a story.
    pub fn min_score(&self, files: &[PathBuf]) -> f64 {
        if self.fixed.0 {
            return self.min_score;
        }
        self.last(files.iter(), |o| o.min_score).map_or(self.min_score, |s| s.0)
    }

    /// The tolerance between reports.
    pub fn tolerance(&self, files: &[&PathBuf]) -> Option<Num> {
        if self.fixed.1 {
            return self.tolerance;
        }
        self.last(files.iter().copied(), |o| o.tolerance).map_or(self.tolerance, |t| Some(t.0))
    }

    /// What the settings say of a verdict's severity.
    pub fn level(&self, verdict: Verdict, files: &[&PathBuf]) -> Option<Level> {
        self.last(files.iter().copied(), |o| o.severity.get(&verdict).copied()).or_else(|| self.severity.get(&verdict).copied())
    }

    /// What the last override says whose patterns match all files.
    fn last<'a, T>(&self, files: impl Iterator<Item = &'a PathBuf> + Clone, get: impl Fn(&OverrideFields) -> Option<T>) -> Option<T> {
        self.overrides.iter().rev().find_map(|(g, o)| get(o).filter(|_| files.clone().all(|f| g.matches(f))))
    }

    /// Whether a claim is not considered.
    pub fn ignores(&self, path: &Path, report: &Report, claim: &Claim) -> bool {
        let sentence = || report.sentences.get(claim.sentence).and_then(|s| report.source.get(s.span.0..s.span.1)).unwrap_or("");
        self.ignore.iter().any(|(globs, rule)| {
            (globs.is_empty() || globs.matches(path))
                && rule.kind.is_none_or(|k| k == claim.kind)
                && rule.text.as_ref().is_none_or(|p| p.0.is_match(&claim.text))
                && rule.sentence.as_ref().is_none_or(|p| p.0.is_match(sentence()))
        })
    }

    /// Whether claims may be ignored at all.
    pub fn ignores_some(&self) -> bool {
        !self.ignore.is_empty()
    }

    /// Whether a finding makes the run fail. Where its severity was set, that counts instead of its verdict.
    pub fn fails(&self, f: &Finding) -> bool {
        self.fail_on.is_some_and(|v| match f.set_severity {
            Some(s) if v.severity() > Severity::None => s >= v.severity(),
            _ => f.verdict >= v,
        })
    }
}

/// How the settings are called in one place.
struct Names {
    fail_on: &'static str,
    min_score: &'static str,
    tolerance: &'static str,
    languages: &'static str,
}

impl Names {
    const FLAGS: Names = Names { fail_on: "--fail-on", min_score: "--min-score", tolerance: "--tolerance", languages: "--languages" };
    const VARIABLES: Names =
        Names { fail_on: "TERTIUM_FAIL_ON", min_score: "TERTIUM_MIN_SCORE", tolerance: "TERTIUM_TOLERANCE", languages: "TERTIUM_LANGUAGES" };
}
