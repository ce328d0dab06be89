//! Aligned text: rows of segments in two or more languages, from the files that translators have.

mod assign;
pub mod check;
mod missing;
mod tie;
pub mod tsv;

/// Aligned segments of one file.
#[derive(Debug, Default)]
pub struct Bitext {
    /// The file's path as shown.
    pub path: String,
    /// The columns' tags.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One segment in all its languages.
#[derive(Debug, Default)]
pub struct Row {
    /// Its id, or its number.
    pub id: String,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A segment in one language.
#[derive(Debug, Default, Clone)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Where it begins in the file.
    pub offset: usize,
    /// Line, 1-based.
    pub line: usize,
    /// Column, 1-based.
    pub column: usize,
}
