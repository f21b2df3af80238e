// Requests of our pages: CSRF token from the page, JSON both ways, a refusal as an error with its words.

export class Refused extends Error {
  constructor(status, body) {
    super(body.error || "");
    this.status = status;
    this.code = body.code || "";
    this.problems = body.problems || [];
    this.body = body;
  }
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]').content;
}

// The texts a page hands to a script: <script type="application/json" id="i18n-…">.
export function strings(id) {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent) : {};
}

async function parsed(response) {
  const type = response.headers.get("Content-Type") || "";
  return type.includes("json") ? response.json() : {};
}

// Returns the answer's JSON; throws Refused for 4xx and 5xx, TypeError when the network is gone.
export async function send(url, { method = "POST", json, form, signal } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  if (json !== undefined) headers["Content-Type"] = "application/json";
  const body = json !== undefined ? JSON.stringify(json) : form;
  const response = await fetch(url, { method, headers, body, signal, credentials: "same-origin" });
  const answer = await parsed(response);
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}
