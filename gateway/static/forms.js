// Forms: a second press sends nothing, what was typed is not lost, and what is wrong has the focus.
"use strict";

const DRAFT = "zz_draft:";

function isChanged(field) {
  if (field instanceof HTMLSelectElement) {
    return field.selectedIndex !== Math.max(0, [...field.options].findLastIndex((option) => option.defaultSelected));
  }
  return field.type !== "hidden" && (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}

function isFilledIn(block) {
  return [...block.querySelectorAll("input, select, textarea")].some(isChanged);
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

// --- drafts: what is typed stays with the tab until the operation was done, also over a lapsed session ---
function keyOf(form) { // of one reader, page, operation and thing; not of forms without an operation, nor of passwords
  const operation = form.elements.namedItem("do")?.value;
  if (!operation || form.querySelector("[type=password]")) { return null; }
  const thing = form.elements.namedItem("ref")?.value ?? "";
  return `${DRAFT}${document.body.dataset.reader}:${location.pathname}:${operation}:${thing}`;
}

function typedIn(form) {
  const typed = {};
  for (const field of form.elements) {
    if (field.name && field.type !== "hidden" && isChanged(field)) {
      typed[`${field.name}|${field.type === "checkbox" || field.type === "radio" ? field.value : ""}`] =
        field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
    }
  }
  return typed;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[method=post]");
  const key = form && keyOf(form);
  if (key) { sessionStorage.setItem(key, JSON.stringify(typedIn(form))); }
});

function refill(form) { // not what the server shows again as it was refused
  const kept = sessionStorage.getItem(keyOf(form) ?? "");
  if (kept === null || form.dataset.refused !== undefined) { return; }
  const typed = JSON.parse(kept);
  for (const field of form.elements) {
    const isTicked = field.type === "checkbox" || field.type === "radio";
    const value = typed[`${field.name}|${isTicked ? field.value : ""}`];
    if (value === undefined || field.type === "hidden") { continue; }
    if (isTicked) { field.checked = value; } else { field.value = value; }
  }
  if (isFilledIn(form)) { form.closest("details")?.setAttribute("open", ""); }
}

function forgetDrafts(chosen) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(DRAFT) && chosen(key)) { sessionStorage.removeItem(key); }
  }
}

const done = document.querySelector("[data-done]")?.dataset.done;
if (done) { forgetDrafts((key) => key.split(":")[3] === done); }
if (document.body.dataset.reader) {
  forgetDrafts((key) => key.split(":")[1] !== document.body.dataset.reader); // nobody gets another's
  for (const form of document.querySelectorAll("form[method=post]")) { refill(form); }
}
document.addEventListener("submit", (event) => { if (event.target.action?.endsWith("/log-out")) { forgetDrafts(() => true); } });

// --- what is known of a device that was typed or scanned goes into the fields that are still empty ---
const KNOWN = { brand: "device.brand", model: "device.model", category: "device.category", phone: "party.phone" };
document.addEventListener("htmx:after:swap", () => {
  const device = document.querySelector("#known-device > .known");
  if (!device) { return; }
  for (const [name, fieldName] of Object.entries(KNOWN)) {
    const [field, value] = [document.getElementsByName(fieldName)[0], device.dataset[`fill${name[0].toUpperCase()}${name.slice(1)}`]];
    if (!field || value === undefined || isChanged(field)) { continue; }
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

// --- the first field that is wrong has the focus, in whatever fold it lies ---
const wrong = document.querySelector("main [aria-invalid=true]");
for (let up = wrong?.closest("details"); up; up = up.parentElement?.closest("details")) { up.open = true; }
wrong?.focus();
