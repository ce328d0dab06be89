//! The rules of a pack at work: one walk through the automaton of all rules finds the longest that matches.

use super::reader::Reader;
use super::slot::{Cache, Capture, Misfit, RUN, WORDS, bit, is_roman, one};
use super::template::{fill, hedge, value};
use crate::clean::is_uppercase;
use crate::num::Num;
use crate::pack::glance::Glance;
use crate::pack::rules::Rules;
use crate::pack::table::{Rule, Slot, sort};
use crate::value::Bound;

/// A rule that matched.
#[derive(Clone)]
pub struct Match {
    /// Which one.
    pub rule: u16,
    /// Where it ends.
    pub end: usize,
    /// The value in the program's notation.
    pub value: String,
    /// The unit.
    pub unit: String,
    /// Numbers that it captured, in order.
    pub nums: Vec<Num>,
    /// Whether a label's name was captured.
    pub label: bool,
    /// A hedge that stood inside a captured numeral.
    pub bound: Bound,
}

/// The longest rule that matches here, of several the one that stands first; what was found last is remembered. `numeral`
/// says whether a number can begin here.
pub fn longest<'a>(r: &Reader<'a>, at: usize, first: char, numeral: bool, cache: &mut Cache<'a>) -> Option<Match> {
    matches(r, at, first, numeral, cache).then(|| cache.rule.clone())?
}

/// Whether a rule matches here, as [`longest`] finds it.
pub fn matches<'a>(r: &Reader<'a>, at: usize, first: char, numeral: bool, cache: &mut Cache<'a>) -> bool {
    if cache.ruled != (at, first) {
        cache.ruled = (at, first);
        cache.rule = None;
        search(r, at, first, numeral, cache);
    }
    cache.rule.is_some()
}

/// Whether a rule whose first part is a text may match here, at a glance. It may err on the side of yes.
pub fn may_match(r: &Reader, at: usize, cache: &mut Cache) -> bool {
    for (end, payload, whole) in r.hits(at) {
        if r.pack.surfaces.sorts(payload) & (sort::RULE | sort::RULE_INSIDE) == 0 {
            continue;
        }
        let (group, inside) = r.pack.surfaces.rules(payload);
        if group.is_some_and(|g| whole && may_follow(r, g, end, cache)) || inside.is_some_and(|g| may_follow(r, g, end, cache)) {
            return true;
        }
    }
    false
}

/// Whether anything can come behind the first part of rules, which ends here, at a glance. It may err on the side of yes.
pub fn may_follow(r: &Reader, group: u16, at: usize, cache: &mut Cache) -> bool {
    let glances = &r.pack.rules.glances;
    let mut comes = |g: Glance, at: usize| g.text(r.rest(at)) || g.slots != 0 && cache.fitting(at) & u64::from(g.slots) != 0;
    comes(glances.behind(group, false), at) || behind_space(r, at).is_some_and(|end| comes(glances.behind(group, true), end))
}

