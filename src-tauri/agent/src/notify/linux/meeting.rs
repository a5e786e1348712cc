//! Finds whoever has the notification server's name, has the bus start one, and asks it what it can do.
//! It never uses a server: it only says who it is.

use super::super::wire::{self, NAME, PATH};
use super::{Done, Talk, report};
use crate::ports::NotifyEvent;
use std::collections::HashMap;
use tokio::time::timeout;
use zbus::Message;
use zbus::fdo::DBusProxy;
use zbus::names::BusName;
use zbus::zvariant::Value;

impl Talk<'_> {
    /// Finds the server that is there, or has the bus start one.
    pub(super) fn find_server(&mut self) {
        self.search = None;
        let (connection, limit) = (self.connection.clone(), self.limits.call);
        let ask = async move {
            let bus = DBusProxy::new(&connection).await.ok()?;
            let name = BusName::try_from(NAME).ok()?;
            if let Ok(owner) = bus.get_name_owner(name.clone()).await {
                return Some(owner.to_string());
            }
            bus.start_service_by_name(name.clone().try_into().ok()?, 0).await.ok()?;
            bus.get_name_owner(name).await.ok().map(|owner| owner.to_string())
        };
        self.calls.push(Box::pin(async move { Done::Found(timeout(limit, ask).await.ok().flatten()) }));
    }

    /// Asks a server who it is and what it can do; until it has answered, it is not used.
    pub(super) fn meet(&mut self, name: String) {
        self.owner = Some(name.clone());
        self.search = None;
        let (connection, limit) = (self.connection.clone(), self.limits.call);
        self.calls.push(Box::pin(async move {
            let call = |method: &'static str| {
                let (connection, name) = (connection.clone(), name.clone());
                async move { timeout(limit, connection.call_method(Some(name.as_str()), PATH, Some(NAME), method, &())).await }
            };
            let capabilities = match call("GetCapabilities").await {
                Ok(Ok(reply)) => reply.body().deserialize::<Vec<String>>().unwrap_or_default(),
                Ok(Err(_)) | Err(_) => Vec::new(),
            };
            let product = match call("GetServerInformation").await {
                Ok(Ok(reply)) => {
                    let words = reply.body().deserialize::<(String, String, String, String)>();
                    words.map(|(name, _, version, _)| sessionbell_core::text::line(&format!("{name} {version}"), 60)).unwrap_or_default()
                }
                Ok(Err(_)) | Err(_) => String::new(),
            };
            let mut quiet = None;
            for (interface, property) in wire::QUIET {
                let arguments = (interface, property);
                let ask = connection.call_method(Some(name.as_str()), PATH, Some(wire::PROPERTIES), "Get", &arguments);
                if let Ok(Ok(reply)) = timeout(limit, ask).await {
                    quiet = reply.body().deserialize::<Value<'_>>().ok().and_then(|value| bool::try_from(value).ok());
                }
                if quiet.is_some() {
                    break;
                }
            }
            Done::Met { name, product, words: capabilities, quiet }
        }));
    }

    /// The server tells that it holds notices back, or no longer does.
    pub(super) fn take_mood(&mut self, message: &Message) {
        let header = message.header();
        let Some(sender) = header.sender() else { return };
        if self.server.as_ref().is_none_or(|server| server.name != sender.as_str()) {
            return;
        }
        let body = message.body();
        let Ok((interface, changed, _)) = body.deserialize::<(&str, HashMap<&str, Value<'_>>, Vec<&str>)>() else { return };
        for (of, property) in wire::QUIET {
            if let Some(Value::Bool(on)) = changed.get(property).filter(|_| of == interface) {
                report(self.events, NotifyEvent::DoNotDisturb { on: *on });
            }
        }
    }
}
