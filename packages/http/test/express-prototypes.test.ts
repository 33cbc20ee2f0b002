import { afterAll, beforeAll, expect, it } from "@jest/globals";
import express from "express";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expressPrototypes } from "../src/express-prototypes.js";

const app = express();
const born = { request: null as unknown, response: null as unknown };

app.post("/items/:id", express.json(), (request, response) => {
  response.status(201).json({
    id: request.params.id,
    body: request.body as unknown,
    type: request.get("content-type"),
    isSameApp: request.app === app && response.app === app,
    isAsBorn:
      Object.getPrototypeOf(request) === born.request &&
      Object.getPrototypeOf(response) === born.response,
  });
});

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(expressPrototypes(app), (request, response) => {
    born.request = Object.getPrototypeOf(request);
    born.response = Object.getPrototypeOf(response);
    app(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it("creates what Express would make of a request and a response, so that it changes neither", async () => {
  const answer = await fetch(`${url}/items/7`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "a" }),
  });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({
    id: "7",
    body: { name: "a" },
    type: "application/json",
    isSameApp: true,
    isAsBorn: true,
  });
});
