//! The compiled form of a pack: what the build script writes and the program reads.
//!
//! This file is compiled into the build script as well, so that both sides agree on every byte. It knows no language.

#[allow(unused_imports)] // The build script needs less of it.
pub use super::lexeme::{Lexeme, Place, sort};
use serde::{Deserialize, Serialize};

/// A piece of a rule's pattern.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Literal text, case-folded.
    Text(String),
    /// White space.
    Space,
    /// A slot.
    Slot(Slot),
    /// Optional parts.
    Opt(Vec<Part>),
    /// One of several sequences.
    Alt(Vec<Vec<Part>>),
}

/// What a slot matches; see `packs/README.md`.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Any number.
    Number,
    /// A whole number.
    Int,
    /// Day of the month.
    Day,
    /// Month as a number.
    MonthNumber,
    /// Month's name.
    Month,
    /// Year of four digits.
    Year,
    /// Year of one to four digits.
    ShortYear,
    /// Two digits.
    TwoDigits,
    /// Year of exactly three digits.
    ThreeDigits,
    /// A year that ends in nought.
    Decade,
    /// A whole number of one digit.
    Few,
    /// A total of which shares are stated: up to ten, and powers of ten.
    Whole,
    /// Hour and minute in four digits.
    Clock,
    /// Two digits, the second nought.
    ShortDecade,
    /// A century's number.
    Century,
    /// Hour.
    Hour,
    /// Minute.
    Minute,
    /// Second.
    Second,
    /// Weekday's name.
    Weekday,
    /// Season's name.
    Season,
    /// Era.
    Era,
    /// Unit of duration.
    Unit,
    /// Ordinal.
    Ordinal,
    /// Roman numeral.
    Roman,
    /// A name-like word.
    Label,
    /// Any word but a function word.
    Word,
}

impl Slot {
    /// All, in the order of their numbers.
    #[rustfmt::skip]
    pub const ALL: [Slot; 26] = {
        use Slot::*;
        [Number, Int, Day, MonthNumber, Month, Year, ShortYear, TwoDigits, ThreeDigits, Decade, Few, Whole, Clock, ShortDecade, Century, Hour, Minute, Second, Weekday, Season, Era, Unit, Ordinal, Roman, Label, Word]
    };
}

/// A wording that is more than number plus unit.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Rule {
    /// The kind it makes.
    pub kind: String,
    /// The unit it makes.
    pub unit: String,
    /// A bound that it brings with it.
    pub bound: String,
    /// The value, with slots.
    pub value: String,
    /// The pattern.
    pub parts: Vec<Part>,
    /// Taken only before these, if there are any.
    pub before: Vec<String>,
    /// Refused before these.
    pub not_before: Vec<String>,
    /// Refused after these.
    pub not_after: Vec<String>,
}

/// How digits are written.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub struct NumberFormat {
    /// Decimal marks.
    pub decimal: Vec<String>,
    /// Thousands marks.
    pub group: Vec<String>,
    /// What links a scale word of a million or more to the noun that it counts; empty where the noun follows by itself.
    pub scale_link: Vec<String>,
    /// What links a part to the whole that says what both count: 37 of the 52 drones.
    pub part_link: Vec<String>,
    /// Ends of nouns before which a number of years is no age: eine dreijährige Haft.
    pub spans: Vec<String>,
    /// Words behind which three digits and a full stop are an ordinal and no sentence's end, and a word that is a noun as well is no
    /// name.
    pub determiners: Vec<String>,
    /// Numerals that are also forms of a verb.
    pub verbs: Vec<String>,
    /// Endings of words that such a verb stands before, and no number.
    pub verb_before: Vec<String>,
    /// Words with such an ending before which it is a number all the same.
    pub verb_never: Vec<String>,
}

