// Where kept acts lie: IndexedDB, which holds photos as they are; localStorage with photos as text where it is refused.
const NAME = "liuke-field";
const STORE = "outbox";

export async function openBox() {
  try {
    return indexed(await opened());
  } catch {
    return plain();
  }
}

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

function indexed(db) {
  const run = (mode, act) =>
    new Promise((done, failed) => {
      const turn = db.transaction(STORE, mode);
      const asked = act(turn.objectStore(STORE));
      turn.oncomplete = () => done(asked.result);
      turn.onerror = turn.onabort = () => failed(turn.error);
    });
  return {
    all: async () => ordered(await run("readonly", (store) => store.getAll())),
    put: (entry) => run("readwrite", (store) => store.put(entry)),
    remove: (id) => run("readwrite", (store) => store.delete(id)),
  };
}

function plain() {
  const read = () => JSON.parse(localStorage.getItem(NAME) || "[]");
  const write = (entries) => localStorage.setItem(NAME, JSON.stringify(entries));
  return {
    all: async () => ordered(read()).map((one) => ({ ...one, files: one.files.map(unpacked) })),
    put: async (entry) => {
      const files = await Promise.all(entry.files.map(packed));
      write([...read().filter((one) => one.id !== entry.id), { ...entry, files }]);
    },
    remove: async (id) => write(read().filter((one) => one.id !== id)),
  };
}

const ordered = (entries) => entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

function packed({ name, file }) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done({ name, called: file.name, type: file.type, data: reader.result });
    reader.readAsDataURL(file);
  });
}

function unpacked({ name, called, type, data }) {
  const bytes = Uint8Array.from(atob(data.split(",")[1]), (c) => c.charCodeAt(0));
  return { name, file: new File([bytes], called, { type }) };
}
