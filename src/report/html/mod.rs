//! The proof sheet: one page without network, with the findings beside the reports that they are about.
//!
//! Works without scripts too: every quotation is a link to its place. All text from outside goes through [`escaped`]; a
//! policy in the page lets only the one script and the one style sheet run.

mod texts;

use super::place::Quoted;
use super::text::steers;
use super::{Answered, Place, Reporter, View, facts, parts};
use crate::finding::Finding;
use crate::model::Verdict;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The proof sheet.
#[derive(Debug)]
pub struct Html;

const STYLE: &str = include_str!("sheet.css");
const SCRIPT: &str = include_str!("sheet.js");
/// SHA-256 of the two, in base64; a test keeps them right.
const STYLE_HASH: &str = "JYLv/TBGf9C/Px8MGBVDwuLe1KLRY+BlVKnT2u7ht0E=";
const SCRIPT_HASH: &str = "Z/6gYYgsCXC69BGn5+Mb0a4HIiXNBusahxirMWFA7Q4=";

impl Reporter for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn doc(&self) -> &'static str {
        "Proof sheet: one page with the findings beside the reports"
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn findings(&self, answers: &[Answered], _: &View) -> String {
        let mut out = String::new();
        let title = match answers {
            [one] => one.name.clone(),
            many => format!("{} stories", many.len()),
        };
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; \
             script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>Proof sheet: {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            escaped(&title)
        );
        header(answers, &title, &mut out);
        out += "<main>\n<nav id=\"list\" aria-label=\"Findings\">\n<ol id=\"findings\">\n";
        for (s, a) in answers.iter().enumerate() {
            for (n, f) in a.findings.iter().enumerate() {
                finding(a, f, s, n, &mut out);
            }
        }
        out += "</ol>\n<p id=\"none\" hidden>No finding passes these filters.</p>\n</nav>\n<div id=\"sheet\">\n";
        out += "<section id=\"why\" aria-live=\"polite\" aria-label=\"The chosen finding\"></section>\n";
        for (s, a) in answers.iter().enumerate() {
            texts::story(a, s, answers.len() > 1, &mut out);
        }
        let _ = write!(out, "</div>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
        out
    }
}

fn header(answers: &[Answered], title: &str, out: &mut String) {
    let _ = writeln!(
        out,
        "<header>\n<h1>Proof sheet <span>{}</span></h1>\n<p id=\"count\">{}</p>\n<form id=\"filters\" autocomplete=\"off\">",
        escaped(title),
        escaped(&facts::count_line(answers))
    );
    out.push_str("<fieldset><legend>Verdict</legend>");
    for (v, n) in facts::counts(answers) {
        let name = v.name();
        let _ = write!(
            out,
            "<label class=\"chip v-{name}\"><input type=\"checkbox\" name=\"verdict\" value=\"{name}\" checked><span>{} {name}</span> <b>{n}</b></label>",
            facts::sign(v, true)
        );
    }
    out.push_str("</fieldset>\n");
    let (mut kinds, mut langs) = (BTreeSet::new(), BTreeSet::new());
    for a in answers {
        for f in &a.findings {
            kinds.insert(f.kind.name().to_owned());
            langs.extend(languages(a, f));
        }
    }
    let pairs = |set: BTreeSet<String>| set.into_iter().map(|x| (x.clone(), x)).collect::<Vec<_>>();
    select("kind", "All kinds", &pairs(kinds), out);
    select("lang", "All languages", &pairs(langs), out);
    if answers.len() > 1 {
        let stories: Vec<(String, String)> = answers.iter().enumerate().map(|(i, a)| (i.to_string(), a.name.clone())).collect();
        select("story", "All stories", &stories, out);
    }
    out.push_str(
        "<input type=\"search\" name=\"search\" placeholder=\"Search (/)\" aria-label=\"Search\">\n<output id=\"shown\"></output>\n</form>\n\
         <p id=\"keys\"><kbd>j</kbd> <kbd>k</kbd> choose \u{b7} <kbd>Enter</kbd> next claim \u{b7} <kbd>/</kbd> search \u{b7} <kbd>Esc</kbd> back</p>\n</header>\n",
    );
}

