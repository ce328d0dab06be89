//! The kinds of claims: one registry, in which each kind says its name and how it compares.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// What sort of thing a claim states.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "lowercase")]
        pub enum Kind {
            $($(#[$doc])* $variant,)*
        }

        impl Kind {
            /// All kinds, in the order in which they are shown.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),*];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)* }
            }

            /// The kind of this name.
            pub fn parse(name: &str) -> Option<Kind> {
                Kind::ALL.iter().copied().find(|k| k.name() == name)
            }
        }
    };
}

kinds! {
    /// An amount of money.
    Money = "money",
    /// So many of something.
    Count = "count",
    /// A share in percent, or percentage points.
    Percent = "percent",
    /// Somebody's age.
    Age = "age",
    /// A length of time.
    Duration = "duration",
    /// A physical measure.
    Measure = "measure",
    /// A place in an order.
    Ordinal = "ordinal",
    /// So many of so many.
    Ratio = "ratio",
    /// So many times as much.
    Multiplier = "multiplier",
    /// A result of a game.
    Score = "score",
    /// A date.
    Date = "date",
    /// A time of day.
    Time = "time",
    /// Any other number.
    Number = "number",
    /// A number inside a name.
    Identifier = "identifier",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        for k in Kind::ALL {
            assert_eq!(Kind::parse(k.name()), Some(*k));
        }
        assert_eq!(Kind::parse("colour"), None);
    }
}
