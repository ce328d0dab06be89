//! Tables of claims and of findings, for engines that read columns: what they are called and which columns they have.
//! `docs/parquet.md` says the same, and a test holds it to this. `write` writes them, with the feature `parquet`.

#[cfg(feature = "parquet")]
mod write;

#[cfg(feature = "parquet")]
pub use write::{Claims, Findings};

use super::{Answered, Reporter, View};

/// The format, as `--format` names it. It is no text, and so none that a [`Reporter`] gives: what can write it does so by
/// itself.
#[derive(Debug)]
pub struct Parquet;

impl Reporter for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn doc(&self) -> &'static str {
        "A table of claims for DataFusion, DuckDB and Spark (`claims` only, in builds with the feature `parquet`)"
    }

    fn extension(&self) -> &'static str {
        "parquet"
    }

    fn findings(&self, _: &[Answered], _: &View) -> String {
        String::new()
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A text.
    Text,
    /// A text, or nothing.
    Maybe,
    /// A day, or nothing.
    Day,
    /// A whole number.
    Whole,
    /// A score from 0 to 1.
    Score,
    /// Any number of texts.
    List,
}

impl Shape {
    /// Its type as the documentation calls it.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Text => "string",
            Shape::Maybe => "string or null",
            Shape::Day => "date or null",
            Shape::Whole => "int64",
            Shape::Score => "double",
            Shape::List => "list of strings",
        }
    }
}

/// A column: its name, what it holds, and what that is.
pub type Column = (&'static str, Shape, &'static str);

/// What a row says of its claim.
pub const CLAIM: &[Column] = &[
    ("story", Shape::Text, "the story; of files, the folder or the file"),
    ("report", Shape::Text, "the report's id in an archive, or its path"),
    ("outlet", Shape::Maybe, "who reports: of an id the part before the first `/`, of a path the file's name up to the first dot"),
    ("date", Shape::Day, "the report's day"),
    ("claim", Shape::Text, "the claim's id: of a file's claims within the run, of an archive's within the story"),
    ("segment", Shape::Maybe, "in aligned text, the row"),
    ("lang", Shape::Text, "the language of the sentence"),
    ("kind", Shape::Text, "`money`, `count`, `percent`, ..."),
    ("unit", Shape::Text, "currency, UCUM code, or what is counted; empty where there is none"),
    ("value", Shape::Text, "the value with its hedge, as in JSON: `>=7`, `~20`, `50..60`, `2025-07-10`"),
    ("resolved", Shape::Maybe, "what the value comes to in this report, where that adds something"),
    ("readings", Shape::List, "other values that its writing allows, where nothing in the report decides"),
    ("lower", Shape::Maybe, "the lower end, where the value is a number: an exact decimal"),
    ("upper", Shape::Maybe, "the upper end"),
    ("text", Shape::Text, "the report's own wording"),
    ("start_byte", Shape::Whole, "where it begins in the text"),
    ("end_byte", Shape::Whole, "where it ends"),
    ("line", Shape::Whole, "its line, from 1"),
    ("col", Shape::Whole, "its column in characters, from 1"),
    ("noun", Shape::Maybe, "what is counted"),
    ("names", Shape::List, "names around it, as they are compared: in small letters"),
    ("deed", Shape::Maybe, "the deed beside it"),
    ("time", Shape::Maybe, "the time beside it"),
];

/// What a row says of its finding, before what it says of its claim.
pub const FINDING: &[Column] = &[
    ("finding", Shape::Text, "the finding's id, within the story"),
    ("portion", Shape::Whole, "which portion of a long story, from 0"),
    ("verdict", Shape::Text, "`agree`, `rounded`, `qualifier`, `tension`, `contradiction`, ..."),
    ("severity", Shape::Text, "`none`, `note`, `warning`, `error`"),
    ("scope", Shape::Text, "`across` reports, or `internal` to one"),
    ("score", Shape::Score, "how sure it is that its claims are about one fact, 0 to 1"),
    ("explanation", Shape::Text, "why these claims, and why this verdict"),
    ("side", Shape::Whole, "the side that the claim is on, from 0"),
];
