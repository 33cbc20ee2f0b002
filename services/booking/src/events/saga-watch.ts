import { cronDelivery } from "@rentezy/http";
import type { Router } from "express";

/** Serves the cron binding `saga-watch`; claims on the rows keep replicas apart. */
export const sagaWatch = (watchSagas: () => Promise<number>): Router =>
  cronDelivery("saga-watch", async () => ({ looks: await watchSagas() }));
