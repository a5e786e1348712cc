//! libical's own list of rules and their instances, where it lies beside the project.
//! It never counts as passed by being skipped in part: every rule of the list is compared or refused by name.

#![expect(clippy::disallowed_methods, reason = "the core reads no files, its test does")]

use super::{time, times_from};
use sessionbell_core::recur::{Rule, RuleRefused};
use std::path::Path;

struct Entry<'a> {
    rule: &'a str,
    start: &'a str,
    /// Where the list has instances asked for later than the start.
    from: Option<&'a str>,
    instances: &'a str,
}

fn entries(list: &str) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    for block in list.split("\n\n").filter(|block| block.contains("RRULE:")) {
        let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
        found.push(Entry { rule: line("RRULE:").unwrap(), start: line("DTSTART:").unwrap(), from: line("START-AT:"), instances: line("INSTANCES:").unwrap() });
    }
    found
}

/// Why the rule is outside of what is followed, judged by its text alone.
fn outside(rule: &str) -> Option<RuleRefused> {
    let frequencies = ["HOURLY", "MINUTELY", "SECONDLY"];
    let by_frequency = frequencies.iter().find(|name| rule.contains(&format!("FREQ={name}"))).map(|name| RuleRefused::Frequency((*name).to_owned()));
    let by_part = ["BYYEARDAY", "BYWEEKNO"].iter().find(|name| rule.contains(*name)).map(|name| RuleRefused::Part((*name).to_owned()));
    let values = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)).map_or(1, |values| values.split(',').count());
    let times = values("BYHOUR=") * values("BYMINUTE=") * values("BYSECOND=");
    by_frequency.or(by_part).or((times > 48).then_some(RuleRefused::TimesADay(times)))
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is for who runs it")]
fn libical_has_the_same_instances() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let file = root.join("../shared/feeds/ics/libical_icalrecur_test.txt");
    if !file.exists() {
        println!("libical’s list is not here");
        return;
    }
    let list = std::fs::read_to_string(&file).unwrap();
    let (mut compared, mut refused, mut instances) = (0, 0, 0);
    for entry in entries(&list) {
        if let Some(why) = outside(entry.rule) {
            refused += 1;
            println!("refused   {why}  {}", entry.rule);
            assert_eq!(Rule::parse(entry.rule), Err(why), "{}", entry.rule);
            continue;
        }
        let rule = Rule::parse(entry.rule).unwrap();
        let rule = if entry.start.len() == 8 { rule.of_days() } else { rule };
        let expected: Vec<_> = entry.instances.split(',').map(time).collect();
        assert_eq!(times_from(&rule, entry.start, entry.start, usize::MAX), expected, "{}", entry.rule);
        if let Some(from) = entry.from {
            let later: Vec<_> = expected.iter().copied().filter(|at| *at >= time(from)).collect();
            assert_eq!(times_from(&rule, entry.start, from, usize::MAX), later, "{} from {from}", entry.rule);
        }
        compared += 1;
        instances += expected.len();
        println!("the same  {:>3} instances  {}", expected.len(), entry.rule);
    }
    println!("{compared} rules with {instances} instances are the same, {refused} refused by name");
    assert_eq!(compared + refused, list.matches("RRULE:").count());
    assert!(compared >= 40 && refused >= 40, "{compared} compared, {refused} refused");
}
