//! Decides what of a post's source is text: not its front matter, not templates' tags, and tables also where their rule is too short.
//! It never moves a byte: places in what it answers are places in the source.

/// What stands for a template's tag while the text is read; neither occurs in a text that people write.
pub(super) const MASK: (char, char) = ('\u{E000}', '\u{95}');

/// No template's tag is longer, in bytes.
const LONGEST_TAG: usize = 1_000;

/// Whether a template's tag stood in what was read.
pub(super) fn has_tag(text: &str) -> bool {
    text.contains([MASK.0, MASK.1])
}

/// The text with every template's tag (`{{ … }}`, `{% … %}`, as Liquid and Hugo have them) replaced by as many bytes of nothing.
pub(super) fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let closing = match rest.as_bytes().get(start + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(_) | None => "",
        };
        // A tag stands on one line.
        let line = rest[start..].bytes().take(LONGEST_TAG).take_while(|byte| *byte != b'\n').count();
        let closes = |end: &usize| rest.as_bytes()[*end..].starts_with(closing.as_bytes());
        let Some(end) = (start + 2..start + line).find(closes).filter(|_| !closing.is_empty()).map(|at| at + 2) else {
            out.push_str(&rest[..start + 1]);
            rest = &rest[start + 1..];
            continue;
        };
        out.push_str(&rest[..start]);
        let odd = (end - start) % 2;
        out.extend(std::iter::repeat_n(MASK.0, odd));
        out.extend(std::iter::repeat_n(MASK.1, (end - start - 3 * odd) / 2));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The front matter (`---` of YAML or `+++` of TOML), and where the body begins. Only single words and texts of one line are
/// read: titles and dates are such, and what else YAML knows, such as aliases of aliases, can cost without end.
pub(super) fn front_matter(text: &str) -> (Vec<(String, String)>, usize) {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let (fence, colon) = match first.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return (Vec::new(), 0),
    };
    let (mut at, mut front) = (first.len(), Vec::new());
    for line in lines {
        at += line.len();
        if line.trim_end() == fence {
            return (front, at);
        }
        if let Some((key, value)) = line.split_once(colon)
            && !line.starts_with([' ', '\t', '#', '-'])
        {
            let value = value.trim();
            let unquoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.split(*quote).next());
            let value = unquoted.unwrap_or_else(|| value.split(" #").next().unwrap_or_default().trim_end());
            front.push((key.trim().trim_matches('"').to_ascii_lowercase(), value.to_owned()));
        }
    }
    // It never ends: then it is none.
    (Vec::new(), 0)
}

/// The source from `body` on, with empty lines before it so that lines keep their numbers, and the rule under the headings of
/// a table as wide as the headings are: hosts often leave one column over.
pub(super) fn with_rule_rows_mended(text: &str, body: usize) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text[..body].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    let mut before = 0;
    for line in text[body..].split_inclusive('\n') {
        let cells = cells(line);
        if before > 0 && cells > 0 && cells != before && is_rule_row(line) {
            out.push('|');
            out.extend(std::iter::repeat_n("---|", before));
            out.push_str(if line.ends_with('\n') { "\n" } else { "" });
        } else {
            out.push_str(line);
        }
        // Only the first row of a table has a rule after it.
        before = if before == 0 && cells > 0 {
            cells
        } else if line.trim().is_empty() {
            0
        } else {
            before
        };
    }
    out
}

fn is_rule_row(line: &str) -> bool {
    line.contains('-') && line.trim().bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// How many cells a row has; 0 if it is none.
fn cells(line: &str) -> usize {
    let line = line.trim();
    let (mut bars, mut escaped, mut code) = (0, false, false);
    for byte in line.bytes() {
        match byte {
            b'`' if !escaped => code = !code,
            b'|' if !escaped && !code => bars += 1,
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    if bars == 0 {
        return 0;
    }
    (bars + 1 - usize::from(line.starts_with('|')) - usize::from(line.len() > 1 && line.ends_with('|') && !line.ends_with("\\|"))).max(1)
}
