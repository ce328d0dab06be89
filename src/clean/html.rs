//! HTML, read by a tokenizer that gives exact spans: text of blocks, without scripts, styles and ruby readings.

use super::Builder;
use html5gum::{DefaultEmitter, Span, StartTag, Token, Tokenizer};
use std::collections::HashSet;

const SKIPPED: [&[u8]; 12] = [b"script", b"style", b"rt", b"rp", b"noscript", b"template", b"svg", b"nav", b"head", b"iframe", b"select", b"button"];
/// Elements at which a line ends.
pub(super) const BLOCKS: [&[u8]; 30] = [
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

/// Elements that frame an article. Only whole containers are left out by what they are called, for a paragraph may end
/// without a tag.
const FRAMES: [&[u8]; 3] = [b"aside", b"footer", b"form"];
const CONTAINERS: [&[u8]; 6] = [b"div", b"section", b"ul", b"ol", b"table", b"header"];
/// What such containers are called.
const CALLED: [&str; 34] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "related",
    "related-articles",
    "related-posts",
    "recommended",
    "newsletter",
    "newsletter-signup",
    "share",
    "sharing",
    "share-buttons",
    "social",
    "social-share",
    "cookie",
    "cookie-banner",
    "cookie-consent",
    "promo",
    "menu",
    "navigation",
    "navbar",
    "nav",
    "pagination",
    "site-footer",
    "site-header",
    "footer",
    "toc",
    "sponsored",
];
const ROLES: [&str; 5] = ["navigation", "banner", "contentinfo", "complementary", "search"];

/// Writes the text of an HTML page: of its article, if there is one, without what frames it. What the page says of when it was
/// published.
pub fn clean(source: &str, out: &mut Builder) -> Option<String> {
    let (pieces, published) = article(source);
    if let Some(pieces) = pieces {
        write(source, &Wanted::Pieces(&pieces), out);
        return published;
    }
    let mut whole = Builder::default();
    write(source, &Wanted::Region { region: 0..source.len(), narrow: false }, &mut whole);
    let region = marked(source).unwrap_or(0..source.len());
    let mut narrow = Builder::default();
    write(source, &Wanted::Region { region, narrow: true }, &mut narrow);
    // Where the frame would be nearly everything, the page is built otherwise than it seems.
    *out = if narrow.len() * 5 >= whole.len() { narrow } else { whole };
    published
}

/// The pieces of a page's article, and when it was published.
#[cfg(feature = "articles")]
fn article(source: &str) -> (Option<HashSet<usize>>, Option<String>) {
    let article = super::article::article(source);
    (article.pieces, article.published)
}

/// Without Readability a page is judged by its marks alone.
#[cfg(not(feature = "articles"))]
fn article(_: &str) -> (Option<HashSet<usize>>, Option<String>) {
    (None, None)
}

/// The one `main`, or the `article` that holds most of the page's text.
fn marked(source: &str) -> Option<std::ops::Range<usize>> {
    let mut open: Vec<(bool, usize, usize)> = Vec::new();
    let mut found: Vec<(bool, std::ops::Range<usize>, usize)> = Vec::new();
    let mut text = 0usize;
    for token in tokens(source) {
        match token {
            Token::StartTag(t) if matches!(&t.name[..], b"main" | b"article") => open.push((&t.name[..] == b"main", t.span.start, text)),
            Token::EndTag(t) if matches!(&t.name[..], b"main" | b"article") => {
                if let Some((main, from, before)) = open.pop() {
                    found.push((main, from..t.span.end, text - before));
                }
            }
            Token::String(s) => text += s.value.iter().filter(|b| !b.is_ascii_whitespace()).count(),
            _ => {}
        }
    }
    let longest = |main: bool| found.iter().filter(|f| f.0 == main).max_by_key(|f| (f.2, std::cmp::Reverse(f.1.start)));
    let mains = found.iter().filter(|f| f.0).count();
    let main = longest(true).filter(|f| mains == 1 && f.2 >= 100);
    let inside = |f: &&(bool, std::ops::Range<usize>, usize)| main.is_none_or(|m| m.1.start <= f.1.start && f.1.end <= m.1.end && f.2 * 5 >= m.2 * 3);
    let article = longest(false).filter(|f| f.2 >= 100 && (main.is_some() || f.2 * 5 >= text * 2)).filter(inside);
    article.or(main).map(|f| f.1.clone())
}

/// The value of an attribute, in lower case.
pub(super) fn attribute(tag: &StartTag<usize>, name: &[u8]) -> Option<String> {
    tag.attributes.iter().find(|a| &a.0[..] == name).map(|a| String::from_utf8_lossy(&a.1.value).to_ascii_lowercase())
}

