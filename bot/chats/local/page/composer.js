// Where one writes. What is typed stays until it is stored, also when one looks elsewhere or the page is loaded again.

import { make } from "./post.js";
import { texts } from "./texts.js";

const LONGEST = 40_000;

export class Composer {
  #where = null;
  #attempts = new Map(); // by draft: the message that was tried, so that trying again is the same message
  #sending = new Set();

  /**
   * @param {HTMLFormElement} form
   * @param {(message: {id: string, text: string, slash: boolean, where: string, thread: string | null}) => Promise<void>} send
   */
  constructor(form, send) {
    this.send = send;
    this.field = make("textarea", { rows: 1, dir: "auto", enterkeyhint: "send", id: `${form.id}-field` });
    this.hint = make("p", { class: "hint quiet", id: `${form.id}-hint` });
    this.state = make("p", { class: "state", role: "alert" });
    this.button = make("button", { type: "submit", class: "send" });
    this.field.setAttribute("aria-describedby", this.hint.id);
    form.append(make("div", { class: "write" }, this.field, this.button), this.state, this.hint);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("input", () => this.#typed());
  }

  /** Turns to a conversation or a thread and brings back what was being written there. */
  turnTo({ who, where, thread = null, label, hint }) {
    this.#where = { where, thread, draft: `klar.draft.${who}.${where}/${thread ?? ""}` };
    this.field.setAttribute("aria-label", label);
    this.field.placeholder = label;
    this.hint.textContent = hint;
    this.button.textContent = texts().send;
    this.field.value = sessionStorage.getItem(this.#where.draft) ?? "";
    this.#show();
  }

  /** Puts words in the field, for the writer to look at before sending. */
  suggest(text) {
    this.field.value = text;
    this.#typed();
    this.field.focus();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  #isTooLong() {
    return this.field.value.length > LONGEST && [...this.field.value].length > LONGEST;
  }

  #typed() {
    sessionStorage.setItem(this.#where.draft, this.field.value);
    this.#show();
  }

  #show() {
    const { draft } = this.#where;
    const sending = this.#sending.has(draft);
    const attempt = this.#attempts.get(draft);
    this.field.readOnly = sending;
    this.button.setAttribute("aria-disabled", sending || !this.field.value.trim() || this.#isTooLong());
    this.button.textContent = sending ? texts().sending : texts().send;
    const state = this.#isTooLong() ? texts().tooLong : !sending && attempt?.failed === this.field.value ? texts().notStored : "";
    if (this.state.textContent !== state) this.state.textContent = state;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  async #submit() {
    const { where, thread, draft } = this.#where;
    const written = this.field.value;
    if (this.#sending.has(draft) || !written.trim() || this.#isTooLong()) return;
    const before = this.#attempts.get(draft);
    const id = before?.failed === written ? before.id : crypto.randomUUID();
    const slash = /^\/klar(\s+|$)/i.exec(written);
    const text = slash ? written.slice(slash[0].length) : written;
    this.#sending.add(draft);
    this.#show();
    try {
      await this.send({ id, text: text.trimEnd(), slash: Boolean(slash), where, thread });
      this.#attempts.delete(draft);
      sessionStorage.removeItem(draft);
      if (this.#where.draft === draft) this.field.value = "";
    } catch {
      this.#attempts.set(draft, { id, failed: written });
    }
    this.#sending.delete(draft);
    this.#show();
  }
}
