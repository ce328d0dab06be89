//! The program: a route map from arguments to library calls, and the exit status.

mod archive;
mod cli;
mod output;
mod session;
mod since;
mod stream;
mod tables;
mod terminal;

use clap::{CommandFactory, Parser};
use cli::{Cli, Command, Output, SchemaOf, Selection};
use output::say;
use session::{Session, Status};
use std::path::PathBuf;
use std::process::ExitCode;
use tertium::config::settings::Given;
use tertium::model::Verdict;
use tertium::report::{Answered, View, explain, json};
use tertium::{config, input};

/// Threads that read side by side ask for memory all the time; the usual allocator lets them wait for each other.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Check(a) => check(a),
        Command::Corpus(a) => corpus(&a),
        Command::Bitext(a) => run_bitext(a),
        Command::Claims(a) => claims(a),
        Command::Explain(a) => run_explain(a),
        Command::Schema(a) => schema(a.of),
        Command::Init(a) => init(&a),
        Command::Completions(a) => completions(a.shell),
        Command::Man => man(),
    };
    match done {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Ok(Status::Wrong) => ExitCode::from(2),
        Err(e) => {
            say("error", format_args!("{e:#}"));
            ExitCode::from(2)
        }
    }
}

fn check(a: cli::CheckArgs) -> anyhow::Result<Status> {
    let mut printer = Printer::new(&a.output, &a.selection)?;
    let flags = Given {
        fail_on: a.selection.fail_on.clone(),
        min_score: a.min_score.clone(),
        tolerance: a.known.tolerance.clone(),
        languages: a.languages.clone(),
        baseline: a.known.baseline.clone(),
    };
    let mut run = open(&a.paths, &a.config, &flags, Some(&a.known), &a.output, a.lang.as_deref())?;
    run.stories(&a.paths, a.since.as_deref(), true, |answer| printer.take(answer))?;
    run.pool().install(|| printer.finish(run.settings.fail_on))?;
    run.finish()
}

fn corpus(a: &cli::CorpusArgs) -> anyhow::Result<Status> {
    let wanted = verdicts(&a.selection)?;
    let flags = Given {
        fail_on: a.selection.fail_on.clone(),
        min_score: a.min_score.clone(),
        tolerance: a.tolerance.clone(),
        languages: a.languages.clone(),
        baseline: None,
    };
    let run = Session::open(&a.paths, &a.config, &flags, None, false, a.threads)?;
    archive::run(a, run, wanted)
}

fn open(
    paths: &[PathBuf],
    config: &cli::Config,
    flags: &Given,
    known: Option<&cli::Known>,
    output: &Output,
    lang: Option<&str>,
) -> anyhow::Result<Session> {
    let lang = lang.map(|l| input::known_language("--lang", l)).transpose()?;
    let mut run = Session::open(paths, config, flags, known, output.verbose, output.threads)?;
    run.settings.lang = lang;
    run.settings.encoding = output.encoding.as_deref().map(input::known_encoding).transpose()?;
    Ok(run)
}

fn run_bitext(a: cli::BitextArgs) -> anyhow::Result<Status> {
    let mut printer = Printer::new(&a.output, &a.selection)?;
    let flags =
        Given { fail_on: a.selection.fail_on.clone(), tolerance: a.known.tolerance.clone(), baseline: a.known.baseline.clone(), ..Given::default() };
    let mut run = open(&a.paths, &a.config, &flags, Some(&a.known), &a.output, None)?;
    stream::run(&a.paths, &stream::Reading { source: a.source, align: a.align, claims_only: false }, &mut run, |batch| printer.take(batch))?;
    run.pool().install(|| printer.finish(run.settings.fail_on))?;
    run.finish()
}

fn claims(a: cli::ClaimsArgs) -> anyhow::Result<Status> {
    let mut run = open(&a.paths, &a.config, &Given::default(), None, &a.output, a.lang.as_deref())?;
    let format = a.output.format;
    if tables::is(format) {
        return tables::claims(run, &a);
    }
    let shows = |r: &dyn tertium::report::Reporter| r.claims(&[], &View::default()).is_some();
    if shows(format)
        && let Some(mut lines) = stream::Lines::begin(&a.output)?
    {
        each(&mut run, &a.paths, a.bitext, false, |answer| lines.write(&answer))?;
        lines.finish()?;
        return run.finish();
    }
    let answers = answers(&mut run, &a.paths, a.bitext, false)?;
    let with_claims = || tertium::report::ALL.iter().filter(|r| shows(**r)).map(|r| r.name()).collect::<Vec<_>>();
    let text = format
        .claims(&answers, &terminal::view(&a.output, None))
        .ok_or_else(|| anyhow::anyhow!("--format: `{}` shows findings, not claims; claims come as {}", format.name(), with_claims().join(", ")))?;
    output::write(a.output.output.as_deref(), &text)?;
    run.finish()
}

