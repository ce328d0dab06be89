//! Makes a corpus of any size out of `corpus/`, the same on every machine.
//!
//! ```text
//! cargo run --release --example make_corpus -- stories 1000 /tmp/stories   # a folder of 1,000 stories
//! cargo run --release --example make_corpus -- text en 64 /tmp/en.txt      # a text of 64 MB in one language
//! cargo run --release --example make_corpus -- text all 64 /tmp/all.txt    # the same, line by line in all languages
//! cargo run --release --example make_corpus -- bitext 100000 /tmp/rows.tsv # 100,000 rows in all languages
//! ```

#[path = "../benches/mixed/mod.rs"]
mod mixed;

use std::fs;
use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["stories", n, to] => stories(n.parse().expect("a number of stories"), Path::new(to)),
        ["text", lang, size, to] => fs::write(to, mixed::text(lang, size.parse::<usize>().expect("a size in MB") * 1_000_000)),
        ["bitext", n, to] => fs::write(to, mixed::bitext(n.parse().expect("a number of rows"))),
        _ => {
            eprintln!("make_corpus stories N FOLDER | text LANG MB FILE | bitext ROWS FILE");
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
