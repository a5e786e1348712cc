// Starts the settings window.
import { mount } from "svelte";
import { tauri } from "../host/tauri";
import "../shared/base.css";
import Settings from "./Settings.svelte";

const target = document.getElementById("app");
if (target) mount(Settings, { target, props: { host: tauri } });
