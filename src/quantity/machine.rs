//! Two small machines that accept the parts of a numeral one by one and refuse what cannot follow: groups of three, and
//! groups of four. They know no text.

use crate::num::Num;

pub(super) enum Token {
    Value(Num, Num),
    Digit(u8),
    Teen(u8),
    Tens(u8),
    Hundred(u16),
    Scale(u64),
    Fixed(Num),
}

/// Groups of three.
pub(super) struct Western {
    pub(super) total: Num,
    pub(super) last_scale: Option<Num>,
    pub(super) group: Option<Num>,
    pub(super) ones: bool,
    pub(super) tens: bool,
    pub(super) hundreds: bool,
    pub(super) value: bool,
    pub(super) step: Num,
    pub(super) group_step: Option<Num>,
    pub(super) min_step: Option<Num>,
}

impl Western {
    pub(super) fn new() -> Western {
        Western {
            total: Num::ZERO,
            last_scale: None,
            group: None,
            ones: false,
            tens: false,
            hundreds: false,
            value: false,
            step: Num::ONE,
            group_step: None,
            min_step: None,
        }
    }

    pub(super) fn push(&mut self, t: &Token, joined: bool) -> Option<()> {
        match *t {
            Token::Value(n, step) => {
                if self.group.is_some() || self.last_scale.is_some_and(|s| n >= s) {
                    return None;
                }
                self.group = Some(n);
                self.group_step = Some(step);
                self.value = true;
                self.ones = true;
                self.tens = true;
                self.hundreds = n >= Num::int(100) || !n.is_int();
            }
            Token::Fixed(n) => {
                if self.ones || self.tens {
                    // Two dozen.
                    let g = self.group?;
                    if !n.is_int() || n < Num::int(12) {
                        return None;
                    }
                    self.group = Some(g.mul(n)?);
                } else {
                    self.group = Some(self.group.unwrap_or(Num::ZERO).add(n)?);
                }
                self.ones = true;
                self.tens = true;
            }
            Token::Digit(d) => {
                if self.ones || self.value || (d == 0 && self.group.is_some()) {
                    return None;
                }
                self.group = Some(self.group.unwrap_or(Num::ZERO).add(Num::int(d.into()))?);
                self.ones = true;
            }
            Token::Teen(d) => {
                if self.ones || self.tens || self.value {
                    return None;
                }
                self.group = Some(self.group.unwrap_or(Num::ZERO).add(Num::int(d.into()))?);
                self.ones = true;
                self.tens = true;
            }
            Token::Tens(d) => {
                if self.tens || self.value || (self.ones && !joined) {
                    return None;
                }
                self.group = Some(self.group.unwrap_or(Num::ZERO).add(Num::int(d.into()))?);
                self.tens = true;
            }
            Token::Hundred(h) => {
                let h = Num::int(h.into());
                if self.hundreds {
                    return None;
                }
                self.group = Some(if h == Num::int(100) {
                    self.group.unwrap_or(Num::ONE).mul(h)?
                } else {
                    if self.group.is_some() {
                        return None;
                    }
                    h
                });
                self.hundreds = true;
                self.ones = false;
                self.tens = false;
                self.value = false;
            }
            Token::Scale(s) => {
                let s = Num::int(i64::try_from(s).ok()?);
                match self.group {
                    Some(g) => {
                        if self.last_scale.is_some_and(|l| s >= l) {
                            // A thousand billion: the smaller scale counts the larger.
                            if self.total.is_int() && self.group.is_none() {
                                self.total = self.total.mul(s)?;
                                self.last_scale = Some(s);
                                return Some(());
                            }
                            return None;
                        }
                        self.total = self.total.add(g.mul(s)?)?;
                        if let Some(step) = self.group_step {
                            self.note_step(step.mul(s)?);
                        }
                    }
                    None => {
                        if self.last_scale.is_some_and(|l| s > l) {
                            self.total = self.total.mul(s)?;
                            if let Some(m) = self.min_step {
                                self.min_step = Some(m.mul(s)?);
                            }
                            self.last_scale = Some(s);
                            return Some(());
                        }
                        if s != Num::int(1000) || self.last_scale.is_some_and(|l| s >= l) {
                            return None;
                        }
                        self.total = self.total.add(s)?;
                    }
                }
                self.group = None;
                self.group_step = None;
                (self.ones, self.tens, self.hundreds, self.value) = (false, false, false, false);
                self.last_scale = Some(s);
            }
        }
        Some(())
    }

