#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod certificate;
pub mod evidence;
pub mod iso7816;
pub mod jpki;
pub mod origin;
pub mod pkcs1;
pub mod time;
pub mod verify;
