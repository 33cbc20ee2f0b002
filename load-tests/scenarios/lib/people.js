/** What people do beside booking, as their browser does it. */
import exec from "k6/execution";
import http from "k6/http";
import { complain } from "./booking.js";
import { insist } from "./patience.js";
import { baseUrl } from "./settings.js";

const listings = `${baseUrl}/api/public/property/properties`;

function read(what, url, params) {
  const response = insist(() => http.get(url, params));
  if (response.status === 200) return response;
  complain(what, response);
  return undefined;
}

/** Reads how many of a room are left; whether that was answered. */
export const lookAtRoom = (roomId) =>
  read(
    "how many are left",
    `${baseUrl}/api/public/booking/rooms/${roomId}/availability`,
  ) !== undefined;

/** Reads the list, one property of it, and how many are left there; whether all of it was answered. */
export function lookAround() {
  const list = read("the list", listings);
  if (!list) return false;
  const items = list.json("items");
  const one = items[Math.floor(Math.random() * items.length)];
  if (!read("a property", `${listings}/${one.id}`)) return false;
  return lookAtRoom(one.rooms[0].id);
}

/** How often the page is asked for; the API itself waits five seconds for it each time. */
const PATIENCE = 6;

/** The address of the page to pay on; undefined when there is none in half a minute. */
export function openCheckout(token, bookingId) {
  const url = `${baseUrl}/api/booking/bookings/${bookingId}/checkout`;
  const params = { headers: { authorization: `Bearer ${token}` } };
  let response;
  for (let asked = 0; asked < PATIENCE; asked += 1) {
    response = insist(() => http.get(url, params));
    if (response.status !== 202) break;
  }
  if (response.status === 200) return response.json("url");
  complain("the way to pay", response);
  return undefined;
}

const CARD = {
  method: "card",
  cardNumber: "4242 4242 4242 4242",
  expiry: "12 / 34",
  cvc: "123",
  name: "Load Test",
};

const hostOf = (url) => /^https?:\/\/([^/:]+)/.exec(url)?.[1] ?? "";

/** Opens the hosted page and pays with a test card; whether it is paid. Ends the test at Stripe's own door. */
export function payAt(url) {
  if (/(^|[.])stripe[.]com$/i.test(hostOf(url)))
    exec.test.abort(`${url} is Stripe itself: pay at an emulator only`);
  if (!read("the page to pay on", url)) return false;
  const response = http.post(url, JSON.stringify(CARD), {
    headers: { "content-type": "application/json" },
  });
  if (response.status === 200 && response.json("paymentStatus") === "paid")
    return true;
  complain("a payment", response);
  return false;
}
