//! Values in the notation that the program speaks: bounds, figures, ranges, ratios, dates.
//!
//! A value knows what it states (`to_string`) and which set of numbers or days that comes to (`Interval`), never more.

use crate::date::Date;
use crate::num::Num;
use std::fmt;

/// How the text hedges a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash, Default)]
pub enum Bound {
    /// No hedge.
    #[default]
    None,
    /// At least.
    AtLeast,
    /// More than.
    MoreThan,
    /// At most.
    AtMost,
    /// Less than.
    LessThan,
    /// About.
    About,
}

impl Bound {
    /// Reads `>=`, `>`, `<=`, `<`, `~`; `=` and everything else is no bound.
    pub fn parse(s: &str) -> Bound {
        match s {
            ">=" => Bound::AtLeast,
            ">" => Bound::MoreThan,
            "<=" => Bound::AtMost,
            "<" => Bound::LessThan,
            "~" => Bound::About,
            _ => Bound::None,
        }
    }

    /// The sign in front of a value.
    pub fn sign(self) -> &'static str {
        match self {
            Bound::None => "",
            Bound::AtLeast => ">=",
            Bound::MoreThan => ">",
            Bound::AtMost => "<=",
            Bound::LessThan => "<",
            Bound::About => "~",
        }
    }

    /// Whether it opens the value upwards.
    pub fn is_lower(self) -> bool {
        matches!(self, Bound::AtLeast | Bound::MoreThan)
    }

    /// Whether it opens the value downwards.
    pub fn is_upper(self) -> bool {
        matches!(self, Bound::AtMost | Bound::LessThan)
    }
}

/// What a mention states.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Value {
    /// A figure, with the place to which it is stated.
    Figure {
        /// The hedge.
        bound: Bound,
        /// The figure.
        num: Num,
        /// The last place that the text states: 61.3 billion has 100 million.
        step: Num,
    },
    /// From one figure to another.
    Range {
        /// The hedge of the whole.
        bound: Bound,
        /// Lower end.
        low: Num,
        /// Upper end.
        high: Num,
    },
    /// Hundreds of, dozens of.
    Vague {
        /// The hedge.
        bound: Bound,
        /// The magnitude.
        magnitude: Num,
    },
    /// `4/10`, unreduced.
    Ratio {
        /// The hedge.
        bound: Bound,
        /// Numerator.
        top: Num,
        /// Denominator.
        bottom: Num,
    },
    /// `24-0`.
    Score(Num, Num),
    /// A date in EDTF or relative.
    Date {
        /// The hedge.
        bound: Bound,
        /// The date.
        date: Date,
    },
    /// `T16:10`.
    Time {
        /// The hedge.
        bound: Bound,
        /// The time.
        text: String,
        /// Whether the wording leaves open which half of the day it is.
        half: bool,
        /// The offsets from UTC that its zone can have (`+01:00/+02:00`), `local`, or nothing.
        zone: String,
    },
    /// The label with its number.
    Label(String),
}

impl Value {
    /// A bare figure.
    pub fn figure(num: Num, step: Num) -> Value {
        Value::Figure { bound: Bound::None, num, step }
    }

    /// The hedge.
    pub fn bound(&self) -> Bound {
        match self {
            Value::Figure { bound, .. }
            | Value::Range { bound, .. }
            | Value::Vague { bound, .. }
            | Value::Ratio { bound, .. }
            | Value::Date { bound, .. }
            | Value::Time { bound, .. } => *bound,
            Value::Score(..) | Value::Label(_) => Bound::None,
        }
    }

    /// The same value under another hedge.
    pub fn with_bound(mut self, new: Bound) -> Value {
        match &mut self {
            Value::Figure { bound, .. }
            | Value::Range { bound, .. }
            | Value::Vague { bound, .. }
            | Value::Ratio { bound, .. }
            | Value::Date { bound, .. }
            | Value::Time { bound, .. } => *bound = new,
            Value::Score(..) | Value::Label(_) => {}
        }
        self
    }

    /// The one figure that it states, if it states one.
    pub fn num(&self) -> Option<Num> {
        match self {
            Value::Figure { num, .. } => Some(*num),
            Value::Ratio { top, bottom, .. } => top.div(*bottom),
            _ => None,
        }
    }

    /// Lower and upper end as printed in `lower` and `upper`: the stated figure, without its bound.
    pub fn ends(&self) -> Option<(Option<Num>, Option<Num>)> {
        match self {
            Value::Figure { bound, num, .. } => Some(match bound {
                Bound::AtLeast | Bound::MoreThan => (Some(*num), None),
                Bound::AtMost | Bound::LessThan => (None, Some(*num)),
                _ => (Some(*num), Some(*num)),
            }),
            Value::Range { low, high, .. } => Some((Some(*low), Some(*high))),
            Value::Ratio { top, bottom, .. } => top.div(*bottom).map(|n| (Some(n), Some(n))),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.bound().sign())?;
        match self {
            Value::Figure { num, .. } => write!(f, "{num}"),
            Value::Range { low, high, .. } => write!(f, "{low}..{high}"),
            Value::Vague { magnitude, .. } => write!(f, "vague:{magnitude}"),
            Value::Ratio { top, bottom, .. } => write!(f, "{top}/{bottom}"),
            Value::Score(a, b) => write!(f, "{a}-{b}"),
            Value::Date { date, .. } => write!(f, "{date}"),
            Value::Time { text, .. } => f.write_str(text),
            Value::Label(l) => f.write_str(l),
        }
    }
}

impl Value {
    /// Whether both state one figure or date, however hedged.
    pub fn with_figure_of(&self, other: &Value) -> bool {
        if let (Value::Figure { num: a, .. }, Value::Figure { num: b, .. }) = (self, other) {
            return a == b;
        }
        self.clone().with_bound(Bound::None).to_string() == other.clone().with_bound(Bound::None).to_string()
    }
}
