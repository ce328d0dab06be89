//! Text for terminals: controls made visible, display widths, lines of painted pieces.

use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether a character steers instead of showing: controls, bidirectional marks, invisible joints.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{061C}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
        )
}

/// Control characters and bidirectional overrides as visible escapes: text from outside must not steer a terminal.
pub fn escape_controls(s: &str) -> String {
    escaped(s).into_owned()
}

/// The same, of what is harmless as it is.
pub fn escaped(s: &str) -> Cow<'_, str> {
    if harmless(s) {
        return s.into();
    }
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            '\t' | '\n' => out.push(' '),
            c if steers(c) => out += &format!("\\u{{{:x}}}", c as u32),
            c => out.push(c),
        }
    }
    out.into()
}

/// Whether there is nothing in a text that would be escaped.
fn harmless(s: &str) -> bool {
    /// Bytes that are looked at together.
    const AT_ONCE: usize = 32;
    let may_steer = |b: u8| b < b' ' || matches!(b, 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF | 0xF3);
    let steers_at = |i: usize| s[i..].chars().next().is_some_and(steers);
    s.as_bytes().chunks(AT_ONCE).enumerate().all(|(n, part)| {
        // In most there is no byte with which a character begins that steers.
        let some = part.iter().fold(false, |some, b| some | may_steer(*b));
        !some || part.iter().enumerate().all(|(i, b)| !may_steer(*b) || !steers_at(n * AT_ONCE + i))
    })
}

/// Columns that a text takes.
pub fn width(s: &str) -> usize {
    if s.bytes().all(|b| (b' '..0x7F).contains(&b)) { s.len() } else { s.width() }
}

/// Columns that a character takes.
fn columns(c: char) -> usize {
    if (' '..'\u{7F}').contains(&c) { 1 } else { c.width().unwrap_or(0) }
}

/// How a piece is painted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paint {
    /// As it comes.
    Plain,
    /// Less important.
    Dim,
    /// A heading.
    Bold,
    /// A claim inside a quotation.
    Claim,
    /// By verdict or side: an ANSI colour, 1 to 6.
    Color(u8),
    /// The part of a claim that differs, in the colour of its side.
    Underlined(u8),
}

impl Paint {
    fn code(self) -> Cow<'static, str> {
        match self {
            Paint::Plain => "".into(),
            Paint::Dim => "2".into(),
            Paint::Bold => "1".into(),
            Paint::Claim => "1".into(),
            Paint::Color(n) => format!("1;3{n}").into(),
            Paint::Underlined(n) => format!("1;4;3{n}").into(),
        }
    }

    /// A colour with a line under it.
    pub fn underlined(self) -> Paint {
        match self {
            Paint::Color(n) => Paint::Underlined(n),
            other => other,
        }
    }
}

/// A painted piece of text, free of controls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// How.
    pub paint: Paint,
    /// What.
    pub text: String,
}

/// A line of pieces.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line(pub Vec<Piece>);

impl Line {
    /// Adds a piece; what comes from outside is made harmless here.
    pub fn push(&mut self, paint: Paint, text: &str) -> &mut Line {
        self.add(paint, &escaped(text))
    }

    /// Adds what is harmless.
    fn add(&mut self, paint: Paint, text: &str) -> &mut Line {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.paint == paint => last.text += text,
            _ => self.0.push(Piece { paint, text: text.to_owned() }),
        }
        self
    }

    /// A line of one piece.
    pub fn of(paint: Paint, text: &str) -> Line {
        let mut l = Line::default();
        l.push(paint, text);
        l
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        self.0.iter().map(|p| width(&p.text)).sum()
    }

    /// Fills up with blanks.
    pub fn pad(&mut self, to: usize) -> &mut Line {
        let have = self.width();
        if have < to {
            self.push(Paint::Plain, &" ".repeat(to - have));
        }
        self
    }

    /// Appends a line.
    pub fn join(&mut self, other: &Line) -> &mut Line {
        for p in &other.0 {
            self.add(p.paint, &p.text);
        }
        self
    }

    /// The line with or without colours, and its end.
    pub fn print(&self, color: bool, out: &mut String) {
        let last = self.0.iter().rposition(|p| !p.text.trim_end().is_empty()).map_or(0, |i| i + 1);
        for (i, p) in self.0[..last].iter().enumerate() {
            let text = if i + 1 == last { p.text.trim_end() } else { &p.text };
            let code = p.paint.code();
            if color && !code.is_empty() {
                *out += &format!("\x1b[{code}m{text}\x1b[0m");
            } else {
                *out += text;
            }
        }
        out.push('\n');
    }
}

