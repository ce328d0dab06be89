//! The program: a route map from arguments to library calls, and the exit status.

mod cli;
mod stream;

use clap::Parser;
use cli::{Cli, Command, Format, Output, Selection};
use rayon::prelude::*;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use tertium::model::Verdict;
use tertium::report::{Answered, explain, json, table};
use tertium::{check_story, finding, input, read_story};

/// What a run came to.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Fine,
    Findings,
    Wrong,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Check(a) => check(a),
        Command::Bitext(a) => run_bitext(a),
        Command::Claims(a) => claims(a),
        Command::Explain(a) => run_explain(a),
        Command::Schema => write_out(&None, &json::schema()).map(|()| Status::Fine),
    };
    match done {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Ok(Status::Wrong) => ExitCode::from(2),
        Err(e) => {
            eprintln!("tertium: error: {e:#}");
            ExitCode::from(2)
        }
    }
}

fn check(a: cli::CheckArgs) -> anyhow::Result<Status> {
    let wanted = verdicts(&a.selection)?;
    let fail_on = fail_on(&a.selection)?;
    let options = finding::Options { min_score: a.min_score, unmatched: true };
    let (answers, wrong) = stories(&a.paths, a.lang.as_deref(), &a.output, Some(options))?;
    let failed = fail_on.is_some_and(|v| answers.iter().any(|s| s.findings.iter().any(|f| f.verdict >= v)));
    let answers = select(answers, &wanted, a.output.format);
    print_findings(&a.output, &answers)?;
    Ok(if wrong {
        Status::Wrong
    } else if failed {
        Status::Findings
    } else {
        Status::Fine
    })
}