fn run_explain(a: cli::ExplainArgs) -> anyhow::Result<Status> {
    let Some(id) = &a.finding else {
        if let [code] = a.paths.as_slice() {
            let page = explain::code(&code.to_string_lossy()).map_err(anyhow::Error::msg)?;
            return output::write(a.output.output.as_deref(), page).map(|()| Status::Fine);
        }
        anyhow::bail!("one code at a time, or files with --finding ID");
    };
    let mut run = open(&a.paths, &a.config, &Given::default(), None, &a.output, a.lang.as_deref())?;
    let answers = answers(&mut run, &a.paths, a.bitext, true)?;
    let text = explain::finding(&answers, id).map_err(anyhow::Error::msg)?;
    output::write(a.output.output.as_deref(), &text)?;
    run.finish()
}

/// All answers at once, for what looks through them.
fn answers(run: &mut Session, paths: &[PathBuf], aligned: bool, compare: bool) -> anyhow::Result<Vec<Answered>> {
    let mut gathered = stream::Gathered::default();
    let keep = |answer| {
        gathered.add(answer, true);
        Ok(true)
    };
    each(run, paths, aligned, compare, keep)?;
    Ok(gathered.sorted())
}

/// Answers as they come, of stories or of aligned text, compared or only read.
fn each(run: &mut Session, paths: &[PathBuf], aligned: bool, compare: bool, to: impl FnMut(Answered) -> session::More) -> anyhow::Result<()> {
    if aligned {
        return stream::run(paths, &stream::Reading { claims_only: !compare, ..stream::Reading::default() }, run, to);
    }
    run.stories(paths, None, compare, to)
}

fn schema(of: SchemaOf) -> anyhow::Result<Status> {
    let text = match of {
        SchemaOf::Records => json::schema(),
        SchemaOf::Config => config::schema(),
    };
    output::write(None, &text).map(|()| Status::Fine)
}

fn init(a: &cli::InitArgs) -> anyhow::Result<Status> {
    output::create(&a.path, config::TEMPLATE)?;
    say("note", format_args!("{}: written; every setting in it is a comment until you take its # away", input::shown(&a.path)));
    Ok(Status::Fine)
}

/// The verdicts that are wanted; empty for the usual ones.
fn verdicts(s: &Selection) -> anyhow::Result<Vec<Verdict>> {
    s.verdict.iter().map(|v| verdict("--verdict", v)).collect()
}

fn verdict(flag: &str, name: &str) -> anyhow::Result<Verdict> {
    let known = Verdict::ALL.map(Verdict::name).join(", ");
    Verdict::parse(name.trim()).ok_or_else(|| anyhow::anyhow!("{flag}: `{name}` is no verdict; there are {known}"))
}

/// Prints answers as they come, where the format can, or all at the end.
struct Printer<'a> {
    output: &'a Output,
    wanted: Vec<Verdict>,
    lines: Option<stream::Lines>,
    gathered: stream::Gathered,
}

impl<'a> Printer<'a> {
    fn new(output: &'a Output, selection: &Selection) -> anyhow::Result<Printer<'a>> {
        if tables::is(output.format) {
            anyhow::bail!("--format: `parquet` is for `claims`, and for the findings of `corpus`");
        }
        Ok(Printer { output, wanted: verdicts(selection)?, lines: stream::Lines::begin(output)?, gathered: stream::Gathered::default() })
    }

    fn take(&mut self, mut answer: Answered) -> session::More {
        let mildest = self.output.format.mildest();
        let shown = |v: Verdict| if self.wanted.is_empty() { v >= mildest } else { self.wanted.contains(&v) };
        answer.findings.retain(|f| shown(f.verdict));
        answer.accepted.retain(|a| shown(a.finding.verdict));
        if let Some(l) = &mut self.lines {
            return l.write(&answer);
        }
        self.gathered.add(answer, mildest == Verdict::Unmatched);
        Ok(true)
    }

    fn finish(self, fail_on: Option<Verdict>) -> anyhow::Result<()> {
        if let Some(l) = self.lines {
            return l.finish();
        }
        let text = self.output.format.findings(&self.gathered.sorted(), &terminal::view(self.output, fail_on));
        output::write(self.output.output.as_deref(), &text)
    }
}

fn completions(shell: clap_complete::Shell) -> anyhow::Result<Status> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "tertium", &mut out);
    output::write(None, &String::from_utf8_lossy(&out)).map(|()| Status::Fine)
}

fn man() -> anyhow::Result<Status> {
    let mut out = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut out)?;
    output::write(None, &String::from_utf8_lossy(&out)).map(|()| Status::Fine)
}
