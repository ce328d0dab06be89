//! Cleaning: from a file's text to the text that is read, with an exact map back.
//!
//! Drops what is not the report's own wording (readings in brackets, ruby, mark-up, addresses), unifies widths and
//! spaces, and knows no language: what it goes by is script and mark-up.

#[cfg(feature = "articles")]
mod article;
mod entity;
mod html;
mod map;
pub mod subtitles;

pub use map::OffsetMap;

use crate::date::Day;
use crate::pack::bytes::until;
use regex::Regex;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// A report's text as it is read, with the way back to the file.
#[derive(Debug, Default)]
pub struct Clean {
    /// The text.
    pub text: String,
    /// The way back.
    pub map: OffsetMap,
    /// The day on which it says of itself that it was published.
    pub published: Option<Day>,
}

/// What a source is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Markup {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// SRT or WebVTT.
    Subtitles,
}

/// Cleans a text.
pub fn clean(source: &str, markup: Markup) -> Clean {
    let mut out = Builder { text: String::with_capacity(source.len()), ..Builder::default() };
    match markup {
        Markup::Html => {
            let published = html::clean(source, &mut out);
            return Clean { published: published.and_then(|p| Day::of_stamp(&p)), ..out.finish() };
        }
        Markup::Plain | Markup::Markdown => cut(source, gather(source, markup == Markup::Markdown), &mut out),
        Markup::Subtitles => cut(source, with_masks(gather(source, false), &subtitles::cuts(source)), &mut out),
    }
    out.finish()
}

/// Cleans plain text in which some stretches are no text, such as placeholders.
pub fn masked(source: &str, masks: &[(usize, usize, &'static str)]) -> Clean {
    let mut out = Builder::default();
    cut(source, with_masks(gather(source, false), masks), &mut out);
    out.finish()
}

/// Masks go before other cuts that they meet.
fn with_masks(mut cuts: Vec<Cut>, masks: &[(usize, usize, &'static str)]) -> Vec<Cut> {
    let mut masks = masks.to_vec();
    masks.sort_unstable();
    cuts.retain(|c| {
        let next = masks.partition_point(|m| m.0 < c.1);
        next.checked_sub(1).is_none_or(|i| masks[i].1 <= c.0)
    });
    cuts.extend(masks.into_iter().map(|(from, to, instead)| (from, to, instead.to_owned())));
    cuts.sort_unstable();
    cuts
}

/// Takes over a source without its cuts, which are in order.
fn cut(source: &str, cuts: Vec<Cut>, out: &mut Builder) {
    let mut at = 0;
    for (from, to, instead) in cuts {
        if from < at {
            continue;
        }
        out.text(source, at, from);
        if !instead.is_empty() {
            out.replace(&instead, from, to);
        }
        at = to;
    }
    out.text(source, at, source.len());
}

/// A stretch of the source and what stands in its place.
type Cut = (usize, usize, String);

/// Stretches of the source that are dropped or replaced, in order.
fn gather(source: &str, markdown: bool) -> Vec<Cut> {
    let mut cuts = Vec::new();
    addresses(source, &mut cuts);
    readings(source, &mut cuts);
    entity::gather(source, &mut cuts);
    colours(source, &mut cuts);
    if markdown {
        marks(source, &mut cuts);
    }
    cuts.sort_unstable();
    cuts
}

/// Web and mail addresses hold digits that state nothing.
fn addresses(source: &str, cuts: &mut Vec<Cut>) {
    static ADDRESS: OnceLock<Regex> = OnceLock::new();
    let bytes = source.as_bytes();
    let marked = memchr::memchr(b'@', bytes).is_some() || ["://", "www."].iter().any(|m| memchr::memmem::find(bytes, m.as_bytes()).is_some());
    if !marked {
        return;
    }
    let pattern = r#"(?i-u:(?:[a-z][a-z0-9+.-]{1,15}://|(?u:\b)www\.)[!#-(*-;=?-\[^-~]+|[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,})"#;
    let address = ADDRESS.get_or_init(|| Regex::new(pattern).expect("the pattern is constant"));
    // An address is a stretch without spaces, and has one of these marks in it.
    let www = |at: &usize| at.checked_sub(3).is_some_and(|from| bytes[from..*at].eq_ignore_ascii_case(b"www"));
    let mut marks: Vec<usize> = memchr::memchr_iter(b'@', bytes).chain(memchr::memmem::find_iter(bytes, b"://")).collect();
    marks.extend(memchr::memchr_iter(b'.', bytes).filter(www));
    marks.sort_unstable();
    let mut done = 0;
    for mark in marks.into_iter() {
        if mark < done {
            continue;
        }
        let from = mark - bytes[done..mark].iter().rev().take_while(|b| b.is_ascii_graphic()).count();
        done = mark + bytes[mark..].iter().take_while(|b| b.is_ascii_graphic()).count();
        // What stands before is in view, for an address begins where a word does.
        let (stretch, mut at) = (&source[..done], from);
        while let Some(m) = address.find_at(stretch, at) {
            cuts.push((m.start(), m.end(), " ".to_owned()));
            at = m.end();
        }
    }
}

/// What steers a terminal, as in a text that was taken from one: its digits state nothing.
fn colours(source: &str, cuts: &mut Vec<Cut>) {
    let bytes = source.as_bytes();
    for at in memchr::memmem::find_iter(bytes, b"\x1B[") {
        let digits = bytes[at + 2..].iter().take_while(|b| matches!(b, b'0'..=b'?')).count();
        let end = at + 2 + digits;
        if bytes.get(end).is_some_and(|b| matches!(b, b'@'..=b'~')) {
            cuts.push((at, end + 1, String::new()));
        }
    }
}

fn char_len(s: &str, at: usize) -> usize {
    s[at..].chars().next().map_or(0, char::len_utf8)
}

/// Whether a character is a Han ideograph.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '々' | '〇')
}

/// Whether a character is kana.
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}')
}

/// As [`char::is_alphanumeric`], where most characters of East Asian texts need no look into its tables.
#[inline]
pub fn is_alphanumeric(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFC}') || c.is_alphanumeric()
}

