import { Router } from "express";

/**
 * Serves a cron binding of the sidecar, under `/events/<name>`. It fires on every replica and ignores what it is
 * answered: work that replicas share must be claimed, and a tick amid the last one's work waits for it and does
 * nothing of its own.
 *
 * @param work one tick's; what it resolves is the answer's body, for people and tests
 */
export function cronDelivery(
  name: string,
  work: () => Promise<object>,
): Router {
  const router = Router();
  let underWay: Promise<object> | undefined;
  // The sidecar asks whether the app listens to a binding before it delivers to it.
  router.options(`/${name}`, (_request, response) => {
    response.sendStatus(200);
  });
  router.post(`/${name}`, async (_request, response) => {
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
    response.json(await underWay);
  });
  return router;
}
