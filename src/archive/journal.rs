//! A run that can be killed: the output grows in a file beside its place, and a journal beside that says how much of it
//! belongs to stories that are done. Going on cuts the output there.

use crate::output::Target;
use anyhow::{Context, anyhow, bail};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tertium::input::shown;

/// What a run is about: it goes on only with the same.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug, Clone)]
pub struct Head {
    /// The program's version.
    pub version: String,
    /// The settings that change what is written.
    pub settings: String,
    /// How many reports, and a sum over them that their order does not change.
    pub reports: (u64, u64),
}

/// How far a run has come.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug, Clone, Default)]
pub struct Done {
    /// Portions of stories that are done.
    pub portions: u64,
    /// Bytes of the output that are theirs.
    pub bytes: u64,
    /// What was counted in them.
    pub tally: super::Tally,
}

/// The output of a run, and its journal.
pub struct Journal {
    to: PathBuf,
    part: (PathBuf, File),
    journal: (PathBuf, File),
}

/// The files beside an output: what is written of it, and the journal.
fn beside(to: &Path) -> anyhow::Result<(PathBuf, PathBuf)> {
    let name = to.file_name().with_context(|| format!("{}: names no file", shown(to)))?;
    let with = |ending: &str| {
        let mut n = name.to_owned();
        n.push(ending);
        to.with_file_name(n)
    };
    Ok((with(".part"), with(".journal")))
}

impl Journal {
    /// Whether an output can be written here: before the work begins.
    pub fn can_begin(to: &Path, resume: bool) -> anyhow::Result<()> {
        let (_, journal) = beside(to)?;
        if to.is_dir() {
            bail!("{}: cannot write to a folder; name a file in it", shown(to));
        }
        if journal.exists() && !resume {
            bail!("{}: a run that did not end has left this; go on with it by --resume, or remove it to begin anew", shown(&journal));
        }
        Ok(())
    }

    /// Begins a run, or goes on with one; says how far that has come.
    pub fn open(to: &Path, head: &Head) -> anyhow::Result<(Journal, Done)> {
        let (part, journal) = beside(to)?;
        let text = match fs::read_to_string(&journal) {
            Ok(t) => t,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(e) => return Err(e).with_context(|| format!("{}: cannot read", shown(&journal))),
        };
        let (known, done, whole) = parse(&text).map_err(|e| anyhow!("{}: {e}; remove it to begin anew", shown(&journal)))?;
        if let Some(known) = &known
            && known != head
        {
            let what = match () {
                () if known.version != head.version => "another version of the program",
                () if known.settings != head.settings => "other settings",
                () => "other reports",
            };
            bail!("{}: the run that left this had {what}; give it the same, or remove it to begin anew", shown(&journal));
        }
        let open = |p: &Path| {
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(p).with_context(|| format!("{}: cannot write", shown(p)))
        };
        let (mut out, mut log) = (open(&part)?, open(&journal)?);
        let cut = |f: &mut File, p: &Path, at: u64| {
            f.set_len(at).and_then(|()| f.seek(SeekFrom::Start(at))).map(drop).with_context(|| format!("{}: cannot write", shown(p)))
        };
        if out.metadata().map(|m| m.len() < done.bytes).unwrap_or(true) {
            bail!("{}: shorter than {} says; remove both to begin anew", shown(&part), shown(&journal));
        }
        cut(&mut out, &part, done.bytes)?;
        cut(&mut log, &journal, whole)?;
        let mut opened = Journal { to: to.to_owned(), part: (part, out), journal: (journal, log) };
        if known.is_none() {
            opened.line(head)?;
        }
        Ok((opened, done))
    }

    /// Writes the next part of the output.
    pub fn write(&mut self, text: &str) -> anyhow::Result<()> {
        self.part.1.write_all(text.as_bytes()).with_context(|| format!("{}: cannot write; --resume goes on from here", shown(&self.part.0)))
    }

    /// Notes that all that was written is of stories that are done.
    pub fn note(&mut self, done: &Done) -> anyhow::Result<()> {
        self.part.1.sync_data().with_context(|| format!("{}: cannot write; --resume goes on from here", shown(&self.part.0)))?;
        self.line(done)
    }

    fn line(&mut self, record: &impl Serialize) -> anyhow::Result<()> {
        let mut line = serde_json::to_string(record)?;
        line.push('\n');
        let log = &mut self.journal.1;
        log.write_all(line.as_bytes()).and_then(|()| log.sync_data()).with_context(|| format!("{}: cannot write", shown(&self.journal.0)))
    }

    /// Puts something else in the place of the output, which is made of it. A run that is killed meanwhile makes it anew.
    pub fn finish_as(mut self, make: impl FnOnce(&mut File, Target) -> anyhow::Result<()>) -> anyhow::Result<()> {
        self.part.1.rewind().with_context(|| format!("{}: cannot read", shown(&self.part.0)))?;
        make(&mut self.part.1, Target::open(Some(&self.to))?)?;
        for file in [&self.journal.0, &self.part.0] {
            fs::remove_file(file).with_context(|| format!("{}: cannot remove", shown(file)))?;
        }
        Ok(())
    }

    /// Puts the output in its place.
    pub fn finish(self) -> anyhow::Result<()> {
        self.part.1.sync_all().and_then(|()| fs::rename(&self.part.0, &self.to)).with_context(|| format!("{}: cannot write", shown(&self.to)))?;
        fs::remove_file(&self.journal.0).with_context(|| format!("{}: cannot remove", shown(&self.journal.0)))
    }
}

/// What a journal says, and how many of its bytes say it: a last line that is not whole says nothing.
fn parse(text: &str) -> Result<(Option<Head>, Done, u64), String> {
    let (mut head, mut done, mut whole) = (None, Done::default(), 0);
    for line in text.split_inclusive('\n') {
        let Some(json) = line.strip_suffix('\n') else { break };
        let wrong = |e: serde_json::Error| format!("no journal of this program ({})", tertium::report::escape_controls(&e.to_string()));
        match head {
            None => head = Some(serde_json::from_str(json).map_err(wrong)?),
            Some(_) => done = serde_json::from_str(json).map_err(wrong)?,
        }
        whole += line.len() as u64;
    }
    Ok((head, done, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_not_whole_says_nothing() {
        let head = Head { version: "1".into(), settings: String::new(), reports: (2, 3) };
        let done = Done { portions: 1, bytes: 20, ..Done::default() };
        let text = format!("{}\n{}\n", serde_json::to_string(&head).expect("json"), serde_json::to_string(&done).expect("json"));
        let all = parse(&text).expect("a journal");
        assert_eq!(all, (Some(head.clone()), done, text.len() as u64));
        let (first, _) = text.split_once('\n').expect("two lines");
        for cut in first.len() + 1..text.len() {
            assert_eq!(parse(&text[..cut]), Ok((Some(head.clone()), Done::default(), first.len() as u64 + 1)), "{cut}");
        }
        for cut in 0..=first.len() {
            assert_eq!(parse(&text[..cut]), Ok((None, Done::default(), 0)), "{cut}");
        }
        assert!(parse("[]\n").is_err());
    }
}
