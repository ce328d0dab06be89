//! From files of records to sorted ones: by story, where they name it; by day, to be gathered, where they do not.

use super::sort::{Sorted, Sorter, part};
use crate::output::say;
use crate::session::Session;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic;
use std::path::{Path, PathBuf};
use tertium::config::settings::Settings;
use tertium::date::Day;
use tertium::gate;
use tertium::gather::rarity::Rarity;
use tertium::gather::traces::traces;
use tertium::gather::{Closed, Gatherer};
use tertium::input::records::{DAMAGED, Record, RecordError, Records};
use tertium::input::shown;

/// Bytes of records that are sorted in memory, by story and by day.
const MEMORY: usize = 32 << 20;
/// Records without a story that are read side by side.
const SIDE_BY_SIDE: usize = 512;

/// Why a report in a language that a pack knows is passed over.
const UNWANTED: &str = "in a language that is not among `languages`";

/// Where a record stands: the file, by its place among the arguments, and the line.
pub type Place = (u32, u64);

/// Takes in records.
pub struct Intake<'a> {
    run: &'a mut Session,
    stories: Sorter,
    folder: PathBuf,
    /// Records without a story, by day, and how rare their traces are.
    loose: Option<(Sorter, Rarity)>,
    waiting: Vec<(Place, Record)>,
    /// The files, as they are shown.
    files: Vec<String>,
    /// How many reports are in languages that no pack knows, or that are not wanted.
    passed_over: BTreeMap<String, u64>,
    /// How many records were taken, and a sum over them that their order does not change.
    pub taken: (u64, u64),
}

