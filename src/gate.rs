//! The gate: a story or a file of aligned text under the settings of a run.
//!
//! Takes out the claims that are not considered, checks, and gives findings the verdict and the severity that the
//! settings allow. Which findings are known already is `accept`'s to say.

use crate::bitext::Bitext;
use crate::claim::{self, Keep, Report};
use crate::clean::Markup;
use crate::config::settings::Settings;
use crate::date::Day;
use crate::finding::{self, Finding};
use crate::input::records::Record;
use crate::input::{self, InputError, Source, Story};
use crate::judge;
use crate::model::Verdict;
use crate::num::Num;
use crate::pack;
use crate::report::Answered;
use rayon::prelude::*;
use std::path::PathBuf;

/// An answer and what it was made of.
#[derive(Debug, Default)]
pub struct Checked {
    /// The answer.
    pub answer: Answered,
    /// The file of each report.
    pub files: Vec<PathBuf>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// Reports in languages that are not wanted.
    pub other_languages: Vec<PathBuf>,
}

/// Reads a story for its claims alone.
pub fn read(story: &Story, settings: &Settings) -> Checked {
    read_keeping(story, settings, Keep::Claiming)
}

fn read_keeping(story: &Story, settings: &Settings, keep: Keep) -> Checked {
    let read: Vec<_> = story
        .files
        .par_iter()
        .map(|f| {
            let report = claim::read_keeping(input::read_as(f, settings.encoding)?, settings.language_of(f), keep);
            let mut report = crate::in_known_language(report)?;
            if settings.ignores_some() {
                report.forget(|r, c| settings.ignores(f, r, c));
            }
            Ok((f, report))
        })
        .collect();
    let mut out = Checked { answer: Answered { name: input::shown(&story.path), ..Answered::default() }, ..Checked::default() };
    for r in read {
        match r {
            Ok((f, r)) if settings.wants(r.lang) => {
                out.files.push(f.clone());
                out.answer.reports.push(r);
            }
            Ok((f, _)) => out.other_languages.push(f.clone()),
            Err(e) => out.errors.push(e),
        }
    }
    out
}

/// Reads a report out of an archive; nothing if its language is not wanted.
pub fn read_record(record: &Record, settings: &Settings) -> Option<(PathBuf, Report)> {
    let path = PathBuf::from(&record.id);
    let source = Source { path: path.clone(), text: record.whole(), markup: Markup::Plain, lang: None };
    let stated = record.lang.as_deref().and_then(pack::find).map(pack::Pack::tag);
    let lang = stated.or_else(|| settings.language_of(&source.path));
    let mut report = claim::read_of_day(source, lang, Keep::All, record.day.map(Day::from_number));
    if settings.ignores_some() {
        report.forget(|r, c| settings.ignores(&path, r, c));
    }
    settings.wants(report.lang).then_some((path, report))
}

/// Checks the reports of a story out of an archive.
pub fn check_records(name: String, reports: Vec<(PathBuf, Report)>, settings: &Settings) -> Answered {
    let (files, reports) = reports.into_iter().unzip();
    let answer = Answered { name, reports, ..Answered::default() };
    compare(Checked { answer, files, ..Checked::default() }, settings).answer
}

/// Reads a story and checks it.
pub fn check(story: &Story, settings: &Settings) -> Checked {
    compare(read_keeping(story, settings, Keep::All), settings)
}

fn compare(mut out: Checked, settings: &Settings) -> Checked {
    let options = finding::Options { min_score: settings.min_score(&out.files), unmatched: true };
    let reports = std::mem::take(&mut out.answer.reports);
    out.answer = crate::check_story(std::mem::take(&mut out.answer.name), reports, options);
    settle(&mut out.answer, &out.files, settings);
    out
}

/// Reads some rows of aligned text.
pub fn read_bitext(b: &Bitext) -> Checked {
    Checked { answer: crate::read_bitext(b), ..Checked::default() }
}

/// Checks some rows of aligned text.
pub fn check_bitext(b: &Bitext, source: Option<&str>, settings: &Settings) -> Checked {
    let mut answer = crate::check_bitext(b, source);
    // Each column may have a file of its own.
    let width = answer.columns.len().max(1);
    let of = |i: usize| answer.paths.get(i % width).unwrap_or(&answer.name).into();
    let files: Vec<PathBuf> = (0..answer.reports.len()).map(of).collect();
    if settings.ignores_some() {
        let reports = &answer.reports;
        answer.findings.retain(|f| !f.claims.iter().any(|m| settings.ignores(&files[m.0], &reports[m.0], &reports[m.0].claims[m.1])));
    }
    settle(&mut answer, &files, settings);
    Checked { answer, files, ..Checked::default() }
}

/// Verdict and severity as the settings have them.
fn settle(a: &mut Answered, files: &[PathBuf], settings: &Settings) {
    let reports: Vec<&Report> = a.reports.iter().collect();
    let mut changed = false;
    a.findings.retain_mut(|f| {
        let of: Vec<&PathBuf> = f.claims.iter().map(|m| &files[m.0]).collect();
        if let Some(t) = settings.tolerance(&of) {
            changed |= soften(&reports, f, t);
        }
        let level = settings.level(f.verdict, &of);
        f.set_severity = level.and_then(|l| l.severity());
        level.is_none_or(|l| l.severity().is_some())
    });
    if changed {
        finding::order(&reports, &mut a.findings);
    }
}

/// Gives a finding a milder verdict if what is graver in it lies within the tolerance.
fn soften(reports: &[&Report], f: &mut Finding, percent: Num) -> bool {
    if f.verdict <= Verdict::Qualifier || f.verdict == Verdict::Missing {
        return false;
    }
    let of = |m: &finding::Id| &reports[m.0].claims[m.1];
    let near = |a: &finding::Id, b: &finding::Id| judge::within(of(a), of(b), percent);
    let mut worst = Verdict::Agree;
    let mut tolerated = false;
    for (n, a) in f.claims.iter().enumerate() {
        for b in &f.claims[n + 1..] {
            let Some(j) = judge::judge(of(a), of(b)) else { continue };
            // Aligned text is told more sternly what is rounded than reports are.
            let graver = j.verdict > Verdict::Qualifier || j.verdict == Verdict::Rounded && f.segment.is_some();
            let within = graver && near(a, b);
            tolerated |= within;
            worst = worst.max(match j.verdict {
                _ if within => Verdict::Rounded,
                Verdict::Rounded if graver => f.verdict,
                v => v,
            });
        }
    }
    if !tolerated || worst >= f.verdict {
        return false;
    }
    f.verdict = worst;
    let mut sides: Vec<Vec<finding::Id>> = Vec::new();
    for side in f.sides.drain(..) {
        match sides.iter_mut().find(|s| side.iter().all(|a| s.iter().all(|b| near(a, b)))) {
            Some(home) => home.extend(side),
            None => sides.push(side),
        }
    }
    f.sides = sides;
    f.explanation = format!("within the tolerance of {percent} %: {}", f.explanation);
    f.id = finding::stable_id(reports, f);
    true
}
