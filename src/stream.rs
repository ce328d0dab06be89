//! Aligned text from files to output, batch after batch: what is written line by line goes out as it comes, the rest is
//! gathered without the texts.

use crate::cli::Output;
use crate::output::Target;
use crate::session::{More, Session};
use std::path::{Path, PathBuf};
use tertium::bitext::{self, File, FileError, Options};
use tertium::input;
use tertium::report::{Answered, Reporter, Seen, View};

/// How aligned text is read.
#[derive(Debug, Default, Clone)]
pub struct Reading {
    /// The language that is right by definition.
    pub source: Option<String>,
    /// Whether the files are one text in several languages, to be aligned.
    pub align: bool,
    /// Whether only claims are wanted.
    pub claims_only: bool,
}

/// Reads all files in order and gives what is found in each batch to `each`.
pub fn run(paths: &[PathBuf], how: &Reading, run: &mut Session, mut each: impl FnMut(Answered) -> More) -> anyhow::Result<()> {
    let encoding = run.settings.encoding;
    let opened: Box<dyn Iterator<Item = Result<File, String>>> =
        if how.align { Box::new(std::iter::once(aligned(paths, encoding))) } else { Box::new(paths.iter().map(move |p| open(p, how, encoding))) };
    for file in opened {
        let mut file = match file {
            Ok(f) => f,
            Err(e) => {
                run.wrong(e);
                continue;
            }
        };
        let mut errors: Vec<FileError> = Vec::new();
        while let Some(batch) = file.batch(&mut errors) {
            errors.drain(..).for_each(|e| run.wrong(e));
            if let Some(s) = &how.source
                && !batch.columns.iter().any(|c| c.eq_ignore_ascii_case(s))
            {
                let columns = batch.columns.join(", ");
                anyhow::bail!("{}: no column is `{s}`, which --source names; its columns are {columns}", batch.path);
            }
            if !run.rows(&batch, how, &mut each)? {
                return Ok(());
            }
        }
        errors.drain(..).for_each(|e| run.wrong(e));
        for (what, n) in file.passed_over() {
            run.note(format_args!("{}: {n} passed over: {what}", file.path()));
        }
    }
    Ok(())
}

/// The encoding that the call says the files have.
type Declared = Option<&'static input::Encoding>;

fn open(path: &Path, how: &Reading, encoding: Declared) -> Result<File, String> {
    let options = Options { source: how.source.clone() };
    bitext::known_ending(path).map_err(|e| e.to_string())?;
    let stream = input::stream::TextStream::open(path, encoding).map_err(|e| e.to_string())?;
    bitext::open(path, Box::new(stream), &options).map_err(|e| e.to_string())
}

fn aligned(paths: &[PathBuf], encoding: Declared) -> Result<File, String> {
    let sources = paths.iter().map(|p| input::read_as(p, encoding).map_err(|e| e.to_string())).collect::<Result<Vec<_>, _>>()?;
    bitext::align::open(sources).map_err(|e| e.to_string())
}

/// Answers that are gathered file by file.
#[derive(Default)]
pub struct Gathered {
    /// One for each file.
    pub answers: Vec<Answered>,
}

impl Gathered {
    /// Takes in a batch; rows that nothing is said of are let go.
    pub fn add(&mut self, mut batch: Answered, claims_too: bool) {
        // A story is whole.
        if batch.columns.is_empty() {
            self.answers.push(batch);
            return;
        }
        let continues = batch.continues;
        batch.prune(claims_too);
        batch.continues = false;
        if !continues {
            self.answers.push(Answered::default());
        }
        if let Some(last) = self.answers.last_mut() {
            last.absorb(batch);
        }
    }

    /// All answers, the gravest findings first in each.
    pub fn sorted(mut self) -> Vec<Answered> {
        for a in self.answers.iter_mut().filter(|a| !a.columns.is_empty()) {
            a.findings.sort_by_key(|f| std::cmp::Reverse(f.verdict));
        }
        self.answers
    }
}

/// Records that are written as they come.
pub struct Lines {
    format: &'static dyn Reporter,
    view: View,
    seen: Seen,
    target: Target,
}

impl Lines {
    /// Begins to write, if the format is one of lines.
    pub fn begin(output: &Output) -> anyhow::Result<Option<Lines>> {
        let format = output.format;
        if !format.streams() {
            return Ok(None);
        }
        let (view, target) = (crate::terminal::view(output, None), Target::open(output.output.as_deref())?);
        Ok(Some(Lines { format, view, seen: Seen::default(), target }))
    }

    /// Writes the next answer; false when nobody reads any more.
    pub fn write(&mut self, answer: &Answered) -> More {
        let (target, mut result) = (&mut self.target, Ok(true));
        self.format.next(answer, &self.view, &mut self.seen, &mut |text| {
            result = target.write(text);
            matches!(result, Ok(true))
        });
        result
    }

    /// Puts a file that was written into its place.
    pub fn finish(self) -> anyhow::Result<()> {
        self.target.commit()
    }
}
