//! Stories in a stream: reports that nobody has grouped, in the order of their days, each joined to the reports of the
//! last days with which it shares rare names, days and figures.
//!
//! What is held does not grow with the stream: the traces of the reports within the window, and which reports belong to
//! the stories that are still open. This module reads and writes nothing.

pub mod rarity;
pub mod traces;

use rarity::Rarity;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// The least that a report has in common with another of its story, 0 to 1. On annotated stories each has at least 0.21
/// in common with one other, and with one of another story at most 0.17.
const LIKE: f64 = 0.19;
/// The least that what they share tells.
const ENOUGH: f64 = 12.0;
/// What a trace must tell for reports to be looked up by it: about one report in 20 has it, or fewer.
const RARE: f64 = 3.0;
/// Traces of reports within the window, at most.
const MOST_TRACES: usize = 3_000_000;
/// Reports of a story, at most.
const MOST_REPORTS: usize = 2_000;

/// A report within the window.
struct Member {
    day: i64,
    story: u64,
    traces: Vec<u64>,
    /// What all its traces tell.
    size: f64,
}

/// A story that may still get reports.
struct Open {
    name: String,
    /// Its reports, in order.
    reports: Vec<u64>,
    /// How many of them are within the window.
    within: usize,
}

/// A story that gets no more reports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closed {
    /// The name of its first report.
    pub name: String,
    /// The places of its reports in the stream, in order.
    pub reports: Vec<u64>,
}

/// Gathers reports to stories.
pub struct Gatherer<'a> {
    rarity: &'a Rarity,
    window: i64,
    /// Reports within the window; `first` is the place in the stream of the first.
    members: VecDeque<Member>,
    first: u64,
    held: usize,
    /// Which reports have a trace that is rare, in order.
    having: HashMap<u64, VecDeque<u64>>,
    /// Stories by the place of their first report.
    open: HashMap<u64, Open>,
    crowded: u64,
}

