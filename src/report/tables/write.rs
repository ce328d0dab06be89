//! Writes tables of claims and of findings as Parquet, row group by row group. Columns are stored as they come, with the
//! levels by which Parquet tells what is null and where a list begins.

use super::{CLAIM, Column, FINDING, Shape};
use crate::config::value::day;
use crate::model::{self, ClaimRecord, FindingRecord, ReportRecord};
use crate::report::Answered;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Rows that are held until they are written.
const ROWS: usize = 16_384;

/// A table of claims: a row for each.
pub struct Claims<W: Write + Send> {
    table: Table<W>,
    /// How many there were.
    claims: usize,
}

impl<W: Write + Send> Claims<W> {
    /// Begins a table.
    pub fn new(to: W) -> io::Result<Claims<W>> {
        Ok(Claims { table: Table::new(to, "claims", CLAIM.iter())?, claims: 0 })
    }

    /// Adds all claims of an answer.
    pub fn add(&mut self, a: &Answered) -> io::Result<()> {
        for (i, r) in a.reports.iter().enumerate() {
            // In aligned text each row has a small report for each column.
            let path = if a.is_bitext() { a.paths.get(i % a.columns.len()).unwrap_or(&a.name) } else { &r.path };
            let outlet = Path::new(path).file_name().and_then(|n| n.to_str()).and_then(|n| n.split('.').next()).filter(|n| !n.is_empty());
            let date = if a.is_bitext() { None } else { r.date.map(|d| d.number()) };
            for (n, c) in r.claims.iter().enumerate() {
                let segment = c.segment.map(|s| a.segment_names.get(s).map_or("", String::as_str));
                let record = model::claim_record(self.claims, i, r, n, c, segment);
                self.claims += 1;
                self.table.row(cells(&Place { story: &a.name, report: path, outlet, date }, &record))?;
            }
        }
        Ok(())
    }

    /// What it is written to.
    pub fn to(&self) -> &W {
        self.table.writer.inner()
    }

    /// Writes what is left, and gives back what it was written to.
    pub fn finish(self) -> io::Result<W> {
        self.table.finish()
    }
}

/// A table of findings: a row for each claim of each, made of the lines of [`crate::report::of_story`].
pub struct Findings<W: Write + Send> {
    table: Table<W>,
    /// The story and the portion that the records below are of.
    of: Option<(String, i64)>,
    reports: HashMap<String, ReportRecord>,
    claims: HashMap<String, ClaimRecord>,
}

/// What leads a line.
#[derive(Deserialize)]
struct Lead {
    r#type: String,
    story: String,
    #[serde(default)]
    portion: i64,
}

impl<W: Write + Send> Findings<W> {
    /// Begins a table.
    pub fn new(to: W) -> io::Result<Findings<W>> {
        Ok(Findings { table: Table::new(to, "findings", FINDING.iter().chain(CLAIM))?, of: None, reports: HashMap::new(), claims: HashMap::new() })
    }

    /// Takes in the next line: a report, a claim, or a finding about claims before it.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        let lead: Lead = serde_json::from_str(line)?;
        let of = Some((lead.story, lead.portion));
        if self.of != of {
            self.of = of;
            self.reports.clear();
            self.claims.clear();
        }
        match lead.r#type.as_str() {
            "report" => {
                let r: ReportRecord = serde_json::from_str(line)?;
                self.reports.insert(r.id.clone(), r);
            }
            "claim" => {
                let c: ClaimRecord = serde_json::from_str(line)?;
                self.claims.insert(c.id.clone(), c);
            }
            _ => self.finding(&serde_json::from_str(line)?)?,
        }
        Ok(())
    }

    fn finding(&mut self, f: &FindingRecord) -> io::Result<()> {
        let Some((story, portion)) = &self.of else { return Ok(()) };
        let (severity, scope) = (serde_json::to_value(f.severity)?, serde_json::to_value(f.scope)?);
        let missing = |what: &str| io::Error::new(io::ErrorKind::InvalidData, format!("a finding about {what}, which no line before it has"));
        for (side, id) in f.sides.iter().enumerate().flat_map(|(n, s)| s.iter().map(move |c| (n, c))) {
            let claim = self.claims.get(id).ok_or_else(|| missing(id))?;
            let report = self.reports.get(&claim.report).ok_or_else(|| missing(&claim.report))?;
            let own = [
                Cell::Text(&f.id),
                Cell::Whole(*portion),
                Cell::Text(f.verdict.name()),
                Cell::Text(severity.as_str().unwrap_or("")),
                Cell::Text(scope.as_str().unwrap_or("")),
                Cell::Score(f.score),
                Cell::Text(&f.explanation),
                Cell::Whole(side as i64),
            ];
            let outlet = report.path.split_once('/').map(|p| p.0);
            let date = report.date.as_deref().and_then(|d| day(d).ok()).map(|d| d.number());
            self.table.row(own.into_iter().chain(cells(&Place { story, report: &report.path, outlet, date }, claim)))?;
        }
        Ok(())
    }

    /// What it is written to.
    pub fn to(&self) -> &W {
        self.table.writer.inner()
    }

    /// Writes what is left, and gives back what it was written to.
    pub fn finish(self) -> io::Result<W> {
        self.table.finish()
    }
}

/// Where a claim stands.
struct Place<'a> {
    story: &'a str,
    report: &'a str,
    outlet: Option<&'a str>,
    /// The number of the report's day.
    date: Option<i64>,
}