fn select(name: &str, all: &str, options: &[(String, String)], out: &mut String) {
    let _ = write!(out, "<select name=\"{name}\" aria-label=\"{all}\"><option value=\"\">{all}</option>");
    for (value, shown) in options {
        let _ = write!(out, "<option value=\"{}\">{}</option>", escaped(value), escaped(shown));
    }
    out.push_str("</select>\n");
}

fn languages(a: &Answered, f: &Finding) -> BTreeSet<String> {
    f.claims.iter().map(|c| a.claim(*c).0).map(|r| r.column.clone().unwrap_or_else(|| r.lang.to_owned())).collect()
}

/// The id of a claim in the page.
fn claim_id(story: usize, id: (usize, usize)) -> String {
    format!("s{story}r{}c{}", id.0, id.1)
}

fn finding(a: &Answered, f: &Finding, story: usize, n: usize, out: &mut String) {
    let sides: Vec<String> = f.sides.iter().map(|s| s.iter().map(|c| claim_id(story, *c)).collect::<Vec<_>>().join(" ")).collect();
    let langs: Vec<String> = languages(a, f).into_iter().collect();
    let verdict = f.verdict.name();
    let _ = writeln!(
        out,
        "<li id=\"f{story}-{n}\" class=\"finding v-{verdict}\" data-verdict=\"{verdict}\" data-kind=\"{}\" data-langs=\"{}\" data-story=\"{story}\" data-sides=\"{}\">",
        f.kind,
        escaped(&langs.join(" ")),
        sides.join("|")
    );
    let first = f.claims.first().map_or(String::new(), |c| claim_id(story, *c));
    let _ = writeln!(
        out,
        "<a class=\"open\" href=\"#{first}\"><span class=\"verdict\">{} {verdict}</span> <span class=\"about\">{}</span></a>",
        facts::sign(f.verdict, true),
        escaped(&facts::about(a, f))
    );
    out.push_str("<ul class=\"sides\">");
    for row in facts::rows(a, f, true) {
        let (r, c) = a.claim(row.id);
        let letter = facts::side_letter(f, row.side).map_or(String::new(), |l| format!("<b class=\"side side-{}\">{l}</b>", row.side % 6));
        let lang = r.column.as_deref().unwrap_or(r.lang);
        let p = Place::of(a, row.id);
        let _ = writeln!(
            out,
            "<li>{letter}<a href=\"#{}\" title=\"{}{}\"><span class=\"tag\">{}</span> <span class=\"place\">{}{}</span> <span class=\"q\" lang=\"{}\">{}</span> <span class=\"value\">{}</span></a></li>",
            claim_id(story, row.id),
            escaped(p.name()),
            escaped(&facts::lines(a, &row)),
            escaped(lang),
            escaped(p.name()),
            escaped(&facts::lines(a, &row)),
            escaped(lang),
            marked(a, f, row.id),
            escaped(&facts::value(c, true))
        );
    }
    for i in facts::absent(a, f) {
        let lang = escaped(a.reports[i].column.as_deref().unwrap_or(a.reports[i].lang));
        let _ = writeln!(out, "<li class=\"absent\"><span class=\"tag\">{lang}</span> does not state it</li>");
    }
    let _ = writeln!(
        out,
        "</ul>\n<details><summary>why</summary><p class=\"reason\">{}</p></details>\n<p class=\"meta\"><span>score {:.2}</span> <code>{}</code></p>\n</li>",
        escaped(&facts::why(f)),
        f.score,
        escaped(&f.id)
    );
}

/// A claim's wording with the part that differs marked.
fn marked(a: &Answered, f: &Finding, id: (usize, usize)) -> String {
    let (r, c) = a.claim(id);
    let page = c.text.contains(['<', '&']).then(|| Quoted::of(r));
    let text = page.as_ref().map_or(c.text.as_str(), |p| p.around(c).1);
    let mut out = String::new();
    let mut at = 0;
    for (from, to) in parts::differing(a, f, id, text) {
        let _ = write!(out, "{}<em>{}</em>", escaped(&text[at..from]), escaped(&text[from..to]));
        at = to;
    }
    out + &escaped(&text[at..])
}

