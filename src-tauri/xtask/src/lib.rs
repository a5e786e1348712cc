//! What this repository needs done: set-up, run, test, bench, code generation, tidy; and the virtual desktop for it.
//! It never becomes part of the program.

pub mod bench;
pub mod checks;
pub mod codegen;
pub mod command;
pub mod desktop;
pub mod fuzz;
pub mod machine_clock;
pub mod quality;
pub mod run;
pub mod sample;
pub mod setup;
pub mod tidy;
pub mod torture;
pub mod webdriver;
