//! From folders to stories: what is taken, what is left out, and what the walk refuses.

#[path = "common/temp.rs"]
mod temp;

use std::path::PathBuf;
use temp::Temp;
use tertium::globs::Globs;
use tertium::input::{Filter, find, find_in};

fn names(t: &Temp, filter: &Filter) -> (Vec<String>, Vec<String>) {
    let found = find_in(std::slice::from_ref(&t.0), filter);
    let short = |p: &PathBuf| p.strip_prefix(&t.0).expect("in the folder").to_string_lossy().into_owned();
    let base = t.0.to_string_lossy().into_owned();
    (
        found.stories.iter().flat_map(|s| s.files.iter().map(short)).collect(),
        found.errors.iter().map(|e| e.to_string().replace(&base, "TMP")).collect(),
    )
}

#[test]
fn each_folder_with_reports_is_a_story() {
    let t = Temp::new("stories");
    for f in ["b/de.txt", "b/en.md", "a/x/it.html", "a/x/.hidden.txt", "a/x/data.json", "de.txt"] {
        t.write(f, "x");
    }
    let found = find(std::slice::from_ref(&t.0));
    let stories: Vec<_> = found.stories.iter().map(|s| s.path.strip_prefix(&t.0).unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(stories, ["", "a/x", "b"]);
    assert_eq!(found.passed_over, [t.0.join("a/x/data.json")]);
    assert!(found.errors.is_empty());
    // Twice the same, and a file that is in a folder that is named, too.
    let again = find(&[t.0.join("b"), t.0.clone(), t.0.join("b")]);
    assert_eq!(again.stories.iter().map(|s| s.files.len()).collect::<Vec<_>>(), [1, 1, 2]);
}

#[test]
fn gitignore_and_patterns() {
    let t = Temp::new("patterns");
    for f in ["a/de.txt", "a/en.txt", "old/de.txt", "b/de.txt", "b/README.md", "b/notes.md", "drafts/c/de.txt"] {
        t.write(f, "x");
    }
    t.write(".gitignore", "old/\nnotes.md\n");
    let all = Filter { gitignore: false, ..Filter::default() };
    assert_eq!(names(&t, &all).0.len(), 7);
    assert_eq!(names(&t, &Filter::default()).0, ["a/de.txt", "a/en.txt", "b/README.md", "b/de.txt", "drafts/c/de.txt"]);
    let exclude = Filter { exclude: Globs::new(&t.0, ["README.md", "drafts"]), ..Filter::default() };
    assert_eq!(names(&t, &exclude).0, ["a/de.txt", "a/en.txt", "b/de.txt"]);
    let include = Filter { include: Globs::new(&t.0, ["b/*.txt"]), ..Filter::default() };
    assert_eq!(names(&t, &include).0, ["b/de.txt"]);
    let nothing = Filter { include: Globs::new(&t.0, ["c/*.txt"]), ..Filter::default() };
    assert_eq!(
        names(&t, &nothing).1,
        [format!("TMP: no report is left in this folder; `include`, `exclude` or .gitignore leave out what ends in {}", tertium::input::endings())]
    );
    // A file that is named is always taken.
    assert_eq!(find(&[t.0.join("old/de.txt")]).stories.len(), 1);
}

#[cfg(unix)]
#[test]
fn loops_pipes_and_odd_names() {
    use std::os::unix::ffi::OsStrExt;
    let t = Temp::new("odd");
    t.write("a/de.txt", "x");
    t.write("a/two\nlines.txt", "x");
    std::fs::write(t.0.join("a").join(std::ffi::OsStr::from_bytes(b"d\xe9.txt")), "x").expect("a file");
    std::os::unix::fs::symlink(&t.0, t.0.join("a/loop")).expect("a link");
    std::os::unix::fs::symlink("nowhere", t.0.join("a/dangling.txt")).expect("a link");
    assert!(std::process::Command::new("mkfifo").arg(t.0.join("a/pipe.txt")).status().expect("mkfifo").success());
    let found = find(std::slice::from_ref(&t.0));
    assert_eq!(found.stories[0].files.len(), 3);
    assert_eq!(found.passed_over, [t.0.join("a/pipe.txt")]);
    assert_eq!(
        names(&t, &Filter::default()).1,
        [
            "TMP/a/dangling.txt: no such file or folder; check the path and its permissions",
            "TMP/a/loop: the link leads back to TMP, which holds it; remove the link, or exclude it"
        ]
    );
    let shown: Vec<_> = found.stories[0].files.iter().map(|f| tertium::input::shown(f)).collect();
    assert!(shown.iter().any(|s| s.ends_with("d\\xe9.txt")) && shown.iter().any(|s| s.ends_with("two\\nlines.txt")), "{shown:?}");
}
