//! Portions: stories as they are checked. One that is long is cut into several, each compared within itself, so that
//! memory and time for a story stay bounded.

use super::intake::Place;
use super::sort::Sorted;
use super::{Tally, hash};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use tertium::claim::Report;
use tertium::config::settings::Settings;
use tertium::gate;
use tertium::input::records::Record;
use tertium::input::shown;
use tertium::kind::Kind;
use tertium::model::Verdict;
use tertium::report::{Of, escape_controls, of_story};

/// Reports and bytes of text of a portion, at most (a single report may be longer).
const MOST: (usize, usize) = (64, 256 << 10);
/// Pairs of claims of a kind that are weighed in one comparison, at most; what takes time and memory grows with them.
const MOST_PAIRS: usize = 120_000;
/// Claims of a report that are compared, at most.
const MOST_CLAIMS: usize = 300;
/// With more pairs than this a portion is compared by itself, not beside others.
const LIGHT: usize = 60_000;

/// How many claims there are of each kind.
#[derive(Default)]
struct Kinds(BTreeMap<Kind, usize>);

impl Kinds {
    fn add(&mut self, report: &Report) {
        report.claims.iter().take(MOST_CLAIMS).for_each(|c| *self.0.entry(c.kind).or_insert(0) += 1);
    }

    fn pairs(&self) -> usize {
        self.0.values().map(|n| n * n).sum()
    }
}

/// Some reports of a story, in order of their days.
pub struct Portion {
    story: String,
    /// Which portion of the story, from 0.
    number: usize,
    last: bool,
    records: Vec<Record>,
}

impl Portion {
    /// How many reports it has.
    pub fn len(&self) -> u64 {
        self.records.len() as u64
    }

    /// How long its texts are.
    pub fn bytes(&self) -> usize {
        self.records.iter().map(|r| r.text.len() + r.title.len() + 64).sum()
    }
}

/// All portions, in order.
pub struct Portions {
    sorted: Sorted,
    files: Vec<String>,
    /// The record that comes next.
    ahead: Option<Option<(Place, Record)>>,
    /// The story of the last portion, its number, and the ids in it, hashed.
    story: Option<(String, usize)>,
    ids: HashSet<u64>,
}

impl Portions {
    /// Reads portions from sorted records.
    pub fn new(sorted: Sorted, files: &[PathBuf]) -> Portions {
        Portions { sorted, files: files.iter().map(|p| shown(p)).collect(), ahead: None, story: None, ids: HashSet::new() }
    }

    /// The next portion; `wrong` hears of reports that are given twice.
    pub fn next(&mut self, mut wrong: impl FnMut(String)) -> anyhow::Result<Option<Portion>> {
        let Some((place, record)) = self.record()? else { return Ok(None) };
        let story = record.story.clone().unwrap_or_default();
        let number = match &self.story {
            Some((s, n)) if *s == story => n + 1,
            _ => {
                self.ids.clear();
                0
            }
        };
        let mut portion = Portion { story: story.clone(), number, last: true, records: Vec::new() };
        self.keep(place, record, &mut portion, &mut wrong);
        while let Some((place, record)) = self.record()? {
            let next = record.story.as_deref() == Some(&story);
            if !next || portion.records.len() >= MOST.0 || portion.bytes() + record.text.len() > MOST.1 {
                portion.last = !next;
                self.ahead = Some(Some((place, record)));
                break;
            }
            self.keep(place, record, &mut portion, &mut wrong);
        }
        self.story = Some((story, number));
        Ok(Some(portion))
    }

    /// Puts a record into a portion, if it is not there yet.
    fn keep(&mut self, place: Place, record: Record, portion: &mut Portion, wrong: &mut impl FnMut(String)) {
        /// Ids that are remembered; a story with more is no story.
        const REMEMBERED: usize = 1 << 20;
        if self.ids.len() >= REMEMBERED {
            self.ids.clear();
        }
        if self.ids.insert(hash(record.id.as_bytes())) {
            portion.records.push(record);
            return;
        }
        let (file, line, id) = (&self.files[place.0 as usize], place.1, escape_controls(&record.id));
        wrong(format!("{file}:{line}: `{id}` was given before in this story; the first is taken: give each report an id of its own"));
    }

