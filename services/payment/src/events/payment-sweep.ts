import { cronDelivery } from "@rentezy/http";
import type { Router } from "express";
import type { Stories } from "../use-cases/stories.js";

/** Serves the cron binding `payment-sweep`; claims on the rows keep replicas apart. */
export const paymentSweep = ({ sweep }: Stories): Router =>
  cronDelivery("payment-sweep", async () => ({ looks: await sweep() }));
