//! Exact numbers: what a text states, never a binary approximation of it.
//!
//! A number is a fraction of two 128-bit integers. Arithmetic is checked: what does not fit is `None`, and the
//! caller says that the numeral was seen and not understood.

use std::cmp::Ordering;
use std::fmt;

/// An exact rational number in lowest terms, denominator positive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Num {
    top: i128,
    bottom: i128,
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    // Division of 128 bits is slow, and numbers in texts are small.
    if let (Ok(mut a), Ok(mut b)) = (u64::try_from(a.unsigned_abs()), u64::try_from(b.unsigned_abs())) {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        return a.into();
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs()
}

impl Num {
    /// Nought.
    pub const ZERO: Num = Num { top: 0, bottom: 1 };
    /// One.
    pub const ONE: Num = Num { top: 1, bottom: 1 };

    /// A whole number.
    pub const fn int(n: i64) -> Num {
        Num { top: n as i128, bottom: 1 }
    }

    /// `top / bottom` in lowest terms; `None` where `bottom` is 0.
    pub fn ratio(top: i128, bottom: i128) -> Option<Num> {
        if bottom == 0 {
            return None;
        }
        if bottom == 1 {
            return Some(Num { top, bottom });
        }
        let g = gcd(top, bottom).max(1);
        let sign = if bottom < 0 { -1 } else { 1 };
        // Division of 128 bits is slow, and numbers in texts are small.
        if let (Ok(t), Ok(b), Ok(g)) = (i64::try_from(top), u32::try_from(bottom), i64::try_from(g)) {
            return Some(Num { top: (t / g).into(), bottom: (i64::from(b) / g).into() });
        }
        Some(Num { top: sign * (top / g), bottom: sign * (bottom / g) })
    }

    /// Reads `-12.5`, `12`, `3/4`; `None` if it is anything else or too large.
    pub fn parse(s: &str) -> Option<Num> {
        if let Some((a, b)) = s.split_once('/') {
            return Num::parse(a)?.div(Num::parse(b)?);
        }
        let (sign, s) = s.strip_prefix('-').map_or((1, s), |r| (-1, r));
        let (whole, part) = s.split_once('.').unwrap_or((s, ""));
        if whole.is_empty() && part.is_empty() || part.len() > 30 {
            return None;
        }
        let mut top: i128 = 0;
        for b in whole.bytes().chain(part.bytes()) {
            if !b.is_ascii_digit() {
                return None;
            }
            top = top.checked_mul(10)?.checked_add(i128::from(b - b'0'))?;
        }
        Num::ratio(sign * top, 10i128.checked_pow(part.len() as u32)?)
    }

    /// Ten to the power of `n`.
    pub fn power_of_ten(n: i32) -> Option<Num> {
        let p = 10i128.checked_pow(n.unsigned_abs())?;
        if n >= 0 { Some(Num { top: p, bottom: 1 }) } else { Num::ratio(1, p) }
    }

    /// The whole number that it is, where sums and products of two such fit in any case.
    #[inline]
    fn small(self) -> Option<i64> {
        if self.bottom == 1 { i64::try_from(self.top).ok() } else { None }
    }

    /// Sum, if it fits.
    #[allow(clippy::should_implement_trait)]
    pub fn add(self, o: Num) -> Option<Num> {
        if let (Some(a), Some(b)) = (self.small(), o.small()) {
            return Some(Num { top: i128::from(a) + i128::from(b), bottom: 1 });
        }
        let top = self.top.checked_mul(o.bottom)?.checked_add(o.top.checked_mul(self.bottom)?)?;
        Num::ratio(top, self.bottom.checked_mul(o.bottom)?)
    }

    /// Difference, if it fits.
    #[allow(clippy::should_implement_trait)]
    pub fn sub(self, o: Num) -> Option<Num> {
        self.add(o.neg())
    }

    /// Product, if it fits.
    #[allow(clippy::should_implement_trait)]
    pub fn mul(self, o: Num) -> Option<Num> {
        if let (Some(a), Some(b)) = (self.small(), o.small()) {
            return Some(Num { top: i128::from(a) * i128::from(b), bottom: 1 });
        }
        Num::ratio(self.top.checked_mul(o.top)?, self.bottom.checked_mul(o.bottom)?)
    }

    /// Quotient, if it fits and `o` is not 0.
    #[allow(clippy::should_implement_trait)]
    pub fn div(self, o: Num) -> Option<Num> {
        Num::ratio(self.top.checked_mul(o.bottom)?, self.bottom.checked_mul(o.top)?)
    }

    /// The number with its sign turned.
    #[allow(clippy::should_implement_trait)]
    pub fn neg(self) -> Num {
        Num { top: -self.top, bottom: self.bottom }
    }

