//! The README shows what the program prints: each block after a marker `<!-- run: ARGUMENTS -->` is that output.
//! `UPDATE_README=1 cargo test --test readme` writes it anew.

use std::fmt::Write;
use std::process::Command;

fn run(args: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tertium"));
    let out = command.args(args.split_whitespace()).env("COLUMNS", "100").output().expect("the program runs");
    assert!(out.stderr.is_empty(), "tertium {args}: {}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    text.lines().fold(String::new(), |mut s, l| {
        let _ = writeln!(s, "{}", l.trim_end());
        s
    })
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = std::fs::read_to_string("README.md").expect("the README").replace("\r\n", "\n");
    let mut fresh = String::new();
    let mut rest = readme.as_str();
    let mut blocks = 0;
    while let Some(at) = rest.find("\n```text\n") {
        let (head, tail) = rest.split_at(at + "\n```text\n".len());
        let end = tail.find("```\n").expect("the block ends");
        let marker = head[..at].lines().next_back().unwrap_or("");
        fresh += head;
        let args = marker.strip_prefix("<!-- run:").and_then(|m| m.strip_suffix("-->"));
        let args = if marker == "<!-- help -->" { Some("--help") } else { args };
        match args {
            Some(args) => {
                blocks += 1;
                fresh += &run(args);
            }
            None => fresh += &tail[..end],
        }
        rest = &tail[end..];
    }
    fresh += rest;
    assert!(blocks >= 2, "the markers stand right before their blocks");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write("README.md", fresh).expect("the README");
    } else {
        assert!(readme == fresh, "the README shows something else: UPDATE_README=1 cargo test --test readme");
    }
}