/// A character and what its width is.
type Measured = (char, Option<usize>);

/// Whether a line may break before a character, coming from another.
fn breaks((before, width_before): Measured, (c, width): Measured) -> bool {
    if before.is_ascii() && c.is_ascii() {
        return before == ' ' && c != ' ';
    }
    let wide = |c: char, width: Option<usize>| !c.is_ascii() && width == Some(2);
    // No line begins with closing punctuation or ends with opening punctuation.
    let closing = matches!(c, '、' | '。' | '，' | '．' | '」' | '』' | '）' | '！' | '？' | '：' | '；' | '】' | '〉' | '》' | 'ー' | '\u{ab}');
    let opening = matches!(before, '「' | '『' | '（' | '【' | '〈' | '《' | '\u{bb}');
    before == ' ' && c != ' '
        || (wide(before, width_before) || wide(c, width)) && !closing && !opening && c != ' ' && (c.is_ascii() || width != Some(0))
}

/// A place in a line: which piece, and which byte of it.
type At = (usize, usize);

/// Breaks a line to a width: after blanks and between wide characters, inside a word only where there is no other way.
pub fn wrap(line: &Line, to: usize) -> Vec<Line> {
    let to = to.max(4);
    let mut out = Vec::new();
    let mut from = (0, 0);
    while out.is_empty() || from.0 < line.0.len() {
        let end = line.end_of(from, to);
        out.push(line.part(from, end));
        from = line.without_blanks(end);
    }
    out
}

impl Line {
    /// Where the part of it ends that begins at a place and takes at most so many columns.
    fn end_of(&self, from: At, to: usize) -> At {
        let measured = |c: char| (c, if (' '..'\u{7F}').contains(&c) { Some(1) } else { c.width() });
        let (mut used, mut good, mut before) = (0, None, None);
        let mut start = from.1;
        for (n, piece) in self.0.iter().enumerate().skip(from.0) {
            for (i, c) in piece.text[start..].char_indices() {
                let (own, at) = (measured(c), (n, start + i));
                if before.replace(own).is_some_and(|before| breaks(before, own)) {
                    good = Some(at);
                }
                let columns = own.1.unwrap_or(0);
                if used + columns > to && c != ' ' {
                    return good.unwrap_or(at);
                }
                used += columns;
            }
            start = 0;
        }
        (self.0.len(), 0)
    }

    /// What stands between two places, without blanks at its end.
    fn part(&self, from: At, end: At) -> Line {
        let mut part = Line::default();
        for (n, piece) in self.0.iter().enumerate().take(end.0 + 1).skip(from.0) {
            let start = if n == from.0 { from.1 } else { 0 };
            let stop = if n == end.0 { end.1 } else { piece.text.len() };
            part.add(piece.paint, &piece.text[start..stop]);
        }
        if let Some(last) = part.0.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        part
    }

    /// The first place from one on at which no blank stands.
    fn without_blanks(&self, (mut n, mut start): At) -> At {
        while let Some(piece) = self.0.get(n) {
            match piece.text[start..].find(|c| c != ' ') {
                Some(i) => return (n, start + i),
                None => (n, start) = (n + 1, 0),
            }
        }
        (n, start)
    }
}

/// The end of `s` that takes at most `to` columns, and whether something was left out.
pub fn tail(s: &str, to: usize) -> (&str, bool) {
    let (mut used, mut from) = (0, s.len());
    for (i, c) in s.char_indices().rev() {
        let w = columns(c);
        if used + w > to {
            // A mark that combines with what was cut goes with it.
            let skip = s[from..].chars().take_while(|c| c.width() == Some(0)).map(char::len_utf8).sum::<usize>();
            return (&s[from + skip..], true);
        }
        used += w;
        from = i;
    }
    (s, false)
}

