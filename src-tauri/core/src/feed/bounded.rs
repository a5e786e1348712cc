//! Decides how much of a JSON text is kept in memory at once.
//! It never keeps more than its limits allow, whatever the text holds: of two bytes a list makes a value of thirty-two.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// Most values and keys kept of one entry, or of what stands beside the entries.
pub(super) const MOST_VALUES: usize = 10_000;
/// Most members kept of the document's own object.
const MOST_MEMBERS: usize = 1_000;
/// What a parser’s error says of more than [`MOST_VALUES`].
pub(super) const TOO_MANY: &str = "too many values";

/// The value that `source` is; each value and key in it takes one from `left`.
///
/// # Errors
/// It is not JSON, or there are more than are left.
pub(super) fn value(source: &str, left: &mut usize) -> serde_json::Result<Value> {
    let mut from = serde_json::Deserializer::from_str(source);
    let value = Within(left).deserialize(&mut from)?;
    from.end().map(|()| value)
}

/// The members of the object that `source` is, unread; of those with one name the last. Beyond a thousand only `always` are kept,
/// and `false` stands beside them.
///
/// # Errors
/// It is not JSON, or not an object.
pub(super) fn members<'a>(source: &'a str, always: &[&str]) -> serde_json::Result<(BTreeMap<String, &'a RawValue>, bool)> {
    let mut from = serde_json::Deserializer::from_str(source);
    let members = from.deserialize_map(Members(always))?;
    from.end().map(|()| members)
}

/// The first elements of the list that `source` is, unread, and how many it has.
///
/// # Errors
/// It is not JSON, or not a list.
pub(super) fn elements(source: &str, most: usize) -> serde_json::Result<(Vec<&RawValue>, usize)> {
    let mut from = serde_json::Deserializer::from_str(source);
    let elements = from.deserialize_seq(Elements(most))?;
    from.end().map(|()| elements)
}

struct Within<'a>(&'a mut usize);

impl Within<'_> {
    fn take<E: Error>(&mut self) -> Result<(), E> {
        *self.0 = self.0.checked_sub(1).ok_or_else(|| E::custom(TOO_MANY))?;
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Within<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(mut self, from: D) -> Result<Value, D::Error> {
        self.take()?;
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within<'_> {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Within(self.0))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            self.take()?;
            members.insert(key, object.next_value_seed(Within(self.0))?);
        }
        Ok(Value::Object(members))
    }
}

struct Members<'a>(&'a [&'a str]);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = (BTreeMap<String, &'de RawValue>, bool);
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let (mut members, mut whole) = (BTreeMap::new(), true);
        while let Some(key) = object.next_key::<String>()? {
            if members.len() < MOST_MEMBERS || members.contains_key(&key) || self.0.contains(&key.as_str()) {
                members.insert(key, object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
                whole = false;
            }
        }
        Ok((members, whole))
    }
}

struct Elements(usize);

impl<'de> Visitor<'de> for Elements {
    type Value = (Vec<&'de RawValue>, usize);
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut first = Vec::new();
        while first.len() < self.0 {
            match list.next_element()? {
                Some(element) => first.push(element),
                None => {
                    let count = first.len();
                    return Ok((first, count));
                }
            }
        }
        let mut count = first.len();
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok((first, count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_as_without_a_limit() {
        let source = r#" {"a":[1,-2,3.5,"x","\u00e4",true,null,{}],"b":{"c":[]},"a":{"last":1}} "#;
        let mut left = MOST_VALUES;
        assert_eq!(value(source, &mut left).unwrap(), serde_json::from_str::<Value>(source).unwrap());
        assert_eq!(left, MOST_VALUES - 19);
        for wrong in ["", "{", "[1,]", "{\"a\":1} 2", "nul"] {
            assert!(value(wrong, &mut MOST_VALUES.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_beyond_the_limits_is_not_kept() {
        let list = format!("[{}0]", "0,".repeat(98));
        assert!(value(&list, &mut 100).is_ok());
        assert_eq!(value(&list, &mut 99).unwrap_err().to_string().split(" at ").next(), Some(TOO_MANY));
        let (first, count) = elements(&list, 10).unwrap();
        assert_eq!((first.len(), count), (10, 99));
        assert_eq!(elements("[]", 10).unwrap().1, 0);
        let keys: String = (0..2_000).map(|n| format!("\"{n}\":{n},")).collect();
        let object = format!("{{{keys}\"entries\":[],\"5\":\"again\"}}");
        let (kept, whole) = members(&object, &["entries"]).unwrap();
        assert_eq!((kept.len(), whole), (1_001, false));
        assert!(members("{}", &[]).unwrap().1);
        assert_eq!(kept["5"].get(), "\"again\"");
        assert!(kept.contains_key("entries"));
    }
}
