// The two choices one has: language and colours. They are remembered in this browser.

import { make } from "./post.js";
import { languages, texts } from "./texts.js";

const root = document.documentElement;
const selects = (name) => document.querySelectorAll(`select[data-setting="${name}"]`);

function fill() {
  const named = Object.entries(languages).map(([code, words]) => [code, words.languageName]);
  const theme = localStorage.getItem("klar.theme") ?? "auto";
  for (const select of selects("language")) {
    select.replaceChildren(...named.map(([code, name]) => make("option", { value: code, lang: code, selected: code === root.lang }, name)));
  }
  for (const select of selects("theme")) {
    select.replaceChildren(...Object.entries(texts().themes).map(([value, name]) => make("option", { value, selected: value === theme }, name)));
  }
}

/** Fills the choices and calls `changed()` when the language has become another. */
export function offerSettings(changed) {
  fill();
  for (const select of selects("language")) {
    select.addEventListener("change", () => {
      root.lang = select.value;
      localStorage.setItem("klar.language", select.value);
      fill();
      changed();
    });
  }
  for (const select of selects("theme")) {
    select.addEventListener("change", () => {
      localStorage.setItem("klar.theme", select.value);
      dispatchEvent(new Event("klar:theme"));
    });
  }
}
