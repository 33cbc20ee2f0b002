import type { DataSource } from "@rentezy/database";
import type { Checkouts } from "../use-cases/ports.js";
import { claims, type ClaimOptions } from "./claims.js";
import { dueCheckouts } from "./due-checkouts.js";
import { checkoutEntity } from "./entities.js";
import { changeLocked, find } from "./locked-checkout.js";
import { toCheckoutRow, type Rhythm } from "./rows.js";
import { forgetOldWebhooks, oncePerWebhook } from "./webhooks.js";

/** Keeps checkouts in the service's own database. */
export function postgresCheckouts(
  dataSource: DataSource,
  options: Rhythm & ClaimOptions,
): Checkouts {
  const { manager } = dataSource;
  return {
    ...claims(manager, options),
    ...dueCheckouts(manager, options),
    add: async (checkout) => {
      const inserted = await manager
        .createQueryBuilder()
        .insert()
        .into(checkoutEntity)
        .values(toCheckoutRow(checkout, 0, options))
        .orIgnore()
        .returning(["subjectId"])
        .execute();
      const created = (inserted.raw as readonly unknown[]).length > 0;
      if (created) return { created, checkout };
      return { created, checkout: (await find(manager, checkout)) ?? checkout };
    },
    find: (subject) => find(manager, subject),
    change: (subject, change) =>
      dataSource.transaction((inside) =>
        changeLocked(inside, subject, options, change),
      ),
    changeOnce: (webhook, whose, change) =>
      oncePerWebhook(dataSource, webhook, whose, (inside, subject) =>
        changeLocked(inside, subject, options, change),
      ),
    lookOnce: (webhook, whose) =>
      oncePerWebhook(dataSource, webhook, whose, (inside, subject) =>
        inside.update(checkoutEntity, subject, { nextLookAt: options.now() }),
      ),
    forgetOldWebhooks: () => forgetOldWebhooks(manager),
  };
}
