//! The command line: what can be asked, with help that teaches by example.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use tertium::report::{self, Reporter};

/// Cross-language source consistency checker: finds the claims in reports and translations of one story, aligns them,
/// and says which agree and which contradict each other.
#[derive(Parser, Debug)]
#[command(
    name = "tertium",
    version,
    about,
    max_term_width = 100,
    after_help = "\
Examples:
  tertium check reports/                 the reports of one story in a folder
  tertium check de.txt it.txt ja.txt     the same, file by file
  tertium check corpus/ --verdict contradiction,tension
  tertium corpus archive.jsonl.gz        an archive: reports as JSON, one a line, on any number of stories
  tertium bitext translation.xlf         aligned segments: XLIFF, TMX, PO, or TSV with a header of language tags
  tertium bitext --align en.md de.md     a text and its translation, aligned by sentence
  tertium claims report.de.txt           what one report claims; `-` is standard input
  tertium check reports/ --format html --output proof.html
  tertium explain reports/ --finding 7f3a91c2
  tertium explain contradiction
  tertium init                           settings for a corpus, in tertium.toml

Exit status: 0 nothing at or above --fail-on, 1 such a finding, 2 the call or an input is wrong."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The modes.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Check reports on one story against each other; a folder of folders holds one story each
    Check(CheckArgs),
    /// Check an archive: any number of reports as records, one a line, on any number of stories
    Corpus(CorpusArgs),
    /// Check aligned segments in two or more languages
    Bitext(BitextArgs),
    /// List what is claimed
    Claims(ClaimsArgs),
    /// Show what a verdict means, or one finding in full: texts, values, evidence for and against
    Explain(ExplainArgs),
    /// Print the JSON Schema of the records, or of the configuration
    Schema(SchemaArgs),
    /// Write a configuration with every setting explained
    Init(InitArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Where settings come from.
#[derive(Args, Debug)]
#[command(next_help_heading = "Settings (a flag, then TERTIUM_* in the environment, then tertium.toml)")]
pub struct Config {
    /// Read this configuration instead of the closest tertium.toml upwards
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,
}

/// What is known and tolerated.
#[derive(Args, Debug)]
pub struct Known {
    /// Figures that differ by at most so many percent count as rounded
    #[arg(long, value_name = "PERCENT")]
    pub tolerance: Option<String>,
    /// Leave out the findings of this baseline
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all findings to a baseline, and do not fail for them
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Keep what is accepted in records that can mark it as such, with its reason: suppressed in SARIF, skipped in JUnit
    #[arg(long)]
    pub accepted: bool,
    /// The day by which acceptances end, instead of the clock's
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

/// Arguments of `schema`.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_enum, default_value_t = SchemaOf::Records, value_name = "WHAT")]
    pub of: SchemaOf,
}

/// What has a schema.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaOf {
    /// The records of `--format json`
    Records,
    /// The file tertium.toml
    Config,
}

/// Arguments of `init`.
#[derive(Args, Debug)]
pub struct InitArgs {
    /// The file to write
    #[arg(default_value = tertium::config::file::NAME, value_name = "FILE")]
    pub path: PathBuf,
}

/// What every mode has.
#[derive(Args, Debug)]
pub struct Output {
    /// How to print
    #[arg(long, default_value = "table", value_parser = formats(), value_name = "FORMAT")]
    pub format: &'static dyn Reporter,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The encoding of the files, where it is not told by what is in them: windows-1252, shift_jis, gb18030
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Show all: repeats one by one, the reasons of agreements, what was passed over
    #[arg(short, long)]
    pub verbose: bool,
    /// Show a line for each finding
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// When to use colours; `auto` goes by the terminal, NO_COLOR and CLICOLOR_FORCE
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub color: When,
    /// Number of threads; 0 for as many as there are processors
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
}

/// Which findings count.
#[derive(Args, Debug)]
pub struct Selection {
    /// Only findings with these verdicts, in a list with commas: contradiction, tension, missing, qualifier, rounded,
    /// agree, unmatched
    #[arg(long, value_delimiter = ',', value_name = "LIST")]
    pub verdict: Vec<String>,
    /// The mildest verdict that makes the exit status 1, or `never` [default: contradiction]
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<String>,
}

/// Arguments of `check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Files, or folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read all reports as this language (BCP 47) instead of going by file name and content
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Only reports in these languages, in a list with commas
    #[arg(long, value_name = "LIST")]
    pub languages: Option<String>,
    /// The least score of an alignment, 0 to 1
    #[arg(long, value_name = "SCORE")]
    pub min_score: Option<String>,
    /// Only stories that were touched since this revision; asks git
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Which findings count.
    #[command(flatten)]
    pub selection: Selection,
    /// Output.
    #[command(flatten)]
    pub output: Output,
    /// What is known.
    #[command(flatten)]
    pub known: Known,
    /// Where settings come from.
    #[command(flatten)]
    pub config: Config,
}

