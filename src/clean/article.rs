//! Which text of an HTML page is its article, as Readability sees it, and when the page says it was published.
//!
//! Readability knows no places, and pages are hostile. So it is given a page of its own, with what it judges by (blocks, links,
//! classes) and nothing else, in which each piece of text carries a number; which numbers are left in the end says what the
//! article is.

use super::html::{BLOCKS, Skipping, attribute, frames, tokens};
use dom_smoothie::{Config, Readability};
use html5gum::{StartTag, Token, Tokenizer};
use std::collections::HashSet;
use std::ops::Range;

/// Elements of the page that Readability is given, beside blocks of text.
const KEPT: [&[u8]; 9] = [b"form", b"dl", b"caption", b"thead", b"tbody", b"tfoot", b"a", b"address", b"center"];
/// Attributes that it judges by.
const JUDGED: [&[u8]; 10] = [b"class", b"id", b"role", b"style", b"hidden", b"aria-hidden", b"aria-modal", b"itemprop", b"rel", b"href"];
/// Attributes by which a page says things of itself.
const META: [&[u8]; 4] = [b"property", b"name", b"itemprop", b"content"];
/// How scripts are called that hold such things.
const LINKED_DATA: &str = "application/ld+json";
/// The attribute that carries a number.
const NUMBER: &str = "data-piece";
/// Pages with more elements, or with elements nested deeper, are not looked at: no article is built so. Nor are longer lists of
/// what a page says of itself.
const ELEMENTS: usize = 50_000;
const DEPTH: usize = 200;
const HEAD: usize = 256 << 10;
/// Bytes of text that are an article at least.
const LEAST: usize = 140;

/// What a page is.
#[derive(Default)]
pub struct Article {
    /// The numbers of the pieces of text that are its article, counted over all text; nothing if that cannot be told.
    pub pieces: Option<HashSet<usize>>,
    /// When it was published, as the page says it.
    pub published: Option<String>,
}

/// Looks for a page's article.
pub fn article(source: &str) -> Article {
    let Some(page) = Page::of(source) else { return Article::default() };
    let html = format!("<html><head>{}</head><body>{}</body></html>", page.head, page.body);
    let Ok(mut reader) = Readability::new(html, None, Some(Config { keep_classes: true, ..Config::default() })) else { return Article::default() };
    let published = reader.get_article_metadata(reader.parse_json_ld()).published_time;
    let content = if page.is_framed() { reader.parse().ok() } else { None };
    Article { pieces: content.and_then(|a| page.kept(&a.content)), published }
}

/// The page that Readability is given.
#[derive(Default)]
struct Page {
    head: String,
    body: String,
    /// By number, how much text a piece has.
    lengths: Vec<usize>,
    /// The pieces of each first heading.
    headings: Vec<Vec<usize>>,
    /// Elements that are open.
    open: Vec<Open>,
    /// The pieces of each element that frames an article.
    frames: Vec<Range<usize>>,
    /// The pieces of each element that calls itself an article.
    articles: Vec<Range<usize>>,
    /// The pieces of items that are links and nothing else.
    leads: Vec<Range<usize>>,
    /// How much text there is, and how much of it in links.
    text: usize,
    linked: usize,
}

/// An element that is open.
struct Open {
    name: Vec<u8>,
    frames: bool,
    /// How many pieces, how much text and how much in links there was before it.
    before: (usize, usize, usize),
}

impl Page {
    /// Nothing if there is too much of it.
    fn of(source: &str) -> Option<Page> {
        let (mut page, mut skipping, mut elements, mut data) = (Page::default(), Skipping::default(), 0, false);
        for token in tokens(source) {
            if let Token::StartTag(t) = &token {
                if &t.name[..] == b"nav" {
                    page.frames.push(0..0);
                }
                data = &t.name[..] == b"script" && attribute(t, b"type").is_some_and(|v| v == LINKED_DATA);
                if &t.name[..] == b"meta" && page.head.len() < HEAD {
                    element(&mut page.head, t, &META);
                }
            }
            match token {
                Token::StartTag(t) if !skipping.starts(&t, || false) && is_kept(&t.name) => {
                    elements += 1;
                    page.starts(&t);
                    if elements > ELEMENTS || page.open.len() > DEPTH {
                        return None;
                    }
                }
                Token::EndTag(t) if !skipping.ends(&t.name) && is_kept(&t.name) => page.ends(&t.name),
                Token::String(s) => page.text(&String::from_utf8_lossy(&s.value), skipping.now(), data),
                _ => {}
            }
        }
        page.close(0);
        Some(page)
    }

