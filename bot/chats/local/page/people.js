// "Hvem er du?": choosing whom to be.

import { face, make } from "./post.js";
import { texts } from "./texts.js";

const dialog = document.getElementById("who");
const search = document.getElementById("who-search");
const list = document.getElementById("who-list");
const count = document.getElementById("who-count");
const heading = document.getElementById("who-title");
const leave = document.getElementById("who-close");

let people = [];
let present = null;
let chosen = () => {};

const plain = (text) => text.normalize("NFC").toLocaleLowerCase("nb");

/** Each tab may be somebody; a new tab is whoever was chosen last. */
export const remembered = () => sessionStorage.getItem("klar.me") ?? localStorage.getItem("klar.me");

function remember(person) {
  sessionStorage.setItem("klar.me", person.id);
  localStorage.setItem("klar.me", person.id);
}

/** Asks who it is. Without somebody to be (`current` is null) it cannot be left. Calls `done(person)` on a choice. */
export function askWho(everyone, current, done) {
  people = [...everyone].sort((one, other) => one.name.localeCompare(other.name, "nb"));
  present = current;
  chosen = done;
  search.value = "";
  leave.hidden = !current;
  show();
  if (!dialog.open) dialog.showModal();
  // On a touch screen the keyboard would cover the list.
  (matchMedia("(pointer: fine)").matches ? search : heading).focus();
  dialog.scrollTop = 0;
}

/** Writes the list again, when the language changes. */
export function show() {
  const wanted = plain(search.value).split(/\s+/).filter(Boolean);
  const found = people.filter((person) => {
    const all = plain([person.name, person.role, person.group].filter(Boolean).join(" "));
    return wanted.every((word) => all.includes(word));
  });
  const rows = found.map((person) =>
    make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: "person", "aria-current": person.id === present?.id ? "true" : null, click: () => choose(person) },
        face(person),
        make(
          "span",
          { class: "person-words" },
          make("strong", { dir: "auto" }, person.name),
          make("span", { class: "quiet", dir: "auto" }, [person.role, person.group].filter(Boolean).join(" · ")),
        ),
      ),
    ),
  );
  list.replaceChildren(...(rows.length ? rows : [make("li", { class: "quiet nobody" }, texts().nobody)]));
  count.textContent = search.value ? texts().found(found.length) : "";
}

function choose(person) {
  present = person;
  remember(person);
  dialog.close();
  chosen(person);
}

function step(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const rows = [...list.querySelectorAll("button")];
  if (event.key === "Enter" && event.target === search && rows.length) {
    event.preventDefault();
    if (rows.length === 1) rows[0].click();
    else rows[0].focus();
  }
  if (!way || event.target.tagName === "SELECT") return;
  event.preventDefault();
  const at = rows.indexOf(document.activeElement) + way;
  (rows[Math.min(at, rows.length - 1)] ?? search).focus();
}

search.addEventListener("input", show);
dialog.addEventListener("keydown", step);
leave.addEventListener("click", () => dialog.close());
// A browser lets the second Esc through whatever one says, so the question is put again.
dialog.addEventListener("cancel", (event) => present || event.preventDefault());
dialog.addEventListener("close", () => present || dialog.showModal());
