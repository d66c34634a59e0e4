// What the page itself says, in bokmål, nynorsk and English. What Klar and people say comes with the posts.

const MONTHS = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"];

const nb = {
  languageName: "Bokmål",
  skip: "Hopp til meldingsfeltet",
  places: "Samtaler",
  direct: "Direkte",
  channels: "Kanaler",
  menu: "Samtaler og innstillinger",
  language: "Språk",
  theme: "Farger",
  themes: { auto: "Som enheten", light: "Lyst", dark: "Mørkt" },
  who: "Hvem er du?",
  whoDemo: "Her er det ingen innlogging. Den som åpner siden, kan være hvem som helst. Du kan bytte når du vil.",
  search: "Søk på navn, rolle eller gruppe",
  found: (n) => (n === 1 ? "1 person" : `${n} personer`),
  nobody: "Ingen passer med det du skrev. Prøv et annet navn.",
  youAre: (name) => `Du er ${name}. Bytt person`,
  you: "deg",
  withKlar: "Bare du og Klar ser det som står her.",
  bot: "bot",
  unread: (n) => (n === 1 ? "1 ulest" : `${n} uleste`),
  newHere: "Nytt",
  newer: "Nye meldinger",
  close: "Lukk",
  thread: "Tråd",
  closeThread: "Lukk tråden",
  threadOf: (place) => `i ${place}`,
  replies: (n) => `${n} svar`,
  reply: "Svar i tråd",
  replyTo: (name) => `Svar ${name} i tråd`,
  edited: "redigert",
  onlyYou: "Bare du ser dette",
  table: "Tabell",
  picture: "Bilde",
  enlarge: "Vis større",
  noPicture: "Bildet kom ikke fram.",
  messagesIn: (place) => `Meldinger i ${place}`,
  messagesThread: "Meldinger i tråden",
  writeIn: (place) => `Skriv i ${place}`,
  writeKlar: "Skriv til Klar",
  writeThread: "Svar i tråden",
  hint: "Enter sender, Shift + Enter gir ny linje. Start med /klar for å spørre Klar.",
  hintKlar: "Enter sender, Shift + Enter gir ny linje.",
  send: "Send",
  sending: "Sender …",
  notStored: "Ikke lagret. Prøv igjen.",
  tooLong: "Meldingen er for lang. Del den i flere.",
  pressing: "Et øyeblikk …",
  lost: "Ingen kontakt akkurat nå. Prøver igjen …",
  back: "Kontakten er tilbake.",
  loading: "Henter meldinger …",
  cannotStart: "Får ikke kontakt med Klar. Prøver igjen …",
  begins: (place) => `Her begynner ${place}.`,
  beginsKlar: "Hei! Skriv til meg som du ville skrevet til en kollega.",
  suggestions: "Forslag til hva du kan skrive",
  suggest: (task) => [`${task} ferdig`, "mine", "er vi klare?", "hjelp"],
  today: "I dag",
  yesterday: "I går",
  days: ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
  date: (day, date, month, year) => `${day} ${date}. ${MONTHS[month]}${year ? ` ${year}` : ""}`,
};

const nn = {
  ...nb,
  languageName: "Nynorsk",
  skip: "Hopp til meldingsfeltet",
  places: "Samtalar",
  channels: "Kanalar",
  menu: "Samtalar og innstillingar",
  theme: "Fargar",
  themes: { auto: "Som eininga", light: "Lyst", dark: "Mørkt" },
  who: "Kven er du?",
  whoDemo: "Her er det inga innlogging. Den som opnar sida, kan vere kven som helst. Du kan byte når du vil.",
  search: "Søk på namn, rolle eller gruppe",
  found: (n) => (n === 1 ? "1 person" : `${n} personar`),
  nobody: "Ingen passar med det du skreiv. Prøv eit anna namn.",
  youAre: (name) => `Du er ${name}. Byt person`,
  withKlar: "Berre du og Klar ser det som står her.",
  unread: (n) => (n === 1 ? "1 ulesen" : `${n} ulesne`),
  newer: "Nye meldingar",
  newHere: "Nytt",
  close: "Lukk",
  closeThread: "Lukk tråden",
  onlyYou: "Berre du ser dette",
  picture: "Bilete",
  enlarge: "Vis større",
  noPicture: "Biletet kom ikkje fram.",
  messagesIn: (place) => `Meldingar i ${place}`,
  messagesThread: "Meldingar i tråden",
  hint: "Enter sender, Shift + Enter gir ny linje. Start med /klar for å spørje Klar.",
  sending: "Sender …",
  notStored: "Ikkje lagra. Prøv igjen.",
  tooLong: "Meldinga er for lang. Del ho i fleire.",
  pressing: "Eit augeblikk …",
  lost: "Ingen kontakt akkurat no. Prøver igjen …",
  loading: "Hentar meldingar …",
  cannotStart: "Får ikkje kontakt med Klar. Prøver igjen …",
  begins: (place) => `Her byrjar ${place}.`,
  beginsKlar: "Hei! Skriv til meg som du ville ha skrive til ein kollega.",
  suggestions: "Framlegg til kva du kan skrive",
  suggest: (task) => [`${task} ferdig`, "mine", "er vi klare?", "hjelp"],
  days: ["sundag", "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag"],
};