    /// The number without its sign.
    pub fn abs(self) -> Num {
        Num { top: self.top.abs(), bottom: self.bottom }
    }

    /// Whether it is a whole number.
    pub fn is_int(self) -> bool {
        self.bottom == 1
    }

    /// Whether it is below nought.
    pub fn is_negative(self) -> bool {
        self.top < 0
    }

    /// The whole number it is, if it is one and fits.
    pub fn to_i64(self) -> Option<i64> {
        self.small()
    }

    /// Numerator and denominator.
    pub fn parts(self) -> (i128, i128) {
        (self.top, self.bottom)
    }

    /// The last decimal place that is not a trailing zero, as a power of ten: 46000 has 1000, 61.3 has 1/10.
    pub fn last_place(self) -> Num {
        if self.top == 0 {
            return Num::ONE;
        }
        if self.bottom == 1 {
            if let Ok(mut n) = u64::try_from(self.top.abs()) {
                let mut p = 1u64;
                while n % 10 == 0 {
                    n /= 10;
                    p *= 10;
                }
                return Num { top: p.into(), bottom: 1 };
            }
            let (mut n, mut p) = (self.top.abs(), 1i128);
            while n % 10 == 0 {
                n /= 10;
                p *= 10;
            }
            return Num { top: p, bottom: 1 };
        }
        let mut p = 1i128;
        for _ in 0..30 {
            let Some(q) = p.checked_mul(10) else { break };
            p = q;
            if p % self.bottom == 0 {
                break;
            }
        }
        Num { top: 1, bottom: p }
    }

    /// Rounds to a multiple of `step`, halves away from nought.
    pub fn round_to(self, step: Num) -> Option<Num> {
        let q = self.div(step)?;
        let (t, b) = (q.top.abs(), q.bottom);
        let n = t.checked_mul(2)?.checked_add(b)? / b.checked_mul(2)?;
        Num { top: if q.top < 0 { -n } else { n }, bottom: 1 }.mul(step)
    }

    /// An approximation for scores and layout only; never under a value.
    pub fn approx(self) -> f64 {
        self.top as f64 / self.bottom as f64
    }
}

impl PartialOrd for Num {
    fn partial_cmp(&self, o: &Num) -> Option<Ordering> {
        Some(self.cmp(o))
    }
}

impl Ord for Num {
    fn cmp(&self, o: &Num) -> Ordering {
        if self.bottom == o.bottom {
            return self.top.cmp(&o.top);
        }
        match (self.top.checked_mul(o.bottom), o.top.checked_mul(self.bottom)) {
            (Some(a), Some(b)) => a.cmp(&b),
            // Cross products that do not fit: compare whole parts, then what is left of each.
            _ => {
                let (a, b) = (self.top.div_euclid(self.bottom), o.top.div_euclid(o.bottom));
                a.cmp(&b).then_with(|| self.approx().total_cmp(&o.approx()))
            }
        }
    }
}

impl fmt::Display for Num {
    /// A plain decimal where there is one (`1.5`), a fraction otherwise (`1/3`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(n) = self.small() {
            return write!(f, "{n}");
        }
        if self.bottom == 1 {
            return write!(f, "{}", self.top);
        }
        let (mut p, mut places) = (1i128, 0usize);
        while p % self.bottom != 0 {
            match p.checked_mul(10) {
                Some(q) if places < 30 => (p, places) = (q, places + 1),
                _ => return write!(f, "{}/{}", self.top, self.bottom),
            }
        }
        let Some(scaled) = self.top.checked_mul(p / self.bottom) else {
            return write!(f, "{}/{}", self.top, self.bottom);
        };
        let digits = format!("{:0>w$}", scaled.abs(), w = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        write!(f, "{}{whole}.{part}", if scaled < 0 { "-" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        for s in ["0", "12", "-3.5", "61.3", "0.001", "500000000000", "1/3"] {
            assert_eq!(Num::parse(s).unwrap().to_string(), s);
        }
        assert_eq!(Num::parse("1e5"), None);
        assert_eq!(Num::parse(""), None);
        assert_eq!(Num::parse("."), None);
    }

    #[test]
    fn places_and_rounding() {
        let n = |s| Num::parse(s).unwrap();
        assert_eq!(n("46000").last_place(), n("1000"));
        assert_eq!(n("61.3").last_place(), n("0.1"));
        assert_eq!(n("46213").round_to(n("1000")), Some(n("46000")));
        assert_eq!(n("-2.5").round_to(n("1")), Some(n("-3")));
        assert!(Num::power_of_ten(30).unwrap().mul(Num::power_of_ten(30).unwrap()).is_none());
    }
}
