// What goes wrong outside of this program, told in a sentence to whoever looks after the site.

export class Trouble extends Error {}

/** What an error says that was thrown by something else. */
export function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `fetch` says only that it failed; why stands in its cause.
  return error.cause instanceof Error ? said(error.cause) : error.message;
}
