/** Who may move money: the apps whose subjects are paid here. The sidecar's access list says the same. */
export const forPayees = {
  kind: "app",
  callers: ["booking", "rent"],
} as const;
