//! A notification server that notes when each notice came, shows none, and closes it at once, as a quick person does.
//! It never answers anything but what the specification asks of a server.

#[cfg(target_os = "linux")]
mod server {
    //! The server's side of the Desktop Notifications Specification 1.2.
    use std::collections::HashMap;
    use std::sync::atomic::{AtomicU32, Ordering};
    use zbus::object_server::SignalEmitter;
    use zbus::zvariant::OwnedValue;

    #[derive(Default)]
    pub(super) struct Sink {
        pub(super) last: AtomicU32,
        /// Whether notices stay.
        pub(super) keeps: bool,
    }

    /// Microseconds since 1970, the bus name of whoever sent it, the summary, and what more the notice says, a line each.
    #[expect(clippy::print_stdout, reason = "whoever measures reads it there")]
    pub(super) fn note(from: &str, summary: &str, body: &str) {
        println!("{} {from} {summary} | {}", chrono::Utc::now().timestamp_micros(), body.replace('\n', " | "));
    }

    #[zbus::interface(name = "org.freedesktop.Notifications")]
    impl Sink {
        #[expect(clippy::too_many_arguments, reason = "the specification has eight")]
        async fn notify(
            &self,
            _app: String,
            replaces: u32,
            _icon: String,
            summary: String,
            body: String,
            _actions: Vec<String>,
            _hints: HashMap<String, OwnedValue>,
            _expires: i32,
            #[zbus(header)] header: zbus::message::Header<'_>,
            #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
        ) -> u32 {
            note(header.sender().map_or("nobody", |name| name.as_str()), &summary, &body);
            let id = if replaces == 0 { self.last.fetch_add(1, Ordering::Relaxed) + 1 } else { replaces };
            if !self.keeps {
                // Whoever listens is on the same bus; nobody else needs to hear it.
                let _unheard = Self::notification_closed(&emitter, id, 2).await;
            }
            id
        }

        #[zbus(signal)]
        async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;

        fn close_notification(&self, _id: u32) {}

        fn get_capabilities(&self) -> Vec<String> {
            ["actions", "body"].map(str::to_owned).to_vec()
        }

        fn get_server_information(&self) -> (String, String, String, String) {
            ("sink".to_owned(), "sessionbell".to_owned(), "1".to_owned(), "1.2".to_owned())
        }
    }
}

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let builder = zbus::connection::Builder::session()?.name("org.freedesktop.Notifications")?;
        let sink = server::Sink { keeps: std::env::args().any(|argument| argument == "--keep"), ..server::Sink::default() };
        let _connection = builder.serve_at("/org/freedesktop/Notifications", sink)?.build().await?;
        server::note("itself", "is there", "");
        // Whoever started it ends it.
        std::future::pending::<()>().await;
        Ok(())
    })
}

#[cfg(not(target_os = "linux"))]
fn main() {}
