/**
 * The app's side of its Dapr sidecar: invoke, publish, consume, state, workflows. Depends on
 * contracts and telemetry.
 */
export { invoke, InvocationRefused, type Invocation } from "./invoke.js";
export { createPublisher, type Publish } from "./publish.js";
export {
  connectSidecar,
  type Sidecar,
  type SidecarAddress,
} from "./sidecar.js";
export {
  openStateStore,
  type SaveOptions,
  type StateStore,
  type Stored,
} from "./state.js";
export {
  handleEvent,
  subscription,
  whyUnreadable,
  type EventHandling,
  type Failure,
  type Handled,
  type Handlers,
  type SubscriptionOptions,
} from "./subscription.js";
export {
  connectedWorkers,
  connectWorkflows,
  runWorker,
  type Worker,
  type WorkerOptions,
} from "./workflow.js";
