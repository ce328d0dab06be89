//! Aligned text: rows of segments in two or more languages, from the files that translators have.
//!
//! Every format has a reader that gives row after row, so that memory does not grow with the file. Checking a row knows
//! nothing of files.

pub mod align;
mod assign;
pub mod cell;
pub mod check;
pub mod inline;
pub mod length;
mod missing;
pub mod placeholder;
mod places;
pub mod po;
pub mod reports;
pub mod table;
mod tie;
pub mod tmx;
pub mod xliff;

pub use crate::spot::{FileError, Spot};
pub use cell::Cell;

use std::io::BufRead;
use std::path::Path;

/// Some aligned segments of one file.
#[derive(Debug, Default)]
pub struct Bitext {
    /// The file's path as shown.
    pub path: String,
    /// The files of the columns, where each has its own.
    pub paths: Vec<String>,
    /// The columns' tags.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many rows of the file come before these.
    pub before: usize,
}

/// One segment in all its languages.
#[derive(Debug, Default)]
pub struct Row {
    /// Its id, or its number.
    pub id: String,
    /// Whether it is numbered, for the file gives it no id.
    pub numbered: bool,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// What tells the rows of a batch apart whatever stands before them: their ids, or their texts where they are numbered.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    seen: std::collections::HashMap<String, usize>,
}

impl Keys {
    /// The key of the next row; rows that are alike are counted.
    pub(crate) fn of(&mut self, row: &Row) -> String {
        if !row.numbered {
            return row.id.clone();
        }
        let key = row.cells.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("\n");
        let n = self.seen.entry(key.clone()).or_insert(0);
        *n += 1;
        format!("{key}\n{n}")
    }
}

/// A format's reader. After an error it goes on with what can still be read, or gives nothing more.
pub trait SegmentReader: Send {
    /// The tags of the columns so far; formats that name languages segment by segment may add some at the end.
    fn columns(&self) -> &[String];
    /// The files of the columns, where each has its own.
    fn paths(&self) -> &[String] {
        &[]
    }
    /// The next row; its id is empty where the file has none, and cells of the last columns may be lacking.
    fn next(&mut self) -> Option<Result<Row, FileError>>;
    /// What was passed over, with how often.
    fn passed_over(&self) -> Vec<(String, usize)> {
        Vec::new()
    }
}

/// What a call says about the files.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// The language of the originals, for formats that do not say it.
    pub source: Option<String>,
}

/// Opens a reader.
type Open = fn(&str, Box<dyn BufRead + Send>, &Options) -> Result<Box<dyn SegmentReader>, FileError>;

/// The formats: endings of files, and the reader.
const FORMATS: &[(&[&str], Open)] = &[
    (&["tsv", "tab", "csv"], table::open),
    (&["tmx"], tmx::open),
    (&["xlf", "xliff", "sdlxliff", "mqxliff", "mxliff"], xliff::open),
    (&["po", "pot"], po::open),
];

/// Whether a reader knows the file's ending; standard input is read as a table.
pub fn known_ending(path: &Path) -> Result<(), FileError> {
    format(path).map(|_| ())
}

/// The reader for a file, chosen by its ending.
pub fn open(path: &Path, stream: Box<dyn BufRead + Send>, options: &Options) -> Result<File, FileError> {
    let shown = crate::input::shown(path);
    let reader = format(path)?(&shown, stream, options)?;
    Ok(File::new(shown, reader))
}

fn format(path: &Path) -> Result<Open, FileError> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    let ending = if path.as_os_str() == "-" { "tsv" } else { &ending };
    FORMATS.iter().find(|f| f.0.contains(&ending)).map(|f| f.1).ok_or_else(|| {
        let reason = format!("no reader for aligned text knows this ending; known are {}; texts are aligned with --align", endings());
        FileError::new(&crate::input::shown(path), 0, reason)
    })
}

/// The endings of all formats, for messages.
pub fn endings() -> String {
    FORMATS.iter().flat_map(|f| f.0).map(|e| format!(".{e}")).collect::<Vec<_>>().join(" ")
}

/// A file that is read batch by batch.
pub struct File {
    path: String,
    reader: Box<dyn SegmentReader>,
    rows: usize,
    bad: usize,
}

/// Rows of a batch: enough to keep all processors busy, few enough to fit anywhere.
const ROWS: usize = 1024;
/// Bytes of text after which a batch is full whatever its rows.
const BYTES: usize = 4 << 20;
/// The longest text of a cell.
const LONGEST_CELL: usize = 32 << 10;
/// Errors that are said one by one; a file that is broken throughout has said enough then.
const ERRORS: usize = 20;

impl File {
    /// A file with its reader.
    pub fn new(path: String, reader: Box<dyn SegmentReader>) -> File {
        File { path, reader, rows: 0, bad: 0 }
    }

