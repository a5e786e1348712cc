//! Turns the menu that the core decided into the desktop's tray, whenever there is a tray to stand in.
//! It never builds the tray while no host is there: that fails, and must not end the program.

use sessionbell_agent::handle::Handle;
use sessionbell_core::action::{UserAction, WindowKind};
use sessionbell_core::menu::{Icon, Item, Menu};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::image::Image;
use tauri::menu::{IsMenuItem, MenuItem, PredefinedMenuItem, Submenu};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry};

/// How many menus back a press is still understood: a menu may be open while it is replaced.
const GENERATIONS: u64 = 8;

/// The tray; copies are the same tray.
#[derive(Clone)]
pub(crate) struct Tray {
    app: AppHandle,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    agent: Option<Handle>,
    wanted: Option<Menu>,
    icon: Option<TrayIcon>,
    has_host: bool,
    generation: u64,
    actions: BTreeMap<(u64, usize), UserAction>,
}

impl Tray {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app, shared: Arc::default() }
    }

    /// Presses go to this agent.
    pub(crate) fn connect(&self, agent: Handle) {
        self.lock().agent = Some(agent);
    }

    /// What the tray is to look like from now on.
    pub(crate) fn say(&self, menu: Menu) {
        self.lock().wanted = Some(menu);
        self.refresh();
    }

    /// Whether there is a host now. An icon that was built registers again by itself when one comes back.
    pub(crate) fn host_is(&self, there: bool) {
        self.lock().has_host = there;
        self.refresh();
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        // A panic while it was held left a menu half noted at worst; the next one replaces it.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refresh(&self) {
        let tray = self.clone();
        // Menus belong to the main thread.
        let _ending = self.app.run_on_main_thread(move || {
            if let Err(error) = tray.refresh_now() {
                tracing::warn!(%error, "the tray could not be drawn");
            }
        });
    }

    fn refresh_now(&self) -> tauri::Result<()> {
        let mut shared = self.lock();
        let Some(menu) = shared.wanted.clone().filter(|_| shared.has_host) else { return Ok(()) };
        let built = self.build(&menu, &mut shared)?;
        match &shared.icon {
            Some(icon) => {
                icon.set_menu(Some(built))?;
                icon.set_icon(Some(image(menu.icon)))?;
                icon.set_tooltip(Some(&menu.tooltip))?;
            }
            None => {
                let (on_menu, on_click) = (self.clone(), self.clone());
                let icon = TrayIconBuilder::with_id("sessionbell")
                    .icon(image(menu.icon))
                    .title("Sessionbell")
                    .tooltip(&menu.tooltip)
                    .menu(&built)
                    .show_menu_on_left_click(false)
                    .on_menu_event(move |_, event| on_menu.pressed(event.id().as_ref()))
                    .on_tray_icon_event(move |_, event| {
                        if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event {
                            on_click.tell(UserAction::Show { window: WindowKind::Upcoming, session: None });
                        }
                    })
                    .build(&self.app)?;
                tracing::info!("in the tray");
                shared.icon = Some(icon);
            }
        }
        Ok(())
    }

    fn build(&self, menu: &Menu, shared: &mut Shared) -> tauri::Result<tauri::menu::Menu<Wry>> {
        shared.generation += 1;
        let generation = shared.generation;
        shared.actions.retain(|(of, _), _| of + GENERATIONS > generation);
        let built = tauri::menu::Menu::new(&self.app)?;
        for item in &menu.items {
            built.append(self.item(item, generation, &mut shared.actions)?.as_ref())?;
        }
        Ok(built)
    }

    fn item(&self, item: &Item, generation: u64, actions: &mut BTreeMap<(u64, usize), UserAction>) -> tauri::Result<Box<dyn IsMenuItem<Wry>>> {
        Ok(match item {
            Item::Rule => Box::new(PredefinedMenuItem::separator(&self.app)?),
            Item::Words(words) => Box::new(MenuItem::new(&self.app, shown(words), false, None::<&str>)?),
            Item::Press { label, action } => {
                let number = actions.len();
                actions.insert((generation, number), action.clone());
                Box::new(MenuItem::with_id(&self.app, format!("{generation}.{number}"), shown(label), true, None::<&str>)?)
            }
            Item::Sub { label, items } => {
                let sub = Submenu::new(&self.app, shown(label), true)?;
                for item in items {
                    sub.append(self.item(item, generation, actions)?.as_ref())?;
                }
                Box::new(sub)
            }
        })
    }

    fn pressed(&self, id: &str) {
        let key = id.split_once('.').and_then(|(generation, number)| Some((generation.parse().ok()?, number.parse().ok()?)));
        let action = key.and_then(|key: (u64, usize)| self.lock().actions.get(&key).cloned());
        match action {
            Some(action) => self.tell(action),
            None => tracing::debug!(id, "an entry of a menu that is gone"),
        }
    }

    fn tell(&self, action: UserAction) {
        if let Some(agent) = &self.lock().agent {
            agent.tell(action);
        }
    }
}

/// A single `&` marks a shortcut letter in menus; a topic's own is doubled.
fn shown(label: &str) -> String {
    label.replace('&', "&&")
}

fn image(icon: Icon) -> Image<'static> {
    match icon {
        Icon::Idle => tauri::include_image!("src-tauri/icons/tray-idle.png"),
        Icon::Soon => tauri::include_image!("src-tauri/icons/tray-soon.png"),
        Icon::Running => tauri::include_image!("src-tauri/icons/tray-running.png"),
        Icon::Paused => tauri::include_image!("src-tauri/icons/tray-paused.png"),
        Icon::Trouble => tauri::include_image!("src-tauri/icons/tray-trouble.png"),
    }
}
