// The only way between the page and Klar.

/** @returns {Promise<{title: string, people: object[], channels: object[]}>} */
export async function start() {
  const answer = await fetch("/api/start");
  if (!answer.ok) throw new Error(`start: ${answer.status}`);
  return answer.json();
}

/** Resolves when it is stored; rejects when it is not, or when nobody knows. The same id may be sent again. */
export async function send(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) throw Object.assign(new Error(`${path}: ${answer.status}`), { status: answer.status });
}

const GIVE_UP_WHEN_HIDDEN = 120_000; // a browser has six connections for all of its tabs
const LOST_AFTER = 1500; // a hiccup is not worth a banner

/**
 * Follows what `who` may see. `heard(post)` for each post, `caughtUp()` when the old ones have come, `contact(there)`
 * when the line is lost and found, `restarted()` when Klar itself began anew. Returns a function that ends it.
 */
export function listen(who, { heard, caughtUp, contact, restarted }) {
  let last = 0;
  let run = "";
  let source, lost, again, hidden;

  function open() {
    source = new EventSource(`/api/events?who=${encodeURIComponent(who)}&after=${last}`);
    source.addEventListener("hello", (event) => {
      if (run && run !== event.data) restarted();
      run = event.data;
      clearTimeout(lost);
      lost = undefined;
      contact(true);
    });
    source.addEventListener("caught-up", () => caughtUp());
    source.addEventListener("message", (event) => {
      const post = JSON.parse(event.data);
      if (post.seq <= last) return;
      last = post.seq;
      heard(post);
    });
    source.addEventListener("error", () => {
      lost ??= setTimeout(() => contact(false), LOST_AFTER);
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 3000);
    });
  }

  function close() {
    source?.close();
    source = undefined;
    for (const timer of [lost, again, hidden]) clearTimeout(timer);
    lost = undefined;
  }

  function look() {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(close, GIVE_UP_WHEN_HIDDEN);
    else if (!source) open();
  }

  open();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    close();
  };
}
