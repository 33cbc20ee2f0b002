/** The look of the hosted page. */
export const STYLE = `
:root { --ink: #1a1f36; --soft: #5d6680; --line: #d9deea; --accent: #4f46e5; --bad: #b42318; --field: #fff; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; color: var(--ink); background: #fff;
  font: 16px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.banner { margin: 0; padding: .5rem 1rem; text-align: center; font-size: .875rem; background: #fff4d6; color: #5c3d00; }
.tag { font-weight: 700; margin-right: .5rem; padding: .1rem .5rem; border-radius: 4px; background: #b54708; color: #fff; }
main { flex: 1; display: grid; grid-template-columns: 1fr 1fr; }
.summary { padding: 4rem max(2rem, calc(50vw - 30rem)) 3rem 2rem; padding-left: max(2rem, calc(50vw - 30rem));
  padding-right: 4rem; color: #fff; background: linear-gradient(160deg, #312e81, #1e1b4b); }
.panel { padding: 4rem max(2rem, calc(50vw - 30rem)) 3rem 4rem; }
.brand { margin: 0 0 2.5rem; font-weight: 700; font-size: 1.125rem; }
.brand span { display: inline-grid; place-items: center; width: 2rem; height: 2rem; margin-right: .5rem;
  border-radius: 8px; background: #fff; color: #312e81; }
.paying { margin: 0; color: #c7d2fe; }
.amount { margin: 0 0 2rem; font-size: 2.5rem; line-height: 1.2; font-weight: 700; font-variant-numeric: tabular-nums; }
.items { list-style: none; margin: 0; padding: 1rem 0; border-top: 1px solid #ffffff33; border-bottom: 1px solid #ffffff33; }
.items li { display: flex; justify-content: space-between; gap: 1.5rem; padding: .25rem 0; overflow-wrap: anywhere; }
.money { white-space: nowrap; font-variant-numeric: tabular-nums; }
.description, .summary small { color: #c7d2fe; }
.back { display: inline-block; margin-top: 2rem; color: #e0e7ff; }
h1 { margin: 0 0 1.25rem; font-size: 1.375rem; line-height: 1.3; }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: .5rem; font-weight: 600; font-size: .9375rem; }
.method { display: flex; align-items: center; gap: .75rem; padding: .625rem 1rem; border: 1px solid var(--line); cursor: pointer; }
.method + .method { border-top: 0; }
.method:first-of-type { border-radius: 8px 8px 0 0; }
.method:last-of-type { border-radius: 0 0 8px 8px; }
.method:has(:checked) { background: #eef2ff; }
.method input { accent-color: var(--accent); width: 1.125rem; height: 1.125rem; margin: 0; }
.method small { display: block; color: var(--soft); font-size: .8125rem; }
fieldset.card { margin-bottom: 0; }
form:has([value^="bank_"]:checked) .card { display: none; }
.field { margin-bottom: 1rem; }
.field label { display: block; margin-bottom: .25rem; font-size: .875rem; font-weight: 500; }
.field input { width: 100%; padding: .625rem .75rem; font: inherit; color: inherit; background: var(--field);
  border: 1px solid #98a2b8; border-radius: 8px; }
.field input[aria-invalid] { border-color: var(--bad); }
.field input::placeholder { color: #78819a; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.error { margin: .25rem 0 0; color: var(--bad); font-size: .875rem; }
.problem { margin: 0 0 1.25rem; padding: .75rem 1rem; border: 1px solid #fda29b; border-radius: 8px; background: #fef3f2; color: var(--bad); }
button, .button { display: block; width: 100%; padding: .75rem 1rem; border: 0; border-radius: 8px; cursor: pointer; text-align: center;
  text-decoration: none; font: inherit; font-weight: 600; color: #fff; background: var(--accent); }
button:hover, .button:hover { background: #4338ca; }
:focus-visible { outline: 3px solid #a5b4fc; outline-offset: 2px; }
.test-cards { margin-top: 2rem; padding: 1rem 1.25rem; border: 1px dashed #f0c36d; border-radius: 8px; background: #fffbf0; font-size: .875rem; }
.test-cards h2 { margin: 0 0 .5rem; font-size: .9375rem; }
.test-cards p { margin: .5rem 0 0; color: var(--soft); }
table { width: 100%; border-collapse: collapse; text-align: left; }
th { font-weight: 600; color: var(--soft); }
th, td { padding: .25rem .75rem .25rem 0; }
code { font: .875rem ui-monospace, Menlo, Consolas, monospace; white-space: nowrap; }
.closing { padding-top: 2rem; text-align: center; }
.closing .button { margin-top: 2rem; }
.mark { display: grid; place-items: center; width: 4rem; height: 4rem; margin: 0 auto 1.5rem; border-radius: 50%; font-size: 1.75rem; background: #eef0f6; }
.mark.good { color: #fff; background: #079455; }
@media (max-width: 50rem) {
  main { display: block; }
  .summary, .panel { padding: 1.5rem max(1.25rem, calc(50vw - 15rem)); }
  .brand { margin-bottom: 1rem; }
  .amount { margin-bottom: 1rem; font-size: 2rem; }
  .back { margin-top: 1rem; }
}
`;
