// Keys of the frame: shortcuts that can be switched off, and a scanner that works wherever the focus is.
"use strict";

const SCAN_GAP = 50; // a scanner types its next character sooner than that, nobody else does for long
const SCAN_LEAST = 6; // characters of the shortest code that counts as scanned
const NO_KEYS = "zz_no_keys";

function typing(target) {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable]") !== null;
}

function find() { return document.getElementById("find"); }

// --- a scan: a burst of characters that ends in Enter ---
let burst = null; // { text, at, field, before }: before is what the field held when the burst began

function begin(event) {
  const field = typing(event.target) ? event.target : null;
  return { text: "", at: event.timeStamp, field, before: field?.value };
}

function collect(event) {
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (burst === null || event.timeStamp - burst.at > SCAN_GAP) { burst = begin(event); }
    burst.text += event.key;
    burst.at = event.timeStamp;
  } else if (event.key === "Enter") {
    const scan = burst;
    burst = null;
    if (scan && event.timeStamp - scan.at <= SCAN_GAP && scan.text.length >= SCAN_LEAST) { take(event, scan); }
  } else if (event.key !== "Shift") {
    burst = null;
  }
}

function waiting(field) { // the field that waits for a scan: the one with the focus, or where none has it the first empty one
  if (field) { return field.dataset.scan === undefined ? null : field; }
  return [...document.querySelectorAll("main [data-scan]")].find((input) => input.offsetParent && input.value === "") ?? null;
}

function fill(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function take(event, scan) { // into the field that waits for it, else to what it names
  if (!find() || scan.field?.type === "password") { return; } // a log-in is typed
  event.preventDefault();
  event.stopImmediatePropagation();
  clearTimeout(pending);
  const field = waiting(scan.field);
  if (field) {
    if (field !== scan.field) { fill(field, scan.text); } // else it stands there already
    field.focus();
    return;
  }
  if (scan.field) { fill(scan.field, scan.before); }
  find().value = scan.text;
  find().form.requestSubmit();
}

document.addEventListener("keydown", collect, true);

// --- shortcuts: after a pause, as the first character of a scan looks the same ---
const SHORT = { "/": () => find()?.focus(), n: openNew };
let pending = 0;

function openNew() { // not away from what somebody has filled in
  if (![...document.querySelectorAll("main form[method=post]")].some(isFilledIn)) {
    document.querySelector("a[data-new]")?.click();
  }
}

function keysAreOn() { return localStorage.getItem(NO_KEYS) === null; }

document.addEventListener("keydown", (event) => {
  clearTimeout(pending);
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isPlain && event.key === "Enter" && !event.altKey) {
    const form = document.activeElement?.closest("form") ?? document.querySelector("form[data-save]");
    form?.requestSubmit();
  } else if (isPlain && SHORT[event.key] && keysAreOn() && !typing(event.target) && burst?.text.length === 1) {
    event.preventDefault();
    pending = setTimeout(() => { if (burst === null || burst.text.length === 1) { SHORT[event.key](); } }, 2 * SCAN_GAP);
  }
});

for (const button of document.querySelectorAll("button[data-keys]")) {
  const show = () => button.setAttribute("aria-pressed", String(keysAreOn()));
  button.addEventListener("click", () => {
    if (keysAreOn()) { localStorage.setItem(NO_KEYS, "1"); } else { localStorage.removeItem(NO_KEYS); }
    show();
  });
  show();
}
