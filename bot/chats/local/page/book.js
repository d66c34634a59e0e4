// All posts that have come, and how far each conversation has been read.

/**
 * @typedef {{seq: number, post: string, at: string, author: {id: string, name: string, bot?: boolean}, where: string,
 *   thread: string | null, only: string | null, edited: boolean, lang: string, blocks: object[],
 *   buttons: {id: string, text: string, style: string}[], text: string}} Post
 */

const byTime = (one, other) => Date.parse(one.at) - Date.parse(other.at);

export class Book {
  /** @type {Map<string, Post>} */
  #posts = new Map();
  /** @type {Map<string, string[]>} */
  #threads = new Map();

  /** @param {string} me */
  constructor(me) {
    this.me = me;
    this.key = `klar.read.${me}`;
    this.read = JSON.parse(localStorage.getItem(this.key) ?? "null");
  }

  /** Takes a post in. @param {Post} post @returns {"new" | "changed" | null} null when it was here already */
  add(post) {
    const before = this.#posts.get(post.post);
    if (before && before.seq >= post.seq) return null;
    // An edit stands where the post stood; its own time is when it was changed.
    this.#posts.set(post.post, before ? { ...post, at: before.at } : post);
    if (!before && post.thread) this.#threads.set(post.thread, [...(this.#threads.get(post.thread) ?? []), post.post]);
    return before ? "changed" : "new";
  }

  get(id) {
    return this.#posts.get(id);
  }

  /** Whether it stands in the conversation itself: no reply, or a reply to something too old to be here. @param {Post} post */
  standsAlone(post) {
    return !post.thread || !this.#posts.has(post.thread);
  }

  /** The posts of a conversation, oldest first, without replies. @param {string} where */
  in(where) {
    return [...this.#posts.values()].filter((post) => post.where === where && this.standsAlone(post)).sort(byTime);
  }

  /** The replies in a thread, oldest first. @param {string} root */
  replies(root) {
    return (this.#threads.get(root) ?? []).map((id) => this.#posts.get(id)).sort(byTime);
  }

  /** The root of a thread, where it is here, and its replies. @param {string} root */
  thread(root) {
    const first = this.#posts.get(root);
    return first ? [first, ...this.replies(root)] : this.replies(root);
  }

  /** What somebody else has written since it was last looked at; an edit is no news. @param {string} where */
  unread(where) {
    const read = this.read?.[where] ?? 0;
    return [...this.#posts.values()]
      .filter((post) => post.where === where && post.seq > read && !post.edited && post.author.id !== this.me)
      .sort(byTime);
  }

  /** @param {string} where */
  markRead(where) {
    const newest = Math.max(0, ...[...this.#posts.values()].filter((post) => post.where === where).map((post) => post.seq));
    if (newest <= (this.read?.[where] ?? 0)) return;
    this.read = { ...this.read, [where]: newest };
    localStorage.setItem(this.key, JSON.stringify(this.read));
  }

  /** The first time somebody is here, the past of the channels is not news. @param {string[]} channels */
  beginReading(channels) {
    // A demo begun anew counts from one again: what was read then says nothing about now.
    const newest = Math.max(0, ...[...this.#posts.values()].map((post) => post.seq));
    const fromBefore = Object.values(this.read ?? {}).some((seq) => seq > newest);
    if (this.read && !fromBefore) return;
    this.read = {};
    for (const where of channels) this.markRead(where);
    localStorage.setItem(this.key, JSON.stringify(this.read));
  }

  /** The id of a task for an example: one spoken of in this conversation, else anywhere. @param {string} where */
  someTask(where) {
    const latest = [...this.#posts.values()].reverse();
    const here = latest.filter((post) => post.where === where);
    const found = [...here, ...latest].map((post) => /\bT\d+\b/.exec(post.text)).find(Boolean);
    return found ? found[0] : "T101";
  }
}
