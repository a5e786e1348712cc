// The program itself, through Tauri's commands; the only file that knows them.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Push, Reply, UserAction } from "../generated/types";
import type { Host } from "./host";

export const tauri: Host = {
  ask: (action: UserAction) => invoke<Reply>("ask", { action }),
  watch: (heard) => {
    const channel = new Channel<Push>();
    channel.onmessage = heard;
    return invoke("watch", { channel });
  },
  painted: () => void invoke("painted"),
};
