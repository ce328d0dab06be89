//! Rounding in a translation. Between reports, 50 may be 51 rounded: each writes as it sees fit. Who translates a sentence has
//! the figure before their eyes, and 50 for 51 is a slip, unless the writing says how exact it is: a scale word or decimals
//! (1.2 million for 1,234,567), a hedge that the other side does without (about 50), another unit.

use crate::claim::Claim;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack::Pack;
use crate::pack::table::Lexeme;
use crate::value::{Bound, Value};

/// Whether two figures, one of which is the other rounded, are so by more than their writing shows.
pub fn unshown((x, p): (&Claim, &Pack), (y, q): (&Claim, &Pack)) -> bool {
    let (Some(a), Some(b)) = (Figure::of(x, p), Figure::of(y, q)) else { return false };
    if converted(x, y) || a.num == b.num || a.rounds(&b) || b.rounds(&a) {
        return false;
    }
    let (coarse, fine) = (a.num.last_place(), b.num.last_place());
    // The hedge belongs to the figure that it makes up for; what both say they do not say of one figure only.
    let hedges = |own: Bound, other: Bound| own != Bound::None && own != other;
    !(coarse >= fine && hedges(a.bound, b.bound) || fine >= coarse && hedges(b.bound, a.bound))
}

/// Whether one counts in dozens what the other counts in tens that are open above or hedged: where no word for a dozen is in
/// use, more than ten is how a dozen is said.
pub fn dozens((x, p): (&Claim, &Pack), (y, q): (&Claim, &Pack)) -> bool {
    let tens = |dozens: &Claim, tens: &Claim| {
        let (Value::Figure { num: n, .. }, Value::Figure { bound, num: m, .. }) = (&dozens.value, &tens.value) else { return false };
        let open = matches!(bound, Bound::MoreThan | Bound::AtLeast | Bound::About);
        open && plain(dozens) && plain(tens) && n.mul(Num::int(10)) == m.mul(Num::int(12))
    };
    tens(x, y) && dozen(&x.text, p) || tens(y, x) && dozen(&y.text, q)
}

/// Whether a word for a dozen stands here: twelve is none.
fn dozen(text: &str, pack: &Pack) -> bool {
    let is = |l: &Lexeme| match l {
        Lexeme::Fixed(n) => n == "12",
        Lexeme::About(n) | Lexeme::Vague(n) => *n == 12,
        _ => false,
    };
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).any(|w| pack.get(&pack.fold(w)).any(is))
}

/// Whether one restates the other in another unit.
fn converted(x: &Claim, y: &Claim) -> bool {
    x.kind != y.kind && !(plain(x) && plain(y)) || x.unit != y.unit && matches!(x.kind, Kind::Measure | Kind::Duration | Kind::Age)
}

fn plain(c: &Claim) -> bool {
    matches!(c.kind, Kind::Count | Kind::Number)
}

struct Figure {
    bound: Bound,
    num: Num,
    /// The last place that is stated.
    place: Num,
}

impl Figure {
    fn of(c: &Claim, pack: &Pack) -> Option<Figure> {
        let Value::Figure { bound, num, step } = c.value else { return None };
        let digits: String = c.text.chars().filter(char::is_ascii_digit).collect();
        let place = match () {
            // Written out to the last digit.
            () if num.is_int() && digits.contains(&num.abs().to_string()) => step.min(Num::ONE),
            () if c.text.chars().any(char::is_numeric) => step,
            () => place_in_words(num, step, pack)?,
        };
        Some(Figure { bound, num, place })
    }

    /// Whether this is the other one, rounded to the last place that it states.
    fn rounds(&self, other: &Figure) -> bool {
        other.num.round_to(self.place) == Some(self.num)
    }
}

/// Fifty is as exact as 50, and fifty thousand as 50 thousand: the scale word that a numeral ends in says its place. A half
/// of a larger one (half a million) is no more exact than it was read.
fn place_in_words(num: Num, step: Num, pack: &Pack) -> Option<Num> {
    let each = Num::int(if pack.table.myriad { 10_000 } else { 1000 });
    let mut place = Num::ONE;
    let mut next = each;
    while next <= step && num.div(next)?.is_int() {
        (place, next) = (next, next.mul(each)?);
    }
    let half = place > Num::ONE && num.mul(Num::int(2))?.div(next)?.is_int();
    Some(if half { step } else { place.min(step) })
}
