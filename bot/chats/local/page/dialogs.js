// The drawer with the conversations on a phone, and the large picture.

import { make } from "./post.js";

const $ = (id) => document.getElementById(id);
const phone = matchMedia("(max-width: 48rem)");

/** Shows a picture in its own size. @param {string} source @param {string} alt */
export function enlarge(source, alt) {
  $("large-inside").replaceChildren(make("img", { src: source, alt }));
  $("large").showModal();
}

/** On a phone the list of conversations lives in the drawer; elsewhere it stands beside. */
function moveSide() {
  $("drawer").close();
  (phone.matches ? $("drawer") : $("side")).append($("side-inside"));
}

moveSide();
phone.addEventListener("change", moveSide);
$("menu").addEventListener("click", () => $("drawer").showModal());
$("side-inside").addEventListener("click", (event) => event.target.closest("a") && $("drawer").close());
for (const id of ["drawer", "large"]) {
  $(id).addEventListener("click", (event) => event.target === $(id) && $(id).close()); // beside it
  $(`${id}-close`).addEventListener("click", () => $(id).close());
}
