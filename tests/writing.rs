//! Where nothing goes right: full disks, closed pipes, folders that cannot be read, names that are no text. Each run ends in
//! a clear error, without a panic, and what was there before is intact.
#![cfg(unix)]

#[path = "common/temp.rs"]
mod temp;

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Output, Stdio};
use temp::Temp;

fn corpus(name: &str, stories: usize) -> Temp {
    let t = Temp::new(name);
    for n in 0..stories {
        t.write(&format!("c/{n:03}/en.txt"), format!("The company hired {} engineers in Berlin on 3 May 2024.\n", 131 + n));
        t.write(&format!("c/{n:03}/it.txt"), "L'azienda ha assunto 131 ingegneri a Berlino il 3 maggio 2024.\n");
    }
    t
}

fn command(t: &Temp, args: &[&str]) -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_tertium"));
    c.current_dir(&t.0).args(["check", "--isolated"]).args(args);
    c
}

fn run(t: &Temp, args: &[&str]) -> Output {
    command(t, args).output().expect("the program runs")
}

fn err(o: &Output) -> String {
    String::from_utf8_lossy(&o.stderr).into_owned()
}

#[test]
fn a_full_disk() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let t = corpus("full", 2);
    let o = run(&t, &["c", "--output", "/dev/full"]);
    assert_eq!((o.status.code(), err(&o).as_str()), (Some(2), "tertium: error: /dev/full: cannot write: No space left on device (os error 28)\n"));
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let o = command(&t, &["c"]).stdout(full()).output().expect("it runs");
    assert_eq!(
        (o.status.code(), err(&o).as_str()),
        (Some(2), "tertium: error: standard output: cannot write: No space left on device (os error 28)\n")
    );
    // What cannot be said on standard error does not end the run.
    let o = command(&t, &["c", "none"]).stderr(full()).output().expect("it runs");
    assert_eq!(o.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&o.stdout).contains("contradiction"));
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let t = corpus("whole", 20);
    t.write("out.json", "what was there");
    // No file may grow over a block.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec '{}' check --isolated c --format json --output out.json", env!("CARGO_BIN_EXE_tertium"));
    let o = Command::new("sh").current_dir(&t.0).args(["-c", &script]).output().expect("sh");
    assert_eq!(o.status.code(), Some(2));
    let said = err(&o).replace(&*t.0.to_string_lossy(), "TMP");
    assert_eq!(said, "tertium: error: TMP/out.json: cannot write; what was there before is intact: File too large (os error 27)\n");
    assert_eq!(t.read("out.json"), "what was there");
    let left: Vec<_> = std::fs::read_dir(&t.0).expect("a folder").flatten().map(|e| e.file_name()).filter(|n| n != "c" && n != "out.json").collect();
    assert!(left.is_empty(), "{left:?}");
    // A link stays a link, and who may read stays who may read.
    std::fs::set_permissions(t.0.join("out.json"), std::fs::Permissions::from_mode(0o600)).expect("permissions");
    symlink("out.json", t.0.join("link.json")).expect("a link");
    assert_eq!(run(&t, &["c", "--format", "json", "--output", "link.json"]).status.code(), Some(1));
    assert!(std::fs::symlink_metadata(t.0.join("link.json")).expect("the link").is_symlink());
    assert!(t.read("out.json").starts_with('{'));
    assert_eq!(std::fs::metadata(t.0.join("out.json")).expect("the file").permissions().mode() & 0o777, 0o600);
    let o = run(&t, &["c", "--output", "c"]);
    assert_eq!((o.status.code(), err(&o).as_str()), (Some(2), "tertium: error: c: cannot write to a folder; name a file in it\n"));
    let o = run(&t, &["c", "--output", "none/out.json"]);
    assert_eq!(
        (o.status.code(), err(&o).as_str()),
        (Some(2), "tertium: error: none/out.json: cannot write: No such file or directory (os error 2)\n")
    );
}

#[test]
fn closed_pipes() {
    let t = corpus("pipes", 60);
    for format in ["table", "json", "jsonl"] {
        let mut child = command(&t, &["c", "--format", format]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        drop(child.stdout.take());
        let o = child.wait_with_output().expect("it ends");
        assert!(matches!(o.status.code(), Some(0 | 1)), "{format}: {:?}", o.status);
        assert_eq!(err(&o), "", "{format}");
    }
    let mut child = command(&t, &["none", "c"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
}

#[test]
fn one_bad_file_does_not_stop_the_rest() {
    let t = corpus("bad", 3);
    t.write("c/000/empty.txt", "");
    t.write("c/001/binary.txt", b"abc\0def\n");
    symlink(".", t.0.join("c/002/loop")).expect("a link");
    let shut = t.0.join("c/shut");
    std::fs::create_dir(&shut).expect("a folder");
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o000)).expect("permissions");
    let as_anybody = std::fs::read_dir(&shut).is_err();
    let o = run(&t, &["c", "none", "--verdict", "contradiction"]);
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o700)).expect("permissions");
    assert_eq!(o.status.code(), Some(2));
    let mut expected = vec![
        "tertium: error: none: no such file or folder; check the path and its permissions",
        "tertium: error: c/000/empty.txt: the file is empty; nothing to check in it",
        "tertium: error: c/001/binary.txt: not a text file (NUL byte at offset 3); give text, Markdown or HTML in a known encoding, or name it with --encoding",
        "tertium: error: c/002/loop: the link leads back to c/002, which holds it; remove the link, or exclude it",
    ];
    if as_anybody {
        expected.push("tertium: error: c/shut: permission denied; check the path and its permissions");
    }
    let said = err(&o);
    let (mut lines, mut expected) = (said.lines().collect::<Vec<_>>(), expected);
    lines.sort_unstable();
    expected.sort_unstable();
    assert_eq!(lines, expected);
    assert!(
        String::from_utf8_lossy(&o.stdout).ends_with("2 contradictions in 3 stories, 6 reports, 12 claims\n"),
        "{}",
        String::from_utf8_lossy(&o.stdout)
    );
}

#[test]
fn threads_change_no_byte() {
    let t = corpus("threads", 40);
    std::fs::write(t.0.join("c/003/empty.txt"), "").expect("a file");
    for format in ["table", "jsonl"] {
        let all: Vec<Output> = ["1", "2", "16"].iter().map(|n| run(&t, &["c", "--format", format, "--threads", n])).collect();
        assert!(all.iter().all(|o| o.stdout == all[0].stdout && o.stderr == all[0].stderr && o.status.code() == Some(2)), "{format}");
    }
}