    fn record(&mut self) -> anyhow::Result<Option<(Place, Record)>> {
        if let Some(next) = self.ahead.take() {
            return Ok(next);
        }
        self.sorted.next()?.map(|(_, value)| postcard::from_bytes(&value).map_err(anyhow::Error::from)).transpose()
    }
}

/// What came of a portion.
#[derive(Default)]
pub struct Checked {
    /// Records, one a line.
    pub lines: String,
    /// What was counted.
    pub tally: Tally,
    /// What is to be said of it.
    pub notes: Vec<String>,
}

/// Checks portions side by side; those with many claims one after another.
pub fn check(portions: &[Portion], settings: &Settings, wanted: &[Verdict]) -> Vec<Checked> {
    let read = |p: &Portion| p.records.iter().filter_map(|r| gate::read_record(r, settings)).collect();
    let mut all: Vec<(&Portion, Vec<(PathBuf, Report)>)> = portions.par_iter().map(|p| (p, read(p))).collect();
    let pairs = |reports: &[(PathBuf, Report)]| {
        let mut kinds = Kinds::default();
        reports.iter().for_each(|r| kinds.add(&r.1));
        kinds.pairs()
    };
    let light: Vec<bool> = all.iter().map(|p| pairs(&p.1) <= LIGHT).collect();
    let mut out: Vec<Checked> = all
        .par_iter_mut()
        .zip(&light)
        .map(|((p, reports), light)| if *light { compare(p, std::mem::take(reports), settings, wanted) } else { Checked::default() })
        .collect();
    for (i, (p, reports)) in all.into_iter().enumerate().filter(|(i, _)| !light[*i]) {
        out[i] = compare(p, reports, settings, wanted);
    }
    out
}

fn compare(p: &Portion, mut reports: Vec<(PathBuf, Report)>, settings: &Settings, wanted: &[Verdict]) -> Checked {
    let mut out = Checked::default();
    out.tally.stories = u64::from(p.last);
    out.tally.reports = reports.len() as u64;
    let mut cut = p.number == 0 && !p.last;
    let of = Of { story: &p.story, portion: (p.number > 0 || !p.last).then_some(p.number) };
    let mut begin = (0, 0);
    while !reports.is_empty() {
        let mut kinds = Kinds::default();
        let fits = reports.iter().take_while(|r| {
            kinds.add(&r.1);
            kinds.pairs() <= MOST_PAIRS
        });
        let n = fits.count().max(1);
        let rest = reports.split_off(n.min(reports.len()));
        cut |= p.number == 0 && !rest.is_empty();
        for (path, r) in reports.iter_mut().filter(|r| r.1.claims.len() > MOST_CLAIMS) {
            out.notes.push(format!(
                "story `{}`: `{}` has {} claims; the first {MOST_CLAIMS} are compared",
                escape_controls(&p.story),
                shown(path),
                r.claims.len()
            ));
            let end = r.claims[MOST_CLAIMS].span.0;
            r.forget(|_, c| c.span.0 >= end);
        }
        let mut answer = gate::check_records(p.story.clone(), std::mem::replace(&mut reports, rest), settings);
        out.tally.fails |= answer.findings.iter().any(|f| settings.fails(f));
        answer.findings.retain(|f| if wanted.is_empty() { f.verdict >= Verdict::Qualifier } else { wanted.contains(&f.verdict) });
        for f in &answer.findings {
            let verdict = Verdict::ALL.iter().position(|v| *v == f.verdict).unwrap_or(0);
            out.tally.findings[verdict] += 1;
        }
        out.lines += &of_story(&answer, of, begin);
        begin.0 += answer.reports.len();
        begin.1 += answer.reports.iter().map(|r| r.claims.len()).sum::<usize>();
    }
    if cut {
        out.notes
            .push(format!("story `{}` is long: its reports are compared in portions, by day, not each with all others", escape_controls(&p.story)));
    }
    out
}