/// The gravest verdict of each claim that a finding has.
fn verdicts(a: &Answered) -> BTreeMap<(usize, usize), Verdict> {
    let mut out = BTreeMap::new();
    for f in &a.findings {
        for c in &f.claims {
            let v = out.entry(*c).or_insert(f.verdict);
            *v = (*v).max(f.verdict);
        }
    }
    out
}

/// Text for elements and attributes; characters that steer become visible.
fn escaped(s: &str) -> String {
    let mut out = String::with_capacity(s.len() + s.len() / 8);
    let mut rest = s.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\t' => out.push(c),
            c if steers(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                let _ = write!(out, "\u{27e8}U+{:04X}\u{27e9}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for c in bytes.chunks(3) {
            let n = (u32::from(c[0]) << 16) | (u32::from(*c.get(1).unwrap_or(&0)) << 8) | u32::from(*c.get(2).unwrap_or(&0));
            for i in 0..4 {
                let letter = LETTERS[(n >> (18 - 6 * i)) as usize & 63];
                out.push(if i <= c.len() { char::from(letter) } else { '=' });
            }
        }
        out
    }

    /// SHA-256 as FIPS 180-4 has it; its constants are the fractional parts of roots of primes.
    fn sha256(text: &[u8]) -> Vec<u8> {
        let primes = (2u128..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0));
        // The root of n * 2^(32 * power), whole: its low 32 bits are the fraction of the root of n.
        let root = |n: u128, power: u32| -> u32 {
            let target = n << (32 * power);
            let (mut low, mut high) = (0u128, 1u128 << 40);
            while high - low > 1 {
                let mid = (low + high) / 2;
                if mid.pow(power) <= target { low = mid } else { high = mid }
            }
            low as u32
        };
        let k: Vec<u32> = primes.clone().take(64).map(|p| root(p, 3)).collect();
        let mut h: Vec<u32> = primes.take(8).map(|p| root(p, 2)).collect();
        let mut bytes = text.to_vec();
        bytes.push(0x80);
        bytes.resize((bytes.len() + 8).div_ceil(64) * 64 - 8, 0);
        bytes.extend((text.len() as u64 * 8).to_be_bytes());
        for block in bytes.chunks(64) {
            let mut w: Vec<u32> = block.chunks(4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]])).collect();
            for i in 16..64 {
                let (a, b) = (w[i - 15], w[i - 2]);
                let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
                let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
                w.push(w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1));
            }
            let mut v = h.clone();
            for i in 0..64 {
                let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
                let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
                let t1 = v[7].wrapping_add(s1).wrapping_add(choice).wrapping_add(k[i]).wrapping_add(w[i]);
                let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
                let most = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
                let t2 = s0.wrapping_add(most);
                v.rotate_right(1);
                v[4] = v[4].wrapping_add(t1);
                v[0] = t1.wrapping_add(t2);
            }
            for (x, y) in h.iter_mut().zip(v) {
                *x = x.wrapping_add(y);
            }
        }
        h.iter().flat_map(|x| x.to_be_bytes()).collect()
    }

    #[test]
    fn the_policy_lets_this_script_and_this_style_run() {
        for (text, hash, name) in [(STYLE, STYLE_HASH, "STYLE_HASH"), (SCRIPT, SCRIPT_HASH, "SCRIPT_HASH")] {
            assert_eq!(base64(&sha256(text.as_bytes())), hash, "{name} is not that of the file");
            assert!(!text.contains("</"), "a closing tag would end the element");
        }
    }

    #[test]
    fn nothing_from_outside_is_markup() {
        assert_eq!(escaped("<script>'\"&\u{202e}\r\n\u{1b}"), "&lt;script&gt;&#39;&quot;&amp;⟨U+202E⟩\n⟨U+001B⟩");
    }
}