/// Leaves what it finds in the cache.
fn search<'a>(r: &Reader<'a>, at: usize, first: char, numeral: bool, cache: &mut Cache<'a>) {
    let mut walk = Walk { r, at, cache, captures: Vec::new() };
    let sorts = r.sorts(at);
    if sorts & (sort::RULE | sort::RULE_INSIDE) != 0 {
        for (end, payload, whole) in r.hits(at) {
            if r.pack.surfaces.sorts(payload) & (sort::RULE | sort::RULE_INSIDE) == 0 {
                continue;
            }
            let (group, inside) = r.pack.surfaces.rules(payload);
            for group in [group.filter(|_| whole), inside].into_iter().flatten() {
                if may_follow(r, group, end, walk.cache) {
                    walk.on(group, end);
                }
            }
        }
    }
    let capital = is_uppercase(first) || matches!(first, '\u{30A1}'..='\u{30FA}');
    if !numeral && !capital && sorts & (sort::MONTH | sort::WEEKDAY | sort::SEASON | sort::ERA | sort::DURATION) == 0 {
        return;
    }
    // Most slots want a number in figures or words; where there is none they need not be asked.
    let run = r.rest(at).iter().take_while(|b| b.is_ascii_digit()).count();
    let number = numeral && (run > 0 || walk.cache.number(at).is_some());
    let mut wanted = 0;
    let mut want = |condition: bool, slots: u64| wanted |= if condition { slots } else { 0 };
    want(sorts & sort::MONTH != 0, bit(Slot::Month));
    want(sorts & sort::WEEKDAY != 0, bit(Slot::Weekday));
    want(sorts & sort::SEASON != 0, bit(Slot::Season));
    want(sorts & sort::ERA != 0, bit(Slot::Era));
    want(sorts & sort::DURATION != 0, bit(Slot::Unit));
    want(is_roman(first), bit(Slot::Roman) | bit(Slot::Century));
    want(capital, bit(Slot::Label));
    want(numeral, bit(Slot::Word));
    want(number || numeral && sorts & (sort::ORDINAL | sort::ORDINAL_BEFORE) != 0, bit(Slot::Century) | bit(Slot::Ordinal));
    want(run == 2, bit(Slot::TwoDigits));
    want(run == 3, bit(Slot::ThreeDigits));
    want(run == 4, bit(Slot::Clock));
    want(number, bit(Slot::Number) | bit(Slot::Int) | bit(Slot::Few) | bit(Slot::Whole) | bit(Slot::ShortYear));
    want(number && matches!(run, 0 | 4), bit(Slot::Year) | bit(Slot::Decade));
    want(
        number && run <= 2,
        bit(Slot::Day) | bit(Slot::MonthNumber) | bit(Slot::Hour) | bit(Slot::Minute) | bit(Slot::Second) | bit(Slot::ShortDecade),
    );
    wanted &= r.pack.rules.begins;
    // Where it is known beforehand where slots end, one look there spares most of them.
    const BY_LETTERS: u64 = bit(Slot::Word) | bit(Slot::Label);
    const BY_NUMBER: u64 = bit(Slot::Number) | bit(Slot::Whole);
    if wanted & BY_LETTERS != 0 && r.letters(at) > at {
        wanted &= walk.behind(r.letters(at)) | !BY_LETTERS;
    }
    if wanted & RUN != 0 && run > 0 {
        wanted &= walk.behind(at + run) | !RUN;
    }
    if wanted & BY_NUMBER != 0
        && let Some(end) = walk.cache.number(at).map(|n| n.end)
    {
        let same = if run > 0 { BY_NUMBER } else { BY_NUMBER | WORDS };
        wanted &= walk.behind(end) | !same;
    }
    while wanted != 0 {
        let slot = Slot::ALL[wanted.trailing_zeros() as usize];
        wanted &= wanted - 1;
        walk.slot(slot, at, Rules::slot_group(slot));
    }
}

/// Behind the spaces that a rule wants here; where words are not separated there need be none.
fn behind_space(r: &Reader, at: usize) -> Option<usize> {
    let end = r.skip_spaces(at);
    (end > at || !r.pack.table.spaces).then_some(end)
}

/// A walk through the automaton.
struct Walk<'c, 'a> {
    r: &'c Reader<'a>,
    /// Where it began.
    at: usize,
    /// What is known; the best rule so far is there, too.
    cache: &'c mut Cache<'a>,
    captures: Vec<Capture<'a>>,
}