    fn starts(&mut self, tag: &StartTag<usize>) {
        if !matches!(&tag.name[..], b"br" | b"hr") {
            self.open.push(Open { name: tag.name.to_vec(), frames: frames(tag), before: (self.lengths.len(), self.text, self.linked) });
        }
        if &tag.name[..] == b"h1" {
            self.headings.push(Vec::new());
        }
        element(&mut self.body, tag, &JUDGED);
    }

    fn ends(&mut self, name: &[u8]) {
        // What is not closed is closed with what it stands in.
        if let Some(at) = self.open.iter().rposition(|o| o.name == name) {
            self.close(at);
        }
        self.body += &format!("</{}>", String::from_utf8_lossy(name));
    }

    /// Closes the elements from the one at a place on.
    fn close(&mut self, at: usize) {
        for o in self.open.drain(at..) {
            let (first, text, linked) = o.before;
            let pieces = first..self.lengths.len();
            if o.frames {
                self.frames.push(pieces);
            } else if o.name == b"article" {
                self.articles.push(pieces);
            } else if o.name == b"li" && self.text > text && self.text - text == self.linked - linked {
                self.leads.push(pieces);
            }
        }
    }

    fn text(&mut self, text: &str, skipped: bool, data: bool) {
        let (number, length) = (self.lengths.len(), text.bytes().filter(|b| !b.is_ascii_whitespace()).count());
        self.lengths.push(if skipped { 0 } else { length });
        if data && self.head.len() + text.len() < HEAD {
            self.head += &format!("<script type=\"{LINKED_DATA}\">{text}</script>");
        }
        if skipped || length == 0 {
            self.body.push(' ');
            return;
        }
        self.text += length;
        let within = |name: &[u8]| self.open.iter().any(|o| o.name == name);
        if within(b"a") {
            self.linked += length;
        }
        if within(b"h1")
            && let Some(h) = self.headings.last_mut()
        {
            h.push(number);
        }
        self.body += &format!("<span {NUMBER}=\"{number}\">{}</span>", escaped(text));
    }

    /// Whether there is anything but an article: a page that somebody wrote by hand is read as it is.
    fn is_framed(&self) -> bool {
        /// Of text, the part that stands in links where there is a frame.
        const LINKED: usize = 10;
        !self.frames.is_empty() || self.linked * LINKED > self.text
    }

    /// The pieces of an article, if it is one.
    fn kept(&self, article: &str) -> Option<HashSet<usize>> {
        /// A frame holds less than this part of an article; of some pages the whole is called one.
        const PART: usize = 4;
        let mut kept: HashSet<usize> = numbers(article).collect();
        let length = |kept: &HashSet<usize>, of: &Range<usize>| of.clone().filter(|n| kept.contains(n)).map(|n| self.lengths[n]).sum::<usize>();
        let all = 0..self.lengths.len();
        let whole = length(&kept, &all);
        // Where one article is most of it, the others are teasers.
        let teasers = self.articles.iter().any(|a| length(&kept, a) * 2 >= whole);
        for frame in self.frames.iter().chain(self.articles.iter().filter(|_| teasers)) {
            if length(&kept, frame) * PART < whole {
                kept.retain(|n| !frame.contains(n));
            }
        }
        self.leads.iter().for_each(|l| kept.retain(|n| !l.contains(n)));
        if length(&kept, &all) < LEAST {
            return None;
        }
        // The heading is taken for the page's title, and left out.
        let first = kept.iter().min().copied()?;
        let heading = self.headings.iter().rev().find(|h| h.iter().any(|n| *n < first));
        kept.extend(heading.into_iter().flatten());
        Some(kept)
    }
}

/// Whether Readability is given an element of the page; the body is its own.
fn is_kept(name: &[u8]) -> bool {
    KEPT.contains(&name) || BLOCKS.contains(&name) && name != b"body"
}