impl<'a> Intake<'a> {
    /// One that has its files in this folder.
    pub fn new(run: &'a mut Session, folder: &Path) -> Intake<'a> {
        let (stories, folder) = (Sorter::new(folder, MEMORY), folder.to_owned());
        Intake { run, stories, folder, loose: None, waiting: Vec::new(), files: Vec::new(), passed_over: BTreeMap::new(), taken: (0, 0) }
    }

    /// What the run goes by.
    pub fn settings(&self) -> &Settings {
        &self.run.settings
    }

    /// Takes in the records of all files; `seen` is told how many there are by now.
    pub fn read(&mut self, paths: &[PathBuf], mut seen: impl FnMut(u64)) -> anyhow::Result<()> {
        self.files = paths.iter().map(|p| shown(p)).collect();
        for (file, path) in (0..).zip(paths) {
            let mut records = match guarded(path, || Records::open(path)) {
                Ok(r) => r,
                Err(e) => {
                    self.run.wrong(e);
                    continue;
                }
            };
            let next = |r: &mut Records| if r.is_table() { guarded(path, || r.next()) } else { r.next() };
            while let Some(record) = next(&mut records) {
                match record {
                    Ok(r) => self.take((file, records.line()), r)?,
                    Err(RecordError::OtherLanguage { tag, .. }) => *self.passed_over.entry(tag).or_insert(0) += 1,
                    Err(e) => self.run.wrong(e),
                }
                if self.taken.0.is_multiple_of(256) {
                    seen(self.taken.0);
                }
            }
        }
        self.read_waiting()
    }

    fn take(&mut self, place: Place, record: Record) -> anyhow::Result<()> {
        self.taken.0 += 1;
        self.taken.1 = self.taken.1.wrapping_add(super::hash(&postcard::to_stdvec(&record)?));
        if record.story.is_some() {
            return put(&mut self.stories, place, &record);
        }
        self.waiting.push((place, record));
        if self.waiting.len() < SIDE_BY_SIDE { Ok(()) } else { self.read_waiting() }
    }

    /// Reads the records that wait, for their days and traces.
    fn read_waiting(&mut self) -> anyhow::Result<()> {
        let settings = &self.run.settings;
        let read = |r: &(Place, Record)| gate::read_record(&r.1, settings).map(|(_, report)| (report.date.map(Day::number), traces(&report)));
        let read: Vec<_> = self.run.pool().install(|| self.waiting.par_iter().map(read).collect());
        for ((place, record), read) in std::mem::take(&mut self.waiting).into_iter().zip(read) {
            let Some((day, traces)) = read else {
                *self.passed_over.entry(UNWANTED.to_owned()).or_insert(0) += 1;
                continue;
            };
            let Some(day) = day else {
                self.run.wrong(format_args!(
                    "{}:{}: neither `story` nor `date`, and no date line in the text; give the report one of them",
                    self.files[place.0 as usize], place.1
                ));
                continue;
            };
            let folder = &self.folder;
            let (sorter, rarity) = self.loose.get_or_insert_with(|| (Sorter::new(folder, MEMORY), Rarity::default()));
            rarity.add(&traces);
            let mut key = day_key(Some(day)).to_vec();
            part(&mut key, &record.id);
            sorter.push(&key, &postcard::to_stdvec(&(day, traces, place, record))?)?;
        }
        Ok(())
    }

    /// All records by story. Those without are joined to stories of reports that are at most so many days apart.
    pub fn finish(mut self, window: u32) -> anyhow::Result<Sorted> {
        for (why, n) in &self.passed_over {
            let (s, why) =
                (if *n == 1 { "" } else { "s" }, if why == UNWANTED { why.clone() } else { format!("no pack knows the language `{why}`") });
            say("note", format_args!("{n} report{s} passed over: {why}"));
        }
        if let Some((sorter, rarity)) = self.loose.take() {
            gather(sorter.finish()?, &rarity, window, &self.folder, &mut self.stories)?;
        }
        self.stories.finish()
    }
}

/// What reading a table comes to. The library for it gives up on some that are damaged by a panic, and a program that is
/// built to end there says nothing of use: this makes an error of it. Nothing was written yet.
fn guarded<T>(path: &Path, read: impl FnOnce() -> T) -> T {
    let (before, path) = (panic::take_hook(), shown(path));
    panic::set_hook(Box::new(move |_| {
        say("error", format_args!("{path}: {DAMAGED}"));
        std::process::exit(2);
    }));
    let out = read();
    panic::set_hook(before);
    out
}

/// Puts a record among those that are sorted by story, and by day and id within it.
fn put(stories: &mut Sorter, place: Place, record: &Record) -> anyhow::Result<()> {
    let mut key = Vec::new();
    part(&mut key, record.story.as_deref().unwrap_or(""));
    key.extend(day_key(record.day));
    part(&mut key, &record.id);
    stories.push(&key, &postcard::to_stdvec(&(place, record))?)
}

/// A day as a part of a key; what has none comes last.
fn day_key(day: Option<i64>) -> [u8; 8] {
    day.map_or(u64::MAX, |d| d as u64 ^ 1 << 63).to_be_bytes()
}

/// Gives each record without a story the one that it belongs to.
fn gather(mut loose: Sorted, rarity: &Rarity, window: u32, folder: &Path, stories: &mut Sorter) -> anyhow::Result<()> {
    // Stories are closed in another order than their reports come: who belongs where is sorted by place again.
    let mut homes = Sorter::new(folder, MEMORY);
    let mut settle = |closed: &mut Vec<Closed>| -> anyhow::Result<()> {
        for story in closed.drain(..) {
            story.reports.iter().try_for_each(|place| homes.push(&place.to_be_bytes(), story.name.as_bytes()))?;
        }
        Ok(())
    };
    let mut gatherer = Gatherer::new(rarity, i64::from(window));
    let mut closed = Vec::new();
    while let Some((_, value)) = loose.next()? {
        let (day, traces, _, record): (i64, Vec<u64>, Place, Record) = postcard::from_bytes(&value)?;
        gatherer.take(day, &format!("{}/{}", Day::from_number(day), record.id), traces, &mut closed);
        settle(&mut closed)?;
    }
    if gatherer.crowded() > 0 {
        say("note", format_args!("{} reports were compared with fewer days than --window, for there are too many in it", gatherer.crowded()));
    }
    settle(&mut gatherer.finish())?;
    loose.rewind()?;
    let mut homes = homes.finish()?;
    while let (Some((_, value)), Some((_, home))) = (loose.next()?, homes.next()?) {
        let (_, _, place, mut record): (i64, Vec<u64>, Place, Record) = postcard::from_bytes(&value)?;
        record.story = Some(String::from_utf8(home)?);
        put(stories, place, &record)?;
    }
    Ok(())
}
