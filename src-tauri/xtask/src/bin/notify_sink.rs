//! A notification server that takes every notice and shows none, to measure what is sent.
//! It never answers anything but what the specification asks of a server.

#[cfg(target_os = "linux")]
mod server {
    //! The server's side of the Desktop Notifications Specification 1.2.
    use std::collections::HashMap;
    use std::sync::atomic::{AtomicU32, Ordering};
    use zbus::zvariant::OwnedValue;

    #[derive(Default)]
    pub(super) struct Sink(AtomicU32);

    #[zbus::interface(name = "org.freedesktop.Notifications")]
    impl Sink {
        #[expect(clippy::too_many_arguments, reason = "the specification has eight")]
        fn notify(
            &self,
            _app: String,
            replaces: u32,
            _icon: String,
            _summary: String,
            _body: String,
            _actions: Vec<String>,
            _hints: HashMap<String, OwnedValue>,
            _expires: i32,
        ) -> u32 {
            if replaces == 0 { self.0.fetch_add(1, Ordering::Relaxed) + 1 } else { replaces }
        }

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
        let _connection = builder.serve_at("/org/freedesktop/Notifications", server::Sink::default())?.build().await?;
        // Whoever started it ends it.
        std::future::pending::<()>().await;
        Ok(())
    })
}

#[cfg(not(target_os = "linux"))]
fn main() {}
