//! Aligned text from files to output, batch after batch: what is written line by line goes out as it comes, the rest is
//! gathered without the texts.

use crate::cli::{Format, Output};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tertium::bitext::{self, BitextError, File, Options};
use tertium::report::Answered;
use tertium::report::json::Numbering;
use tertium::{check_bitext, input};

/// How aligned text is read.
#[derive(Debug, Default, Clone)]
pub struct Reading {
    /// The language that is right by definition.
    pub source: Option<String>,
    /// Whether the files are one text in several languages, to be aligned.
    pub align: bool,
}

/// Reads all files in order and gives what is found in each batch to `each`; whether something was wrong with a file.
pub fn run(paths: &[PathBuf], how: &Reading, output: &Output, mut each: impl FnMut(Answered) -> anyhow::Result<bool>) -> anyhow::Result<bool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(output.threads).build()?;
    let mut wrong = false;
    let mut say = |e: &dyn std::fmt::Display| {
        wrong = true;
        eprintln!("tertium: error: {e}");
    };
    let opened: Box<dyn Iterator<Item = Result<File, String>>> =
        if how.align { Box::new(std::iter::once(aligned(paths))) } else { Box::new(paths.iter().map(|p| open(p, how))) };
    for file in opened {
        let mut file = match file {
            Ok(f) => f,
            Err(e) => {
                say(&e);
                continue;
            }
        };
        let mut errors: Vec<BitextError> = Vec::new();
        while let Some(batch) = file.batch(&mut errors) {
            errors.drain(..).for_each(|e| say(&e));
            if let Some(s) = &how.source
                && !batch.columns.iter().any(|c| c.eq_ignore_ascii_case(s))
            {
                let columns = batch.columns.join(", ");
                anyhow::bail!("{}: no column is `{s}`, which --source names; its columns are {columns}", batch.path);
            }
            let answered = pool.install(|| check_bitext(&batch, how.source.as_deref()));
            if !each(answered)? {
                return Ok(wrong);
            }
        }
        errors.drain(..).for_each(|e| say(&e));
        if output.verbose {
            for (what, n) in file.passed_over() {
                eprintln!("tertium: note: {}: {n} passed over: {what}", file.path());
            }
        }
    }
    Ok(wrong)
}

fn open(path: &Path, how: &Reading) -> Result<File, String> {
    let options = Options { source: how.source.clone() };
    bitext::known_ending(path).map_err(|e| e.to_string())?;
    let stream = input::stream::TextStream::open(path, None).map_err(|e| e.to_string())?;
    bitext::open(path, Box::new(stream), &options).map_err(|e| e.to_string())
}

fn aligned(paths: &[PathBuf]) -> Result<File, String> {
    let sources = paths.iter().map(|p| input::read(p).map_err(|e| e.to_string())).collect::<Result<Vec<_>, _>>()?;
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
        for a in &mut self.answers {
            a.findings.sort_by_key(|f| std::cmp::Reverse(f.verdict));
        }
        self.answers
    }
}

/// Records that are written as they come.
pub struct Lines {
    numbering: Numbering,
    sink: Sink,
}

impl Lines {
    /// Begins to write, if the format is one of lines.
    pub fn begin(output: &Output) -> anyhow::Result<Option<Lines>> {
        if output.format != Format::Jsonl {
            return Ok(None);
        }
        Ok(Some(Lines { numbering: Numbering::default(), sink: Sink::begin(output.output.as_deref())? }))
    }

    /// Writes a batch; false when nobody reads any more.
    pub fn write(&mut self, batch: &Answered) -> anyhow::Result<bool> {
        let text = self.numbering.lines(batch);
        self.sink.write(&text)
    }

    /// Puts a file that was written into its place.
    pub fn finish(self) -> anyhow::Result<()> {
        self.sink.finish()
    }
}

/// Where output goes: standard output, where a closed pipe is no error, or a file by way of a neighbour, so that a full
/// disk leaves what was there.
struct Sink {
    out: Box<dyn Write>,
    file: Option<(PathBuf, PathBuf)>,
}

impl Sink {
    fn begin(to: Option<&Path>) -> anyhow::Result<Sink> {
        use anyhow::Context;
        let Some(path) = to else { return Ok(Sink { out: Box::new(io::stdout().lock()), file: None }) };
        let mut name = path.file_name().context("--output names no file")?.to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = path.with_file_name(name);
        let file = std::fs::File::create(&part).with_context(|| format!("{}: cannot write", input::shown(&part)))?;
        Ok(Sink { out: Box::new(io::BufWriter::new(file)), file: Some((part, path.to_owned())) })
    }

    fn write(&mut self, text: &str) -> anyhow::Result<bool> {
        use anyhow::Context;
        match self.out.write_all(text.as_bytes()) {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe && self.file.is_none() => Ok(false),
            Err(e) => {
                if let Some((part, _)) = &self.file {
                    let _ = std::fs::remove_file(part);
                }
                Err(e).context("cannot write the output")
            }
            Ok(()) => Ok(true),
        }
    }

    fn finish(mut self) -> anyhow::Result<()> {
        use anyhow::Context;
        match self.out.flush() {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe && self.file.is_none() => {}
            other => other.context("cannot write the output")?,
        }
        if let Some((part, path)) = &self.file {
            std::fs::rename(part, path).with_context(|| format!("{}: cannot replace", input::shown(path)))?;
        }
        Ok(())
    }
}
