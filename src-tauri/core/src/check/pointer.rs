//! Decides where in a JSON text the value of a JSON Pointer (RFC 6901) stands.
//! It never fails: what is not there has the place of what is around it.

use crate::finding::Place;

/// The place of the value, or of the innermost value around it that is there.
pub(super) fn place(source: &str, pointer: &str) -> Place {
    let mut scan = Scan { bytes: source.as_bytes(), at: 0 };
    scan.space();
    let mut start = scan.at;
    for part in pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        match scan.enter(&name) {
            Some(at) => start = at,
            None => break,
        }
    }
    Place::of_byte(source, start)
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.byte().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes to the member or element of that name in the value here.
    fn enter(&mut self, name: &str) -> Option<usize> {
        let is_object = match self.byte()? {
            b'{' => true,
            b'[' => false,
            _ => return None,
        };
        self.at += 1;
        for number in 0_usize.. {
            self.space();
            if matches!(self.byte()?, b'}' | b']') {
                return None;
            }
            let is_it = if is_object {
                let from = self.at;
                self.skip();
                let key = self.bytes.get(from..self.at).and_then(|raw| serde_json::from_slice::<String>(raw).ok());
                self.space();
                self.at += 1;
                self.space();
                key.is_some_and(|key| key == name)
            } else {
                name.parse() == Ok(number)
            };
            if is_it {
                return Some(self.at);
            }
            self.skip();
            self.space();
            if self.byte() == Some(b',') {
                self.at += 1;
            }
        }
        None
    }

    /// Over one value.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.byte() {
            match byte {
                b'"' => {
                    self.at += 1;
                    while let Some(byte) = self.byte().filter(|byte| *byte != b'"') {
                        self.at += if byte == b'\\' { 2 } else { 1 };
                    }
                    self.at += 1;
                }
                b'{' | b'[' => (depth, self.at) = (depth + 1, self.at + 1),
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => (depth, self.at) = (depth - 1, self.at + 1),
                b',' if depth == 0 => return,
                b':' if depth == 0 => return,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            if depth == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_names() {
        let source = "{\n  \"a\": [1, {\"b/c\": \"x\"}, [true]],\n  \"d\": \"},]\\\"\", \"e\": 2\n}";
        for (pointer, line, column) in
            [("", 1, 1), ("/a", 2, 8), ("/a/1/b~1c", 2, 20), ("/a/2/0", 2, 27), ("/e", 3, 22), ("/a/9", 2, 8), ("/a/1/none", 2, 12), ("/x/y", 1, 1)]
        {
            assert_eq!(place(source, pointer), Place { line, column }, "{pointer}");
        }
        assert_eq!(place("{\"a\"", "/a/b"), Place { line: 1, column: 5 });
    }
}
