/** What can happen in a scene, and how a scene comes to its end. */
import { knownOf, type Scene } from "./scene.js";
import { expire, pay, settle, settleRefund, type Session } from "./stripe.js";

type Step = (scene: Scene, which: number) => void;

/** A payer knows an address only when somebody was told of it. */
const payable = (scene: Scene) =>
  scene.books.sessions.find(
    ({ url }) => url !== null && scene.caller.urls.has(url),
  );

const inState = (scene: Scene, is: (session: Session) => boolean) =>
  scene.books.sessions.find(is);

function happen(
  scene: Scene,
  session: Session | undefined,
  what: (session: Session) => void,
) {
  if (session) what(session);
}

const pendingRefund = (scene: Scene) =>
  scene.books.refunds.find(({ status }) => status === "pending");

export const HAPPENINGS = {
  "the caller opens": (scene) => scene.open(),
  "the caller expires": (scene) => scene.expire(),
  "the caller refunds": (scene) => scene.refund(),
  "the sweeper comes": (scene) => {
    scene.pass(1);
    scene.sweep();
  },
  "a long time passes": (scene) => {
    scene.pass(32);
    endOverdue(scene);
  },
  "a card pays": (scene) =>
    happen(scene, payable(scene), (it) => pay(scene.books, it, "at once")),
  "a slow method begins": (scene) =>
    happen(scene, payable(scene), (it) => pay(scene.books, it, "slowly")),
  "slow money comes": (scene) =>
    happen(
      scene,
      inState(scene, ({ processing }) => processing),
      (it) => settle(scene.books, it, "paid"),
    ),
  "slow money fails": (scene) =>
    happen(
      scene,
      inState(scene, ({ processing }) => processing),
      (it) => settle(scene.books, it, "failed"),
    ),
  "money comes late": (scene) =>
    happen(
      scene,
      // Only a payer who had the address can have paid.
      inState(
        scene,
        ({ status, sessionId }) =>
          status === "expired" &&
          scene.caller.urls.has(`https://pay.test/${sessionId}`),
      ),
      (it) => pay(scene.books, it, "at once"),
    ),
  "a refund succeeds": (scene) => {
    const refund = pendingRefund(scene);
    if (refund) settleRefund(scene.books, refund, "succeeded");
  },
  "a refund fails": (scene) => {
    const refund = pendingRefund(scene);
    if (refund) settleRefund(scene.books, refund, "failed");
  },
  "a refund is taken back": ({ books }) => {
    const refund = books.refunds.find(({ status }) => status === "succeeded");
    if (refund) settleRefund(books, refund, "failed");
  },
  "a webhook arrives": (scene, which) => scene.deliver(which, false),
  "a webhook arrives, not for the last time": (scene, which) =>
    scene.deliver(which, true),
  "a webhook is lost": ({ books }, which) => {
    const index = which % books.webhooks.length;
    if (books.webhooks[index]?.indispensable === false)
      books.webhooks.splice(index, 1);
  },
} as const satisfies Readonly<Record<string, Step>>;

export type Happening = keyof typeof HAPPENINGS;

/** Stripe ends what nobody has paid in time. */
function endOverdue({ books }: Scene): void {
  for (const session of books.sessions) {
    const isOver = session.expiresAt.getTime() <= books.now();
    if (session.status === "open" && isOver) expire(books, session);
  }
}

/** Enough for everything that can be unfinished, one thing after the other. */
const ROUNDS = 6;
const UNTIL_IDLE = 10_000;

/**
 * Time goes on and Stripe answers; but no webhook comes any more, except those that tell what nobody can
 * ask about. A caller that stays asks for as long as it wants its money back.
 */
export async function finish(
  scene: Scene,
  callerStays: boolean,
): Promise<void> {
  const { books, caller } = scene;
  scene.heal();
  await scene.proceed(UNTIL_IDLE);
  for (;;) {
    const index = books.webhooks.findIndex((each) => each.indispensable);
    if (index < 0) break;
    scene.deliver(index, false);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    scene.pass(60);
    endOverdue(scene);
    const processing = books.sessions.find((each) => each.processing);
    if (processing) settle(books, processing, "paid");
    const refund = pendingRefund(scene);
    if (refund) settleRefund(books, refund, "succeeded");
    const isPaidTooLate =
      caller.wasToldExpired && scene.row.announced.includes(PAID);
    if (isPaidTooLate) caller.wantsRefund = true;
    const isReturned = knownOf(scene).refund.status === "succeeded";
    if (callerStays && caller.wantsRefund && !isReturned) scene.refund();
    scene.sweep();
    await scene.proceed(UNTIL_IDLE);
  }
}

const PAID = "payment.succeeded.v1";

/** Every webhook that is still under way arrives after all. */
export async function deliverTheRest(scene: Scene): Promise<void> {
  while (scene.books.webhooks.length > 0) scene.deliver(0, false);
  await scene.proceed(UNTIL_IDLE);
}
