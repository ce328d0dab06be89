//! Quantities: every stretch of a sentence that states a value, with its kind, unit and hedge.
//!
//! At each place where a word can begin the scanner asks the pack's rules and the number grammar what stands there and
//! takes the longest reading. No language is named here.

mod amount;
mod begin;
mod clock;
mod code;
mod digits;
mod edges;
mod glued;
pub mod lattice;
mod list;
mod machine;
pub mod noun;
pub mod number;
mod parallel;
mod range;
pub mod reader;
mod rule;
mod ruled;
mod scan;
mod several;
mod slot;
mod template;
mod unit;
mod word;
mod words;

pub use lattice::Lattice;
pub use noun::Noun;
pub use reader::Reader;
pub use scan::scan;

use crate::kind::Kind;
use crate::num::Num;
use crate::value::Value;

/// A value in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Where the mention begins, its hedge included.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Where the figure itself begins.
    pub core: usize,
    /// What sort of value.
    pub kind: Kind,
    /// Unit; empty if there is none or a noun says it.
    pub unit: String,
    /// The value.
    pub value: Value,
    /// What is counted.
    pub noun: Option<Noun>,
    /// The scale word that the figure ended with.
    pub scale: Option<Num>,
    /// Written in digits.
    pub digits: bool,
    /// A number with nothing beside it that says what it is.
    pub bare: bool,
}
