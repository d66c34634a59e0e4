// One post as nodes of the page. Everything that somebody wrote goes in as text, never as markup.

import { clock, texts } from "./texts.js";

/** An element with attributes (functions listen to the event of that name) and children. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

const initials = (name) => {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 && words.at(-1)].map((word) => (word ? [...word][0] : "")).join("").toUpperCase();
};

const tone = (id) => [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6, 0);

/** The round mark of a person, or Klar's own. */
export function face(author) {
  if (author.bot) return make("img", { class: "face", src: "/page/klar.svg", alt: "", width: 36, height: 36 });
  return make("span", { class: `face tone-${tone(author.id)}`, "aria-hidden": "true" }, initials(author.name));
}

/** Text with the addresses in it as links. */
function words(text) {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/).map((part, at) =>
    at % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part,
  );
}

// Figures and names stay on one line; sentences may be folded.
const width = (cell) => (cell.length <= 18 ? "short" : null);

function table(block, label) {
  const head = make("tr", {}, ...block.head.map((cell) => make("th", { scope: "col", dir: "auto" }, ...words(cell))));
  const rows = block.rows.map((row) =>
    make("tr", {}, ...row.map((cell, at) => make(at ? "td" : "th", { scope: at ? null : "row", class: width(cell), dir: "auto" }, ...words(cell)))),
  );
  return make(
    "div",
    { class: "table", role: "group", tabindex: "0", "aria-label": label },
    make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)),
  );
}

function picture(block, enlarge) {
  const source = `/api/pictures/${encodeURIComponent(block.file)}`;
  const image = make("img", { src: source, alt: block.alt });
  const button = make(
    "button",
    { type: "button", class: "picture", "aria-haspopup": "dialog", click: () => enlarge(source, block.alt) },
    image,
    make("span", { class: "unseen", lang: document.documentElement.lang }, ` ${texts().enlarge}`),
  );
  image.addEventListener("error", () => {
    button.replaceWith(make("p", { class: "quiet", dir: "auto" }, `${texts().noPicture} ${block.alt}`));
  });
  return button;
}

/** The blocks of a post; items that follow each other are one list. */
function said(post, enlarge) {
  const box = make("div", { class: "said", lang: post.lang });
  const blocks = post.blocks.length ? post.blocks : [{ kind: "line", text: post.text }];
  let heading = "";
  for (const block of blocks) {
    if (block.kind === "item") {
      if (box.lastElementChild?.tagName !== "UL") box.append(make("ul"));
      // A line that begins with a sign of its own (▲ Lønn) needs no dot before it.
      box.lastElementChild.append(make("li", { class: /^\p{So}/u.test(block.text) ? "marked" : null, dir: "auto" }, ...words(block.text)));
    } else if (block.kind === "heading") {
      heading = block.text;
      box.append(make("h3", { dir: "auto" }, ...words(block.text)));
    } else if (block.kind === "table") {
      box.append(table(block, heading ? `${texts().table}: ${heading}` : texts().table));
    } else if (block.kind === "picture") {
      box.append(picture(block, enlarge));
    } else {
      box.append(make("p", { dir: "auto" }, ...words(block.text)));
    }
  }
  return box;
}

function buttons(post, press) {
  const failed = make("p", { class: "failed", role: "alert" });
  const row = make("div", { class: "buttons" });
  let waiting = false;
  const wait = (now) => {
    waiting = now;
    // Not "disabled", which would throw away the focus of whoever pressed with the keyboard.
    for (const node of row.children) node.setAttribute("aria-disabled", now);
  };
  for (const button of post.buttons) {
    // The same id until it is known to be stored, so that pressing again after a failure is the same press.
    let id = crypto.randomUUID();
    const pressed = async () => {
      if (waiting) return;
      wait(true);
      failed.textContent = "";
      try {
        await press(post, button.id, id);
        id = crypto.randomUUID();
      } catch {
        failed.textContent = texts().notStored;
      }
      wait(false);
    };
    const style = button.style === "primary" ? "button primary" : "button";
    row.append(make("button", { type: "button", class: style, "data-button": button.id, lang: post.lang, dir: "auto", click: pressed }, button.text));
  }
  return [row, failed];
}

function byline(post, me) {
  const line = make("p", { class: "byline" }, make("strong", { dir: "auto" }, post.author.name), " ");
  if (post.author.bot) line.append(make("span", { class: "tag" }, texts().bot), " ");
  if (post.author.id === me) line.append(make("span", { class: "quiet" }, `(${texts().you})`), " ");
  line.append(make("time", { class: "quiet", datetime: post.at }, clock(post.at)));
  if (post.edited) line.append(" ", make("span", { class: "quiet" }, `· ${texts().edited}`));
  if (post.only) line.append(" ", make("span", { class: "tag only" }, texts().onlyYou));
  return line;
}

function threadButton(post, replies, openThread) {
  const open = () => openThread(post.thread ?? post.post);
  if (!replies.length) {
    const label = texts().replyTo(post.author.name);
    return make("button", { type: "button", class: "icon reply", "data-button": "thread", "aria-label": label, title: texts().reply, click: open });
  }
  const latest = replies.at(-1);
  return make(
    "button",
    { type: "button", class: "replies", "data-button": "thread", click: open },
    make("span", { class: "count" }, texts().replies(replies.length)),
    " ",
    make("span", { class: "latest", lang: latest.lang, dir: "auto" }, `${latest.author.name}: ${latest.text}`),
  );
}

/**
 * @param {import("./book.js").Post} post
 * @param {{me: string, replies: object[], follows: boolean, inThread: boolean, press: Function, openThread: Function, enlarge: Function}} around
 */
export function postNode(post, { me, replies, follows, inThread, press, openThread, enlarge }) {
  const inside = make("div", { class: "post-inside" }, byline(post, me), said(post, enlarge));
  if (post.buttons.length) inside.append(...buttons(post, press));
  if (!inThread && !post.only) inside.append(threadButton(post, replies, openThread));
  const kinds = ["post", post.author.bot && "bot", follows && "follows"].filter(Boolean).join(" ");
  return make("article", { class: kinds, "data-post": post.post, tabindex: "-1" }, face(post.author), inside);
}