/// Reads stories and, with options, checks them.
fn stories(paths: &[PathBuf], lang: Option<&str>, output: &Output, options: Option<finding::Options>) -> anyhow::Result<(Vec<Answered>, bool)> {
    let lang = lang.map(|l| input::known_language("--lang", l)).transpose()?;
    let found = input::find(paths);
    let mut wrong = !found.errors.is_empty();
    for e in &found.errors {
        eprintln!("tertium: error: {e}");
    }
    if output.verbose {
        for p in &found.passed_over {
            eprintln!("tertium: note: {}: passed over, no reader knows this ending", input::shown(p));
        }
    }
    let work = || -> Vec<_> {
        found
            .stories
            .par_iter()
            .map(|s| {
                let (reports, errors) = read_story(s, lang);
                let name = input::shown(&s.path);
                let alone = options.is_some() && reports.len() == 1;
                let answer = match options {
                    Some(o) => check_story(name, reports, o),
                    None => Answered { name, reports, ..Answered::default() },
                };
                (answer, errors, alone)
            })
            .collect()
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(output.threads).build()?;
    let mut answers = Vec::new();
    for (answer, errors, alone) in pool.install(work) {
        for e in errors {
            wrong = true;
            eprintln!("tertium: error: {e}");
        }
        if alone {
            eprintln!("tertium: note: {}: one report alone; give at least two reports on the story to compare", answer.reports[0].path);
        }
        answers.push(answer);
    }
    Ok((answers, wrong))
}

fn run_bitext(a: cli::BitextArgs) -> anyhow::Result<Status> {
    let wanted = verdicts(&a.selection)?;
    let fail_on = fail_on(&a.selection)?;
    let how = stream::Reading { source: a.source, align: a.align };
    let (mut failed, mut gathered, mut lines) = (false, stream::Gathered::default(), stream::Lines::begin(&a.output)?);
    let wrong = stream::run(&a.paths, &how, &a.output, |batch| {
        failed |= fail_on.is_some_and(|v| batch.findings.iter().any(|f| f.verdict >= v));
        for batch in select(vec![batch], &wanted, a.output.format) {
            match &mut lines {
                Some(l) => return l.write(&batch),
                None => gathered.add(batch, a.output.format != Format::Table),
            }
        }
        Ok(true)
    })?;
    match lines {
        Some(l) => l.finish()?,
        None => print_findings(&a.output, &gathered.sorted())?,
    }
    Ok(if wrong {
        Status::Wrong
    } else if failed {
        Status::Findings
    } else {
        Status::Fine
    })
}

/// All aligned text at once, for what needs it whole.
fn read_bitext(paths: &[PathBuf], output: &Output) -> anyhow::Result<(Vec<Answered>, bool)> {
    let mut gathered = stream::Gathered::default();
    let wrong = stream::run(paths, &stream::Reading::default(), output, |batch| {
        gathered.add(batch, true);
        Ok(true)
    })?;
    Ok((gathered.sorted(), wrong))
}

fn claims(a: cli::ClaimsArgs) -> anyhow::Result<Status> {
    let (answers, wrong) = if a.bitext {
        let (mut answers, wrong) = read_bitext(&a.paths, &a.output)?;
        answers.iter_mut().for_each(|x| x.findings.clear());
        (answers, wrong)
    } else {
        stories(&a.paths, a.lang.as_deref(), &a.output, None)?
    };
    let text = match a.output.format {
        Format::Table => table::claims(&answers, width()),
        Format::Json => json::whole(&answers),
        Format::Jsonl => json::lines(&answers),
    };
    write_out(&a.output.output, &text)?;
    Ok(if wrong { Status::Wrong } else { Status::Fine })
}

fn run_explain(a: cli::ExplainArgs) -> anyhow::Result<Status> {
    let (answers, wrong) = if a.bitext {
        read_bitext(&a.paths, &a.output)?
    } else {
        stories(&a.paths, a.lang.as_deref(), &a.output, Some(finding::Options::default()))?
    };
    let text = explain::finding(&answers, &a.finding).map_err(anyhow::Error::msg)?;
    write_out(&a.output.output, &text)?;
    Ok(if wrong { Status::Wrong } else { Status::Fine })
}

/// The verdicts that are wanted; empty for the usual ones.
fn verdicts(s: &Selection) -> anyhow::Result<Vec<Verdict>> {
    s.verdict.iter().map(|v| verdict("--verdict", v)).collect()
}

fn verdict(flag: &str, name: &str) -> anyhow::Result<Verdict> {
    let known = Verdict::ALL.map(Verdict::name).join(", ");
    Verdict::parse(name.trim()).ok_or_else(|| anyhow::anyhow!("{flag}: `{name}` is no verdict; there are {known}"))
}

fn fail_on(s: &Selection) -> anyhow::Result<Option<Verdict>> {
    if s.fail_on == "never" { Ok(None) } else { verdict("--fail-on", &s.fail_on).map(Some) }
}

/// Keeps what is to be shown. Records for machines have everything unless a list narrows them; the table leaves out
/// what is stated once.
fn select(mut answers: Vec<Answered>, wanted: &[Verdict], format: Format) -> Vec<Answered> {
    for a in &mut answers {
        a.findings.retain(
            |f| {
                if wanted.is_empty() { format != Format::Table || f.verdict != Verdict::Unmatched } else { wanted.contains(&f.verdict) }
            },
        );
    }
    answers
}

fn print_findings(o: &Output, answers: &[Answered]) -> anyhow::Result<()> {
    let text = match o.format {
        Format::Table => table::findings(answers, width(), answers.len() > 1),
        Format::Json => json::whole(answers),
        Format::Jsonl => json::lines(answers),
    };
    write_out(&o.output, &text)
}

/// The terminal's width, if there is one.
fn width() -> Option<u16> {
    if !std::io::stdout().is_terminal() {
        return std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    }
    comfy_table::Table::new().width()
}

/// Writes to a file by way of a neighbour, so that a full disk leaves what was there; or to standard output, where a
/// closed pipe is no error.
fn write_out(to: &Option<PathBuf>, text: &str) -> anyhow::Result<()> {
    use anyhow::Context;
    match to {
        Some(path) => {
            let mut name = path.file_name().context("--output names no file")?.to_owned();
            name.push(format!(".{}.part", std::process::id()));
            let part = path.with_file_name(name);
            std::fs::write(&part, text).with_context(|| format!("{}: cannot write", input::shown(&part)))?;
            std::fs::rename(&part, path).with_context(|| format!("{}: cannot replace", input::shown(path)))?;
        }
        None => match std::io::stdout().lock().write_all(text.as_bytes()) {
            Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => {}
            other => other.context("cannot write to standard output")?,
        },
    }
    Ok(())
}
