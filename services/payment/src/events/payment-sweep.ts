import { Router } from "express";
import type { Stories } from "../use-cases/stories.js";

/**
 * Serves the cron binding `payment-sweep`. It fires on every replica and ignores what it is
 * answered; claims on the rows keep replicas apart, and a sweep under way makes the next one wait.
 */
export function paymentSweep({ sweep }: Stories): Router {
  const router = Router();
  let underWay: Promise<number> | undefined;
  // The sidecar asks whether the app listens to a binding before it delivers to it.
  router.options("/payment-sweep", (_request, response) => {
    response.sendStatus(200);
  });
  router.post("/payment-sweep", async (_request, response) => {
    underWay ??= sweep().finally(() => {
      underWay = undefined;
    });
    response.json({ looks: await underWay });
  });
  return router;
}
