// The chat: who one is, where one looks, and what comes.

import { addressOf, readAddress } from "./address.js";
import { Book } from "./book.js";
import { Composer } from "./composer.js";
import { enlarge } from "./dialogs.js";
import { Log } from "./log.js";
import * as people from "./people.js";
import { face, make } from "./post.js";
import { listen, send, start } from "./server.js";
import { offerSettings } from "./settings.js";
import { texts, translate } from "./texts.js";

const $ = (id) => document.getElementById(id);
const KLAR = "@klar";
const threadCovers = matchMedia("(max-width: 68rem)");
const mouse = matchMedia("(pointer: fine)");

let title = "Klar";
let everyone = [];
let channels = []; // with the direct conversation first
let me = null;
let book = null;
let caughtUp = false;
let stopListening = () => {};
let place = null; // one of the channels
let thread = null; // the id of a thread's first post
let threadWasOpenedHere = false;

const room = new Log($("scroller"), $("posts"), { around: (post) => around(post, false), moved: roomMoved });
const aside = new Log($("thread-scroller"), $("thread-posts"), { around: (post) => around(post, true), moved: () => {} });
const roomComposer = new Composer($("composer"), write);
const threadComposer = new Composer($("thread-composer"), write);

const around = (post, inThread) => ({
  me: me.id,
  replies: inThread ? [] : book.replies(post.post),
  inThread,
  press: (pressed, button, id) => send("/api/press", { id, who: me.id, post: pressed.post, button, values: {} }),
  openThread,
  enlarge,
});

async function write(message) {
  await send("/api/write", { ...message, who: me.id });
  if (!message.thread) room.toBottom();
}

// ——— what comes ———

function heard(told) {
  const kind = book.add(told);
  if (!kind || !caughtUp) return;
  const post = book.get(told.post);
  const here = post.where === place.id;
  if (here && book.standsAlone(post)) show(room, post, kind);
  if (here && post.thread && book.get(post.thread)) room.replace(book.get(post.thread));
  if (thread && (post.thread === thread || post.post === thread)) show(aside, post, kind);
  if (kind === "new" && post.author.id !== me.id) announce(post, here);
  if (here) look();
  showPlaces();
  showChips();
}

function show(log, post, kind) {
  if (kind === "changed" && log.replace(post)) return;
  if (log.isNext(post)) log.add(post);
  else log === room ? showRoom() : showThread();
}

function hasCaughtUp() {
  if (caughtUp) return; // the line was lost and found
  caughtUp = true;
  book.beginReading(channels.filter((channel) => !isKlar(channel)).map((channel) => channel.id));
  showAll();
}

function announce(post, here) {
  if (!here && post.where !== KLAR) return;
  const words = `${post.author.name}: ${post.text.slice(0, 300)}`;
  const line = make("p", { lang: post.lang }, words);
  $("spoken").append(line);
  setTimeout(() => line.remove(), 15_000);
}

function contact(there) {
  const was = $("banner").hidden;
  $("banner").hidden = there;
  if (there === was) return;
  $("banner").textContent = there ? "" : texts().lost;
  $("spoken").replaceChildren(make("p", {}, there ? texts().back : texts().lost));
}

// ——— where one looks ———

function openThread(root) {
  // From one thread to another is not a step that "back" should take again.
  if (thread) return location.replace(addressOf(place, root));
  threadWasOpenedHere = true;
  location.hash = addressOf(place, root);
}

function followHash() {
  if (!book) return;
  const asked = readAddress(channels);
  if (!asked) return history.replaceState(null, "", addressOf(place, thread));
  const moved = asked.channel !== place;
  const left = thread;
  place = asked.channel;
  thread = asked.root;
  threadWasOpenedHere &&= Boolean(thread);
  localStorage.setItem("klar.place", place.id);
  if (moved) showRoom();
  showThread();
  if (thread) (mouse.matches ? threadComposer : $("thread-title")).focus();
  else if (moved) (mouse.matches ? roomComposer : $("place")).focus();
  else if (left) (room.find(left)?.querySelector('[data-button="thread"]') ?? $("place")).focus();
}

function closeThread() {
  if (threadWasOpenedHere) history.back();
  else location.hash = addressOf(place);
}

/** Marks as read what is on the screen. */
function look() {
  if (caughtUp && !document.hidden && room.atBottom) book.markRead(place.id);
}

function roomMoved() {
  if (!place || !caughtUp) return;
  const before = book.unread(place.id).length;
  look();
  $("newer").hidden = room.atBottom || !book.unread(place.id).length;
  if (before && room.atBottom) showPlaces();
}

// ——— showing ———

const isKlar = (channel) => channel.id === KLAR;
const nameOf = (channel) => (isKlar(channel) ? "Klar" : channel.name);
const aboutOf = (channel) => (isKlar(channel) ? texts().withKlar : channel.about);

function showAll() {
  translate();
  $("title").textContent = title;
  $("me").replaceChildren(face(me), make("span", { class: "me-name", dir: "auto" }, me.name));
  $("me").setAttribute("aria-label", texts().youAre(me.name));
  showRoom();
  showThread();
}

function placeLink(channel, unread) {
  const here = channel === place;
  const [, ...unreadWord] = texts().unread(unread).split(" ");
  return make(
    "a",
    { href: addressOf(channel), class: unread ? "place news" : "place", "aria-current": here ? "page" : null },
    make("span", { class: "place-name", dir: "auto" }, nameOf(channel)),
    channel.about && channel.about !== title ? make("span", { class: "place-about", dir: "auto" }, channel.about) : null,
    unread ? make("span", { class: "unread" }, `${unread}`, make("span", { class: "unseen" }, ` ${unreadWord.join(" ")}`)) : null,
  );
}

