//! Accepting what is known: findings that stay for a reason do not fail a run.
//!
//! Three places say so: `[[accept]]` in the configuration, a comment in a report ([`inline`]), and a baseline of what was
//! there before ([`baseline`]). An acceptance that holds for nothing, or no longer, is reported.

pub mod baseline;
pub mod inline;

use crate::config::AcceptFields;
use crate::config::file::Loaded;
use crate::date::Day;
use crate::finding::Finding;
use crate::globs::Globs;
use crate::model::{Severity, Verdict};
use crate::report::{Answered, escape_controls};
use baseline::Baseline;
use std::path::PathBuf;

/// A finding that was taken out, and why.
#[derive(Debug)]
pub struct Accepted {
    /// The finding.
    pub finding: Finding,
    /// Where it is accepted.
    pub place: String,
    /// The reason given there.
    pub reason: String,
    /// Whether that place is one of the reports.
    pub in_report: bool,
}

/// All acceptances of a run.
#[derive(Debug, Default)]
pub struct Register {
    rules: Vec<Rule>,
    baseline: Option<Baseline>,
    inline: bool,
    today: Option<Day>,
    /// Comments that held for nothing, or are written wrongly.
    remarks: Vec<String>,
    stories: usize,
}

#[derive(Debug)]
struct Rule {
    fields: AcceptFields,
    files: Globs,
    place: String,
    used: bool,
    expired: bool,
    /// Whether a report was checked that it could be about.
    concerned: bool,
}

impl Register {
    /// The acceptances of a configuration and a baseline. Without a day, none has an end.
    pub fn new(file: Option<&Loaded>, baseline: Option<Baseline>, inline: bool, today: Option<Day>) -> Register {
        let rules = file.into_iter().flat_map(|l| {
            l.config.accept.iter().map(move |a| {
                let fields = a.as_ref().0.clone();
                Rule {
                    files: Globs::new(&l.base, fields.file.iter().map(|g| g.0.as_str())),
                    place: l.place(a.span().start),
                    expired: fields.until.is_some_and(|u| today.is_some_and(|t| u.0 < t)),
                    fields,
                    used: false,
                    concerned: false,
                }
            })
        });
        Register { rules: rules.collect(), baseline, inline, today, remarks: Vec::new(), stories: 0 }
    }

    /// Takes what is accepted out of an answer. `files` are those of its reports.
    pub fn sift(&mut self, a: &mut Answered, files: &[PathBuf]) -> Vec<Accepted> {
        self.stories += 1;
        for r in self.rules.iter_mut().filter(|r| !r.concerned) {
            r.concerned = files.iter().any(|f| r.files.is_empty() || r.files.matches(f));
        }
        let mut comments = if self.inline { inline::of(a, files) } else { Vec::new() };
        let mut known = self.baseline.as_mut().map(|b| b.known(a, files)).unwrap_or_default();
        let mut out = Vec::new();
        let all = std::mem::take(&mut a.findings);
        for (i, f) in all.into_iter().enumerate() {
            let by_rule = if is_open(&f) { self.rule(a, files, &f) } else { None };
            let by_comment = if is_open(&f) { inline::accepts(&mut comments, &f, self.today) } else { None };
            let by_baseline = known.remove(&i).then(|| self.baseline.as_ref().map(|b| (b.name.clone(), "it was there before".to_owned()))).flatten();
            let in_report = by_rule.is_none() && by_comment.is_some();
            match by_rule.or(by_comment).or(by_baseline) {
                Some((place, reason)) => out.push(Accepted { finding: f, place, reason, in_report }),
                None => a.findings.push(f),
            }
        }
        self.remarks.extend(inline::remarks(&comments));
        out
    }

    fn rule(&mut self, a: &Answered, files: &[PathBuf], f: &Finding) -> Option<(String, String)> {
        let mut by = None;
        for r in self.rules.iter_mut().filter(|r| holds(r, a, files, f)) {
            r.used = true;
            if !r.expired && by.is_none() {
                by = Some((r.place.clone(), r.fields.reason.0.clone()));
            }
        }
        by
    }

    /// What is to be said when all is checked: acceptances that have ended, and, where `whole` says that nothing was left
    /// out, those that hold for nothing.
    pub fn remarks(&self, whole: bool) -> Vec<String> {
        let mut out = Vec::new();
        for r in &self.rules {
            let (reason, what) = (escape_controls(&r.fields.reason.0), r.fields.id.as_ref().map_or("what it says".to_owned(), |i| i.0.clone()));
            if r.used && r.expired {
                let until = r.fields.until.map_or(String::new(), |u| u.0.to_string());
                out.push(format!("{}: the acceptance of {what} ended on {until} ({reason}); settle the finding, or set a later `until`", r.place));
            } else if !r.used && r.concerned && whole && (self.stories > 1 || !r.files.is_empty()) {
                out.push(format!("{}: no finding is {what} ({reason}); remove this acceptance", r.place));
            }
        }
        out.extend(self.remarks.iter().cloned());
        if let Some(b) = &self.baseline {
            out.extend(b.stale());
        }
        out
    }
}

/// Whether there is something to accept in a finding.
fn is_open(f: &Finding) -> bool {
    f.verdict >= Verdict::Qualifier || f.severity() > Severity::None
}

/// Whether a rule is about a finding.
fn holds(r: &Rule, a: &Answered, files: &[PathBuf], f: &Finding) -> bool {
    let claims = || f.claims.iter().map(|m| &a.reports[m.0].claims[m.1]);
    let states = |want: &String, c: &crate::claim::Claim| {
        let value = c.value.to_string();
        let want = want.trim();
        want == value || want.strip_prefix(value.as_str()).is_some_and(|rest| rest.trim_start() == c.unit && rest.starts_with(' '))
    };
    r.fields.id.as_ref().is_none_or(|id| id.0 == f.id)
        && r.fields.verdict.is_none_or(|v| v == f.verdict)
        && r.fields.kind.is_none_or(|k| k == f.kind)
        && (r.files.is_empty() || f.claims.iter().all(|m| r.files.matches(&files[m.0])))
        && r.fields.text.as_ref().is_none_or(|p| claims().any(|c| p.0.is_match(&c.text)))
        && r.fields
            .values
            .as_ref()
            .is_none_or(|vs| claims().all(|c| vs.iter().any(|v| states(v, c))) && vs.iter().all(|v| claims().any(|c| states(v, c))))
}
