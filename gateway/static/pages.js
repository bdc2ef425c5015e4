// Keys, forms and live news of the pages. Everything also works without it but the news and the search as one types.
"use strict";

const NEWS_PAUSE = 1000;

function typing(target) {
  return target instanceof HTMLElement && target.closest("input, select, textarea") !== null;
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = document.activeElement?.closest("form") ?? document.querySelector("form[data-save]");
    form?.requestSubmit();
  } else if (event.key === "/" && !typing(event.target)) {
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); }
  } else if (event.key === "n" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    document.querySelector("a[data-new]")?.click();
  }
});

document.addEventListener("submit", (event) => { // a second click sends nothing; were it sent, its key has one effect
  const form = event.target;
  if (form.method !== "post") { return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) { delete form.dataset.sent; }
});

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

const live = document.querySelector("[data-news]");
if (live) {
  let lost = 0;
  const listen = () => {
    const source = new EventSource(live.dataset.news);
    source.onopen = () => { if (lost) { told = true; tell(); } lost = 0; };
    source.onmessage = () => { told = true; tell(); };
    source.onerror = () => { // the browser comes back by itself, except where it was refused
      lost += 1;
      if (source.readyState === EventSource.CLOSED) { setTimeout(listen, Math.min(30000, 2000 * lost)); }
    };
    window.addEventListener("pagehide", () => source.close(), { once: true });
  };
  listen();
  document.addEventListener("visibilitychange", tell);
}
