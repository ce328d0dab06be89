//! Reports as records: a JSON object a line, packed or not, or a row of a Parquet table, read as they come. A line that is
//! none is an error with its place and a way out; the others are still read.

use super::packed::unpacked;
use super::rows::{self, Rows};
use super::{InputError, is_stdin, shown, unreadable};
use crate::config::value;
use crate::date::Day;
use crate::pack;
use crate::report::escape_controls;
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Bytes of the longest line that is read: in JSON, a character can take six times as many as in its text.
const LONGEST_LINE: usize = 8 << 20;
/// Bytes of the longest report that is taken.
pub const LONGEST_TEXT: usize = 1 << 20;
/// What is said of a table that its library gives up on.
pub const DAMAGED: &str = "the table is damaged; write it anew";

/// A report as it lies in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Which report it is.
    pub id: String,
    /// The story that it belongs to, where that is known.
    pub story: Option<String>,
    /// The tag of its pack, where its language is stated.
    pub lang: Option<String>,
    /// The number of its day, where that is stated.
    pub day: Option<i64>,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

impl Record {
    /// What is read: the title, if there is one, an empty line, and the text.
    pub fn whole(&self) -> String {
        if self.title.is_empty() { self.text.clone() } else { format!("{}\n\n{}", self.title, self.text) }
    }
}

/// Why a line could not be taken; others still are.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RecordError {
    /// It is no record.
    #[error("{path}:{line}: {reason}")]
    Bad {
        /// The file.
        path: String,
        /// The line, 1-based.
        line: u64,
        /// What is wrong, and what can be done.
        reason: String,
    },
    /// It is in a language that no pack knows.
    #[error("{path}:{line}: no pack knows the language `{tag}`")]
    OtherLanguage {
        /// The file.
        path: String,
        /// The line, 1-based.
        line: u64,
        /// The language.
        tag: String,
    },
    /// The rest of the file cannot be read.
    #[error("{path}: cannot be read after line {line}: {reason}; what comes before is taken")]
    Broken {
        /// The file.
        path: String,
        /// The last line that was read.
        line: u64,
        /// What is wrong.
        reason: String,
    },
}

/// The records of a file, in order.
pub struct Records {
    path: String,
    bytes: BufReader<Box<dyn Read + Send>>,
    line: u64,
    buffer: Vec<u8>,
    ended: bool,
    /// The rows, if this is a table; a row counts as a line.
    rows: Option<Rows>,
}

impl Records {
    /// Opens a file; `-` is standard input.
    pub fn open(path: &Path) -> Result<Records, InputError> {
        let raw: Box<dyn Read + Send> =
            if is_stdin(path) { Box::new(io::stdin()) } else { Box::new(File::open(path).map_err(|e| unreadable(path, &e))?) };
        let (mut records, head) = Records::begin(path, raw)?;
        if head == rows::HEAD {
            // A table is read from its end: the file is opened anew.
            let file = if is_stdin(path) { None } else { Some(File::open(path).map_err(|e| unreadable(path, &e))?) };
            records.rows = Some(rows::open(file).map_err(|reason| InputError::Table { path: shown(path), reason })?);
        }
        Ok(records)
    }

    /// Reads what a reader gives; `path` is named in errors.
    pub fn new(path: &Path, raw: Box<dyn Read + Send>) -> Result<Records, InputError> {
        Records::begin(path, raw).map(|r| r.0)
    }

    fn begin(path: &Path, raw: Box<dyn Read + Send>) -> Result<(Records, Vec<u8>), InputError> {
        let (bytes, head) = unpacked(raw).map_err(|e| unreadable(path, &e))?;
        if head.is_empty() {
            return Err(InputError::Empty { path: shown(path) });
        }
        let bytes = BufReader::with_capacity(1 << 16, bytes);
        Ok((Records { path: shown(path), bytes, line: 0, buffer: Vec::new(), ended: false, rows: None }, head))
    }

    /// Whether these are the rows of a table.
    pub fn is_table(&self) -> bool {
        self.rows.is_some()
    }

    /// The number of the line that was read last.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// A record, or what is wrong with it and where.
    fn placed(&self, record: Result<Record, Wrong>) -> Result<Record, RecordError> {
        let (path, line) = (self.path.clone(), self.line);
        record.map_err(|e| match e {
            Wrong::Language(tag) => RecordError::OtherLanguage { path, line, tag },
            Wrong::Line(reason) => RecordError::Bad { path, line, reason },
        })
    }