/// Whether an element frames the article.
pub(super) fn frames(tag: &StartTag<usize>) -> bool {
    let name: &[u8] = &tag.name;
    if FRAMES.contains(&name) {
        return true;
    }
    let value = |key: &[u8]| attribute(tag, key);
    if value(b"hidden").is_some() || value(b"aria-hidden").is_some_and(|v| v == "true") {
        return CONTAINERS.contains(&name);
    }
    CONTAINERS.contains(&name)
        && (value(b"role").is_some_and(|r| ROLES.contains(&r.as_str()))
            || [b"class".as_slice(), b"id"]
                .into_iter()
                .filter_map(value)
                .any(|v| v.split_ascii_whitespace().any(|w| CALLED.contains(&w) || w.starts_with("ad-"))))
}

/// The tokens of a page with their places. What scripts write is none of them, whatever tags are quoted there.
pub(super) fn tokens(source: &str) -> impl Iterator<Item = Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(source, emitter).flatten()
}

/// What stands in the head of a page; all else is its body, whether the head was closed or not.
const HEAD: [&[u8]; 8] = [b"title", b"meta", b"link", b"base", b"script", b"style", b"noscript", b"template"];

/// Whether a walk over the tokens of a page is inside an element whose text is none of the page's.
#[derive(Default)]
pub(super) struct Skipping(Option<(Vec<u8>, usize)>);

impl Skipping {
    /// Whether an element is passed over: it has no text, is `left_out`, or stands in one that is.
    pub(super) fn starts(&mut self, tag: &StartTag<usize>, left_out: impl FnOnce() -> bool) -> bool {
        let name: &[u8] = &tag.name;
        if self.0.as_ref().is_some_and(|(skipped, _)| skipped == b"head") && !HEAD.contains(&name) {
            self.0 = None;
        }
        match &mut self.0 {
            Some((skipped, depth)) => *depth += usize::from(skipped == name),
            None if (SKIPPED.contains(&name) || left_out()) && !tag.self_closing => self.0 = Some((name.to_vec(), 1)),
            None => return false,
        }
        true
    }

    /// Whether an element that ends here was passed over.
    pub(super) fn ends(&mut self, name: &[u8]) -> bool {
        let Some((skipped, depth)) = &mut self.0 else { return false };
        *depth -= usize::from(skipped == name);
        if *depth == 0 {
            self.0 = None;
        }
        true
    }

    /// Whether it is inside one now.
    pub(super) fn now(&self) -> bool {
        self.0.is_some()
    }
}

/// Which text of a page is written.
enum Wanted<'a> {
    /// That of a stretch, without the elements that frame an article if it is narrow.
    Region { region: std::ops::Range<usize>, narrow: bool },
    /// Pieces, counted over all of its text.
    Pieces(&'a HashSet<usize>),
}

fn write(source: &str, wanted: &Wanted, out: &mut Builder) {
    let (mut skipping, mut piece) = (Skipping::default(), 0);
    let within = |at: usize| match wanted {
        Wanted::Region { region, .. } => region.contains(&at),
        Wanted::Pieces(_) => true,
    };
    let framing = matches!(wanted, Wanted::Region { narrow: true, .. });
    for token in tokens(source) {
        match token {
            Token::StartTag(tag) if !skipping.starts(&tag, || framing && frames(&tag)) && within(tag.span.start) => block(&tag.name, tag.span, out),
            Token::EndTag(tag) if !skipping.ends(&tag.name) && within(tag.span.start) => block(&tag.name, tag.span, out),
            Token::String(text) => {
                let is_wanted = match wanted {
                    Wanted::Region { region, .. } => region.contains(&text.span.start),
                    Wanted::Pieces(pieces) => pieces.contains(&piece),
                };
                piece += 1;
                let (from, to) = (text.span.start, text.span.end);
                let Some(raw) = source.get(from..to).filter(|_| is_wanted && !skipping.now()) else { continue };
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
    fn an_article_without_its_frame() {
        let text = "Im Jahr 2019 kamen 300 Gäste, und alle blieben bis zum Abend. ".repeat(4);
        let page = |body: &str| {
            clean(&format!("<html><body><div class='menu'>Seite 1 2 3</div>{body}<footer>© 2024</footer></body></html>"), Markup::Html).text
        };
        let ad = "<div class='box ad-slot'>Nur 99 Euro</div>";
        for article in [format!("<main>{ad}<p>{text}</p></main>"), format!("<article><p>{text}{ad}</article>"), format!("<p>{text}</p>{ad}")] {
            let s = page(&article);
            assert_eq!(s.trim(), text.trim(), "{article}");
        }
        // Teasers are articles, too; the long one is it.
        let teasers = "<article>Teaser 7</article>".repeat(3);
        assert_eq!(page(&format!("{teasers}<article>{text}</article>{teasers}")).trim(), text.trim());
        // A page that calls all of itself a sidebar is taken as it is.
        assert!(page(&format!("<div class='sidebar'><p>{text}</p></div>")).contains("300 Gäste"));
        assert!(clean(&"<div>".repeat(1_000_000), Markup::Html).text.is_empty());
    }

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