impl<'a> Walk<'_, 'a> {
    /// Goes on from a state at a place.
    fn on(&mut self, state: u16, at: usize) {
        let r = self.r;
        let rules = &r.pack.rules;
        let state = rules.state(state);
        for (n, loose, whole) in rules.texts(&state, r.rest(at)) {
            if loose != 0 && self.goes_on(loose, at + n) {
                self.on(loose, at + n);
            }
            if whole != 0 && self.goes_on(whole, at + n) && r.word_end(at + n) && !inside_figure(r, at + n) {
                self.on(whole, at + n);
            }
        }
        if state.fits != 0 {
            let fitting = self.cache.fitting(at);
            if fitting & u64::from(state.fits) != 0 {
                for (slot, to) in state.slots().filter(|s| fitting >> s.0 & 1 != 0) {
                    if let Some(slot) = Slot::ALL.get(usize::from(slot)) {
                        self.slot(*slot, at, to);
                    }
                }
            }
        }
        if let Some(to) = state.space()
            && let Some(end) = behind_space(r, at)
        {
            self.on(to, end);
        }
        for rule in state.ends() {
            self.end(rule, at);
        }
    }

    /// The slots with which rules begin and behind which, where they end here, anything can come.
    fn behind(&mut self, at: usize) -> u64 {
        let (r, rules) = (self.r, &self.r.pack.rules);
        let mut groups = rules.behind(false, r.rest(at).first().copied(), self.cache.fitting(at));
        if let Some(end) = behind_space(r, at) {
            groups |= rules.behind(true, r.rest(end).first().copied(), self.cache.fitting(end));
        }
        groups.into()
    }

    /// Whether anything can come of a state at a place, as far as the next bytes tell.
    fn goes_on(&mut self, state: u16, at: usize) -> bool {
        let r = self.r;
        let state = r.pack.rules.state(state);
        state.has_ends()
            || r.pack.rules.text_begins(&state, r.rest(at))
            || state.fits != 0 && self.cache.fitting(at) & u64::from(state.fits) != 0
            || state.space().is_some_and(|to| behind_space(r, at).is_some_and(|end| self.goes_on(to, end)))
    }

    fn slot(&mut self, slot: Slot, at: usize, to: u16) {
        // Most rules that begin with a number want something behind it that is not there.
        let known = match self.cache.end(slot, at) {
            Ok(known) => known,
            Err(Misfit) => return,
        };
        if known.is_some_and(|end| !self.goes_on(to, end)) {
            return;
        }
        if let Some((end, capture)) = one(self.r, slot, at, self.cache)
            && (known.is_some() || self.goes_on(to, end))
        {
            self.captures.push(capture);
            self.on(to, end);
            self.captures.pop();
        }
    }

    /// A rule ends here: it is taken if it is better than what is known and has a value.
    fn end(&mut self, index: u16, end: usize) {
        let better = self.cache.rule.as_ref().is_none_or(|b| end > b.end || end == b.end && index < b.rule);
        if !better || !self.r.word_end(end) {
            return;
        }
        let (rule, caps) = (self.r.pack.rules.get(index), &self.captures);
        if allowed(self.r, rule, self.at, end)
            && let Some(value) = value(&rule.value, caps)
            && let Some(unit) = fill(&rule.unit, caps)
        {
            let nums = caps.iter().filter_map(|c| c.num).collect();
            let label = caps.iter().any(|c| c.slot == Slot::Label);
            self.cache.rule = Some(Match { rule: index, end, value, unit, nums, label, bound: hedge(caps) });
        }
    }
}

/// Whether a place is between two digits: a 1 in 10 is no part of 1 in 100.
fn inside_figure(r: &Reader, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(r.char_at(at)) && digit(r.char_before(at))
}

/// Whether what stands around lets a rule match.
fn allowed(r: &Reader, rule: &Rule, at: usize, end: usize) -> bool {
    let follows = |w: &String| r.literal(r.skip_spaces(end), w).is_some();
    (rule.before.is_empty() || rule.before.iter().any(follows))
        && !rule.not_before.iter().any(follows)
        && !rule.not_after.iter().any(|w| stands_before(r, at, w))
}

/// Whether this word ends right before a place, as a word of its own.
fn stands_before(r: &Reader, at: usize, word: &str) -> bool {
    let text = r.folded[r.start..at].trim_end();
    text.ends_with(word) && r.word_start(r.start + text.len() - word.len())
}
