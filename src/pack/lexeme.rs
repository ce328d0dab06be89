//! What a surface of a pack can mean, and the sorts of meanings as bits.
//!
//! This file is compiled into the build script as well. It knows no language.

use serde::{Deserialize, Serialize};

/// What a surface can mean. Several lexemes may share a surface.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lexeme {
    /// A numeral below ten.
    Digit(u8),
    /// 10 to 19.
    Teen(u8),
    /// 20, 30 ... 90.
    Tens(u8),
    /// A multiplier inside a group: hundred, or 十 百 千.
    Hundred(u16),
    /// A multiplier between groups: thousand, million, 万.
    Scale(u64),
    /// A multiplier that is written so only in amounts of money (`5m`).
    MoneyScale(u64),
    /// A whole word with a value of its own, as a decimal.
    Fixed(String),
    /// Half of the scale word or unit that follows.
    HalfBefore,
    /// And a half of the scale word or unit before.
    HalfAfter,
    /// A share: numerator, denominator.
    Fraction(u32, u32),
    /// An ordinal word.
    Ordinal(u32),
    /// What stands before a figure to make it an ordinal.
    OrdinalBefore,
    /// What stands after a figure to make it an ordinal.
    OrdinalAfter,
    /// What is glued to a numeral word to make it an ordinal.
    OrdinalTail,
    /// An unspecific magnitude.
    Vague(u64),
    /// A word that states a rounded number.
    About(u64),
    /// "Several" beside a multiplier.
    Some,
    /// Once, twice.
    Times(u32),
    /// Both, all three.
    Pair(u32),
    /// An article that can mean one.
    Article,
    /// May stand between parts of one numeral.
    Joiner,
    /// The decimal mark in words.
    Point,
    /// A minus sign or word.
    Minus,
    /// Glued to a numeral: the kind and unit it makes.
    Tail(String, String),
    /// The same inside a compound: kind and unit, whatever the word goes on with.
    OpenTail(String, String),
    /// A currency's name.
    Money(String),
    /// A currency's sign or code.
    Sign(String),
    /// A unit of duration.
    Duration(String),
    /// A unit of measure, as UCUM code.
    Measure(String),
    /// Percent or percentage points.
    Percent(String),
    /// A measure word for counted things; what it counts, or nothing.
    Counter(String),
    /// A bound and where it stands.
    Bound(String, Place),
    /// Opens a range.
    RangeOpen,
    /// Between the ends of a range.
    RangeTo,
    /// Between the ends of a range that was opened.
    RangeAnd,
    /// Between two neighbouring numbers: two or three.
    RangeOr,
    /// Between an old value and a new one that share their unit.
    RangeShift,
    /// Closes a range.
    RangeClose,
    /// 1 to 12.
    Month(u8),
    /// 1 Monday to 7 Sunday.
    Weekday(u8),
    /// Before Christ, or not.
    Era(bool),
    /// EDTF 21 to 24.
    Season(u8),
    /// A part of the day: from this hour to that one, perhaps over midnight.
    Daypart(u8, u8),
    /// A time zone: the offsets from UTC that it can have, or what says that it is the place's own.
    Zone(String),
    /// A bare number after this is a year.
    YearAfter,
    /// A number after this is about things named before.
    Definite,
    /// Takes the word for more or less after it as its preposition; whether only right behind it.
    Governor(bool),
    /// May stand between a bound and its number.
    Filler,
    /// Ends a noun phrase.
    Stop,
    /// May stand between number and noun.
    Adjective,
    /// Beside a person's name.
    Title,
    /// A number after this is part of a label.
    Label,
    /// A text in which no number stands, though it looks so.
    Blocked,
    /// What is counted: index into the common concepts.
    Concept(u16),
    /// What is done: index into the common deeds.
    Deed(u16),
    /// What modifies: index into the common modifiers.
    Modifier(u16),
    /// A name: index into the common names.
    Name(u16),
    /// The beginning of rules with a literal in front that is a whole word: their group.
    Rule(u16),
    /// The same where the rules go on inside the word.
    RuleInside(u16),
    /// A frequent function word, for telling languages apart.
    Function,
}

