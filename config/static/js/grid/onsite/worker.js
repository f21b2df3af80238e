// The service worker of one centre's sheet. Its reach is that page and nothing else: it hands out the page that
// was put aside when the sheet was taken along, and keeps no page of its own accord.

const SHEET = new URL(self.registration.scope).pathname;
const PAGE = `${SHEET}onsite/`;
const CACHE = `onsite:${SHEET}`;
// So long a weak network may take before the page that was put aside comes instead.
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === SHEET) event.respondWith(online(request));
    else if (pathname === PAGE) event.respondWith(kept(request));
  } else if (request.destination) {
    event.respondWith(part(event));
  }
});

/** The sheet itself comes from the server; without one, the page that was put aside. */
async function online(request) {
  if (!(await aside(PAGE))) return fetch(request);
  const late = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));
  try {
    const response = await Promise.race([fetch(request), late]);
    if (response.status < 500) return response;
  } catch {
    // no network, or as good as none
  }
  return Response.redirect(new URL(PAGE, self.location.origin), 302);
}

async function kept(request) {
  return (await aside(PAGE)) || fetch(request);
}

/** Styles and scripts: of the page put aside those put aside with it, so that they fit one another. */
async function part(event) {
  const client = await self.clients.get(event.clientId);
  const ours = client && new URL(client.url).pathname === PAGE;
  return (ours && (await aside(event.request.url))) || fetch(event.request);
}

async function aside(url) {
  if (!(await caches.has(CACHE))) return undefined;
  return (await caches.open(CACHE)).match(url, { ignoreVary: true });
}
