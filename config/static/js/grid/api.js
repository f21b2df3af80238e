// Requests of the grid. Each way a request can fail has a name, because each asks for something else.

import { csrfToken } from "../http.js";

const PATIENCE = 20000;

/** kind: "offline" (try again), "signed-out", "other-account", "forgery" (stale token), "closed", "refused". */
export class Fault extends Error {
  constructor(kind, message = "") {
    super(message);
    this.kind = kind;
  }
}

export class Api {
  constructor(data) {
    this.urls = data.urls;
    this.user = data.user;
  }

  /** Save changes in order; resolves to {outcomes, sheets}. */
  save(changes, { leaving = false } = {}) {
    return request(this.urls.cells, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify({ user: this.user, changes }),
      keepalive: leaving,
    });
  }

  /** Sheets that changed since the versions seen; also who is signed in, and a fresh token. */
  async changes(seen) {
    const answer = await request(`${this.urls.changes}?seen=${seen}`);
    if (answer.user !== this.user) throw new Fault("other-account");
    document.querySelector('meta[name="csrf-token"]').content = answer.csrf;
    return answer;
  }

  /** The story of one cell as a piece of HTML. */
  story(cell) {
    return this.piece(`${this.urls.story}${cell.sheet.id}/${cell.indicator.id}/`);
  }

  /** A piece of HTML of one of our pages. */
  async piece(url) {
    const response = await answered(url, { Accept: "text/html" });
    if (!response.ok) throw await fault(response);
    return response.text();
  }
}

async function request(url, options = {}) {
  const response = await answered(url, { Accept: "application/json", ...options.headers }, options);
  if (!response.ok) throw await fault(response);
  return response.json();
}

async function answered(url, headers, options = {}) {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), PATIENCE);
  try {
    return await fetch(url, { credentials: "same-origin", redirect: "manual", signal: timer.signal, ...options, headers });
  } catch {
    throw new Fault("offline");
  } finally {
    clearTimeout(timeout);
  }
}

/** @returns {Promise<Fault>} */
async function fault(response) {
  if (response.type === "opaqueredirect" || response.status === 401) return new Fault("signed-out");
  if (response.status >= 500) return new Fault("offline");
  const isJson = (response.headers.get("Content-Type") || "").includes("json");
  if (!isJson) return new Fault(response.status === 403 ? "forgery" : "refused");
  const body = await response.json();
  if (body.code === "other_account") return new Fault("other-account", body.error);
  return new Fault(body.code === "round_closed" ? "closed" : "refused", body.error);
}
