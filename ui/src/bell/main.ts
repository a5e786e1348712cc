// Starts the window that rings where no notification server does.
import { mount } from "svelte";
import { tauri } from "../host/tauri";
import "../shared/base.css";
import Bell from "./Bell.svelte";

const target = document.getElementById("app");
if (target) mount(Bell, { target, props: { host: tauri } });
