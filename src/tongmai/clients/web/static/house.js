// The pages work without this. It closes the person menu on a click elsewhere, guards against a second submit, keeps
// what is typed, says when what is shown has changed, folds what is long on a narrow screen, and closes gaps.
"use strict";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.who[open], details.more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.who[open], details.more[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
if (location.hash) {
  const part = document.querySelector(location.hash.replace(/[^#\w-]/g, ""));
  if (part && part.closest("details")) part.closest("details").open = true;
}
// The menu on a narrow screen: the present entry is brought into sight, and the edge fades while there is more.
const bar = document.querySelector(".bar-in");
if (bar) {
  const here = bar.querySelector("[aria-current]");
  if (here && here.offsetLeft + here.offsetWidth > bar.clientWidth) bar.scrollLeft = here.offsetLeft - bar.clientWidth / 3;
  const more = () => bar.classList.toggle("goes-on", bar.scrollLeft + bar.clientWidth < bar.scrollWidth - 4);
  bar.addEventListener("scroll", more, { passive: true });
  window.addEventListener("resize", more);
  more();
}
// A form that came back stands where its first wrong field is.
const wrong = document.querySelector("main [aria-invalid]");
if (wrong) wrong.focus();
// Open on a wide screen, where it has no handle; closed on a narrow one until asked for.
const narrow = window.matchMedia("(max-width: 760px)");
const folded = () => { for (const fold of document.querySelectorAll("details[data-narrow-closed]")) fold.open = !narrow.matches; };
if (narrow.addEventListener) narrow.addEventListener("change", folded);
folded();
// A button in a row of its own leaves no room for a label above it.
const lower = () => {
  for (const box of document.querySelectorAll(".field-button")) {
    const before = box.previousElementSibling;
    if (before && box.offsetParent) box.classList.toggle("alone", before.offsetTop + before.offsetHeight <= box.offsetTop);
  }
};
document.addEventListener("toggle", lower, true);
window.addEventListener("resize", lower);
lower();

// Drafts: what is typed in a form of the page stays in this tab until the form went through, the person changes or the
// tab is closed. Never kept: files, hidden fields, searches, and what is marked data-private.
const Drafts = (() => {
  const BEGIN = "draft:", SENT = "draft-sent", WHOSE = "drafts-of";
  const words = document.body.dataset;
  let store = null;
  try { store = window.sessionStorage; store.getItem(SENT); } catch (closed) { store = null; }
  if (!store) return { forms: [] };

  const whose = words.person || "";
  const forget = (which) => {
    for (const key of Object.keys(store)) if (key.startsWith(BEGIN) && which(key)) store.removeItem(key);
  };
  if (store.getItem(WHOSE) !== whose) { forget(() => true); store.removeItem(SENT); store.setItem(WHOSE, whose); }
  if (document.querySelector("[data-said]") && store.getItem(SENT)) store.removeItem(store.getItem(SENT));
  store.removeItem(SENT);

  const forms = [...document.querySelectorAll("main form[method=post]:not([data-draft=off])")];
  const keys = new Map();
  forms.forEach((form, place) => {
    const act = form.querySelector("input[name=_act]");
    const name = [form.getAttribute("action"), act ? act.value : "", place].join(" ");
    keys.set(form, BEGIN + location.pathname + location.search + " " + name);
  });
  const kept = (form) => [...form.elements].filter((one) =>
    one.name && !one.name.startsWith("_") && !one.closest("[data-private]") && one.tagName !== "BUTTON" &&
    !["hidden", "file", "password", "submit", "button"].includes(one.type));
  const ticks = (one) => one.type === "checkbox" || one.type === "radio";
  const changed = (one) => {
    if (ticks(one)) return one.checked !== one.defaultChecked;
    if (one.tagName !== "SELECT") return one.value !== one.defaultValue;
    return one.value !== "" && ![...one.options].some((option) => option.defaultSelected && option.selected);
  };

  const say = (form, text, discard) => {
    let note = form.querySelector(".draft-note");
    if (!note) {
      note = document.createElement("p");
      note.className = "draft-note";
      note.setAttribute("role", "status");
      form.append(note);
    }
    note.textContent = text;
    if (discard) {
      const drop = document.createElement("button");
      drop.type = "button";
      drop.textContent = words.draftDrop;
      drop.addEventListener("click", () => { store.removeItem(keys.get(form)); form.reset(); note.remove(); });
      note.append(" ", drop);
    }
  };
  const keep = (form) => {
    const all = kept(form);
    if (!all.some(changed) && !store.getItem(keys.get(form))) return;
    const rows = all.map((one) => ticks(one) ? [one.name, one.value, one.checked] : [one.name, one.value]);
    try { store.setItem(keys.get(form), JSON.stringify(rows)); } catch (full) { return; }
    say(form, words.draftKept, false);
  };
  const restore = (form) => {
    const rows = JSON.parse(store.getItem(keys.get(form)) || "[]");
    let some = false;
    for (const [name, value, on] of rows) {
      const one = kept(form).find((field) => field.name === name && (on === undefined || field.value === value));
      if (!one) continue;
      if (on === undefined) one.value = value; else one.checked = on;
      some = true;
    }
    if (!some) return;
    if (form.closest("details")) form.closest("details").open = true;
    say(form, words.draftBack, true);
  };
  for (const form of forms) {
    restore(form);
    let soon = 0;
    form.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(() => keep(form), 300); });
    form.addEventListener("change", () => { clearTimeout(soon); keep(form); });
  }
  return {
    forms,
    leaving: (form) => { if (keys.has(form)) { keep(form); store.setItem(SENT, keys.get(form)); } },
    offline: (form) => { if (keys.has(form)) keep(form); say(form, words.offline, false); },
    clear: () => forget(() => true),
  };
})();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method !== "post") return;
  if (navigator.onLine === false) { event.preventDefault(); if (Drafts.offline) Drafts.offline(form); return; }
  if ((form.getAttribute("action") || "").endsWith("/sign-in") && Drafts.clear) Drafts.clear();
  if (Drafts.leaving) Drafts.leaving(form);
  if (!form.dataset.again) form.dataset.sent = "1"; // a download leaves the page where it is: it may be asked for again
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What is chosen in a field that asks is judged at once: what stands against it, and the ways out, are shown at the field
// before the form is sent. A choice that the judgement waits for (an institution) asks again. A way out that is taken
// stands in its field at once; one that says more than the field does stays in sight.
const wayOut = (radio, form) => {
  const [name, ...value] = radio.value.split("=");
  return { field: form.elements[name], value: value.join("=") };
};
const judged = (field, form, page) => {
  const box = field.closest(".field"), found = page.getElementById(field.id);
  const said = found ? [...found.closest(".field").querySelectorAll(".fault, .offers")] : [];
  const taken = box.querySelector(".offers input:checked");
  const way = taken && wayOut(taken, form);
  const stands = !said.length && way && way.field !== field && way.field.value === way.value;
  for (const old of box.querySelectorAll(stands ? ".fault" : ".fault, .offers")) old.remove();
  box.append(...said);
  box.classList.toggle("field-bad", said.length > 0);
  field.classList.toggle("is-invalid", said.length > 0);
  field.toggleAttribute("aria-invalid", said.length > 0);
};
let asked = 0;
document.addEventListener("change", async (event) => {
  const one = event.target, form = one.closest("form.deed");
  const offers = one.closest(".offers");
  if (!form || (one.tagName !== "SELECT" && !offers)) return;
  const asking = [...form.querySelectorAll("[data-asks]")];
  if (offers) {
    const way = wayOut(one, form);
    way.field.value = way.value;
  } else if (asking.includes(one)) {
    for (const radio of one.closest(".field").querySelectorAll(".offers input")) {
      const way = wayOut(radio, form);
      if (way.field !== one) way.field.value = "";
      radio.checked = false;
    }
  }
  if (!asking.some((field) => field.value) || navigator.onLine === false) return;
  const body = new FormData(form);
  body.set("_ask", "1");
  for (const name of [...body.keys()]) if (name.startsWith("_offer_")) body.delete(name);
  const turn = ++asked;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body) }).catch(() => null);
  if (!answer || answer.status >= 500) return;
  const page = new DOMParser().parseFromString(answer.status === 204 ? "" : await answer.text(), "text/html");
  if (turn !== asked) return; // asked again meanwhile
  for (const field of asking) judged(field, form, page);
});

// Live: listens only while the page is looked at, shows a bar, reloads nothing by itself.
(() => {
  const main = document.querySelector("main[data-live]");
  const bar = main && main.querySelector("[data-moved]");
  if (!bar || !window.EventSource) return;
  let source = null;
  const stop = () => { if (source) source.close(); source = null; };
  const listen = () => {
    if (source || !bar.hidden || document.visibilityState !== "visible") return;
    source = new EventSource(main.dataset.live);
    source.addEventListener("changed", () => { bar.hidden = false; stop(); });
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") listen(); else stop(); });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", listen);
  listen();
})();
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