    /// The next rows, and what was wrong on the way to them; nothing at the file's end.
    pub fn batch(&mut self, errors: &mut Vec<FileError>) -> Option<Bitext> {
        let mut rows: Vec<Row> = Vec::new();
        let mut bytes = 0;
        let mut ended = true;
        while let Some(next) = self.reader.next() {
            match next.and_then(|row| self.checkable(row)) {
                Ok(mut row) => {
                    if row.id.is_empty() {
                        row.id = (self.rows + rows.len()).to_string();
                        row.numbered = true;
                    }
                    bytes += row.cells.iter().map(|c| c.text.len()).sum::<usize>();
                    rows.push(row);
                }
                Err(e) => {
                    self.bad += 1;
                    match self.bad {
                        n if n < ERRORS => errors.push(e),
                        ERRORS => errors.push(FileError { reason: format!("{}; further errors in this file are not listed", e.reason), ..e }),
                        _ => {}
                    }
                }
            }
            if rows.len() >= ROWS || bytes >= BYTES {
                ended = false;
                break;
            }
        }
        if ended && self.rows + rows.len() == 0 && self.bad == 0 {
            self.bad += 1;
            let why = self.passed_over().into_iter().map(|(what, n)| format!("{what} ({n})")).collect::<Vec<_>>().join(", ");
            let colon = if why.is_empty() { "" } else { ": " };
            errors.push(FileError::new(&self.path, 0, format!("there is no segment in it that can be checked{colon}{why}")));
        }
        if rows.is_empty() {
            return None;
        }
        let columns = self.reader.columns().to_vec();
        for r in &mut rows {
            r.cells.resize_with(columns.len(), Cell::default);
        }
        let before = self.rows;
        self.rows += rows.len();
        Some(Bitext { path: self.path.clone(), paths: self.reader.paths().to_vec(), columns, rows, before })
    }

    /// Refuses a row with a text that is no segment, for every claim of a cell is compared with every one beside it.
    fn checkable(&self, row: Row) -> Result<Row, FileError> {
        let Some(cell) = row.cells.iter().find(|c| c.text.len() > LONGEST_CELL) else { return Ok(row) };
        let line = cell.place(0, 0).start.line;
        let reason = format!(
            "a text of {} KiB is no segment, and no more than {} are compared; align it by sentence",
            cell.text.len() >> 10,
            LONGEST_CELL >> 10
        );
        Err(FileError::new(&self.path, line, reason))
    }

    /// What was passed over, with how often.
    pub fn passed_over(&self) -> Vec<(String, usize)> {
        self.reader.passed_over()
    }

    /// The file as shown.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// The columns of a format that names languages as it goes on: those that a pack serves get a place, the others are
/// counted.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    tags: Vec<String>,
    others: std::collections::BTreeMap<String, usize>,
}

impl Columns {
    /// The place of a language.
    pub(crate) fn place(&mut self, tag: &str) -> Option<usize> {
        let tag = tag.trim().replace('_', "-");
        if let Some(i) = self.tags.iter().position(|t| t.eq_ignore_ascii_case(&tag)) {
            return Some(i);
        }
        if crate::pack::find(&tag).is_none() {
            *self.others.entry(tag).or_insert(0) += 1;
            return None;
        }
        self.tags.push(tag);
        Some(self.tags.len() - 1)
    }

    /// The tags that have a place.
    pub(crate) fn tags(&self) -> &[String] {
        &self.tags
    }

    /// Languages that no pack serves, for `passed_over`.
    pub(crate) fn others(&self) -> Vec<(String, usize)> {
        self.others.iter().map(|(t, n)| (format!("no pack knows the language `{}`", crate::report::escape_controls(t)), *n)).collect()
    }
}

/// The language of a translation that its path states: `de.po`, `shop.de.xlf`, `de.shop.xlf`, `de/LC_MESSAGES/shop.po`.
pub(crate) fn language_of_name(path: &str) -> Option<String> {
    let mut parts = path.rsplit(['/', '\\']);
    let stem = parts.next()?.rsplit_once('.')?.0;
    let ends = [stem.rsplit('.').next(), stem.split('.').next()];
    let folder = if parts.next() == Some("LC_MESSAGES") { parts.next() } else { None };
    ends.into_iter().chain([folder]).flatten().find(|t| crate::pack::find(t).is_some()).map(str::to_owned)
}

/// Puts a cell into its column, unless that has one.
pub(crate) fn put(cells: &mut Vec<Cell>, column: usize, cell: Cell) {
    if cells.len() <= column {
        cells.resize_with(column + 1, Cell::default);
    }
    if cells[column].text.is_empty() {
        cells[column] = cell;
    }
}

/// The tags of all packs, for messages.
pub(crate) fn known() -> String {
    crate::pack::tags().collect::<Vec<_>>().join(", ")
}