/// As [`char::is_alphabetic`], where letters and marks of East Asian and European texts need no look into its tables.
#[inline]
pub fn is_alphabetic(c: char) -> bool {
    match c {
        'a'..='z' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFC}' => true,
        '\0'..='@' | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        c => c.is_alphabetic(),
    }
}

/// As [`char::is_uppercase`], in the same way.
#[inline]
pub fn is_uppercase(c: char) -> bool {
    !matches!(c, '\u{2E80}'..='\u{A63F}') && c.is_uppercase()
}

fn has_tone(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ".contains(c)
}

/// Readings in brackets after an ideograph: Latin syllables with tone marks, or kana. In a text that is glossed so,
/// short toneless syllables in the same place are readings too.
fn readings(source: &str, cuts: &mut Vec<Cut>) {
    let mut toned = 0;
    let mut plain = Vec::new();
    for open in memchr::memchr2_iter(b'(', "（".as_bytes()[0], source.as_bytes()) {
        let Some(mark) = source[open..].chars().next().filter(|c| matches!(c, '(' | '（')) else { continue };
        let inside = open + mark.len_utf8();
        let Some(len) = source[inside..].char_indices().take(40).find(|(_, c)| matches!(c, ')' | '）')).map(|(i, _)| i) else {
            continue;
        };
        let gloss = &source[inside..inside + len];
        let end = inside + len + char_len(source, inside + len);
        let before = source[..open].chars().next_back();
        let figure = before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '０'..='９'));
        if !(figure || before.is_some_and(|c| is_han(c) || matches!(c, ')' | '）'))) || gloss.is_empty() {
            continue;
        }
        let latin = gloss.chars().all(|c| c.is_ascii_lowercase() || has_tone(c) || matches!(c, '\u{2019}' | '\'' | ' ' | '\u{3000}'));
        if latin && gloss.chars().any(has_tone) {
            toned += 1;
            cuts.push((open, end, String::new()));
        } else if latin && !figure && gloss.len() <= 6 && !gloss.contains(' ') {
            plain.push((open, end, String::new()));
        } else if (figure || before.is_some_and(is_han)) && gloss.chars().all(|c| matches!(c, '\u{3041}'..='\u{309F}')) {
            cuts.push((open, end, String::new()));
        }
    }
    if toned >= 3 {
        cuts.extend(plain);
    }
}