/// The sorts of lexemes, a bit each, so that a set of them is looked at as a whole.
pub mod sort {
    /// [`super::Lexeme::Digit`]
    pub const DIGIT: u64 = 1 << 0;
    /// [`super::Lexeme::Teen`]
    pub const TEEN: u64 = 1 << 1;
    /// [`super::Lexeme::Tens`]
    pub const TENS: u64 = 1 << 2;
    /// [`super::Lexeme::Hundred`]
    pub const HUNDRED: u64 = 1 << 3;
    /// [`super::Lexeme::Scale`]
    pub const SCALE: u64 = 1 << 4;
    /// [`super::Lexeme::MoneyScale`]
    pub const MONEY_SCALE: u64 = 1 << 5;
    /// [`super::Lexeme::Fixed`]
    pub const FIXED: u64 = 1 << 6;
    /// [`super::Lexeme::HalfBefore`]
    pub const HALF_BEFORE: u64 = 1 << 7;
    /// [`super::Lexeme::HalfAfter`]
    pub const HALF_AFTER: u64 = 1 << 8;
    /// [`super::Lexeme::Fraction`]
    pub const FRACTION: u64 = 1 << 9;
    /// [`super::Lexeme::Ordinal`]
    pub const ORDINAL: u64 = 1 << 10;
    /// [`super::Lexeme::OrdinalBefore`]
    pub const ORDINAL_BEFORE: u64 = 1 << 11;
    /// [`super::Lexeme::OrdinalAfter`]
    pub const ORDINAL_AFTER: u64 = 1 << 12;
    /// [`super::Lexeme::OrdinalTail`]
    pub const ORDINAL_TAIL: u64 = 1 << 13;
    /// [`super::Lexeme::Vague`]
    pub const VAGUE: u64 = 1 << 14;
    /// [`super::Lexeme::About`]
    pub const ABOUT: u64 = 1 << 15;
    /// [`super::Lexeme::Some`]
    pub const SOME: u64 = 1 << 16;
    /// [`super::Lexeme::Times`]
    pub const TIMES: u64 = 1 << 17;
    /// [`super::Lexeme::Pair`]
    pub const PAIR: u64 = 1 << 18;
    /// [`super::Lexeme::Article`]
    pub const ARTICLE: u64 = 1 << 19;
    /// [`super::Lexeme::Joiner`]
    pub const JOINER: u64 = 1 << 20;
    /// [`super::Lexeme::Point`]
    pub const POINT: u64 = 1 << 21;
    /// [`super::Lexeme::Minus`]
    pub const MINUS: u64 = 1 << 22;
    /// [`super::Lexeme::Tail`]
    pub const TAIL: u64 = 1 << 23;
    /// [`super::Lexeme::Money`]
    pub const MONEY: u64 = 1 << 24;
    /// [`super::Lexeme::Sign`]
    pub const SIGN: u64 = 1 << 25;
    /// [`super::Lexeme::Duration`]
    pub const DURATION: u64 = 1 << 26;
    /// [`super::Lexeme::Measure`]
    pub const MEASURE: u64 = 1 << 27;
    /// [`super::Lexeme::Percent`]
    pub const PERCENT: u64 = 1 << 28;
    /// [`super::Lexeme::Counter`]
    pub const COUNTER: u64 = 1 << 29;
    /// [`super::Lexeme::Bound`] that stands so.
    pub const BOUND_BEFORE: u64 = 1 << 30;
    /// [`super::Lexeme::Bound`] that stands so.
    pub const BOUND_AFTER: u64 = 1 << 31;
    /// [`super::Lexeme::Bound`] that stands so.
    pub const BOUND_INNER: u64 = 1 << 32;
    /// [`super::Lexeme::RangeOpen`]
    pub const RANGE_OPEN: u64 = 1 << 33;
    /// [`super::Lexeme::RangeTo`]
    pub const RANGE_TO: u64 = 1 << 34;
    /// [`super::Lexeme::RangeAnd`]
    pub const RANGE_AND: u64 = 1 << 35;
    /// [`super::Lexeme::RangeOr`]
    pub const RANGE_OR: u64 = 1 << 36;
    /// [`super::Lexeme::RangeShift`]
    pub const RANGE_SHIFT: u64 = 1 << 37;
    /// [`super::Lexeme::RangeClose`]
    pub const RANGE_CLOSE: u64 = 1 << 38;
    /// [`super::Lexeme::Month`]
    pub const MONTH: u64 = 1 << 39;
    /// [`super::Lexeme::Weekday`]
    pub const WEEKDAY: u64 = 1 << 40;
    /// [`super::Lexeme::Era`]
    pub const ERA: u64 = 1 << 41;
    /// [`super::Lexeme::Season`]
    pub const SEASON: u64 = 1 << 42;
    /// [`super::Lexeme::YearAfter`]
    pub const YEAR_AFTER: u64 = 1 << 43;
    /// [`super::Lexeme::Filler`]
    pub const FILLER: u64 = 1 << 44;
    /// [`super::Lexeme::Stop`]
    pub const STOP: u64 = 1 << 45;
    /// [`super::Lexeme::Adjective`]
    pub const ADJECTIVE: u64 = 1 << 46;
    /// [`super::Lexeme::Title`]
    pub const TITLE: u64 = 1 << 47;
    /// [`super::Lexeme::Label`]
    pub const LABEL: u64 = 1 << 48;
    /// [`super::Lexeme::Blocked`]
    pub const BLOCKED: u64 = 1 << 49;
    /// [`super::Lexeme::Concept`]
    pub const CONCEPT: u64 = 1 << 50;
    /// [`super::Lexeme::Deed`]
    pub const DEED: u64 = 1 << 51;
    /// [`super::Lexeme::Modifier`]
    pub const MODIFIER: u64 = 1 << 52;
    /// [`super::Lexeme::Name`]
    pub const NAME: u64 = 1 << 53;
    /// [`super::Lexeme::Rule`]
    pub const RULE: u64 = 1 << 54;
    /// [`super::Lexeme::Function`]
    pub const FUNCTION: u64 = 1 << 55;
    /// [`super::Lexeme::OpenTail`]
    pub const OPEN_TAIL: u64 = 1 << 56;
    /// [`super::Lexeme::Daypart`]
    pub const DAYPART: u64 = 1 << 57;
    /// [`super::Lexeme::Zone`]
    pub const ZONE: u64 = 1 << 58;
    /// [`super::Lexeme::RuleInside`]
    pub const RULE_INSIDE: u64 = 1 << 59;
    /// [`super::Lexeme::Definite`]
    pub const DEFINITE: u64 = 1 << 60;
    /// [`super::Lexeme::Governor`]
    pub const GOVERNOR: u64 = 1 << 61;
}

