//! Makes a corpus of any size out of `corpus/`, the same on every machine.
//!
//! ```text
//! cargo run --release --example make_corpus -- stories 1000 /tmp/stories   # a folder of 1,000 stories
//! cargo run --release --example make_corpus -- text en 64 /tmp/en.txt      # a text of 64 MB in one language
//! cargo run --release --example make_corpus -- text all 64 /tmp/all.txt    # the same, line by line in all languages
//! cargo run --release --example make_corpus -- bitext 100000 /tmp/rows.tsv # 100,000 rows in all languages
//! cargo run --release --example make_corpus -- records 10000 /tmp/r.jsonl  # 10,000 reports as records, those of a story scattered
//! cargo run --release --example make_corpus -- loose 10000 /tmp/l.jsonl    # the same, without the story; a story a day
//! ```

#[path = "../benches/mixed/mod.rs"]
mod mixed;

use serde_json::json;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use tertium::date::Day;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["stories", n, to] => stories(n.parse().expect("a number of stories"), Path::new(to)),
        ["text", lang, size, to] => fs::write(to, mixed::text(lang, size.parse::<usize>().expect("a size in MB") * 1_000_000)),
        ["bitext", n, to] => fs::write(to, mixed::bitext(n.parse().expect("a number of rows"))),
        ["records", n, to] => records(n.parse().expect("a number of reports"), true, Path::new(to)),
        ["loose", n, to] => records(n.parse().expect("a number of reports"), false, Path::new(to)),
        _ => {
            eprintln!("make_corpus stories N FOLDER | text LANG MB FILE | bitext ROWS FILE | records N FILE | loose N FILE");
            std::process::exit(2);
        }
    };
    done.expect("write the corpus");
}

fn stories(n: usize, to: &Path) -> std::io::Result<()> {
    for (i, reports) in mixed::stories(n).enumerate() {
        let folder = to.join(format!("{i:05}"));
        fs::create_dir_all(&folder)?;
        for (name, text) in reports {
            fs::write(folder.join(name), text)?;
        }
    }
    Ok(())
}

/// Reports as records. The reports of a story stand up to a few thousand lines apart.
fn records(n: usize, with_story: bool, to: &Path) -> std::io::Result<()> {
    const APART: usize = 4_000;
    let mut out = BufWriter::new(fs::File::create(to)?);
    let (mut waiting, mut dice) = (Vec::new(), mixed::Dice(17));
    let all = mixed::stories(usize::MAX).enumerate().flat_map(|(i, story)| story.into_iter().map(move |(name, text)| (i, name, text)));
    for (i, name, text) in all.take(n) {
        let lang = name.trim_end_matches(".txt");
        let mut record = json!({ "id": format!("wire-{lang}/{i}"), "lang": lang, "date": Day::from_number(i as i64).to_string(), "text": text });
        if with_story {
            record["story"] = json!(format!("s{i:07}"));
        }
        waiting.push(record.to_string());
        if waiting.len() > APART {
            writeln!(out, "{}", waiting.swap_remove(dice.below(APART)))?;
        }
    }
    waiting.iter().try_for_each(|r| writeln!(out, "{r}"))?;
    out.flush()
}
