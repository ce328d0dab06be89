//! A baseline: findings that were there when checking began.
//!
//! A finding is kept as what it says, not where: its verdict, its kind, and which report states which value. So it
//! survives edits elsewhere, and a new figure in the same place is new.

use crate::config::error::Mistake;
use crate::finding::Finding;
use crate::globs::relative;
use crate::input::shown;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::report::Answered;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A baseline that was read, and what of it was met.
#[derive(Debug)]
pub struct Baseline {
    /// The file, as shown.
    pub name: String,
    base: PathBuf,
    entries: Vec<(Entry, bool)>,
    /// Reports that were checked.
    checked: BTreeSet<String>,
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "tertium-baseline")]
    version: u32,
    findings: Vec<Entry>,
}

/// A finding: what it says.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    verdict: Verdict,
    kind: Kind,
    claims: BTreeSet<Stated>,
}

/// Who says what.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
struct Stated {
    report: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    value: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit: String,
}

const VERSION: u32 = 1;

impl Baseline {
    /// Reads a baseline's text. `path` is the file, which its paths are relative to.
    pub fn parse(path: &Path, text: &str) -> Result<Baseline, Mistake> {
        let name = shown(path);
        let file: File = serde_json::from_str(text).map_err(|e| {
            let start: usize = text.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum();
            let at = (start + e.column().saturating_sub(1)).min(text.len());
            let message = e.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |m| m.0);
            Mistake::at(&name, text, at..at + 1, &format!("this is no baseline: {message}; write it anew with --write-baseline"))
        })?;
        if file.version != VERSION {
            return Err(Mistake::whole(
                &name,
                format!("a baseline of version {}; this program reads {VERSION}; write it anew with --write-baseline", file.version),
            ));
        }
        Ok(Baseline { name, base: folder(path), entries: file.findings.into_iter().map(|e| (e, false)).collect(), checked: BTreeSet::new() })
    }

    /// Which findings of an answer are in it, by index. Each entry stands for one finding.
    pub fn known(&mut self, a: &Answered, files: &[PathBuf]) -> BTreeSet<usize> {
        let names = names(&self.base, files);
        self.checked.extend(names.iter().cloned());
        let open: Vec<(usize, Entry)> =
            a.findings.iter().enumerate().filter(|(_, f)| super::is_open(f)).map(|(i, f)| (i, entry(a, &names, f))).collect();
        let mut known = BTreeSet::new();
        // What is the same first; then what has lost a claim, or has become milder, and says nothing new.
        let less = |old: &Entry, new: &Entry| old.kind == new.kind && new.verdict <= old.verdict && new.claims.is_subset(&old.claims);
        for same in [true, false] {
            for (i, new) in &open {
                let met = |(old, used): &&mut (Entry, bool)| !*used && if same { old == new } else { less(old, new) };
                if !known.contains(i)
                    && let Some(e) = self.entries.iter_mut().find(met)
                {
                    e.1 = true;
                    known.insert(*i);
                }
            }
        }
        known
    }

    /// What is in it and no more in the reports.
    pub fn stale(&self) -> Vec<String> {
        let gone =
            |e: &Entry| e.claims.iter().all(|c| self.checked.contains(&c.report)) || e.claims.iter().any(|c| !self.base.join(&c.report).exists());
        let n = self.entries.iter().filter(|(e, used)| !used && gone(e)).count();
        if n == 0 {
            return Vec::new();
        }
        let first = self.entries.iter().find(|(e, used)| !used && gone(e)).map(|(e, _)| e.to_string()).unwrap_or_default();
        let (verb, more) = if n == 1 { ("entry is", String::new()) } else { ("entries are", format!(" and {} more", n - 1)) };
        vec![format!("{}: {n} {verb} settled: {first}{more}; write it anew with --write-baseline", self.name)]
    }
}

impl std::fmt::Display for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let of = |c: &Stated| format!("{} {}", c.report, [c.value.as_str(), c.unit.as_str()].join(" ").trim());
        let claims: Vec<String> = self.claims.iter().map(of).collect();
        f.write_str(&crate::report::escape_controls(&format!("{} ({})", self.verdict.name(), claims.join(", "))))
    }
}

/// Gathers what goes into a baseline.
#[derive(Debug)]
pub struct Writer {
    base: PathBuf,
    entries: Vec<Entry>,
    checked: BTreeSet<String>,
}

impl Writer {
    /// For the file at `path`.
    pub fn new(path: &Path) -> Writer {
        Writer { base: folder(path), entries: Vec::new(), checked: BTreeSet::new() }
    }

    /// Takes in the findings of an answer.
    pub fn add(&mut self, a: &Answered, files: &[PathBuf]) {
        let names = names(&self.base, files);
        self.entries.extend(a.findings.iter().filter(|f| super::is_open(f)).map(|f| entry(a, &names, f)));
        self.checked.extend(names);
    }

    /// How many findings there are, and the file's text. Of an `old` baseline stays what was not checked this time and is
    /// still there.
    pub fn finish(mut self, old: Option<Baseline>) -> (usize, String) {
        let n = self.entries.len();
        let stays =
            |e: &Entry| !e.claims.iter().any(|c| self.checked.contains(&c.report)) && e.claims.iter().all(|c| self.base.join(&c.report).exists());
        let kept: Vec<Entry> = old.into_iter().flat_map(|b| b.entries).map(|e| e.0).filter(stays).collect();
        self.entries.extend(kept);
        self.entries.sort();
        let lines: Vec<String> = self.entries.iter().map(|e| serde_json::to_string(e).unwrap_or_default()).collect();
        (n, format!("{{\"tertium-baseline\": {VERSION}, \"findings\": [\n{}\n]}}\n", lines.join(",\n")))
    }
}

fn folder(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().map(Path::to_owned).unwrap_or_default();
    folder.canonicalize().unwrap_or(folder)
}

/// Files as a baseline calls them, whatever the system's separator.
fn names(base: &Path, files: &[PathBuf]) -> Vec<String> {
    let mut last: Option<(&PathBuf, String)> = None;
    let mut out = Vec::with_capacity(files.len());
    for f in files {
        let name = match &last {
            Some((g, name)) if *g == f => name.clone(),
            _ => shown(&relative(base, f)).replace(std::path::MAIN_SEPARATOR, "/"),
        };
        last = Some((f, name.clone()));
        out.push(name);
    }
    out
}

fn entry(a: &Answered, names: &[String], f: &Finding) -> Entry {
    let stated = |m: &(usize, usize)| {
        let (r, c) = (&a.reports[m.0], &a.reports[m.0].claims[m.1]);
        Stated { report: names[m.0].clone(), column: r.column.clone(), value: c.value.to_string(), unit: c.unit.clone() }
    };
    Entry { verdict: f.verdict, kind: f.kind, claims: f.claims.iter().map(stated).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_baseline() {
        let wrong = |text: &str| Baseline::parse(Path::new("b.json"), text).unwrap_err().to_string();
        assert_eq!(
            wrong("{\"tertium-baseline\": 1, \"found\": []}"),
            "b.json:1:31: this is no baseline: unknown key `found`\n  |\n1 | {\"tertium-baseline\": 1, \"found\": []}\n  |                               ^\n  = expected `tertium-baseline` or `findings`; write it anew with --write-baseline"
        );
        assert!(wrong("").starts_with("b.json:1:1: this is no baseline: EOF"), "{}", wrong(""));
        assert_eq!(
            wrong("{\"tertium-baseline\": 7, \"findings\": []}"),
            "b.json: a baseline of version 7; this program reads 1; write it anew with --write-baseline"
        );
    }
}
