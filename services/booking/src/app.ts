import {
  connectSidecar,
  connectWorkflows,
  createPublisher,
  runWorker,
  type Sidecar,
} from "@rentezy/dapr";
import {
  migrate,
  openDatabase,
  ping,
  type DataSource,
} from "@rentezy/database";
import { sidecarAddressOf } from "@rentezy/config";
import { startRelay, topicDestinations } from "@rentezy/events";
import { createServiceApp, type Lifecycle } from "@rentezy/http";
import {
  authenticateWith,
  createTokenVerifier,
  fetchKeysFromAuth,
  identityErrors,
} from "@rentezy/identity";
import { createMetrics, type Logger, type Metrics } from "@rentezy/telemetry";
import type { Express } from "express";
import type { Config } from "./config.js";
import { bookingErrors } from "./domain/errors.js";
import { createDeliveries } from "./events/router.js";
import { createOperations } from "./http/router.js";
import { connectPayments } from "./payment/payments.js";
import { BookingEntity, RoomInventoryEntity } from "./persistence/entities.js";
import { migrations } from "./persistence/migrations.js";
import { createCancelBooking } from "./use-cases/cancel-booking.js";
import { createEndHold } from "./use-cases/end-hold.js";
import { createFindCheckout } from "./use-cases/find-checkout.js";
import { createOpenCheckout } from "./use-cases/open-checkout.js";
import { createReadAvailability } from "./use-cases/read-availability.js";
import {
  createListBookings,
  createReadBooking,
} from "./use-cases/read-bookings.js";
import { createRefundBooking } from "./use-cases/refund-booking.js";
import { createReserveRoom } from "./use-cases/reserve-room.js";
import { WORKFLOW_DESTINATION } from "./use-cases/saga-commands.js";
import { createActivities } from "./workflow/activities.js";
import { bookingSaga } from "./workflow/booking-saga.js";
import { createCommandDelivery } from "./workflow/deliver-commands.js";
import { refundSaga } from "./workflow/refund-saga.js";

interface Surroundings {
  readonly config: Config;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
}

/** Opens everything that booking needs and wires it; what it opens it registers to be closed. */
export async function createApp({
  config,
  logger,
  lifecycle,
}: Surroundings): Promise<Express> {
  const metrics = createMetrics(config.APP_ID);
  const sidecar = connectSidecar(sidecarAddressOf(config));
  lifecycle.onClose("sidecar", () => sidecar.close());
  const dataSource = await openDatabase({
    url: config.DATABASE_URL,
    appId: config.APP_ID,
    entities: [BookingEntity, RoomInventoryEntity],
    migrations,
    poolSize: config.DATABASE_POOL_SIZE,
  });
  lifecycle.onClose("database", () => dataSource.destroy());
  await migrate(dataSource);
  runBackground({ config, logger, lifecycle, metrics, sidecar, dataSource });
  const verify = createTokenVerifier({
    issuer: config.JWT_ISSUER,
    audience: config.JWT_AUDIENCE,
    fetchKeys: fetchKeysFromAuth(sidecar),
  });
  const readBooking = createReadBooking(dataSource);
  const errors = { ...identityErrors, ...bookingErrors };
  return createServiceApp({
    appId: config.APP_ID,
    appToken: config.APP_API_TOKEN,
    logger,
    metrics,
    readiness: { database: () => ping(dataSource) },
    authenticate: authenticateWith(verify),
    operations: createOperations({
      reserveRoom: createReserveRoom({
        dataSource,
        holdSeconds: config.HOLD_SECONDS,
      }),
      readBooking,
      listBookings: createListBookings(dataSource),
      cancelBooking: createCancelBooking({ dataSource, readBooking }),
      findCheckout: createFindCheckout({ dataSource, readBooking }),
      readAvailability: createReadAvailability(dataSource),
    }),
    errors,
    deliveries: createDeliveries({ dataSource, errors, logger, metrics }),
  });
}

interface Background extends Surroundings {
  readonly metrics: Metrics;
  readonly sidecar: Sidecar;
  readonly dataSource: DataSource;
}

/** What works without being asked: the sagas, and the outbox that starts them and tells the world. */
function runBackground({
  config,
  logger,
  lifecycle,
  metrics,
  sidecar,
  dataSource,
}: Background): void {
  const payments = connectPayments(sidecar);
  const worker = runWorker({
    sidecar,
    logger,
    workflows: { "booking-saga": bookingSaga, "refund-saga": refundSaga },
    activities: createActivities({
      openCheckout: createOpenCheckout({ dataSource, payments }),
      endHold: createEndHold({ dataSource, payments }),
      refundBooking: createRefundBooking({ dataSource, payments }),
      logger,
    }),
  });
  lifecycle.onClose("workflow worker", () => worker.stop());
  const workflows = connectWorkflows(sidecar);
  lifecycle.onClose("workflow client", () => workflows.stop());
  const relay = startRelay({
    databaseUrl: config.DATABASE_URL,
    appId: config.APP_ID,
    destinations: {
      ...topicDestinations(
        config.APP_ID,
        ["bookings"],
        createPublisher(sidecar),
      ),
      [WORKFLOW_DESTINATION]: createCommandDelivery(workflows, logger),
    },
    logger,
    metrics,
  });
  lifecycle.onClose("outbox relay", () => relay.stop());
}
