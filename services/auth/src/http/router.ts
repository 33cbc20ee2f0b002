import type { Operation } from "@rentezy/http";
import { discoveryOperation } from "./discovery.js";
import type { Doors } from "./doors.js";
import { keySetOperations } from "./key-set.js";
import { loginOperation } from "./login.js";
import { logoutOperation } from "./logout.js";
import { meOperation } from "./me.js";
import { refreshOperation } from "./refresh.js";
import { registerOperation } from "./register.js";

/** Every operation of the service. */
export const operations = (doors: Doors): readonly Operation[] => [
  registerOperation(doors),
  loginOperation(doors),
  refreshOperation(doors),
  logoutOperation(doors),
  meOperation(doors),
  discoveryOperation(doors),
  ...keySetOperations(doors),
];