function showPlaces() {
  const focused = document.activeElement?.getAttribute("href");
  const unread = (channel) => (channel === place ? 0 : book.unread(channel.id).length);
  const rows = (some) => some.map((channel) => make("li", {}, placeLink(channel, unread(channel))));
  $("direct").replaceChildren(...rows(channels.filter(isKlar)));
  $("channels").replaceChildren(...rows(channels.filter((channel) => !isKlar(channel))));
  if (focused) document.querySelector(`.place[href="${CSS.escape(focused)}"]`)?.focus();
  const elsewhere = channels.reduce((sum, channel) => sum + unread(channel), 0);
  $("elsewhere").hidden = !elsewhere;
  $("elsewhere").textContent = elsewhere;
  $("menu").setAttribute("aria-label", elsewhere ? `${texts().menu}, ${texts().unread(elsewhere)}` : texts().menu);
  document.title = `${elsewhere ? `(${elsewhere}) ` : ""}${isKlar(place) ? "Klar" : `${place.name} – Klar`}`;
}

function showRoom() {
  const direct = isKlar(place);
  const name = nameOf(place);
  $("place").textContent = name;
  $("about").textContent = aboutOf(place);
  $("scroller").setAttribute("aria-label", texts().messagesIn(name));
  const [label, hint] = direct ? [texts().writeKlar, texts().hintKlar] : [texts().writeIn(name), texts().hint];
  roomComposer.turnTo({ who: me.id, where: place.id, label, hint });
  showPlaces();
  if (!caughtUp) return $("posts").replaceChildren(make("p", { class: "intro quiet" }, texts().loading));
  const firstNew = book.unread(place.id).find((post) => book.standsAlone(post))?.post;
  room.show(book.in(place.id), { intro: intro(), firstNew });
  showChips();
}

/** What stands above the first post. */
function intro() {
  const greeting = isKlar(place) ? texts().beginsKlar : texts().begins(place.name);
  return make(
    "div",
    { class: "intro" },
    isKlar(place) ? face({ bot: true }) : null,
    make("p", { class: "begins", dir: "auto" }, greeting),
    make("p", { class: "quiet", dir: "auto" }, aboutOf(place)),
  );
}

function showThread() {
  const open = Boolean(thread && caughtUp && book.thread(thread).length);
  $("thread").hidden = !open;
  $("app").classList.toggle("with-thread", open);
  coverRoom();
  if (!open) return;
  $("thread-place").textContent = texts().threadOf(nameOf(place));
  $("thread-scroller").setAttribute("aria-label", texts().messagesThread);
  threadComposer.turnTo({ who: me.id, where: place.id, thread, label: texts().writeThread, hint: texts().hintKlar });
  aside.show(book.thread(thread));
}

/** What lies under an open thread is out of reach for the keyboard too. */
function coverRoom() {
  $("room").inert = threadCovers.matches && !$("thread").hidden;
}

function showChips() {
  const wanted = caughtUp && isKlar(place) && !book.in(KLAR).some((post) => post.author.id === me.id);
  $("chips").hidden = !wanted;
  if (!wanted) return $("chips").replaceChildren();
  const chip = (text) => make("button", { type: "button", class: "chip", click: () => roomComposer.suggest(text) }, text);
  $("chips").replaceChildren(...texts().suggest(book.someTask(KLAR)).map(chip));
}

// ——— beginning ———

function become(person) {
  stopListening();
  me = person;
  book = new Book(me.id);
  caughtUp = false;
  const asked = readAddress(channels);
  place = asked?.channel ?? channels.find((channel) => channel.id === localStorage.getItem("klar.place")) ?? channels.find((channel) => !isKlar(channel)) ?? channels[0];
  thread = asked?.root ?? null;
  history.replaceState(null, "", addressOf(place, thread));
  $("app").classList.add("begun");
  showAll();
  stopListening = listen(me.id, { heard, caughtUp: hasCaughtUp, contact, restarted: () => location.reload() });
  if (mouse.matches) roomComposer.focus();
}

function askWho() {
  people.askWho(everyone, me, (person) => {
    if (person.id === me?.id) return;
    if (me) history.replaceState(null, "", addressOf(place));
    become(person);
  });
}

async function begin() {
  try {
    const told = await start();
    title = told.title;
    everyone = told.people;
    const klar = told.channels.find(isKlar) ?? { id: KLAR, name: "Klar", about: "" };
    channels = [klar, ...told.channels.filter((channel) => !isKlar(channel))];
  } catch {
    $("banner").textContent = texts().cannotStart;
    $("banner").hidden = false;
    setTimeout(begin, 3000);
    return;
  }
  $("banner").hidden = true;
  $("title").textContent = title;
  const known = everyone.find((person) => person.id === people.remembered());
  if (known) become(known);
  else askWho();
}

translate();
offerSettings(() => {
  translate();
  people.show();
  if (me) showAll();
});
threadCovers.addEventListener("change", coverRoom);
addEventListener("hashchange", followHash);
document.addEventListener("visibilitychange", () => place && roomMoved());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && thread && !document.querySelector("dialog[open]")) closeThread();
});
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  (thread && threadCovers.matches ? threadComposer : roomComposer).focus();
});
$("me").addEventListener("click", askWho);
$("newer").addEventListener("click", () => {
  room.toBottom();
  $("scroller").focus();
});
$("thread-close").addEventListener("click", closeThread);
begin();
