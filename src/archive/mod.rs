//! An archive: any number of reports, in memory that does not grow with them. Records are sorted by story with the help of
//! files (`intake`, `sort`); stories are checked side by side, some at a time (`portion`), and written in order; a journal
//! says how far that has come (`journal`).

mod intake;
mod journal;
mod portion;
mod sort;

use crate::cli::CorpusArgs;
use crate::output::{Target, say};
use crate::session::{Session, Status};
use crate::tables::{self, Findings};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use intake::Intake;
use journal::{Done, Head, Journal};
use portion::Portions;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use tertium::model::Verdict;

/// Bytes of text that are checked at a time.
const AT_ONCE: usize = 512 << 10;

/// What was counted in the stories that are done.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug, Clone, Default)]
pub struct Tally {
    stories: u64,
    reports: u64,
    /// By verdict, gravest first.
    findings: [u64; Verdict::ALL.len()],
    /// Whether one of them fails the run.
    fails: bool,
}

impl Tally {
    fn add(&mut self, o: &Tally) {
        self.stories += o.stories;
        self.reports += o.reports;
        self.findings.iter_mut().zip(o.findings).for_each(|(a, b)| *a += b);
        self.fails |= o.fails;
    }
}

/// Checks the stories of an archive.
pub fn run(a: &CorpusArgs, mut run: Session, wanted: Vec<Verdict>) -> anyhow::Result<Status> {
    let to = a.output.as_deref();
    let table = a.format == "parquet";
    if table {
        tables::can_be()?;
    }
    // What nothing can be moved to, such as a device, is written to as it is.
    let kept = to.filter(|p| !p.exists() || p.is_file() || p.is_dir());
    if let Some(to) = kept {
        Journal::can_begin(to, a.resume)?;
    }
    let folder = a.temp.clone().or_else(|| kept.map(folder_of)).unwrap_or_else(std::env::temp_dir);
    let bar = bar("{spinner} {pos} reports read", None);
    let mut intake = Intake::new(&mut run, &folder);
    intake.read(&a.paths, |n| bar.set_position(n))?;
    let head = Head {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: format!("{:016x}", hash(format!("{:?}", (&a.window, &wanted, intake.settings())).as_bytes())),
        reports: intake.taken,
    };
    let sorted = intake.finish(a.window)?;
    bar.finish_and_clear();
    let (mut out, mut done) = match kept {
        Some(to) => Journal::open(to, &head).map(|(j, d)| (Out::Kept(j), d))?,
        None if table => (Out::Table(Box::new(Findings::begin(Target::open(to)?)?)), Done::default()),
        None => (Out::Plain(Target::open(to)?), Done::default()),
    };
    if done.portions > 0 {
        say("note", format_args!("{} stories were done before, and are left as they are", done.tally.stories));
    }
    check(&mut run, Portions::new(sorted, &a.paths), &wanted, &head, &mut out, &mut done)?;
    out.finish(table)?;
    if !a.quiet {
        say("note", summary(&done.tally));
    }
    run.finish().map(|s| s.max(if done.tally.fails { Status::Findings } else { Status::Fine }))
}

/// Checks all portions that are not done yet, and writes what is found.
fn check(run: &mut Session, mut portions: Portions, wanted: &[Verdict], head: &Head, out: &mut Out, done: &mut Done) -> anyhow::Result<()> {
    let bar = bar("{wide_bar} {pos}/{len} reports, {eta} left", Some(head.reports.0));
    let (mut before, mut more) = (done.portions, true);
    while more {
        let (mut wave, mut bytes) = (Vec::new(), 0);
        while bytes < AT_ONCE && more {
            let next = bar.suspend(|| portions.next(|e| run.wrong(e)))?;
            match next {
                Some(p) if before > 0 => {
                    before -= 1;
                    bar.inc(p.len());
                }
                Some(p) => {
                    bytes += p.bytes();
                    wave.push(p);
                }
                None => more = false,
            }
        }
        let settings = &run.settings;
        let checked = run.pool().install(|| portion::check(&wave, settings, wanted));
        for (portion, c) in wave.iter().zip(checked) {
            c.notes.iter().for_each(|n| bar.suspend(|| say("note", n)));
            if !out.write(&c.lines)? {
                return Ok(());
            }
            done.bytes += c.lines.len() as u64;
            done.portions += 1;
            done.tally.add(&c.tally);
            bar.inc(portion.len());
        }
        out.note(done)?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Where findings go.
enum Out {
    /// A file with its journal.
    Kept(Journal),
    /// Standard output, or a device.
    Plain(Target),
    /// The same, as a table.
    Table(Box<Findings>),
}

impl Out {
    fn write(&mut self, text: &str) -> anyhow::Result<bool> {
        match self {
            Out::Kept(j) => j.write(text).map(|()| true),
            Out::Plain(t) => t.write(text),
            Out::Table(t) => t.lines(text),
        }
    }

    fn note(&mut self, done: &Done) -> anyhow::Result<()> {
        match self {
            Out::Kept(j) => j.note(done),
            Out::Plain(_) | Out::Table(_) => Ok(()),
        }
    }

    fn finish(self, table: bool) -> anyhow::Result<()> {
        match self {
            Out::Kept(j) if table => j.finish_as(|lines, to| {
                let mut table = Findings::begin(to)?;
                for line in BufReader::new(lines).lines() {
                    table.lines(&line?)?;
                }
                table.finish()
            }),
            Out::Kept(j) => j.finish(),
            Out::Plain(t) => t.commit(),
            Out::Table(t) => t.finish(),
        }
    }
}

/// What all that was checked came to, in a line.
fn summary(t: &Tally) -> String {
    let of = |n: u64, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let found: Vec<String> = Verdict::ALL.iter().zip(t.findings).filter(|f| f.1 > 0).map(|(v, n)| format!("{n} {}", v.name())).collect();
    let stories = if t.stories == 1 { "1 story".to_owned() } else { format!("{} stories", t.stories) };
    format!("{} in {stories}: {}", of(t.reports, "report"), if found.is_empty() { "no findings".to_owned() } else { found.join(", ") })
}

fn folder_of(file: &Path) -> PathBuf {
    file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// A bar where somebody watches.
fn bar(template: &str, length: Option<u64>) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr()).with_style(style)
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}
