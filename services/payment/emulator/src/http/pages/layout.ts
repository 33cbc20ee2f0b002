import { html, type Html } from "./html.js";

/** A whole page. @param summary what is being paid, on the left or above */
export function layout(page: {
  title: string;
  summary: Html;
  content: Html;
}): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <title>${page.title} · RentEzy</title>
        <link rel="stylesheet" href="../pay.css" />
      </head>
      <body>
        <p class="banner">
          <span class="tag">Test mode</span> This is a local stand-in for
          Stripe. No real money moves.
        </p>
        <main>
          <section class="summary" aria-label="What you pay">
            ${page.summary}
          </section>
          <section class="panel">${page.content}</section>
        </main>
      </body>
    </html> `.markup;
}