const ENGLISH_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const en = {
  languageName: "English",
  skip: "Skip to the message field",
  places: "Conversations",
  direct: "Direct",
  channels: "Channels",
  menu: "Conversations and settings",
  language: "Language",
  theme: "Colours",
  themes: { auto: "As the device", light: "Light", dark: "Dark" },
  who: "Who are you?",
  whoDemo: "There is no login here. Whoever opens the page may be anyone. You can switch at any time.",
  search: "Search for a name, role or group",
  found: (n) => (n === 1 ? "1 person" : `${n} people`),
  nobody: "Nobody fits what you wrote. Try another name.",
  youAre: (name) => `You are ${name}. Switch person`,
  you: "you",
  withKlar: "Only you and Klar see what is written here.",
  bot: "bot",
  unread: (n) => `${n} unread`,
  newHere: "New",
  newer: "New messages",
  close: "Close",
  thread: "Thread",
  closeThread: "Close the thread",
  threadOf: (place) => `in ${place}`,
  replies: (n) => (n === 1 ? "1 reply" : `${n} replies`),
  reply: "Reply in thread",
  replyTo: (name) => `Reply to ${name} in thread`,
  edited: "edited",
  onlyYou: "Only you see this",
  table: "Table",
  picture: "Picture",
  enlarge: "Show larger",
  noPicture: "The picture did not arrive.",
  messagesIn: (place) => `Messages in ${place}`,
  messagesThread: "Messages in the thread",
  writeIn: (place) => `Write in ${place}`,
  writeKlar: "Write to Klar",
  writeThread: "Reply in the thread",
  hint: "Enter sends, Shift + Enter makes a new line. Start with /klar to ask Klar.",
  hintKlar: "Enter sends, Shift + Enter makes a new line.",
  send: "Send",
  sending: "Sending …",
  notStored: "Not stored. Try again.",
  tooLong: "The message is too long. Split it up.",
  pressing: "One moment …",
  lost: "No contact just now. Trying again …",
  back: "The contact is back.",
  loading: "Fetching messages …",
  cannotStart: "Cannot reach Klar. Trying again …",
  begins: (place) => `This is where ${place} begins.`,
  beginsKlar: "Hi! Write to me as you would to a colleague.",
  suggestions: "Suggestions for what to write",
  suggest: (task) => [`${task} done`, "mine", "are we ready?", "help"],
  today: "Today",
  yesterday: "Yesterday",
  days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  date: (day, date, month, year) => `${day} ${date} ${ENGLISH_MONTHS[month]}${year ? ` ${year}` : ""}`,
};

export const languages = { nb, nn, en };

/** The texts of the language that the page has now. @returns {typeof nb} */
export const texts = () => languages[document.documentElement.lang] ?? nb;

/** Puts the texts of the present language into everything in the document that names one. */
export function translate() {
  const words = texts();
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = words[node.dataset.text];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words[node.dataset.label]);
}

/**
 * The wall clock where the message was written: the municipality's own offset when it comes with one, so that "kl. 14"
 * in a text and the time beside it agree wherever the reader sits. In plain UTC it is the reader's own clock.
 * @param {string} at ISO time with offset
 */
function wallClock(at) {
  const offset = /([+-])(\d\d):?(\d\d)$/.exec(at);
  const minutes = offset ? (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  const shift = (time) => new Date(time + (minutes || -new Date(time).getTimezoneOffset()) * 60_000);
  return { then: shift(Date.parse(at)), now: shift(Date.now()) };
}

/** "08:04". @param {string} at */
export const clock = (at) => wallClock(at).then.toISOString().slice(11, 16);

/** A key that is the same for all of one day. @param {string} at */
export const dayKey = (at) => wallClock(at).then.toISOString().slice(0, 10);

/** "I dag", "I går", "fredag 20. november" or, in another year, with the year. @param {string} at */
export function dayName(at) {
  const { then, now } = wallClock(at);
  const days = (date) => Math.floor(date.getTime() / 86_400_000);
  const ago = days(now) - days(then);
  if (ago === 0) return texts().today;
  if (ago === 1) return texts().yesterday;
  const year = then.getUTCFullYear() === now.getUTCFullYear() ? 0 : then.getUTCFullYear();
  return texts().date(texts().days[then.getUTCDay()], then.getUTCDate(), then.getUTCMonth(), year);
}
