//! Strict reading of JSON: one way to write each thing, where serde would take two.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer as _, MapAccess, Visitor};
use serde::{Deserialize as _, Deserializer};

/// What derived code reads from the members of an object.
pub(super) trait Members: Sized {
    /// The derived code.
    fn from_members<'de, A: MapAccess<'de>>(members: MapAccessDeserializer<A>) -> Result<Self, A::Error>;
}

/// Reads an object; serde would take an array of its values as well.
pub(super) fn object<'de, T: Members, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Object(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Members> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::from_members(MapAccessDeserializer::new(members))
    }
}

/// Reads one of a few words; serde would take `{"word": null}` as well.
pub(super) fn word<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    T::deserialize(text.as_str().into_deserializer())
}

/// Makes a type whose derived code is its own (`serde(remote = "Self")`) readable from an object only.
macro_rules! object_only {
    ($type:ident) => {
        impl $crate::evidence::json::Members for $type {
            fn from_members<'de, A: serde::de::MapAccess<'de>>(
                members: serde::de::value::MapAccessDeserializer<A>,
            ) -> Result<Self, A::Error> {
                Self::deserialize(members)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::evidence::json::object(deserializer)
            }
        }

        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }
    };
}

pub(super) use object_only;
