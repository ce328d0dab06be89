//! Tertium: a cross-language source consistency checker.
//!
//! ```text
//! input -> clean -> segment -> quantities -> claims -> align -> judge -> report
//! ```
//!
//! Each stage is a function from named types to named types. The library prints nothing and, outside [`input`], reads
//! nothing; it knows no language, for all words live in the packs.

pub mod align;
pub mod bitext;
pub mod claim;
pub mod clean;
pub mod context;
pub mod date;
pub mod input;
pub mod judge;
pub mod kind;
pub mod lang;
pub mod model;
pub mod num;
pub mod pack;
pub mod quantity;
pub mod report;
pub mod segment;
pub mod value;
