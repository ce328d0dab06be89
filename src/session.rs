//! A run: its settings and acceptances, its stories in order, and what it came to.

use crate::cli::{Config, Known};
use crate::output::{self, say};
use crate::since::Touched;
use crate::stream::Reading;
use anyhow::{Context, anyhow};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use tertium::accept::Register;
use tertium::accept::baseline::{Baseline, Writer};
use tertium::bitext::Bitext;
use tertium::config::error::Mistake;
use tertium::config::file::{self, Loaded};
use tertium::config::settings::{Given, Settings, unknown_variables};
use tertium::config::value::day;
use tertium::date::Day;
use tertium::gate::{self, Checked};
use tertium::input;
use tertium::report::Answered;

/// What a run came to.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy, Debug)]
pub enum Status {
    /// Nothing to complain of.
    Fine,
    /// Findings at or above what fails.
    Findings,
    /// The call or an input is wrong.
    Wrong,
}

/// A run.
pub struct Session {
    /// What it goes by.
    pub settings: Settings,
    loaded: Option<Loaded>,
    register: Register,
    writer: Option<(PathBuf, Writer, Option<Baseline>)>,
    pool: rayon::ThreadPool,
    verbose: bool,
    status: Status,
    accepted: usize,
    show_accepted: bool,
    /// Whether all that the acceptances could be about was checked.
    whole: bool,
}

/// Whether more is wanted.
pub type More = anyhow::Result<bool>;

impl Session {
    /// Reads the configuration for the paths and puts the settings together.
    pub fn open(paths: &[PathBuf], config: &Config, flags: &Given, known: Option<&Known>, verbose: bool, threads: usize) -> anyhow::Result<Session> {
        unknown_variables(std::env::vars_os().map(|(n, _)| n.to_string_lossy().into_owned())).into_iter().for_each(|w| say("warning", w));
        let environment = Given::from_variables(|n| std::env::var(n).ok());
        let named = config.config.clone().or_else(|| std::env::var_os("TERTIUM_CONFIG").filter(|v| !v.is_empty()).map(PathBuf::from));
        let path = match named {
            _ if config.isolated => None,
            Some(p) => Some(p),
            None => file::nearest_of(paths)?,
        };
        let loaded = path.map(|p| file::load(&p)).transpose()?;
        let settings = Settings::new(flags, &environment, loaded.as_ref()).map_err(anyhow::Error::msg)?;
        let write_to = known.and_then(|k| k.write_baseline.clone());
        let baseline = match (&settings.baseline, known) {
            (Some(p), Some(_)) if write_to.is_none() => Some(read_baseline(p)?),
            _ => None,
        };
        let old = |p: &PathBuf| if p.exists() { read_baseline(p).map(Some) } else { Ok(None) };
        let writer = write_to.map(|p| old(&p).map(|o| (p.clone(), Writer::new(&p), o))).transpose()?;
        let register = match known {
            Some(k) => Register::new(loaded.as_ref(), baseline, settings.inline, Some(today(k.today.as_deref())?)),
            None => Register::default(),
        };
        let show_accepted = known.is_some_and(|k| k.accepted);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        Ok(Session { settings, loaded, register, writer, pool, verbose, status: Status::Fine, accepted: 0, show_accepted, whole: true })
    }

    /// Notes that something is wrong, and goes on.
    pub fn wrong(&mut self, e: impl std::fmt::Display) {
        self.status = Status::Wrong;
        say("error", e);
    }

    /// The threads that it may use.
    pub fn pool(&self) -> &rayon::ThreadPool {
        &self.pool
    }