    pub(super) fn note_step(&mut self, step: Num) {
        self.min_step = Some(self.min_step.map_or(step, |m| m.min(step)));
    }

    pub(super) fn half(&mut self) -> Option<()> {
        if let Some(g) = self.group {
            // One and a half million: what follows may scale the half, too.
            self.group = Some(g.add(Num::ratio(1, 2)?)?);
            self.group_step = Some(Num::ratio(1, 10)?);
            (self.ones, self.tens, self.hundreds) = (true, true, true);
            return Some(());
        }
        let unit = self.last_scale.unwrap_or(Num::ONE);
        self.total = self.total.add(unit.div(Num::int(2))?)?;
        self.step = unit.div(Num::int(10))?;
        self.note_step(self.step);
        Some(())
    }

    pub(super) fn finish(&self) -> Option<(Num, Num)> {
        let mut n = self.total;
        let mut step = self.min_step;
        if let Some(g) = self.group {
            n = n.add(g)?;
            if let Some(s) = self.group_step {
                step = Some(step.map_or(s, |m| m.min(s)));
            }
        }
        Some((n, step.unwrap_or_else(|| n.last_place())))
    }
}

/// Groups of four.
#[derive(Default)]
pub(super) struct Myriad {
    pub(super) total: Option<Num>,
    pub(super) section: Option<Num>,
    pub(super) current: Option<Num>,
    /// Digits of the current positional number.
    pub(super) digits: usize,
    pub(super) last_unit: u64,
    pub(super) last_scale: Option<Num>,
    pub(super) zero: bool,
    pub(super) value: bool,
    pub(super) step: Option<Num>,
    pub(super) current_step: Option<Num>,
}

