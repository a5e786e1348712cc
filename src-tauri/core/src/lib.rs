//! Decides what Sessionbell does, from published feeds, settings and the time it is given.
//! It never asks for the time, and reaches no file, network, environment or thread.

// The order is a law: a module may import only those above it.
pub mod fault;
pub mod finding;
pub mod moment;
pub mod text;
pub mod secret;
pub mod sound;
pub mod language;
pub mod zone;
pub mod region;
pub mod recur;
pub mod link;
pub mod session;
pub mod series;
pub mod alarm;
pub mod request;
pub mod settings;
pub mod feed;
pub mod poll;
pub mod courier;
pub mod store;
pub mod words;
pub mod post;
pub mod publish;
pub mod check;
pub mod plan;
pub mod action;
pub mod notice;
pub mod trouble;
pub mod menu;
pub mod view;
pub mod engine;
