//! What the reader's side can show: its width, colours and signs, from the arguments, the environment and the terminal.

use crate::cli::{Output, When};
use std::io::IsTerminal;
use tertium::model::Verdict;
use tertium::report::{Detail, View, WIDTH};

/// The view of a run. What goes to a file has neither colours nor a terminal's width.
pub fn view(o: &Output, fail_on: Option<Verdict>) -> View {
    let terminal = o.output.is_none() && std::io::stdout().is_terminal();
    View {
        width: width(terminal),
        color: color(o.color, terminal, |name| std::env::var(name).ok()),
        unicode: !terminal || unicode(|name| std::env::var(name).ok()),
        detail: match (o.quiet, o.verbose) {
            (true, _) => Detail::Quiet,
            (_, true) => Detail::Verbose,
            _ => Detail::Normal,
        },
        fail_on,
        root: std::env::current_dir().ok().map(|d| d.to_string_lossy().into_owned()),
    }
}

/// COLUMNS, else the terminal's width, else what is fixed, so that a pipe always gets the same.
fn width(terminal: bool) -> usize {
    let stated = std::env::var("COLUMNS").ok().and_then(|c| c.parse::<usize>().ok());
    let own = || terminal.then(|| comfy_table::Table::new().width().map(usize::from)).flatten();
    stated.or_else(own).unwrap_or(WIDTH).clamp(40, 500)
}

/// `--color`, then NO_COLOR and CLICOLOR_FORCE where they are set, then whether there is a terminal that knows colours.
fn color(when: When, terminal: bool, var: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| var(name).is_some_and(|v| !v.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if var("CLICOLOR_FORCE").is_some_and(|v| !v.is_empty() && v != "0") => true,
        When::Auto => terminal && var("TERM").as_deref() != Some("dumb") && var("CLICOLOR").as_deref() != Some("0"),
    }
}

/// Signs beyond ASCII where the locale is UTF-8 or nothing is said of it; texts are quoted as they are in any case.
fn unicode(var: impl Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|n| var(n).filter(|v| !v.is_empty()));
    locale.is_none_or(|l| {
        let l = l.to_ascii_lowercase();
        l.contains("utf-8") || l.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(vars: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| vars.iter().find(|v| v.0 == name).map(|v| v.1.to_owned())
    }

    #[test]
    fn colours_by_flag_then_environment_then_terminal() {
        assert!(color(When::Always, false, env(&[("NO_COLOR", "1")])));
        assert!(!color(When::Never, true, env(&[("CLICOLOR_FORCE", "1")])));
        assert!(!color(When::Auto, true, env(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")])));
        assert!(color(When::Auto, false, env(&[("CLICOLOR_FORCE", "1")])));
        assert!(!color(When::Auto, false, env(&[("CLICOLOR_FORCE", "0")])));
        assert!(color(When::Auto, true, env(&[("NO_COLOR", "")])));
        assert!(!color(When::Auto, true, env(&[("TERM", "dumb")])));
        assert!(!color(When::Auto, false, env(&[])));
    }

    #[test]
    fn signs_by_locale() {
        assert!(unicode(env(&[("LANG", "de_DE.UTF-8")])));
        assert!(unicode(env(&[])));
        assert!(!unicode(env(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "C")])));
        assert!(unicode(env(&[("LC_ALL", ""), ("LANG", "C.utf8")])));
    }
}