impl Myriad {
    pub(super) fn push(&mut self, t: &Token) -> Option<()> {
        match *t {
            Token::Value(n, step) => {
                if self.current.is_some() || self.last_scale.is_some_and(|s| n >= s) {
                    return None;
                }
                self.current = Some(n);
                self.current_step = Some(step);
                self.value = true;
            }
            Token::Digit(d) => {
                let d = Num::int(d.into());
                if self.value {
                    return None;
                }
                match self.current {
                    Some(c) => {
                        if self.section.is_some() && !(self.digits == 1 && c == Num::ZERO) {
                            return None;
                        }
                        self.current = Some(c.mul(Num::int(10))?.add(d)?);
                        self.digits += 1;
                    }
                    None => {
                        self.current = Some(d);
                        self.digits = 1;
                    }
                }
                self.zero |= d == Num::ZERO;
            }
            Token::Teen(_) | Token::Tens(_) | Token::Fixed(_) => {
                let n = match *t {
                    Token::Fixed(n) => n,
                    Token::Teen(d) | Token::Tens(d) => Num::int(d.into()),
                    _ => return None,
                };
                if self.current.is_some() {
                    return None;
                }
                self.current = Some(n);
                self.digits = 2;
            }
            Token::Hundred(u) => {
                let u = u64::from(u);
                if self.last_unit != 0 && u >= self.last_unit || self.digits > 1 && !self.zero_led() {
                    return None;
                }
                let c = self.current.take().filter(|c| *c != Num::ZERO).unwrap_or(Num::ONE);
                if let Some(s) = self.current_step.take() {
                    self.note(s.mul(Num::int(u as i64))?.mul(self.pending_scale())?);
                }
                self.section = Some(self.section.unwrap_or(Num::ZERO).add(c.mul(Num::int(u as i64))?)?);
                self.last_unit = u;
                (self.digits, self.value, self.zero) = (0, false, false);
            }
            Token::Scale(s) => {
                let s = Num::int(i64::try_from(s).ok()?);
                let group = match (self.section, self.current) {
                    (None, None) => {
                        // 万亿: the smaller scale counts the larger.
                        if let (Some(t), Some(l)) = (self.total, self.last_scale)
                            && s > l
                        {
                            self.total = Some(t.mul(s)?);
                            if let Some(st) = self.step {
                                self.step = Some(st.mul(s)?);
                            }
                            self.last_scale = Some(s);
                            return Some(());
                        }
                        return None;
                    }
                    (a, b) => a.unwrap_or(Num::ZERO).add(b.unwrap_or(Num::ZERO))?,
                };
                // 五万六千亿: everything so far counts the larger scale, once.
                if let (Some(t), Some(l)) = (self.total, self.last_scale)
                    && s > l
                    && t < s
                    && l.mul(s).is_some_and(|m| m <= Num::int(1_000_000_000_000))
                {
                    if let Some(st) = self.current_step.take() {
                        self.note(st);
                    }
                    self.step = match self.step {
                        Some(st) => Some(st.mul(s)?),
                        None => None,
                    };
                    self.total = Some(t.add(group)?.mul(s)?);
                    (self.section, self.current, self.last_unit, self.digits) = (None, None, 0, 0);
                    (self.value, self.zero) = (false, false);
                    self.last_scale = Some(s);
                    return Some(());
                }
                if self.last_scale.is_some_and(|l| s >= l) {
                    return None;
                }
                if let Some(st) = self.current_step.take() {
                    self.note(st);
                }
                if let Some(st) = self.step {
                    self.step = Some(st.mul(s)?);
                }
                self.total = Some(self.total.unwrap_or(Num::ZERO).add(group.mul(s)?)?);
                (self.section, self.current, self.last_unit, self.digits) = (None, None, 0, 0);
                (self.value, self.zero) = (false, false);
                self.last_scale = Some(s);
            }
        }
        Some(())
    }

    pub(super) fn zero_led(&self) -> bool {
        self.zero && self.digits == 2
    }

    pub(super) fn pending_scale(&self) -> Num {
        Num::ONE
    }

    pub(super) fn note(&mut self, step: Num) {
        self.step = Some(self.step.map_or(step, |m| m.min(step)));
    }

    pub(super) fn finish(&self, shorthand: bool) -> Option<(Num, Num)> {
        let mut n = self.total.unwrap_or(Num::ZERO).add(self.section.unwrap_or(Num::ZERO))?;
        let mut step = self.step;
        if let Some(c) = self.current {
            let mut c = c;
            // 一百二 is 120, 三万五 is 35000; with a nought between it is 102.
            if shorthand && self.digits == 1 && !self.zero && !self.value && c > Num::ZERO {
                if self.last_unit >= 100 {
                    c = c.mul(Num::int(self.last_unit as i64 / 10))?;
                } else if self.section.is_none()
                    && let Some(s) = self.last_scale
                {
                    c = c.mul(s.div(Num::int(10))?)?;
                }
            }
            n = n.add(c)?;
            if let Some(s) = self.current_step {
                step = Some(s);
            }
        }
        Some((n, step.unwrap_or_else(|| n.last_place())))
    }
}

pub(super) enum Machine {
    Western(Western),
    Myriad(Myriad),
}

impl Machine {
    pub(super) fn push(&mut self, t: &Token, joined: bool) -> Option<()> {
        match self {
            Machine::Western(w) => w.push(t, joined),
            Machine::Myriad(m) => m.push(t),
        }
    }

    pub(super) fn finish(&self, shorthand: bool) -> Option<(Num, Num)> {
        match self {
            Machine::Western(w) => w.finish(),
            Machine::Myriad(m) => m.finish(shorthand),
        }
    }
}
