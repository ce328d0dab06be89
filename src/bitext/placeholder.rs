//! Placeholders and tags within translatable text: `%d`, `%1$s`, `%(count)d`, `{0}`, `{{ n }}`, `<b>`. What they stand
//! for is not known, so no number is read from them.

use super::cell::Mask;

/// What stands for something that is put in later: no letter, digit or space.
pub const OBJECT: &str = "\u{FFFC}";

/// The placeholders and tags of a text, in order. Where it is known to be a format string, `%d` may follow a digit.
pub fn find(text: &str, format: bool) -> Vec<Mask> {
    let mut out: Vec<Mask> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(i) = bytes[at..].iter().position(|b| matches!(b, b'%' | b'{' | b'$' | b'<' | b'\\')) {
        let i = at + i;
        let hit = match bytes[i] {
            b'%' => percent(text, i, format),
            b'{' => braces(text, i).map(|end| (end, OBJECT)),
            b'$' if bytes.get(i + 1) == Some(&b'{') => braces(text, i + 1).map(|end| (end, OBJECT)),
            b'<' => tag(text, i),
            _ => None,
        };
        match hit {
            Some((end, instead)) => {
                out.push((i, end, instead));
                at = end;
            }
            None => at = i + 1,
        }
        if at >= bytes.len() {
            break;
        }
    }
    out
}

/// A conversion of printf, of Python, Objective-C or Qt, or `%%`.
fn percent(text: &str, at: usize, format: bool) -> Option<(usize, &'static str)> {
    let rest = &text[at + 1..];
    let b = rest.as_bytes();
    let before = text[..at].chars().next_back();
    let digit = before.is_some_and(|c| c.is_ascii_digit());
    match b.first()? {
        b'%' => return Some((at + 2, "%")),
        b'{' => return braces(text, at + 1).map(|end| (end, OBJECT)),
        b'(' => {
            let close = rest.find(')').filter(|n| *n <= 60)?;
            let (end, _) = conversion(rest, close + 1)?;
            return Some((at + 1 + end, OBJECT));
        }
        _ => {}
    }
    // Positions: `%1$s`, and Qt's `%1`, `%L1`, `%n`.
    let digits = b.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 && b.get(digits) == Some(&b'$') {
        let (end, _) = conversion(rest, digits + 1)?;
        return Some((at + 1 + end, OBJECT));
    }
    if digit && !format {
        return None;
    }
    if let Some((end, conv)) = conversion(rest, 0) {
        // A word that happens to begin so is none: `%igen`; units may follow: `%dMB`.
        let next = rest[end..].chars().next();
        if format || !next.is_some_and(char::is_alphabetic) || matches!(conv, b'd' | b's' | b'u') {
            return Some((at + 1 + end, OBJECT));
        }
    }
    let skip = usize::from(b[0] == b'L');
    let place = b[skip..].iter().take_while(|c| c.is_ascii_digit()).count();
    if (1..=2).contains(&place) && b[skip] != b'0' {
        return Some((at + 1 + skip + place, OBJECT));
    }
    None
}

/// Flags, width, precision, length and conversion from `from` on: where they end, and the conversion.
fn conversion(rest: &str, from: usize) -> Option<(usize, u8)> {
    let b = rest.as_bytes();
    let mut i = from;
    while matches!(b.get(i), Some(b'-' | b'+' | b'#' | b'0' | b'\'')) {
        i += 1;
    }
    while b.get(i).is_some_and(|c| c.is_ascii_digit() || *c == b'*') {
        i += 1;
    }
    if b.get(i) == Some(&b'.') {
        i += 1;
        while b.get(i).is_some_and(|c| c.is_ascii_digit() || *c == b'*') {
            i += 1;
        }
    }
    while matches!(b.get(i), Some(b'h' | b'l' | b'j' | b'z' | b't' | b'L' | b'q')) {
        i += 1;
    }
    let conv = *b.get(i)?;
    b"diouxXeEfFgGaAcsSpnrm@".contains(&conv).then_some((i + 1, conv))
}

/// `{0}`, `{name}`, `{0:,.2f}`, `{{ name }}`, `{count, number}`: where it ends.
fn braces(text: &str, at: usize) -> Option<usize> {
    let doubled = text[at..].starts_with("{{");
    let inside = at + if doubled { 2 } else { 1 };
    let close = text[inside..].find('}').filter(|n| *n <= 80)? + inside;
    let body = text[inside..close].trim();
    // Sentences in braces are text, and so is a choice between sentences up to its first one.
    let name = body.split([',', ':', '|', '!', '.', '[']).next().unwrap_or("").trim();
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '#' | '@'));
    if body.contains('{') {
        // `{count, plural, one {`: the head alone.
        let head = text[inside..close].find('{')?;
        return plain.then_some(inside + head + 1);
    }
    if !plain || body.len() > 40 {
        return None;
    }
    let mut end = close + 1;
    if doubled && text[end..].starts_with('}') {
        end += 1;
    }
    Some(end)
}

/// A tag of HTML or of numbered markup: `<b>`, `</0>`, `<br />`.
fn tag(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let rest = &text[at + 1..];
    let body = rest.strip_prefix('/').unwrap_or(rest);
    let name: String = body.chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
    let letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let close = rest.find('>').filter(|n| *n <= 400)?;
    let inside = &rest[..close];
    let number = !name.is_empty() && !letter && inside.trim_matches('/').len() == name.len();
    let after = body.as_bytes().get(name.len());
    if name.is_empty() || inside.contains('<') || !(number || letter && matches!(after, Some(b'>' | b' ' | b'/' | b'\n'))) {
        return None;
    }
    let breaks = matches!(name.as_str(), "br" | "p" | "div" | "li" | "td" | "tr" | "th" | "hr" | "h1" | "h2" | "h3" | "img" | "input");
    Some((at + 1 + close + 1, if breaks { " " } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, format: bool) -> String {
        let mut out = String::new();
        let mut at = 0;
        for (from, to, instead) in find(text, format) {
            out += &text[at..from];
            out += &format!("[{}]", instead.replace(OBJECT, "?"));
            at = to;
        }
        out + &text[at..]
    }

    #[test]
    fn placeholders_are_no_numbers() {
        assert_eq!(marked("%d of %1$s, %(count)d %5.2f%% %-3ld %s", false), "[?] of [?], [?] [?][%] [?] [?]");
        assert_eq!(marked("{0} {name} {{ n }} {0:,.2f} ${x} %{y} %1 %L2 %n %@", false), "[?] [?] [?] [?] [?] [?] [?] [?] [?] [?]");
        assert_eq!(marked("%dx%d at %dMB, 5%d", true), "[?]x[?] at [?]MB, 5[?]");
        assert_eq!(marked("{n, plural, one {# of 3} other {# of 4}}", false), "[?]# of 3} other {# of 4}}");
        assert_eq!(marked("<b>5</b> <a href=\"x7\">8</a><br/>9 <0>1</0>", false), "[]5[] []8[][ ]9 []1[]");
    }

    #[test]
    fn text_is_no_placeholder() {
        for s in ["100 % sicher", "50%ige", "12% der", "5 %", "x < 5 and y > 3", "a {see page 5 of it} b", "$5", "<5 days>", "70 % s", "100%i"] {
            assert_eq!(marked(s, false), s);
        }
    }
}
