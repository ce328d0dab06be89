//! Subtitles, SRT and WebVTT: the spoken text, without numbers, times, notes and styles. Sentences go on over cues.

/// Stretches that are no text, and what stands for them.
pub fn cuts(source: &str) -> Vec<(usize, usize, &'static str)> {
    let mut cuts = Vec::new();
    // From where on nothing has been taken over, and what ended the text before it.
    let mut gap = 0;
    let mut last = None;
    let mut speaking = false;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let from = at;
        at += line.len();
        let body = line.trim();
        if body.is_empty() {
            speaking = false;
            continue;
        }
        if is_timing(body) {
            speaking = true;
            continue;
        }
        if !speaking {
            continue;
        }
        let start = from + line.len() - line.trim_start().len();
        let end = start + body.len();
        let dialogue = body.starts_with(['-', '–', '—']) && body.chars().nth(1).is_some_and(|c| c == ' ' || c.is_alphabetic());
        let instead = match last {
            None => "",
            Some(c) if dialogue || matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '"' | '”' | '」' | '♪') => "\n",
            Some(_) => " ",
        };
        if start > gap || !instead.is_empty() {
            cuts.push((gap, start, instead));
        }
        tags(source, start, end, &mut cuts);
        last = spoken(body).chars().next_back();
        gap = end;
    }
    if gap < source.len() {
        cuts.push((gap, source.len(), "\n"));
    }
    cuts
}

/// A line without the tags that close it.
fn spoken(mut body: &str) -> &str {
    while let Some(open) = body.strip_suffix('>').and_then(|b| b.rfind('<')) {
        body = body[..open].trim_end();
    }
    body
}

/// `00:01:02,500 --> 00:01:05,000`, with hours or without.
fn is_timing(line: &str) -> bool {
    let Some((from, to)) = line.split_once("-->") else { return false };
    let time = |s: &str| {
        let s = s.trim();
        let word = s.split_whitespace().next().unwrap_or("");
        word.matches(':').count().clamp(1, 2) == word.matches(':').count()
            && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b',' | b'.'))
    };
    time(from) && time(to)
}

/// Tags (`<i>`, `<v Speaker>`, `<00:00:01.000>`) and positions (`{\an8}`).
fn tags(source: &str, from: usize, to: usize, cuts: &mut Vec<(usize, usize, &'static str)>) {
    let mut at = from;
    while let Some(open) = source[at..to].find(['<', '{']).map(|i| at + i) {
        let rest = &source[open..to];
        let (mark, ok) = if let Some(inner) = rest.strip_prefix('<') {
            let inner = inner.trim_start_matches('/');
            ('>', inner.starts_with(|c: char| c.is_ascii_alphabetic() || c.is_ascii_digit()))
        } else {
            ('}', rest.starts_with("{\\"))
        };
        match rest.find(mark).filter(|n| ok && *n < 200) {
            Some(n) => {
                cuts.push((open, open + n + 1, ""));
                at = open + n + 1;
            }
            None => at = open + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Markup, clean};

    #[test]
    fn what_is_said_and_nothing_else() {
        let s = "1\r\n00:00:01,000 --> 00:00:03,500\r\n{\\an8}<i>More than 300</i>\r\n\r\n2\r\n00:00:03,600 --> 00:00:05,000\r\npeople came.\r\n- 40 of them\r\nstayed.\r\n\r\n";
        let c = clean(s, Markup::Subtitles);
        assert_eq!(c.text, "More than 300 people came.\n- 40 of them stayed.\n");
        let at = c.text.find("300 people").unwrap();
        let (from, to) = c.map.source(at, at + "300 people".len());
        assert!(s[from..to].starts_with("300</i>") && s[from..to].ends_with("people"));
        let v = "WEBVTT - 12 cues\n\nNOTE made in 2020\nby hand\n\nSTYLE\n::cue { color: #112233 }\n\nintro 7\n00:01.000 --> 00:04.000 align:start line:0\n<v Ann>Just <00:00:02.000>5 &amp; a half.\n";
        assert_eq!(clean(v, Markup::Subtitles).text, "Just 5 & a half.\n");
        assert_eq!(clean("", Markup::Subtitles).text, "");
        assert_eq!(clean("no cues 5", Markup::Subtitles).text, "\n");
    }
}
