// A list of posts that grows at the bottom: days, what is new, and keeping still while somebody reads further up.

import { make, postNode } from "./post.js";
import { dayKey, dayName, texts } from "./texts.js";

const NEAR = 60; // pixels from the bottom that still count as being there
const SAME_BREATH = 5 * 60_000; // one who writes again within this is not introduced again

export class Log {
  /**
   * @param {HTMLElement} scroller @param {HTMLElement} list
   * @param {{around: (post: object) => object, moved: () => void}} how
   */
  constructor(scroller, list, { around, moved }) {
    Object.assign(this, { scroller, list, around, moved, atBottom: true, last: null });
    scroller.addEventListener("scroll", () => this.#look(), { passive: true });
    const keep = new ResizeObserver(() => this.atBottom && this.toBottom());
    keep.observe(scroller);
    keep.observe(list);
  }

  /** Everything anew. `intro` stands first, `firstNew` is the post above which "new" is said. */
  show(posts, { intro = null, firstNew = null } = {}) {
    this.last = null;
    const nodes = document.createDocumentFragment();
    if (intro) nodes.append(intro);
    for (const post of posts) nodes.append(...this.#nodes(post, post.post === firstNew));
    this.list.replaceChildren(nodes);
    this.toBottom();
    const news = this.list.querySelector(".new-here");
    if (news && news.offsetTop < this.scroller.scrollTop) this.scroller.scrollTop = news.offsetTop - 8;
    this.#look();
  }

  /** Whether a post belongs after all that are here. */
  isNext(post) {
    return !this.last || Date.parse(post.at) >= Date.parse(this.last.at);
  }

  add(post) {
    this.#look();
    this.list.append(...this.#nodes(post));
    if (this.atBottom) this.toBottom();
    else this.moved();
  }

  /** Puts a post in the place of its earlier self, with the focus where it was. Returns whether it was here. */
  replace(post) {
    const old = this.find(post.post);
    if (!old) return false;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const follows = old.classList.contains("follows");
    const node = postNode(post, { ...this.around(post), follows });
    old.replaceWith(node);
    if (focused) (node.querySelector(`[data-button="${CSS.escape(focused.dataset.button ?? "")}"]`) ?? node).focus();
    if (this.last?.post === post.post) this.last = post;
    return true;
  }

  find(id) {
    return this.list.querySelector(`[data-post="${CSS.escape(id)}"]`);
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#look();
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.atBottom = scrollHeight - scrollTop - clientHeight < NEAR;
    this.moved();
  }

  #nodes(post, isFirstNew = false) {
    const before = this.last;
    this.last = post;
    const newDay = !before || dayKey(before.at) !== dayKey(post.at);
    const follows = !newDay && !isFirstNew && inOneBreath(before, post);
    const nodes = [postNode(post, { ...this.around(post), follows })];
    if (isFirstNew) nodes.unshift(make("p", { class: "new-here" }, texts().newHere));
    if (newDay) nodes.unshift(make("h2", { class: "day" }, dayName(post.at)));
    return nodes;
  }
}

function inOneBreath(before, post) {
  const alike = before.author.id === post.author.id && !post.author.bot && !before.only && !post.only;
  return alike && Date.parse(post.at) - Date.parse(before.at) < SAME_BREATH;
}