impl Gatherer<'_> {
    /// One that joins reports that are at most so many days apart.
    pub fn new(rarity: &Rarity, window: i64) -> Gatherer<'_> {
        let (members, having, open) = (VecDeque::new(), HashMap::new(), HashMap::new());
        Gatherer { rarity, window, members, first: 0, held: 0, having, open, crowded: 0 }
    }

    /// How many reports were let go before their time, for there were too many within the window.
    pub fn crowded(&self) -> u64 {
        self.crowded
    }

    /// Takes in the next report: no day is before the last one, and traces are sorted. Stories that are closed by that
    /// are given out.
    pub fn take(&mut self, day: i64, name: &str, traces: Vec<u64>, closed: &mut Vec<Closed>) {
        while self.members.front().is_some_and(|m| m.day < day.saturating_sub(self.window)) {
            self.let_go(closed);
        }
        while self.held + traces.len() > MOST_TRACES && !self.members.is_empty() {
            self.crowded += 1;
            self.let_go(closed);
        }
        let place = self.first + self.members.len() as u64;
        let story = self.home(&traces).unwrap_or(place);
        let open = self.open.entry(story).or_insert_with(|| Open { name: name.to_owned(), reports: Vec::new(), within: 0 });
        open.reports.push(place);
        open.within += 1;
        for t in traces.iter().filter(|t| self.rarity.weight(**t) >= RARE) {
            self.having.entry(*t).or_default().push_back(place);
        }
        self.held += traces.len();
        let size = traces.iter().map(|t| self.rarity.weight(*t).powi(2)).sum();
        self.members.push_back(Member { day, story, traces, size });
    }

    /// Gives out all stories that are open.
    pub fn finish(mut self) -> Vec<Closed> {
        let mut closed = Vec::new();
        while !self.members.is_empty() {
            self.let_go(&mut closed);
        }
        closed
    }

    /// The story of a report with these traces, if there is one; the stories that it links become one.
    fn home(&mut self, traces: &[u64]) -> Option<u64> {
        let size: f64 = traces.iter().map(|t| self.rarity.weight(*t).powi(2)).sum();
        let mut near: BTreeSet<u64> = BTreeSet::new();
        for t in traces.iter().filter(|t| self.rarity.weight(**t) >= RARE) {
            near.extend(self.having.get(t).into_iter().flatten());
        }
        // The best link to each story.
        let mut linked: BTreeMap<u64, f64> = BTreeMap::new();
        for place in near {
            let m = &self.members[(place - self.first) as usize];
            let (tells, square) = self.common(traces, &m.traces);
            let like = square / (size * m.size).sqrt();
            if like >= LIKE && tells >= ENOUGH {
                let best = linked.entry(m.story).or_insert(like);
                *best = best.max(like);
            }
        }
        // How many more reports a story takes; nothing if it has become part of another.
        let room = |open: &HashMap<u64, Open>, s: u64| open.get(&s).map_or(0, |o| MOST_REPORTS.saturating_sub(o.reports.len()));
        linked.retain(|s, _| room(&self.open, *s) > 0);
        // Of equal links the first story's counts.
        let mut home = linked.iter().rev().max_by(|a, b| a.1.total_cmp(b.1)).map(|s| *s.0)?;
        for other in linked.into_keys() {
            let size = self.open.get(&other).map_or(usize::MAX, |o| o.reports.len());
            if other != home && size < room(&self.open, home) {
                home = self.unite(home, other);
            }
        }
        Some(home)
    }

    /// What two reports share, and the sum of squares of that.
    fn common(&self, a: &[u64], b: &[u64]) -> (f64, f64) {
        let (mut i, mut j, mut sums) = (0, 0, (0.0, 0.0));
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            if x == y {
                let w = self.rarity.weight(*x);
                sums = (sums.0 + w, sums.1 + w * w);
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        sums
    }

    /// Makes one story of two, under the name of the earlier.
    fn unite(&mut self, a: u64, b: u64) -> u64 {
        let (to, from) = (a.min(b), a.max(b));
        let Some(more) = self.open.remove(&from) else { return to };
        for place in more.reports.iter().filter(|p| **p >= self.first) {
            self.members[(place - self.first) as usize].story = to;
        }
        if let Some(open) = self.open.get_mut(&to) {
            open.reports.extend(more.reports);
            open.reports.sort_unstable();
            open.within += more.within;
        }
        to
    }

    /// Lets the first report within the window go.
    fn let_go(&mut self, closed: &mut Vec<Closed>) {
        let Some(m) = self.members.pop_front() else { return };
        for t in &m.traces {
            if let Some(list) = self.having.get_mut(t) {
                if list.front() == Some(&self.first) {
                    list.pop_front();
                }
                if list.is_empty() {
                    self.having.remove(t);
                }
            }
        }
        self.held -= m.traces.len();
        self.first += 1;
        if let Some(open) = self.open.get_mut(&m.story) {
            open.within -= 1;
            if open.within == 0 {
                closed.extend(self.open.remove(&m.story).map(|o| Closed { name: o.name, reports: o.reports }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names that a report has; the lowest bits say that they are names.
    fn names(of: impl IntoIterator<Item = u64>) -> Vec<u64> {
        of.into_iter().map(|n| n << 3 | traces::Sort::Name as u64).collect()
    }

    fn gather(reports: &[(i64, Vec<u64>)], window: i64) -> Vec<Vec<u64>> {
        let mut rarity = Rarity::default();
        reports.iter().for_each(|r| rarity.add(&r.1));
        let mut g = Gatherer::new(&rarity, window);
        let mut closed = Vec::new();
        reports.iter().enumerate().for_each(|(i, r)| g.take(r.0, &i.to_string(), r.1.clone(), &mut closed));
        closed.extend(g.finish());
        assert!(closed.iter().all(|c| c.name == c.reports[0].to_string()), "a story is called by its first report");
        let mut reports: Vec<Vec<u64>> = closed.into_iter().map(|c| c.reports).collect();
        reports.sort();
        reports
    }

    #[test]
    fn what_is_shared_joins_within_the_window() {
        let reports = [(1, names(0..9)), (2, names(20..29)), (3, names(4..13)), (30, names(0..9))];
        assert_eq!(gather(&reports, 5), [vec![0, 2], vec![1], vec![3]]);
        assert_eq!(gather(&reports, 27), [vec![0, 2, 3], vec![1]]);
        assert_eq!(gather(&reports, 0), [vec![0], vec![1], vec![2], vec![3]]);
        assert_eq!(gather(&[], 5), Vec::<Vec<u64>>::new());
    }

    #[test]
    fn a_report_that_is_like_two_makes_one_story_of_them() {
        let reports = [(1, names(0..8)), (1, names(50..58)), (1, names((0..6).chain(50..56)))];
        assert_eq!(gather(&reports, 3), [vec![0, 1, 2]]);
        // The second is the most like it, the first has the name.
        let reports = [(1, names(0..8)), (1, names(50..60)), (1, names(80..88)), (1, names((0..6).chain(50..59).chain(80..86)))];
        assert_eq!(gather(&reports, 3), [vec![0, 1, 2, 3]]);
    }

    #[test]
    fn what_all_have_joins_nothing() {
        let reports: Vec<_> = (0..3000).map(|i| (1, names((0..9).chain([100 + i])))).collect();
        assert_eq!(gather(&reports, 3).len(), 3000);
    }

    #[test]
    fn a_story_does_not_grow_without_end() {
        let mut reports: Vec<_> = (0..2500).map(|_| (1, names(0..9))).collect();
        reports.extend((0..100_000).map(|i| (40, names([1000 + i]))));
        let sizes: Vec<usize> = gather(&reports, 3).iter().map(Vec::len).filter(|n| *n > 1).collect();
        assert_eq!(sizes, [2000, 500]);
    }
}
