//! Tertium: a cross-language source consistency checker.
//!
//! ```text
//! input -> clean -> segment -> quantities -> claims -> align -> judge -> report
//! ```
//!
//! Each stage is a function from named types to named types. The library prints nothing and, outside [`input`], reads
//! nothing; it knows no language, for all words live in the packs.

pub mod accept;
pub mod align;
pub mod bitext;
pub mod claim;
pub mod clean;
pub mod config;
pub mod context;
pub mod date;
pub mod discover;
pub mod finding;
pub mod gate;
pub mod gather;
pub mod globs;
pub mod input;
pub mod judge;
pub mod kind;
pub mod lang;
pub mod model;
pub mod num;
pub mod pack;
pub mod quantity;
pub mod readings;
pub mod report;
pub mod segment;
pub mod spot;
pub mod value;
pub mod xml;

use rayon::prelude::*;
use report::Answered;

/// Reads the files of a story; what cannot be read is an error beside the others.
pub fn read_story(story: &input::Story, lang: Option<&'static str>) -> (Vec<claim::Report>, Vec<input::InputError>) {
    let read: Vec<_> = story.files.par_iter().map(|f| input::read(f).and_then(|s| in_known_language(claim::read_report(&s, lang)))).collect();
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    for r in read {
        match r {
            Ok(r) => reports.push(r),
            Err(e) => errors.push(e),
        }
    }
    (reports, errors)
}

/// A report, unless no pack knows its language.
fn in_known_language(r: claim::Report) -> Result<claim::Report, input::InputError> {
    if r.lang.is_empty() { Err(input::InputError::NoPack { path: r.path, known: pack::tags().collect::<Vec<_>>().join(", ") }) } else { Ok(r) }
}

/// Checks a story: reports to findings.
pub fn check_story(name: String, reports: Vec<claim::Report>, options: finding::Options) -> Answered {
    let refs: Vec<&claim::Report> = reports.iter().collect();
    let findings = finding::check(&refs, options);
    Answered { name, reports, findings, ..Answered::default() }
}

/// Reads some rows of aligned text.
pub fn read_bitext(b: &bitext::Bitext) -> Answered {
    in_file(b, bitext::check::read_rows(b))
}

/// Checks some rows of aligned text.
pub fn check_bitext(b: &bitext::Bitext, source: Option<&str>) -> Answered {
    in_file(b, bitext::check::check(b, source))
}

/// Rows in their file: with ids that last, and places that lead to it.
fn in_file(b: &bitext::Bitext, rows: Vec<bitext::check::Checked>) -> Answered {
    let mut answered = Answered {
        name: b.path.clone(),
        columns: b.columns.clone(),
        paths: b.paths.clone(),
        segment_names: b.rows.iter().map(|r| r.id.clone()).collect(),
        continues: b.before > 0,
        ..Answered::default()
    };
    let mut keys = bitext::Keys::default();
    for (row, mut checked) in b.rows.iter().zip(rows) {
        let refs: Vec<&claim::Report> = checked.reports.iter().collect();
        let key = keys.of(row);
        for f in &mut checked.findings {
            f.id = finding::stable_id_in(&refs, f, &key);
        }
        // From the cell to the file.
        for (i, (report, cell)) in checked.reports.iter_mut().zip(&row.cells).enumerate() {
            for c in &mut report.claims {
                let placed = cell.place(c.span.0, c.span.1);
                c.file = (placed.start.offset, placed.end);
                (c.line, c.column) = (placed.start.line, placed.start.column);
            }
            if let Some(path) = b.paths.get(i) {
                report.path.clone_from(path);
            }
        }
        let base = answered.reports.len();
        answered.reports.extend(checked.reports);
        answered.findings.extend(checked.findings.into_iter().map(|mut f| {
            let shift = |m: &mut (usize, usize)| m.0 += base;
            f.claims.iter_mut().for_each(shift);
            f.sides.iter_mut().flatten().for_each(shift);
            f
        }));
    }
    answered
}