/// The beginning of `s` that takes at most `to` columns, and whether something was left out.
pub fn head(s: &str, to: usize) -> (&str, bool) {
    let mut used = 0;
    for (i, c) in s.char_indices() {
        let w = columns(c);
        if used + w > to {
            return (&s[..i], true);
        }
        used += w;
    }
    (s, false)
}

/// A name cut in its middle.
pub fn middle(s: &str, to: usize, dots: &str) -> String {
    if width(s) <= to {
        return s.to_owned();
    }
    let room = to.saturating_sub(width(dots));
    let (end, _) = tail(s, room - room / 2);
    let (start, _) = head(s, room / 2);
    format!("{start}{dots}{end}")
}

/// Groups the digits of long whole numbers, for the eye: 500 000 000 000.
pub fn group_digits(s: &str, with: &str) -> String {
    let chars: Vec<char> = s.chars().collect();
    let mut out = String::with_capacity(s.len() + 8);
    let mut i = 0;
    while i < chars.len() {
        let run = chars[i..].iter().take_while(|c| c.is_ascii_digit()).count();
        let joined = i > 0 && (chars[i - 1].is_alphanumeric() || matches!(chars[i - 1], '.' | '-' | '_' | '/' | ':'));
        let after = chars.get(i + run);
        let inside = after.is_some_and(|c| c.is_alphabetic() || matches!(c, '-' | '_' | '/'));
        if run >= 5 && !inside && (!joined || i > 0 && (chars[i - 1] == ':' || chars[i - 1] == '.' && i > 1 && chars[i - 2] == '.')) {
            for (n, c) in chars[i..i + run].iter().enumerate() {
                if n > 0 && (run - n) % 3 == 0 {
                    out += with;
                }
                out.push(*c);
            }
        } else {
            out.extend(&chars[i..i + run.max(1)]);
        }
        i += run.max(1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_visible() {
        assert_eq!(escape_controls("a\x1b[31mb\u{202e}c\u{2066}"), "a\\u{1b}[31mb\\u{202e}c\\u{2066}");
        assert_eq!(escape_controls("a\tb\nc"), "a b c");
        assert_eq!(escape_controls("\r\u{7}"), "\\u{d}\\u{7}");
    }

    #[test]
    fn digits_are_grouped_where_they_are_numbers() {
        assert_eq!(group_digits(">=500000000 and 2025, 1234", " "), ">=500 000 000 and 2025, 1234");
        assert_eq!(group_digits("20000.5; 0.123456; 50000..60000; vague:100000", " "), "20 000.5; 0.123456; 50 000..60 000; vague:100 000");
        assert_eq!(group_digits("4c712345 report-20250712.txt a12345", " "), "4c712345 report-20250712.txt a12345");
    }

    #[test]
    fn lines_break_between_wide_characters_and_after_blanks() {
        let of =
            |s: &str, to| wrap(&Line::of(Paint::Plain, s), to).iter().map(|l| l.0.iter().map(|p| p.text.as_str()).collect()).collect::<Vec<String>>();
        assert_eq!(of("eins zwei drei", 9), ["eins zwei", "drei"]);
        assert_eq!(of("数字数字。数字", 8), ["数字数", "字。数字"]);
        assert_eq!(of("abcdefgh", 4), ["abcd", "efgh"]);
        assert_eq!(of("", 4), [""]);
        assert_eq!(of("a 数字数字", 6), ["a 数字", "数字"]);
    }

    #[test]
    fn cuts_keep_marks_with_their_letters() {
        assert_eq!(tail("abe\u{301}", 1), ("e\u{301}", true));
        assert_eq!(tail("e\u{301}b", 1), ("b", true));
        assert_eq!(head("e\u{301}b", 1), ("e\u{301}", true));
        assert_eq!(head("数字", 3), ("数", true));
        assert_eq!(middle("001_4041313e4d4ae76e.txt", 12, "…"), "001_4…6e.txt");
    }

    #[test]
    fn colours_only_where_they_are_wanted() {
        let mut l = Line::of(Paint::Color(1), "x");
        l.push(Paint::Plain, " y  ");
        let (mut plain, mut painted) = (String::new(), String::new());
        l.print(false, &mut plain);
        l.print(true, &mut painted);
        assert_eq!(plain, "x y\n");
        assert_eq!(painted, "\x1b[1;31mx\x1b[0m y\n");
    }
}
