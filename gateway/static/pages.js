// Keys, forms and live news of the pages. Everything also works without it but the news and the search as one types.
"use strict";

const NEWS_PAUSE = 1000;
const KEY_PAUSE = 120; // a scanner types its next character sooner, nobody else does
const UNTOLD_PAUSE = 15000; // some things, an offer for instance, are told by no event

function typing(target) {
  return target instanceof HTMLElement && target.closest("input, select, textarea") !== null;
}

let next = 0;
let typedAt = -KEY_PAUSE;

document.addEventListener("keydown", (event) => {
  const isScanned = event.timeStamp - typedAt < KEY_PAUSE;
  typedAt = event.timeStamp;
  clearTimeout(next);
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = document.activeElement?.closest("form") ?? document.querySelector("form[data-save]");
    form?.requestSubmit();
  } else if (event.key === "/" && !isScanned && !typing(event.target)) {
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); }
  } else if (event.key === "n" && !isScanned && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    next = setTimeout(openNew, KEY_PAUSE);
  }
});

function openNew() { // not away from what somebody has filled in
  if (![...document.querySelectorAll("main form[method=post]")].some(isFilledIn)) {
    document.querySelector("a[data-new]")?.click();
  }
}

document.addEventListener("submit", (event) => { // a second click sends nothing; were it sent, its key has one effect
  const form = event.target;
  if (form.getAttribute("method") !== "post") { return; } // a field may be called method
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) { delete form.dataset.sent; }
});

function askForWhatIsNeeded() { // some fields are needed only where another one says so: "name=value"
  for (const field of document.querySelectorAll("[data-needed-when]")) {
    const [name, value] = field.dataset.neededWhen.split("=");
    field.required = field.form.elements.namedItem(name).value === value;
  }
}
document.addEventListener("change", askForWhatIsNeeded);
window.addEventListener("pageshow", askForWhatIsNeeded);

// --- live news: what happened somewhere makes the page ask anew for the part that shows it, at most once a second ---
let told = false;
let pausing = false;

function tell() {
  if (!told || pausing) { return; }
  if (document.hidden) { return; }
  told = false;
  pausing = true;
  setTimeout(() => { pausing = false; tell(); }, NEWS_PAUSE);
  document.body.dispatchEvent(new CustomEvent("news"));
}

function isChanged(field) {
  if (field instanceof HTMLSelectElement) {
    return field.selectedIndex !== Math.max(0, [...field.options].findLastIndex((one) => one.defaultSelected));
  }
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

function isFilledIn(block) {
  return [...block.querySelectorAll("input, select, textarea")].some(isChanged);
}

function isBusy(block) { // somebody fills something in there, or has just sent it
  return (block.contains(document.activeElement) && typing(document.activeElement))
    || block.querySelector("form[data-sent]") !== null
    || isFilledIn(block);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "live" && isBusy(event.detail.target)) { event.detail.shouldSwap = false; }
});

const live = document.querySelector("[data-news]");
if (live) {
  let lost = 0;
  const listen = () => {
    const source = new EventSource(live.dataset.news);
    source.onopen = () => { lost = 0; told = true; tell(); }; // something may have happened before
    source.onmessage = () => { told = true; tell(); };
    source.onerror = () => { // the browser comes back by itself, except where it was refused
      lost += 1;
      if (source.readyState === EventSource.CLOSED) { setTimeout(listen, Math.min(30000, 2000 * lost)); }
    };
    window.addEventListener("pagehide", () => source.close(), { once: true });
  };
  listen();
  document.addEventListener("visibilitychange", tell);
  setInterval(() => { told = true; tell(); }, UNTOLD_PAUSE);
}