/// Writes the beginning of an element with some of its attributes.
fn element(out: &mut String, tag: &StartTag<usize>, attributes: &[&[u8]]) {
    out.push('<');
    *out += &String::from_utf8_lossy(&tag.name);
    for (name, value) in tag.attributes.iter().filter(|a| attributes.contains(&&a.0[..])) {
        *out += &format!(" {}=\"{}\"", String::from_utf8_lossy(name), escaped(&String::from_utf8_lossy(&value.value)));
    }
    out.push('>');
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The numbers of the pieces in a page that Readability has made.
fn numbers(html: &str) -> impl Iterator<Item = usize> {
    let number = |t: StartTag<()>| {
        let value = &t.attributes.iter().find(|a| &a.0[..] == NUMBER.as_bytes())?.1.value;
        std::str::from_utf8(value).ok()?.parse().ok()
    };
    Tokenizer::new(html).flatten().filter_map(move |t| if let Token::StartTag(t) = t { number(t) } else { None })
}

#[cfg(test)]
mod tests {
    use super::super::{Markup, clean};
    use crate::date::Day;

    const PARAGRAPHS: [&str; 3] = [
        "The ferry Aurelia left Port Ketil on Tuesday with 214 passengers on board, seven fewer than its owners had said, and came back after an hour.",
        "Of its four engines, two had failed, the harbour master said; repairs will cost 1.3 million euros, and they will take until the spring.",
        "Nobody was hurt, although the sea was rough, and the passengers, among them 31 children, were taken home in five buses.",
    ];

    /// A page as papers build them: no main, no article, and most of it something else.
    fn page(head: &str, script: &str) -> String {
        let [a, b, c] = PARAGRAPHS;
        let links = |class: &str, n: usize| {
            let one = |i| format!("<li><a href='/{i}'>{i} things you should know before you travel</a></li>");
            format!("<div class='{class}'><h3>Most read</h3><ul>{}</ul></div>", (1..=n).map(one).collect::<String>())
        };
        format!(
            "<!DOCTYPE html><html><head><title>Ferry turns back | The Ketil Post</title>{head}<body>{script}\
             <div id='top'><a href='/'>Home</a> <a href='/w'>Weather 17 degrees</a> <a href='/s'>Subscribe from 9 euros</a></div>{}\
             <div class='c-story'><h1>Ferry with 214 on board turns <em>back</em></h1><div class='c-story__text'><p>{a}</p><p>{b}</p>{}<p>{c}</p></div></div>{}\
             <div class='c-legal'><p>Copyright 2031. All 12 titles of the house at <a href='/t'>a glance</a>.</p></div></body></html>",
            links("c-teasers", 12),
            links("c-more", 3),
            links("c-list", 20)
        )
    }

    #[test]
    fn an_article_is_found_without_marks_and_leads_back() {
        let meta = "<meta property='article:published_time' content='2031-02-04T23:10:00+02:00'></head>";
        let s = page(meta, "");
        let c = clean(&s, Markup::Html);
        let lines: Vec<&str> = c.text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        assert_eq!(lines[0], "Ferry with 214 on board turns back");
        assert_eq!([lines[1], lines[2], lines[4]], PARAGRAPHS);
        assert_eq!(lines.len(), 5, "{lines:?}");
        assert_eq!(c.published, Some(Day { year: 2031, month: 2, day: 4 }));
        let at = c.text.find("1.3 million").unwrap();
        let (from, to) = c.map.source(at, at + 11);
        assert_eq!(&s[from..to], "1.3 million");
    }

    #[test]
    fn scripts_that_write_tags_and_heads_that_do_not_end_hide_nothing() {
        let plain = clean(&page("</head>", ""), Markup::Html).text;
        for (head, script) in [
            ("</head>", "<script>document.write('<script src=\"x\"><' + '/script>7 days<nav>')</script>"),
            ("<meta name='x' content='7'>", ""),
            ("<noscript><img src='7'></noscript></head>", "<noscript>7 cookies</noscript>"),
        ] {
            assert_eq!(clean(&page(head, script), Markup::Html).text.trim(), plain.trim(), "{head}{script}");
        }
    }

    #[test]
    fn the_day_is_found_in_linked_data() {
        let data = r#"{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry", "datePublished": "2031-02-05"}"#;
        for (head, day) in [(format!("<script type='application/ld+json'>{data}</script></head>"), Some(5)), ("</head>".to_owned(), None)] {
            assert_eq!(clean(&page(&head, ""), Markup::Html).published.map(|d| d.day), day);
        }
    }

    #[test]
    fn pages_without_a_frame_are_read_as_they_are_and_those_that_no_one_writes_as_well() {
        let table = "<table><tr><td>Passengers</td><td>214</td></tr></table><ul><li>Two engines</li></ul>";
        let text = clean(&format!("<h1>Report</h1><p>{}</p>{table}", PARAGRAPHS[0]), Markup::Html).text;
        assert!(["Report", "214", "Two engines"].iter().all(|w| text.contains(w)), "{text}");
        let deep = format!("<nav>Home</nav>{}<p>{}</p>", "<div>".repeat(1_000), PARAGRAPHS[0]);
        assert!(clean(&deep, Markup::Html).text.contains("seven fewer"));
        let wide = format!("<nav>Home</nav>{}<p>{}</p>", "<p>7</p>".repeat(60_000), PARAGRAPHS[0]);
        assert!(clean(&wide, Markup::Html).text.contains("seven fewer"));
    }
}