/// Markdown's marks: emphasis, headings, link targets, images, comments, code fences.
fn marks(source: &str, cuts: &mut Vec<Cut>) {
    let bytes = source.as_bytes();
    let mut line_start = 0;
    for line in source.split_inclusive('\n') {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let hashes = body.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&hashes) && body[hashes..].starts_with(' ') {
            cuts.push((line_start + indent, line_start + indent + hashes, String::new()));
        }
        if body.starts_with("```") || body.starts_with("~~~") {
            cuts.push((line_start, line_start + line.trim_end().len(), String::new()));
        }
        line_start += line.len();
    }
    for at in memchr::memchr2_iter(b'*', b'`', bytes) {
        cuts.push((at, at + 1, String::new()));
    }
    /// Bytes in which a link's text begins, and its target ends.
    const LINK: usize = 4 << 10;
    for (at, _) in source.match_indices("](") {
        if let Some(end) = memchr::memchr(b')', &bytes[at..bytes.len().min(at + LINK)]) {
            let target = &source[at + 2..at + end];
            if !target.contains(char::is_whitespace) || target.contains('"') {
                cuts.push((at, at + end + 1, String::new()));
                let from = at.saturating_sub(LINK);
                if let Some(open) = memchr::memrchr(b'[', &bytes[from..at]) {
                    cuts.push((from + open, from + open + 1, String::new()));
                }
            }
        }
    }
    let mut at = 0;
    while let Some(open) = source[at..].find("<!--") {
        let end = source[at + open..].find("-->").map_or(source.len(), |i| at + open + i + 3);
        cuts.push((at + open, end, String::new()));
        at = end;
    }
}

/// Builds the clean text and its map.
#[derive(Default)]
pub struct Builder {
    text: String,
    map: OffsetMap,
}

impl Builder {
    /// Takes over `source[from..to]`, unifying widths and spaces.
    pub fn text(&mut self, source: &str, from: usize, to: usize) {
        let (mut plain, mut at) = (from, from);
        let bytes = source.as_bytes();
        while at < to {
            at += plain_run(&bytes[at..to]);
            if at >= to {
                break;
            }
            let Some(c) = source[at..to].chars().next() else { break };
            let end = at + c.len_utf8();
            if needs_change(c) {
                self.verbatim(source, plain, at);
                plain = end;
                self.changed(c, at, end);
            }
            at = end;
        }
        self.verbatim(source, plain, to);
    }

    fn verbatim(&mut self, source: &str, from: usize, to: usize) {
        if from < to {
            self.map.same(self.text.len(), from, to - from);
            self.text.push_str(&source[from..to]);
        }
    }

    fn changed(&mut self, c: char, from: usize, to: usize) {
        let start = self.text.len();
        match c {
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{00AD}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\r' => {}
            '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}' => self.text.push('-'),
            '〜' => self.text.push('~'),
            c if c.is_whitespace() || c.is_control() => self.text.push(' '),
            c => self.text.extend(std::iter::once(c).nfkc()),
        }
        if self.text.len() > start {
            self.map.other(start, self.text.len() - start, from, to - from);
        }
    }

    /// Puts `instead` where `source[from..to]` stood.
    pub fn replace(&mut self, instead: &str, from: usize, to: usize) {
        self.map.other(self.text.len(), instead.len(), from, to - from);
        self.text.push_str(instead);
    }

    /// How much text there is.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether nothing has been written, or the last thing was a line's end.
    pub fn at_line_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }

    /// The finished text.
    pub fn finish(self) -> Clean {
        Clean { text: self.text, map: self.map, published: None }
    }
}

/// How many bytes at the beginning of a text are of characters that [`needs_change`] leaves as they are, as far as their
/// first bytes tell.
fn plain_run(bytes: &[u8]) -> usize {
    let plain = |b: u8| (b >= b' ') & b.is_ascii() | (b == b'\n');
    let mut at = 0;
    while let Some(b) = bytes.get(at) {
        at += match b {
            b' '..=0x7F | b'\n' => until(&bytes[at..], |b| !plain(b)),
            // Accented letters; ideographs and kana.
            0xC3..=0xDF => 2,
            0xE4..=0xEC => 3,
            0xE3 if matches!(bytes.get(at + 1), Some(0x81..=0x83 | 0x90..)) => 3,
            _ => break,
        };
    }
    at
}

