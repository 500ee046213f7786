// What was filled in without a net waits here, each sealed for the account that filled it in: the phone keeps only the
// public half of that account's key, the private half comes from the server to a session of the same account and stays
// in memory. So whoever logs in next on this phone can neither read nor send it, and a page opened anew without a net
// can still seal. Sent under the form's key: however often it goes up, the server has it once.
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const PATIENCE = 8000, UPLOAD = 120000; // milliseconds: asking, sending
const text = new TextEncoder();

let opened;
function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("fengqiao", 1);
    asked.onupgradeneeded = () => {
      for (const name of ["waiting", "sealed", "author"]) asked.result.createObjectStore(name, { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// What `act` asks of the stores; resolves when it is on the disk. What is sealed stands apart: a day's photos do not
// fit into memory.
async function on(names, act, mode = "readwrite") {
  const line = (await database()).transaction(names, mode, { durability: "strict" });
  const request = act(...[names].flat().map((name) => line.objectStore(name)));
  return new Promise((resolve, reject) => {
    line.oncomplete = () => resolve(request.result);
    line.onabort = line.onerror = () => reject(line.error);
  });
}

export const waiting = async () => (await on("waiting", (rows) => rows.getAll(), "readonly")).sort((a, b) => a.at.localeCompare(b.at));
export const forget = (key) => on(["waiting", "sealed"], (rows, sealed) => (rows.delete(key), sealed.delete(key)));
const note = (entry) => on("waiting", (rows) => rows.put(entry));
export const author = () => on("author", (rows) => rows.get("now"), "readonly");
export const forgetAuthor = () => on("author", (rows) => rows.delete("now"));

// --- Sealing ------------------------------------------------------------------------------------------------------

async function cipher(own, theirs, key, use) {
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode(`outbox ${key}`) };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, [use]);
}

const bound = (key, account) => text.encode(`${key} ${account}`); // nobody puts it under another name

// Keep the fields ([name, text] each) and files of a form for its author. `at`: when it happened, by the phone.
export async function keep(key, at, fields, files) {
  const who = await author();
  if (!who) throw new Error("nobody");
  const head = text.encode(JSON.stringify({ fields, files: files.map(({ name, type, size }) => ({ name, type, size })) }));
  const plain = new Blob([new Uint32Array([head.length]), head, ...files]);
  const theirs = await crypto.subtle.importKey("jwk", who.public, CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: bound(key, who.account) };
  const sealed = await crypto.subtle.encrypt(how, await cipher(own.privateKey, theirs, key, "encrypt"), await plain.arrayBuffer());
  const half = await crypto.subtle.exportKey("raw", own.publicKey);
  const entry = { key, at, account: who.account, apart: [who.apart], photos: files.length, iv, half };
  await on(["waiting", "sealed"], (rows, bytes) => (rows.put(entry), bytes.put({ key, sealed })));
  navigator.storage.persist?.(); // or a full phone may throw it away
}

// The fields and files of an entry, for the session of its author.
export async function open(entry, session) {
  const theirs = await crypto.subtle.importKey("raw", entry.half, CURVE, false, []);
  const how = { name: "AES-GCM", iv: entry.iv, additionalData: bound(entry.key, entry.account) };
  const { sealed } = await on("sealed", (rows) => rows.get(entry.key), "readonly");
  const plain = await crypto.subtle.decrypt(how, await cipher(session.private, theirs, entry.key, "decrypt"), sealed);
  let place = 4 + new Uint32Array(plain.slice(0, 4))[0];
  const { fields, files } = JSON.parse(new TextDecoder().decode(plain.slice(4, place)));
  return { fields, files: files.map(({ name, type, size }) => new File([plain.slice(place, (place += size))], name, { type })) };
}

// --- The server ---------------------------------------------------------------------------------------------------

// Who is logged in, with fresh tokens and the private half of the key; the reason as a word where nobody can be told.
export async function ask(address) {
  const asked = await fetch(address, { headers: { "X-Part": "1", "X-Poll": "1" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (!asked || asked.status >= 500) return "away";
  if (!asked.ok || asked.redirected) return "login";
  const said = await asked.json().catch(() => null);
  if (!said) return "away";
  const session = { ...said, private: await crypto.subtle.importKey("jwk", said.private, CURVE, false, ["deriveBits"]) };
  const { account, name, own } = said;
  session.apart = Math.round((Date.parse(said.server) - Date.now()) / 1000); // seconds by which this phone is slow
  await on("author", (rows) => rows.put({ key: "now", account, name, own, apart: session.apart, public: said.public }));
  localStorage.setItem("outbox", "1"); // leaving.js looks no further without it
  return session;
}

// Send what waits, the oldest first, never from two windows at once. `told(entry, answer)`: what became of each.
// Resolves with "sent", or with the word for why it stopped.
export function send(address, session, told) {
  return navigator.locks.request("outbox", async () => {
    for (const entry of await waiting()) {
      if (entry.account !== session.account || entry.refused) continue;
      // How wrong the phone's clock was before and is now, once for all: sent again it must say the same.
      if (entry.apart.length < 2) await note(Object.assign(entry, { apart: [...entry.apart, session.apart] }));
      const answer = await upload(address, entry, session);
      if (typeof answer === "string") return answer;
      const now = await on("waiting", (rows) => rows.get(entry.key), "readonly");
      if (String(now?.iv) !== String(entry.iv)) continue; // changed in another window meanwhile: it goes up next time
      if (answer.done) await forget(entry.key);
      else await note({ ...entry, refused: answer });
      told(entry, answer);
    }
    return "sent";
  });
}

async function upload(address, entry, session) {
  const { fields, files } = await open(entry, session);
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  for (const file of files) form.append("scan", file, file.name);
  const more = { csrfmiddlewaretoken: session.csrf, _writer: session.writer, key: entry.key, seen: entry.at, apart: entry.apart.join() };
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  const how = { method: "POST", body: form, headers: { "X-Part": "1" }, signal: AbortSignal.timeout(UPLOAD) };
  const answer = await fetch(address, how).catch(() => null);
  if (!answer || answer.status >= 500) return "away";
  if (answer.status === 413) return { errors: ["照片太大，服务器没有收下。请去掉几张再送。"] };
  if (answer.status === 401 || answer.status === 403 || answer.redirected) return "login";
  return (await answer.json().catch(() => null)) ?? "away";
}
