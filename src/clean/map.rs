//! The way back from clean text to the file: runs of text that were taken over, and runs that were changed.

/// Maps spans of the clean text to spans of the source.
#[derive(Debug, Default, Clone)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

/// A run of text that was taken over or changed as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    clean: usize,
    clean_len: usize,
    source: usize,
    source_len: usize,
    changed: bool,
}

impl Run {
    /// Whether it begins at or before a place of the clean text.
    pub fn starts_by(&self, at: usize) -> bool {
        self.clean <= at
    }
}

impl OffsetMap {
    /// Text taken over as it is.
    pub fn same(&mut self, clean: usize, source: usize, len: usize) {
        if let Some(last) = self.runs.last_mut()
            && last.clean_len == last.source_len
            && !last.changed
            && last.source + last.source_len == source
            && last.clean + last.clean_len == clean
        {
            last.clean_len += len;
            last.source_len += len;
            return;
        }
        self.runs.push(Run { clean, clean_len: len, source, source_len: len, changed: false });
    }

    /// Text that stands for other text.
    pub fn other(&mut self, clean: usize, clean_len: usize, source: usize, source_len: usize) {
        self.runs.push(Run { clean, clean_len, source, source_len, changed: true });
    }

    /// The pieces of `from..to` of the clean text: place in it, place in the source, and whether both read the same.
    pub fn pieces(&self, from: usize, to: usize) -> impl Iterator<Item = ((usize, usize), (usize, usize), bool)> + '_ {
        let first = self.runs.partition_point(|r| r.clean + r.clean_len <= from);
        self.runs[first..].iter().take_while(move |r| r.clean < to).map(move |r| {
            let (a, b) = (r.clean.max(from), (r.clean + r.clean_len).min(to));
            if !r.changed {
                ((a, b), (r.source + a - r.clean, r.source + b - r.clean), true)
            } else {
                ((a, b), (r.source, r.source + r.source_len), false)
            }
        })
    }

    /// The source's span of `from..to` of the clean text. What stands for something else stands for all of it, even where both
    /// are as long: `㎒` and `MHz`.
    pub fn source(&self, from: usize, to: usize) -> (usize, usize) {
        self.source_by(from, to, |runs, at| runs.partition_point(|r| r.starts_by(at)))
    }

    /// As [`OffsetMap::source`], for who knows how to find quickly how many runs start by a place.
    pub fn source_by(&self, from: usize, to: usize, count: impl Fn(&[Run], usize) -> usize) -> (usize, usize) {
        let run = |at: usize| count(&self.runs, at).checked_sub(1).map(|i| &self.runs[i]);
        let start = run(from).map_or(0, |r| if !r.changed { r.source + (from - r.clean).min(r.source_len) } else { r.source });
        if to <= from {
            return (start, start);
        }
        let end = run(to - 1).map_or(0, |r| if !r.changed { r.source + (to - r.clean).min(r.source_len) } else { r.source + r.source_len });
        (start, end.max(start))
    }
}