    /// Reads the next line into the buffer; false at the end. What is longer than the limit is passed over, all but one
    /// byte, which tells that it was.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.clear();
        let mut some = false;
        loop {
            let piece = self.bytes.fill_buf()?;
            if piece.is_empty() {
                return Ok(some);
            }
            some = true;
            let end = memchr::memchr(b'\n', piece);
            let room = (LONGEST_LINE + 1).saturating_sub(self.buffer.len());
            let taken = &piece[..end.unwrap_or(piece.len())];
            self.buffer.extend_from_slice(&taken[..taken.len().min(room)]);
            let used = end.map_or(piece.len(), |e| e + 1);
            self.bytes.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<Record, RecordError>;

    fn next(&mut self) -> Option<Result<Record, RecordError>> {
        if let Some(rows) = self.rows.as_mut().filter(|_| !self.ended) {
            return match rows.next()? {
                Ok(line) => {
                    self.line += 1;
                    Some(self.placed(checked(line)))
                }
                Err(reason) => {
                    self.ended = true;
                    Some(Err(RecordError::Broken { path: self.path.clone(), line: self.line, reason }))
                }
            };
        }
        while !self.ended {
            match self.fill() {
                Ok(true) => self.line += 1,
                Ok(false) => self.ended = true,
                Err(e) => {
                    self.ended = true;
                    let reason = brief(&e.to_string());
                    return Some(Err(RecordError::Broken { path: self.path.clone(), line: self.line, reason }));
                }
            }
            let bytes = self.buffer.as_slice();
            let bytes = if self.line == 1 { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) } else { bytes };
            if self.ended || bytes.trim_ascii().is_empty() {
                continue;
            }
            return Some(self.placed(record(bytes)));
        }
        None
    }
}

/// Why a line is no record.
enum Wrong {
    Language(String),
    Line(String),
}

/// What a line may hold; other fields are passed over.
#[derive(Deserialize, Default)]
pub(crate) struct Line {
    pub(super) id: Option<Name>,
    pub(super) story: Option<Name>,
    pub(super) lang: Option<String>,
    pub(super) date: Option<String>,
    pub(super) title: Option<String>,
    pub(super) text: Option<String>,
}

/// A name that may be written as a number.
pub(crate) struct Name(pub(super) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Name, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a string or a whole number")
            }
            fn visit_str<E: Error>(self, s: &str) -> Result<Name, E> {
                Ok(Name(s.to_owned()))
            }
            fn visit_u64<E: Error>(self, n: u64) -> Result<Name, E> {
                Ok(Name(n.to_string()))
            }
            fn visit_i64<E: Error>(self, n: i64) -> Result<Name, E> {
                Ok(Name(n.to_string()))
            }
        }
        d.deserialize_any(Any)
    }
}

fn record(bytes: &[u8]) -> Result<Record, Wrong> {
    let wrong = |reason: String| Wrong::Line(reason);
    if bytes.len() > LONGEST_LINE {
        return Err(wrong(format!("the line is longer than {} MB; split the report", LONGEST_LINE >> 20)));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|e| wrong(format!("no UTF-8 (byte {} of the line); convert the file to UTF-8", e.valid_up_to() + 1)))?;
    if !text.trim_start().starts_with('{') {
        return Err(wrong("no JSON object; write each report as one object on a line of its own".to_owned()));
    }
    let line: Line = serde_json::from_str(text).map_err(|e| {
        let said = e.to_string();
        let what = said.rsplit_once(" at line ").map_or(said.as_str(), |s| s.0);
        wrong(format!("column {}: {}; each line is one JSON object with `id` and `text`", e.column(), brief(what)))
    })?;
    checked(line)
}

/// A record of a line's fields.
fn checked(line: Line) -> Result<Record, Wrong> {
    let wrong = |reason: String| Wrong::Line(reason);
    let given = |n: Option<Name>| n.map(|n| n.0).filter(|n| !n.trim().is_empty());
    let id = given(line.id).ok_or_else(|| wrong("no `id`; give each report one, for findings name it".to_owned()))?;
    let text = line.text.filter(|t| !t.trim().is_empty()).ok_or_else(|| wrong("no `text`; there is nothing to check in it".to_owned()))?;
    let title = line.title.map(|t| t.trim().to_owned()).unwrap_or_default();
    if text.len() + title.len() > LONGEST_TEXT {
        return Err(wrong(format!("the report is longer than {} MB; split it", LONGEST_TEXT >> 20)));
    }
    let day = line.date.filter(|d| !d.trim().is_empty()).map(|d| day(&d)).transpose().map_err(|e| wrong(format!("`date`: {}", brief(&e))))?;
    let lang = match line.lang.filter(|l| !l.trim().is_empty()) {
        Some(l) => Some(pack::find(l.trim()).map(|p| p.tag().to_owned()).ok_or_else(|| Wrong::Language(brief(l.trim())))?),
        None => None,
    };
    Ok(Record { id, story: given(line.story), lang, day: day.map(Day::number), title, text })
}

