// Starts the upcoming window.
import { mount } from "svelte";
import { tauri } from "../host/tauri";
import "../shared/base.css";
import Upcoming from "./Upcoming.svelte";

const target = document.getElementById("app");
if (target) mount(Upcoming, { target, props: { host: tauri } });