/// A language, compiled.
#[derive(Serialize, Deserialize, Debug, Default)]
pub struct Table {
    /// BCP 47 tag.
    pub tag: String,
    /// English name.
    pub name: String,
    /// ISO 15924 code of its script.
    pub script: String,
    /// Whether words are separated by spaces.
    pub spaces: bool,
    /// Whether words are glued into compounds.
    pub compounds: bool,
    /// Whether nouns have a capital.
    pub capital_nouns: bool,
    /// Words of dates that have a capital, and without one are other words: may, march.
    pub capitals: Vec<String>,
    /// What turns a statement round: not, never.
    pub negations: Vec<String>,
    /// Words that open a sentence and never stand behind an ordinal.
    pub openers: Vec<String>,
    /// Prepositions that hang what is counted on another count: 21 films from 17 countries.
    pub count_links: Vec<String>,
    /// Articles before a bare figure that, behind a share, is a share as well: si ferma all'11.
    pub share_articles: Vec<String>,
    /// Words that say an amount again in another currency: umgerechnet.
    pub restating: Vec<String>,
    /// Words behind a figure that others asked for or expected, and with which something is compared.
    pub compared: Vec<String>,
    /// Prepositions that set who is concerned between a noun and what it is worth: a contract with the state over 2 million.
    pub governors_links: Vec<String>,
    /// Words that hedge a time of day and no other number: shortly after 8.
    pub near_times: Vec<String>,
    /// Whether numerals go by ten thousands.
    pub myriad: bool,
    /// Whether the unit comes before the ten.
    pub unit_before_ten: bool,
    /// Whether a last digit without its multiplier means the next lower one.
    pub shorthand: bool,
    /// Figures of documents and banknotes, which count only among their like.
    pub formal: String,
    /// Whether the era comes before the year.
    pub era_before: bool,
    /// Inflectional endings, longest first.
    pub endings: Vec<String>,
    /// Endings of a plural that no verb has behind a number.
    pub plurals: Vec<String>,
    /// Endings that only verbs have.
    pub verb_endings: Vec<String>,
    /// What stands before verbs and the nouns made of them, and is no first part of a compound.
    pub prefixes: Vec<String>,
    /// Vowels, for words that are glued.
    pub vowels: String,
    /// Two consonants with which a syllable can begin.
    pub onsets: Vec<String>,
    /// Characters in which foreign names are written by their sound.
    pub transliteration: String,
    /// What may be glued to a word's front.
    pub elisions: Vec<String>,
    /// A full stop after them ends no sentence.
    pub abbreviations: Vec<String>,
    /// How digits are written.
    pub number: NumberFormat,
    /// Whether it has words of their own between an old and a new value.
    pub shifts: bool,
    /// After the second of two numbers: what was the first becomes the second.
    pub shift_close: Vec<String>,
    /// Words that begin like those and mean a stretch all the same.
    pub shift_never: Vec<String>,
    /// Verbs of change that are no deeds: what follows them goes from an old value to a new one.
    pub changes: Vec<String>,
    /// Characters that speak for the language.
    pub detect_chars: String,
    /// Whether dates in figures are written with the day first and with the month first.
    pub either_order: bool,
    /// Words beside a weekday that leave open whether it is the one just past or that of the week before.
    pub open_week: Vec<String>,
    /// What right behind a day that opens a text makes it the day of the report.
    pub date_line_after: Vec<String>,
    /// Words beside a month that say it is the last one of that name, or the next.
    pub past_month: Vec<String>,
    /// The same of the next.
    pub coming_month: Vec<String>,
    /// What may stand between a noun and the number that counts it.
    pub noun_links: Vec<String>,
    /// What behind that number says that the noun does something to what is counted.
    pub noun_links_never: Vec<String>,
    /// What begins like one of those and says how many they have become.
    pub noun_links_yet: Vec<String>,
    /// Scale words that have another size in other hands: surface, own size, the other one.
    pub doubtful: Vec<(String, u64, u64)>,
    /// Currencies that the bare word for money can mean.
    pub currencies: Vec<String>,
}

/// A concept and what it is a kind of.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Concept {
    /// Its id, the unit that is printed.
    pub id: String,
    /// Direct hypernyms.
    pub is: Vec<u16>,
    /// What there are as many of: jobs and people, doses and vaccinations.
    pub like: Vec<u16>,
    /// How one is told, and several.
    pub told: (String, String),
}

/// A deed.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Deed {
    /// Its id.
    pub id: String,
    /// The opposite deed.
    pub opposite: Option<u16>,
    /// Its class.
    pub class: String,
    /// Whether a state begins or ends with it: who joined in a year has been there since.
    pub edge: Option<Edge>,
    /// Whether people or things come in by it or go out.
    pub flow: Option<Flow>,
    /// Whether there is less of something after it: a figure beside it needs no minus sign.
    pub less: bool,
}

/// Which way a deed moves people or things, seen from whom it is told of.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// To it.
    In,
    /// From it.
    Out,
}

/// An end of a state.
#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Edge {
    /// Its first moment.
    Begin,
    /// Its last.
    End,
}

/// A modifier.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Modifier {
    /// Its id.
    pub id: String,
    /// Its class.
    pub class: String,
    /// Which end of a state it dates: since, until.
    pub edge: Option<Edge>,
    /// Which dimension a length beside it is of, as an index into the modifiers.
    pub dimension: Option<u16>,
}

/// A name of the general lists.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Name {
    /// Its id.
    pub id: String,
    /// country, city, organisation ...
    pub class: String,
}

/// A unit with its size in the base unit of its dimension.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Unit {
    /// UCUM code or name.
    pub code: String,
    /// What it measures.
    pub dimension: String,
    /// Its size as an exact decimal or fraction.
    pub ratio: String,
    /// What is added after multiplying (temperatures).
    pub offset: String,
    /// How one is told, and several, where that is not the code.
    pub told: Option<(String, String)>,
}

/// What belongs to no language, as the build script gathers it.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Concepts by index.
    pub concepts: Vec<Concept>,
    /// Deeds by index.
    pub deeds: Vec<Deed>,
    /// Modifiers by index.
    pub modifiers: Vec<Modifier>,
    /// Names by index.
    pub names: Vec<Name>,
    /// Units, sorted by code.
    pub units: Vec<Unit>,
    /// What tells languages apart, a pack each.
    pub detect: Vec<Detect>,
    /// The same of languages that no pack reads.
    pub strangers: Vec<Detect>,
}

/// What tells a language apart.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Detect {
    /// The pack's tag.
    pub tag: String,
    /// ISO 15924 code of its script.
    pub script: String,
    /// Frequent function words, folded.
    pub words: Vec<String>,
    /// Characters that speak for it.
    pub chars: String,
}

/// Folds one character for look-up: case, the sharp s and curly apostrophes stay as they are in length, so that
/// offsets hold; what would change its length is left alone.
pub fn fold_char(c: char, han: impl Fn(char) -> Option<char>) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if c == '\u{2019}' {
        return c;
    }
    if let Some(f) = han(c) {
        return f;
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
        _ => c,
    }
}