/// What a row has in a column.
enum Cell<'a> {
    Text(&'a str),
    Maybe(Option<&'a str>),
    Day(Option<i32>),
    Whole(i64),
    Score(f64),
    List(&'a [String]),
}

/// A claim in the columns of [`CLAIM`].
fn cells<'a>(at: &Place<'a>, c: &'a ClaimRecord) -> [Cell<'a>; CLAIM.len()] {
    let whole = |n: usize| Cell::Whole(n as i64);
    [
        Cell::Text(at.story),
        Cell::Text(at.report),
        Cell::Maybe(at.outlet),
        Cell::Day(at.date.and_then(|d| i32::try_from(d).ok())),
        Cell::Text(&c.id),
        Cell::Maybe(c.segment.as_deref()),
        Cell::Text(&c.lang),
        Cell::Text(c.kind.name()),
        Cell::Text(&c.unit),
        Cell::Text(&c.value),
        Cell::Maybe(c.resolved.as_deref()),
        Cell::List(&c.readings),
        Cell::Maybe(c.lower.as_deref()),
        Cell::Maybe(c.upper.as_deref()),
        Cell::Text(&c.text),
        whole(c.start),
        whole(c.end),
        whole(c.line),
        whole(c.column),
        Cell::Maybe(c.about.noun.as_deref()),
        Cell::List(&c.about.names),
        Cell::Maybe(c.about.deed.as_deref()),
        Cell::Maybe(c.about.time.as_deref()),
    ]
}

/// The values of a column that are not written yet, with their levels of definition and repetition.
#[derive(Default)]
struct Values {
    texts: Vec<ByteArray>,
    days: Vec<i32>,
    wholes: Vec<i64>,
    scores: Vec<f64>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl Values {
    fn put(&mut self, cell: Cell) {
        match cell {
            Cell::Text(t) => self.texts.push(t.into()),
            Cell::Maybe(t) => {
                self.defined.push(t.is_some().into());
                self.texts.extend(t.map(ByteArray::from));
            }
            Cell::Day(d) => {
                self.defined.push(d.is_some().into());
                self.days.extend(d);
            }
            Cell::Whole(n) => self.wholes.push(n),
            Cell::Score(s) => self.scores.push(s),
            Cell::List([]) => {
                self.defined.push(0);
                self.repeated.push(0);
            }
            Cell::List(all) => {
                for (i, t) in all.iter().enumerate() {
                    self.defined.push(1);
                    self.repeated.push((i > 0).into());
                    self.texts.push(t.as_str().into());
                }
            }
        }
    }
}

/// A table that is written as its rows come.
struct Table<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<(Shape, Values)>,
    rows: usize,
}

impl<W: Write + Send> Table<W> {
    fn new<'a>(to: W, name: &str, columns: impl Iterator<Item = &'a Column>) -> io::Result<Table<W>> {
        let columns: Vec<&Column> = columns.collect();
        let fields: String = columns.iter().map(|c| typed(c.0, c.1)).collect();
        let schema = Arc::new(parse_message_type(&format!("message {name} {{ {fields} }}")).map_err(failed)?);
        let by = concat!("tertium ", env!("CARGO_PKG_VERSION")).to_owned();
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(by).build();
        let writer = SerializedFileWriter::new(to, schema, Arc::new(properties)).map_err(failed)?;
        Ok(Table { writer, columns: columns.iter().map(|c| (c.1, Values::default())).collect(), rows: 0 })
    }

    fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        self.columns.iter_mut().zip(cells).for_each(|(c, cell)| c.1.put(cell));
        self.rows += 1;
        if self.rows < ROWS { Ok(()) } else { self.flush().map_err(failed) }
    }

    /// Writes the rows that are held.
    fn flush(&mut self) -> Result<()> {
        self.rows = 0;
        let mut group = self.writer.next_row_group()?;
        for (shape, held) in &mut self.columns {
            let v = std::mem::take(held);
            let Some(mut column) = group.next_column()? else { break };
            let defined = matches!(shape, Shape::Maybe | Shape::Day | Shape::List).then_some(v.defined.as_slice());
            let repeated = (*shape == Shape::List).then_some(v.repeated.as_slice());
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(w) => w.write_batch(&v.texts, defined, repeated)?,
                ColumnWriter::Int32ColumnWriter(w) => w.write_batch(&v.days, defined, repeated)?,
                ColumnWriter::Int64ColumnWriter(w) => w.write_batch(&v.wholes, defined, repeated)?,
                ColumnWriter::DoubleColumnWriter(w) => w.write_batch(&v.scores, defined, repeated)?,
                _ => 0,
            };
            column.close()?;
        }
        group.close().map(drop)
    }

    fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.flush().map_err(failed)?;
        }
        self.writer.into_inner().map_err(failed)
    }
}

/// Why a table could not be written: where it is written to has the first word.
fn failed(e: ParquetError) -> io::Error {
    match e {
        ParquetError::External(e) => e.downcast::<io::Error>().map_or_else(io::Error::other, |e| *e),
        e => io::Error::other(e),
    }
}

/// A column in Parquet's notation.
fn typed(name: &str, shape: Shape) -> String {
    match shape {
        Shape::Text => format!("required binary {name} (STRING);"),
        Shape::Maybe => format!("optional binary {name} (STRING);"),
        Shape::Day => format!("optional int32 {name} (DATE);"),
        Shape::Whole => format!("required int64 {name};"),
        Shape::Score => format!("required double {name};"),
        Shape::List => format!("required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"),
    }
}
