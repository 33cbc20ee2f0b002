import { runService } from "@rentezy/http";
import { openApp } from "./app.js";
import { readConfig } from "./config.js";

await runService(readConfig(), openApp);