/// Arguments of `corpus`.
#[derive(Args, Debug)]
#[command(after_help = "\
A record is a JSON object on a line, with `id` and `text`, and, where they are known, `story`, `lang`, `date` and `title`:
  {\"id\": \"wire/17\", \"story\": \"flood\", \"lang\": \"en\", \"date\": \"2025-07-10\", \"text\": \"...\"}
Reports of a story may stand anywhere in the files. Those without `story` are joined to the reports of the days before with
which they share rare names, days and figures. Memory stays below 500 MB, whatever the size of the archive.

Examples:
  tertium corpus archive.jsonl.gz --output findings.jsonl
  tertium corpus archive.jsonl.gz --output findings.jsonl --resume     go on after a run that was killed
  zstdcat 2025-*.zst | tertium corpus - --window 3 --verdict contradiction")]
pub struct CorpusArgs {
    /// Files of records, one a line, plain or packed by gzip or zstd; `-` is standard input; in builds with the feature
    /// `parquet`, tables as well
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// Days that reports of a story may lie apart, where no `story` says which belong together
    #[arg(long, default_value_t = 7, value_name = "DAYS")]
    pub window: u32,
    /// Only reports in these languages, in a list with commas
    #[arg(long, value_name = "LIST")]
    pub languages: Option<String>,
    /// The least score of an alignment, 0 to 1
    #[arg(long, value_name = "SCORE")]
    pub min_score: Option<String>,
    /// Figures that differ by at most so many percent count as rounded
    #[arg(long, value_name = "PERCENT")]
    pub tolerance: Option<String>,
    /// Which findings count.
    #[command(flatten)]
    pub selection: Selection,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How findings are written: as lines or, in builds with the feature `parquet`, as a table
    #[arg(long, default_value = "jsonl", value_parser = ["jsonl", "parquet"], value_name = "FORMAT")]
    pub format: String,
    /// Go on with a run to this output that did not end
    #[arg(long, requires = "output")]
    pub resume: bool,
    /// The folder for files that sort the reports; they take as much room as the reports [default: that of the output]
    #[arg(long, value_name = "FOLDER")]
    pub temp: Option<PathBuf>,
    /// Do not say at the end what was found
    #[arg(short, long)]
    pub quiet: bool,
    /// Number of threads; 0 for as many as there are processors
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Where settings come from.
    #[command(flatten)]
    pub config: Config,
}

/// Arguments of `bitext`.
#[derive(Args, Debug)]
pub struct BitextArgs {
    /// TSV or CSV whose header names languages, TMX, XLIFF, PO; with --align, texts
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// The language that is right by definition; without it no side is
    #[arg(long, value_name = "TAG")]
    pub source: Option<String>,
    /// Align the files, one text in each language, by sentence
    #[arg(long)]
    pub align: bool,
    /// Which findings count.
    #[command(flatten)]
    pub selection: Selection,
    /// Output.
    #[command(flatten)]
    pub output: Output,
    /// What is known.
    #[command(flatten)]
    pub known: Known,
    /// Where settings come from.
    #[command(flatten)]
    pub config: Config,
}

/// Arguments of `claims`.
#[derive(Args, Debug)]
pub struct ClaimsArgs {
    /// Files, or folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read the files as `bitext` does
    #[arg(long)]
    pub bitext: bool,
    /// Read all reports as this language (BCP 47)
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Output.
    #[command(flatten)]
    pub output: Output,
    /// Where settings come from.
    #[command(flatten)]
    pub config: Config,
}

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// A verdict such as `contradiction`; with --finding, files or folders
    #[arg(required = true, value_name = "CODE|PATH")]
    pub paths: Vec<PathBuf>,
    /// The finding's id, or the beginning of it
    #[arg(long, value_name = "ID")]
    pub finding: Option<String>,
    /// Read the files as `bitext` does
    #[arg(long)]
    pub bitext: bool,
    /// Read all reports as this language (BCP 47)
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Output.
    #[command(flatten)]
    pub output: Output,
    /// Where settings come from.
    #[command(flatten)]
    pub config: Config,
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// When colours are used.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In a terminal that knows them
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The registry of formats as values of an argument.
fn formats() -> impl TypedValueParser<Value = &'static dyn Reporter> {
    let names = report::ALL.iter().chain(report::TABLES).map(|r| PossibleValue::new(r.name()).help(r.doc()));
    PossibleValuesParser::new(names).map(|name| report::find(&name).expect("the parser lets only known names through"))
}
