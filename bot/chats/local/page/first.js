// Runs before the page is painted, so that nobody sees the wrong colours or hears the wrong language first.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const remembered = (key, choices) => {
    const value = localStorage.getItem(`klar.${key}`);
    return choices.includes(value) ? value : choices[0];
  };
  const paint = () => {
    const theme = remembered("theme", ["auto", "light", "dark"]);
    root.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  };
  root.lang = remembered("language", ["nb", "nn", "en"]);
  paint();
  dark.addEventListener("change", paint);
  addEventListener("klar:theme", paint);
})();