/// Characters that are unified: controls, odd spaces and hyphens, width and compatibility forms.
fn needs_change(c: char) -> bool {
    match c {
        '\n' => false,
        // Accented letters, kana and the bulk of the ideographs.
        '\u{00C0}'..='\u{167F}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{D7FF}' => false,
        '\u{00A0}'
        | '\u{00AD}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200F}'
        | '\u{2010}'
        | '\u{2011}'
        | '\u{2028}'..='\u{202F}'
        | '\u{205F}'..='\u{206F}'
        | '\u{2212}'
        | '\u{3000}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '〜' => true,
        // Circled and superscript numbers are marks, not numbers; they stay as they are. Roman signs are letters.
        '\u{2160}'..='\u{2188}' => true,
        '\u{3300}'..='\u{33FF}' | '\u{FF01}'..='\u{FFEE}' | '\u{FE50}'..='\u{FE6B}' => true,
        '\u{F900}'..='\u{FAFF}' | '\u{2E80}'..='\u{2FDF}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(s: &str) -> String {
        clean(s, Markup::Plain).text
    }

    #[test]
    fn colours_of_a_terminal_go() {
        assert_eq!(plain("\u{1B}[31m7 men\u{1B}[0m left, \u{1B}[1;32mall\u{1B}[m of \u{1B}[5"), "7 men left, all of  [5");
    }

    #[test]
    fn readings_go_and_other_brackets_stay() {
        let s = "至(zhì)少八名,工(gōng)作(de)(de)高达一(yī)亿美元(AI)王(Sam Wang)队(superintelligence team)";
        assert_eq!(plain(s), "至少八名,工作高达一亿美元(AI)王(Sam Wang)队(superintelligence team)");
        assert_eq!(plain("山(de)"), "山(de)");
        assert_eq!(plain("薔薇(ばら)の花"), "薔薇の花");
        assert_eq!(plain("三百六（sānbǎi liù）亿元，１９９７(yī jiǔ jiǔ qī)年，Ⅳ期"), "三百六亿元,1997年,IV期");
        assert_eq!(plain("７（ななつ）つ 12(of 30)"), "7つ 12(of 30)");
    }

    #[test]
    fn spans_lead_back_to_the_file() {
        let s = "a\u{00A0}１２％ 至(zhì)少(shǎo)八(bā)名 &euro;5\r\n";
        let c = clean(s, Markup::Plain);
        assert_eq!(c.text, "a 12% 至(zhì)少(shǎo)八(bā)名 €5\n".replace("(zhì)", "").replace("(shǎo)", "").replace("(bā)", ""));
        let at = c.text.find("至少八名").unwrap();
        let (from, to) = c.map.source(at, at + "至少八名".len());
        assert_eq!(&s[from..to], "至(zhì)少(shǎo)八(bā)名");
        let at = c.text.find("12%").unwrap();
        let (from, to) = c.map.source(at, at + 3);
        assert_eq!(&s[from..to], "１２％");
        let at = c.text.find("€5").unwrap();
        let (from, to) = c.map.source(at, at + "€5".len());
        assert_eq!(&s[from..to], "&euro;5");
    }

    #[test]
    fn entities_are_read_and_lead_back() {
        let s = "perch&eacute; 3,4&#37; &#x20AC;&nbsp;7 &Ouml;l &bogus; &#0; &#99999999; R&D;";
        let c = clean(s, Markup::Plain);
        assert_eq!(c.text, "perché 3,4% € 7 Öl &bogus; &#0; &#99999999; R&D;");
        let at = c.text.find("3,4%").unwrap();
        let (from, to) = c.map.source(at, at + 4);
        assert_eq!(&s[from..to], "3,4&#37;");
    }

    #[test]
    fn quick_looks_at_characters_say_what_the_tables_say() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_uppercase(c), c.is_uppercase(), "{c:?}");
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
        }
    }

    #[test]
    fn what_is_passed_over_needs_no_change() {
        for c in '\0'..=char::MAX {
            let s = format!("{c}");
            assert!(plain_run(s.as_bytes()) == 0 || !needs_change(c) || c == '\u{7F}', "{c:?}");
            assert_eq!(plain_run(format!("a plain run and {c}").as_bytes()), 16 + plain_run(s.as_bytes()), "{c:?}");
        }
    }

    #[test]
    fn markdown_and_addresses() {
        let s = "## Head 3\n**5** [see](https://x.y/2024/7) *ok* https://a.b/99 end";
        assert_eq!(clean(s, Markup::Markdown).text, " Head 3\n5 see ok   end");
    }
}
