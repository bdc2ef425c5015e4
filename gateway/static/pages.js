// Live pages: what happened somewhere makes a page ask anew for the part that shows it; and the clock of the frame.
"use strict";

const NEWS_PAUSE = 1000;
const UNTOLD_PAUSE = 15000; // some things, an offer for instance, are told by no event

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

function isBusy(block) { // somebody fills something in there, or has just sent it
  return (block.contains(document.activeElement) && typing(document.activeElement))
    || block.querySelector("form[data-sent]") !== null
    || block.querySelector("details[open] :focus") !== null
    || isFilledIn(block);
}

document.addEventListener("htmx:config:request", (event) => { // what no person asked for keeps no session alive
  const { sourceEvent, request } = event.detail.ctx;
  if (sourceEvent?.type === "news") { request.headers["X-Zz-Unasked"] = "1"; }
});

let opened = []; // what the reader has unfolded stays so

document.addEventListener("htmx:before:swap", (event) => {
  const block = event.detail.ctx.sourceElement;
  if (block.id === "live" && isBusy(block)) { event.preventDefault(); }
  opened = [...block.querySelectorAll("details[open][id]")].map((details) => details.id);
});

document.addEventListener("htmx:after:swap", () => {
  for (const id of opened) { document.getElementById(id)?.setAttribute("open", ""); }
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

// --- the clock: business time at the station, and how long is left until the cut-off ---
const clock = document.querySelector("[data-now]");
if (clock) {
  const MINUTE = 60000;
  const ahead = Date.parse(clock.dataset.now) - Date.now();
  const zone = Number(/([+-]\d\d):\d\d$/.exec(clock.dataset.now)?.[1] ?? 0) * 60 * MINUTE;
  const cut = clock.querySelector("[data-until]");
  const said = (text, ...numbers) => numbers.reduce((so, number, place) => so.replace(`{${place}}`, number), text);
  const tick = () => {
    const at = Date.now() + ahead;
    clock.querySelector("strong").textContent = new Date(at + zone).toISOString().slice(11, 16);
    const left = cut && Math.ceil((Date.parse(cut.dataset.until) - at) / MINUTE);
    const shown = cut?.querySelector(".left");
    if (!shown) { return; }
    const [hours, minutes] = [Math.floor(Math.max(0, left) / 60), Math.max(0, left) % 60];
    shown.textContent = hours ? said(clock.dataset.hours, hours, minutes) : said(clock.dataset.minutes, minutes);
    cut.className = `cut cut-${left <= 0 ? "past" : left <= 120 ? "soon" : "calm"}`;
  };
  setInterval(tick, MINUTE / 4);
}