/// A day, or the day of a time as RFC 3339 has it.
fn day(written: &str) -> Result<Day, String> {
    let written = written.trim();
    let whole = written.get(..10).filter(|_| written[10..].starts_with(['T', 't', ' ']));
    value::day(whole.unwrap_or(written))
}

/// Text from outside in a message: escaped, and no more of it than a line takes.
pub(super) fn brief(text: &str) -> String {
    const MOST: usize = 120;
    let cut = text.char_indices().nth(MOST).map_or(text, |(i, _)| &text[..i]);
    let mut out = escape_controls(cut).replace('\n', "\\n");
    if cut.len() < text.len() {
        out += "...";
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Result<Record, String>> {
        let raw = Box::new(io::Cursor::new(bytes.to_vec()));
        let records = Records::new(Path::new("a.jsonl"), raw).expect("something");
        records.map(|r| r.map_err(|e| e.to_string())).collect()
    }

    #[test]
    fn fields() {
        let got = read(
            b"\xEF\xBB\xBF{\"id\": 7, \"story\": \"s\", \"lang\": \"zh-Hant-TW\", \"date\": \"2025-07-10T08:00:00Z\", \"title\": \"A\", \"text\": \"B\", \"more\": [1]}\r\n\n{\"text\":\"x\",\"id\":\"y\",\"story\":null}",
        );
        let [Ok(a), Ok(b)] = got.as_slice() else { panic!("{got:?}") };
        assert_eq!((a.id.as_str(), a.story.as_deref(), a.lang.as_deref(), a.whole().as_str()), ("7", Some("s"), Some("zh-Hant"), "A\n\nB"));
        assert_eq!(a.day.map(Day::from_number), Some(Day { year: 2025, month: 7, day: 10 }));
        assert_eq!((b.id.as_str(), &b.story, &b.lang, b.day, b.whole().as_str()), ("y", &None, &None, None, "x"));
    }

    #[test]
    fn what_is_wrong_with_a_line() {
        let cases: &[(&[u8], &str)] = &[
            (b"[1]", "no JSON object; write each report as one object on a line of its own"),
            (b"{\"id\":1,", "column 8: EOF while parsing a value; each line is one JSON object with `id` and `text`"),
            (
                b"{\"id\":1.5}",
                "column 9: invalid type: floating point `1.5`, expected a string or a whole number; each line is one JSON object with `id` and `text`",
            ),
            (b"{\"text\":\"x\"}", "no `id`; give each report one, for findings name it"),
            (b"{\"id\":\"a\",\"text\":\" \"}", "no `text`; there is nothing to check in it"),
            (b"{\"id\":\"a\",\"text\":\"x\",\"date\":\"10.7.2025\"}", "`date`: `10.7.2025` is no day; write it as 2026-12-31"),
            (b"{\"id\":\"a\",\"text\":\"x\",\"lang\":\"q\\u001b[\"}", "no pack knows the language `q\\u{1b}[`"),
            (b"{\"id\":\"\xFF\"}", "no UTF-8 (byte 8 of the line); convert the file to UTF-8"),
            (b"{\"id\":\"\\ud800\"}", "column 14: unexpected end of hex escape; each line is one JSON object with `id` and `text`"),
        ];
        for (line, reason) in cases {
            let got = read(line);
            assert_eq!(got, [Err(format!("a.jsonl:1: {reason}"))], "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn a_long_line_is_passed_over() {
        let mut bytes = vec![b'x'; LONGEST_LINE + 5];
        bytes.extend(b"\n{\"id\":1,\"text\":\"y\"}\n");
        let got = read(&bytes);
        assert_eq!(got[0], Err("a.jsonl:1: the line is longer than 8 MB; split the report".to_owned()));
        assert!(got[1].is_ok() && got.len() == 2);
    }

    #[test]
    fn a_broken_archive_is_read_as_far_as_it_goes() {
        use std::io::Write;
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for i in 0..2000 {
            writeln!(gz, "{{\"id\":{i},\"text\":\"{}\"}}", i * 7919).expect("memory");
        }
        let packed = gz.finish().expect("memory");
        assert_eq!(read(&packed).len(), 2000);
        let got = read(&packed[..packed.len() / 2]);
        let error = got.last().and_then(|e| e.as_ref().err()).expect("an error");
        assert!(error.starts_with("a.jsonl: cannot be read after line ") && got.len() > 100, "{error}");
        // Two archives, one after the other.
        assert_eq!(read(&[packed.clone(), packed].concat()).len(), 4000);
    }
}
