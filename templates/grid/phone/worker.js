// Kept on the phone: the empty report form, its scripts and styles, the tree of grids; nothing that tells of anybody.
// Whatever else is asked for goes to the server, and without one it fails.
const KEPT = "report-{{ version }}";
const FILES = new Set([{% for file in files %}"{{ file|escapejs }}", {% endfor %}]);
const PAGE = "{{ page }}", BLANK = "{{ blank }}", AREAS = "{{ areas }}";
const PATIENCE = 5000; // milliseconds: outside the office the server may be silent without saying so

async function renew() {
  const kept = await caches.open(KEPT);
  await Promise.all([BLANK, AREAS].map(async (address) => {
    const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
    if (answer?.ok && !answer.redirected) await kept.put(address, answer);
  }));
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([...FILES])).then(renew).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("report-") && name !== KEPT));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => event.data === "renew" && event.waitUntil(renew()));

const kept = async (address) => (await (await caches.open(KEPT)).match(address)) ?? Response.error();

async function first(request, address) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  return answer && answer.status < 502 ? answer : kept(address);
}

self.addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (FILES.has(pathname)) event.respondWith(kept(pathname).then((answer) => (answer.ok ? answer : fetch(request))));
  else if (request.mode === "navigate" && pathname === PAGE) event.respondWith(first(request, BLANK));
  else if (pathname === AREAS) event.respondWith(first(request, AREAS));
});
