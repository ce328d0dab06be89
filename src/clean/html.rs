//! HTML, read by a tokenizer that gives exact spans: text of blocks, without scripts, styles and ruby readings.

use super::Builder;
use html5gum::{DefaultEmitter, Span, Token, Tokenizer};

const SKIPPED: [&[u8]; 12] = [b"script", b"style", b"rt", b"rp", b"noscript", b"template", b"svg", b"nav", b"head", b"iframe", b"select", b"button"];
const BLOCKS: [&[u8]; 30] = [
    b"p",
    b"div",
    b"br",
    b"li",
    b"ul",
    b"ol",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"tr",
    b"td",
    b"th",
    b"table",
    b"section",
    b"article",
    b"header",
    b"footer",
    b"aside",
    b"main",
    b"figure",
    b"figcaption",
    b"blockquote",
    b"pre",
    b"dt",
    b"dd",
    b"hr",
    b"body",
];

/// Writes the text of an HTML page.
pub fn clean(source: &str, out: &mut Builder) {
    let mut skipping: Option<(Vec<u8>, usize)> = None;
    for token in Tokenizer::new_with_emitter(source, DefaultEmitter::<usize>::new_with_span()).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                if let Some((skipped, depth)) = &mut skipping {
                    if skipped == name {
                        *depth += 1;
                    }
                } else if SKIPPED.contains(&name) && !tag.self_closing {
                    skipping = Some((name.to_vec(), 1));
                } else {
                    block(name, tag.span, out);
                }
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if let Some((skipped, depth)) = &mut skipping {
                    if skipped == name {
                        *depth -= 1;
                        if *depth == 0 {
                            skipping = None;
                        }
                    }
                } else {
                    block(name, tag.span, out);
                }
            }
            Token::String(text) if skipping.is_none() => {
                let (from, to) = (text.span.start, text.span.end);
                let Some(raw) = source.get(from..to) else { continue };
                if raw.as_bytes() == &text.value[..] {
                    out.text(source, from, to);
                } else {
                    // Character references: what they stand for, piece by piece where they stand.
                    references(source, from, to, out);
                }
            }
            _ => {}
        }
    }
}

fn block(name: &[u8], span: Span<usize>, out: &mut Builder) {
    if BLOCKS.contains(&name) && !out.at_line_start() {
        out.replace("\n", span.start, span.end);
    }
}

fn references(source: &str, from: usize, to: usize, out: &mut Builder) {
    let mut at = from;
    while at < to {
        let Some(amp) = source[at..to].find('&').map(|i| at + i) else {
            break;
        };
        let near = source.as_bytes()[amp..to.min(amp + 34)].iter().position(|b| *b == b';');
        let Some(semi) = near.map(|i| amp + i + 1) else {
            out.text(source, at, amp + 1);
            at = amp + 1;
            continue;
        };
        out.text(source, at, amp);
        let mut decoded = Vec::new();
        for token in Tokenizer::new(&source[amp..semi]).flatten() {
            if let Token::String(s) = token {
                decoded.extend_from_slice(&s);
            }
        }
        let decoded = String::from_utf8_lossy(&decoded).replace('\u{00A0}', " ");
        out.replace(&decoded, amp, semi);
        at = semi;
    }
    out.text(source, at, to);
}

#[cfg(test)]
mod tests {
    use super::super::{Markup, clean};

    #[test]
    fn text_of_blocks_with_exact_spans() {
        let s = "<html><head><title>9</title></head><body><h1>Ein&nbsp;Titel</h1><script>7</script><p>Rund <b>5</b> &euro;<br>x\
                 <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby></p>";
        let c = clean(s, Markup::Html);
        assert_eq!(c.text, "Ein Titel\nRund 5 €\nx漢\n");
        let at = c.text.find("5 €").unwrap();
        let (from, to) = c.map.source(at, at + "5 €".len());
        assert_eq!(&s[from..to], "5</b> &euro;");
    }
}