    /// The stories of the paths, checked (or only read), in order. Few are held at a time.
    pub fn stories(&mut self, paths: &[PathBuf], since: Option<&str>, compare: bool, mut each: impl FnMut(Answered) -> More) -> anyhow::Result<()> {
        let mut found = input::find_in(paths, &self.settings.filter);
        found.errors.iter().for_each(|e| self.wrong(e));
        if self.verbose {
            found.passed_over.iter().for_each(|p| say("note", format_args!("{}: passed over, no reader knows this ending", input::shown(p))));
        }
        if let Some(revision) = since {
            let depends_on: Vec<PathBuf> = self.loaded.iter().map(|l| l.path.clone()).chain(self.settings.baseline.clone()).collect();
            let touched = Touched::since(revision, paths, &depends_on)?;
            let all = found.stories.len();
            found.stories.retain(|s| touched.has(s));
            self.whole = found.stories.len() == all;
            if self.verbose || found.stories.is_empty() {
                say("note", format_args!("{} of {all} stories touched since {}", found.stories.len(), tertium::report::escape_controls(revision)));
            }
        }
        let bar = progress(found.stories.len());
        let at_once = self.pool.current_num_threads() * 8;
        for stories in found.stories.chunks(at_once) {
            let settings = &self.settings;
            let work = |s| {
                let done = if compare { gate::check(s, settings) } else { gate::read(s, settings) };
                bar.inc(1);
                done
            };
            let done: Vec<Checked> = self.pool.install(|| stories.par_iter().map(work).collect());
            for checked in done {
                if !bar.suspend(|| self.take(checked, compare, &mut each))? {
                    bar.finish_and_clear();
                    return Ok(());
                }
            }
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// Rows of aligned text, checked.
    pub fn rows(&mut self, rows: &Bitext, how: &Reading, each: &mut impl FnMut(Answered) -> More) -> More {
        let checked = self.pool.install(|| match how.claims_only {
            true => gate::read_bitext(rows),
            false => gate::check_bitext(rows, how.source.as_deref(), &self.settings),
        });
        self.take(checked, false, each)
    }

    /// Says something that only --verbose wants to know.
    pub fn note(&self, text: impl std::fmt::Display) {
        if self.verbose {
            say("note", text);
        }
    }

    fn take(&mut self, mut checked: Checked, compare: bool, each: &mut impl FnMut(Answered) -> More) -> More {
        checked.errors.iter().for_each(|e| self.wrong(e));
        if self.verbose {
            for p in &checked.other_languages {
                say("note", format_args!("{}: passed over, its language is not among `languages`", input::shown(p)));
            }
        }
        if let (true, [one]) = (compare, checked.answer.reports.as_slice()) {
            say("note", format_args!("{}: one report alone; give at least two reports on the story to compare", one.path));
        }
        for a in self.register.sift(&mut checked.answer, &checked.files) {
            self.accepted += 1;
            if self.verbose {
                let reason = tertium::report::escape_controls(&a.reason);
                say("note", format_args!("{} {}: accepted at {}: {reason}", a.finding.id, a.finding.verdict.name(), a.place));
            }
            if self.show_accepted {
                checked.answer.accepted.push(a);
            }
        }
        match &mut self.writer {
            Some((_, w, _)) => w.add(&checked.answer, &checked.files),
            None if checked.answer.findings.iter().any(|f| self.settings.fails(f)) => self.status = self.status.max(Status::Findings),
            None => {}
        }
        each(checked.answer)
    }

    /// Says what is left to say, writes the baseline, and tells what the run came to.
    pub fn finish(self) -> anyhow::Result<Status> {
        self.register.remarks(self.whole).into_iter().for_each(|r| say("warning", r));
        if self.accepted > 0 && !self.verbose {
            let (n, s) = (self.accepted, if self.accepted == 1 { "" } else { "s" });
            say("note", format_args!("{n} finding{s} accepted; --verbose lists them"));
        }
        if let Some((path, writer, old)) = self.writer {
            let (n, text) = writer.finish(old);
            output::write(Some(&path), &text)?;
            say("note", format_args!("{}: {n} finding{} written", input::shown(&path), if n == 1 { "" } else { "s" }));
        }
        Ok(self.status)
    }
}

fn read_baseline(path: &Path) -> anyhow::Result<Baseline> {
    let text = std::fs::read_to_string(path).map_err(|e| {
        let why =
            if e.kind() == std::io::ErrorKind::NotFound { "no such baseline; write it with --write-baseline".to_owned() } else { e.to_string() };
        Mistake::whole(&input::shown(path), why)
    })?;
    Ok(Baseline::parse(path, &text)?)
}

/// The day that acceptances end by: as given, or the clock's, in UTC. Nothing else depends on it.
fn today(flag: Option<&str>) -> anyhow::Result<Day> {
    let variable = std::env::var("TERTIUM_TODAY").ok().filter(|v| !v.is_empty());
    match (flag, variable) {
        (Some(d), _) => day(d).map_err(|e| anyhow!("--today: {}", tertium::report::escape_controls(&e))),
        (None, Some(d)) => day(&d).map_err(|e| anyhow!("TERTIUM_TODAY: {}", tertium::report::escape_controls(&e))),
        (None, None) => {
            #[allow(clippy::disallowed_methods)]
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).context("the clock stands before 1970")?;
            Ok(Day::from_number(i64::try_from(now.as_secs() / 86_400).unwrap_or(0)))
        }
    }
}

/// A bar for runs that take a while, where somebody watches.
fn progress(stories: usize) -> ProgressBar {
    if stories < 50 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} stories").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(stories as u64), ProgressDrawTarget::stderr()).with_style(style)
}
