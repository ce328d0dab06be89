//! The program where people sit: completions for each shell, the manual page, colours and the progress bar in a terminal only.

#[path = "common/temp.rs"]
mod temp;

use std::process::{Command, Output};
use temp::Temp;

fn run(args: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut c = Command::new(env!("CARGO_BIN_EXE_tertium"));
    c.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("FORCE_COLOR").args(args).envs(variables.iter().copied());
    c.output().expect("the program runs")
}

fn out(o: &Output) -> String {
    String::from_utf8_lossy(&o.stdout).into_owned()
}

/// The long flags and the modes that the help names.
fn all_words() -> Vec<String> {
    let modes = ["check", "bitext", "claims", "explain", "schema", "init", "completions", "man"];
    let mut words: Vec<String> = modes.map(str::to_owned).to_vec();
    for mode in modes {
        let help = out(&run(&[mode, "--help"], &[]));
        words.extend(help.split_whitespace().filter(|w| w.starts_with("--") && w.len() > 3).map(|w| {
            w.trim_start_matches("--").trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).split(['=', '`']).next().unwrap_or("").to_owned()
        }));
    }
    words.sort();
    words.dedup();
    words
}

#[test]
fn completions_know_every_mode_and_flag() {
    let words = all_words();
    assert!(words.len() > 25 && words.contains(&"accepted".into()), "{words:?}");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let o = run(&["completions", shell], &[]);
        assert!(o.status.success());
        let script = out(&o);
        for w in &words {
            assert!(script.contains(w.as_str()), "{shell} does not complete `{w}`");
        }
        // Where the shell is here, it reads the script.
        let t = Temp::new(&format!("completions-{shell}"));
        let file = t.write("script", &script);
        if shell != "powershell"
            && let Ok(read) = Command::new(shell).arg("-n").arg(&file).output()
        {
            assert!(read.status.success(), "{shell}: {}", String::from_utf8_lossy(&read.stderr));
        }
    }
    let o = run(&["completions", "tcsh"], &[]);
    assert_eq!(o.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&o.stderr).contains("[possible values: bash, elvish, fish, powershell, zsh]"));
    let man = out(&run(&["man"], &[]));
    assert!(man.contains(".TH tertium 1") && man.contains("Exit status"), "{man}");
}

#[test]
fn colours_where_they_are_wanted() {
    let story = "corpus/arganor-wind-deal";
    let coloured =
        |args: &[&str], variables: &[(&str, &str)]| out(&run(&[&["check", "--isolated", story], args].concat(), variables)).contains('\u{1b}');
    assert!(!coloured(&[], &[]), "into a file or a pipe");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "NO_COLOR goes first");
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "a flag goes before the environment");
}

#[cfg(target_os = "linux")]
#[test]
fn the_progress_bar_is_for_terminals_only() {
    let t = Temp::new("progress");
    for n in 0..60 {
        t.write(&format!("c/{n}/en.txt"), "It has 3 doors.\n");
        t.write(&format!("c/{n}/de.txt"), "Es hat 3 Türen.\n");
    }
    let path = t.0.join("c").to_string_lossy().into_owned();
    let o = run(&["check", "--isolated", "--quiet", &path], &[]);
    assert_eq!(String::from_utf8_lossy(&o.stderr), "");
    // A terminal of its own, by util-linux' script.
    let call = format!("'{}' check --isolated --quiet '{path}' > /dev/null", env!("CARGO_BIN_EXE_tertium"));
    let Ok(o) = Command::new("script").args(["-qec", &call, "/dev/null"]).output() else { return };
    assert!(out(&o).contains("/60 stories"), "{:?}", out(&o));
}
