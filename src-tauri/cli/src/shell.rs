//! `sbell completions` and `sbell man`: what a package installs beside the program.
//! Both are made from the same description of the arguments that reads them.

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::process::ExitCode;

/// For which shell.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell.
    shell: Shell,
}

pub(crate) fn completions(arguments: &Arguments) -> Result<ExitCode> {
    clap_complete::generate(arguments.shell, &mut crate::Arguments::command(), "sbell", &mut std::io::stdout());
    Ok(ExitCode::SUCCESS)
}

/// One page: the program, and a part for each of its commands.
pub(crate) fn man() -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let mut all = crate::Arguments::command();
    all.build();
    clap_mangen::Man::new(all.clone()).render(&mut out)?;
    for command in all.get_subcommands().filter(|command| command.get_name() != "help") {
        let page = clap_mangen::Man::new(command.clone());
        page.render_synopsis_section(&mut out)?;
        page.render_description_section(&mut out)?;
        page.render_options_section(&mut out)?;
    }
    Ok(ExitCode::SUCCESS)
}