impl Lexeme {
    /// Its sort, a bit of [`sort`].
    pub fn sort(&self) -> u64 {
        match self {
            Lexeme::Digit(..) => sort::DIGIT,
            Lexeme::Teen(..) => sort::TEEN,
            Lexeme::Tens(..) => sort::TENS,
            Lexeme::Hundred(..) => sort::HUNDRED,
            Lexeme::Scale(..) => sort::SCALE,
            Lexeme::MoneyScale(..) => sort::MONEY_SCALE,
            Lexeme::Fixed(..) => sort::FIXED,
            Lexeme::HalfBefore => sort::HALF_BEFORE,
            Lexeme::HalfAfter => sort::HALF_AFTER,
            Lexeme::Fraction(..) => sort::FRACTION,
            Lexeme::Ordinal(..) => sort::ORDINAL,
            Lexeme::OrdinalBefore => sort::ORDINAL_BEFORE,
            Lexeme::OrdinalAfter => sort::ORDINAL_AFTER,
            Lexeme::OrdinalTail => sort::ORDINAL_TAIL,
            Lexeme::Vague(..) => sort::VAGUE,
            Lexeme::About(..) => sort::ABOUT,
            Lexeme::Some => sort::SOME,
            Lexeme::Times(..) => sort::TIMES,
            Lexeme::Pair(..) => sort::PAIR,
            Lexeme::Article => sort::ARTICLE,
            Lexeme::Joiner => sort::JOINER,
            Lexeme::Point => sort::POINT,
            Lexeme::Minus => sort::MINUS,
            Lexeme::Tail(..) => sort::TAIL,
            Lexeme::OpenTail(..) => sort::OPEN_TAIL,
            Lexeme::Money(..) => sort::MONEY,
            Lexeme::Sign(..) => sort::SIGN,
            Lexeme::Duration(..) => sort::DURATION,
            Lexeme::Measure(..) => sort::MEASURE,
            Lexeme::Percent(..) => sort::PERCENT,
            Lexeme::Counter(..) => sort::COUNTER,
            Lexeme::Bound(_, Place::Before) => sort::BOUND_BEFORE,
            Lexeme::Bound(_, Place::After) => sort::BOUND_AFTER,
            Lexeme::Bound(_, Place::Inner) => sort::BOUND_INNER,
            Lexeme::RangeOpen => sort::RANGE_OPEN,
            Lexeme::RangeTo => sort::RANGE_TO,
            Lexeme::RangeAnd => sort::RANGE_AND,
            Lexeme::RangeOr => sort::RANGE_OR,
            Lexeme::RangeShift => sort::RANGE_SHIFT,
            Lexeme::RangeClose => sort::RANGE_CLOSE,
            Lexeme::Month(..) => sort::MONTH,
            Lexeme::Weekday(..) => sort::WEEKDAY,
            Lexeme::Era(..) => sort::ERA,
            Lexeme::Season(..) => sort::SEASON,
            Lexeme::Daypart(..) => sort::DAYPART,
            Lexeme::Zone(..) => sort::ZONE,
            Lexeme::YearAfter => sort::YEAR_AFTER,
            Lexeme::Definite => sort::DEFINITE,
            Lexeme::Governor(_) => sort::GOVERNOR,
            Lexeme::Filler => sort::FILLER,
            Lexeme::Stop => sort::STOP,
            Lexeme::Adjective => sort::ADJECTIVE,
            Lexeme::Title => sort::TITLE,
            Lexeme::Label => sort::LABEL,
            Lexeme::Blocked => sort::BLOCKED,
            Lexeme::Concept(..) => sort::CONCEPT,
            Lexeme::Deed(..) => sort::DEED,
            Lexeme::Modifier(..) => sort::MODIFIER,
            Lexeme::Name(..) => sort::NAME,
            Lexeme::Rule(..) => sort::RULE,
            Lexeme::RuleInside(..) => sort::RULE_INSIDE,
            Lexeme::Function => sort::FUNCTION,
        }
    }
}

/// Where a bound word stands.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Before the number.
    Before,
    /// After number and unit.
    After,
    /// Between number and unit.
    Inner,
}
