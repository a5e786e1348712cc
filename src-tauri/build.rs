//! Prepares the page bundle, the capabilities and the icons for the program.
//! It never downloads anything.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&["ask", "watch", "painted"]);
    let attributes = tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/*.json").app_manifest(commands);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error=the program's pages or capabilities are not in order: {error:#}");
    }
}
