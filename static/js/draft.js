// <form data-draft="name">: what was typed is kept on this device until the form is sent.
// Secrets, files and hidden fields are never kept.
// <form data-autosave="address">: it is sent there, too, while one types. The answer names the
// record (`reference`, `seen`, `edit`); from then on this device keeps only what the line lost.
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");
const KEPT_DAYS = 14;
const LEFT_OUT = "[type=password], [type=file], [type=hidden]:not([data-key]), [data-no-draft]";

const SEND_AFTER = 2500;
const TRY_AGAIN_AFTER = 15000;

// British English, as everywhere in the portal.
const LANGUAGE = { en: "en-GB" }[document.documentElement.lang] ?? document.documentElement.lang;

const clock = (moment) =>
  new Intl.DateTimeFormat(LANGUAGE, {
    dateStyle: "long",
    timeStyle: "short",
  }).format(new Date(moment));

// What one person typed is offered to nobody else who signs in on this device.
const nameOf = (path, what) => `draft:${document.body.dataset.person ?? ""}:${path}:${what}`;

// What stands on this device may be damaged, or be of a script from before: then it is nothing.
const read = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

class Draft {
  constructor(form) {
    this.form = form;
    this.name = nameOf(location.pathname, form.dataset.draft);
    this.note = document.createElement("p");
    this.note.className = "form__draft";
    this.note.setAttribute("role", "status");
    form.append(this.note);
    this.restore();
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", (event) => this.submitting(event));
  }

  submitting(event) {
    clearTimeout(this.timer);
    this.save();
    if (navigator.onLine === false) {
      // The browser would leave the page for one that says that there is no line.
      event.preventDefault();
      this.note.textContent = words.offline;
      return;
    }
    sessionStorage.setItem("draft-sent", JSON.stringify({ name: this.name, from: location.pathname }));
  }

  fields() {
    return [...this.form.elements].filter((field) => field.name && !field.matches(LEFT_OUT));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), 800);
  }

  save() {
    const values = this.fields().map((field) => [
      field.name,
      field.value,
      "checked" in field && /checkbox|radio/.test(field.type) ? field.checked : null,
    ]);
    const at = Date.now();
    try {
      localStorage.setItem(this.name, JSON.stringify({ at, values }));
      this.note.textContent = `${words.saved} ${clock(at)}`;
    } catch {
      this.note.textContent = "";
    }
  }

  restore() {
    const draft = read(localStorage.getItem(this.name));
    // A page that came back with errors already holds what was sent.
    if (!draft || this.form.querySelector("[data-error-summary]")) return;
    if (Date.now() - draft.at > KEPT_DAYS * 864e5) {
      localStorage.removeItem(this.name);
      return;
    }
    if (this.put(draft.values)) this.offer(draft.at);
  }

  put(values) {
    let changed = false;
    const left = [...values];
    for (const field of this.fields()) {
      const index = left.findIndex(
        ([name, value, checked]) => name === field.name && (checked === null || value === field.value),
      );
      if (index < 0) continue;
      const [[, value, checked]] = left.splice(index, 1);
      if (checked !== null) {
        changed ||= field.checked !== checked;
        field.checked = checked;
      } else {
        changed ||= field.value !== value;
        field.value = value;
      }
    }
    return changed;
  }

  offer(at) {
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "button button--link button--small";
    discard.textContent = words.discard;
    discard.addEventListener("click", () => {
      localStorage.removeItem(this.name);
      this.form.reset();
      this.note.textContent = "";
    });
    this.note.append(`${words.restored} ${clock(at)}. `, discard);
  }
}

class SentDraft extends Draft {
  later() {
    super.later();
    this.sendAfter(SEND_AFTER);
  }

  sendAfter(pause) {
    clearTimeout(this.sending);
    this.sending = setTimeout(() => this.send(), pause);
  }

  async send() {
    if (this.isSending || this.isSubmitted) return;
    this.isSending = true;
    const typed = this.typed();
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body: this.body(),
        headers: { Accept: "application/json" },
      });
      if (answer.redirected) {
        // To the page to sign in on: a press of the button leads there, and back.
        this.isLost = false;
        this.save();
        this.note.textContent = words.signed_out;
        return;
      }
      const told = read(await answer.text());
      this.isLost = false;
      if (!told) this.untold(answer.status);
      else if (!answer.ok) this.note.textContent = told.message ?? "";
      else if (told.reference) this.sent(told, typed);
    } catch {
      // No line: the device keeps it, and we go on trying.
      this.isLost = true;
      this.save();
      this.note.textContent = words.offline;
      this.sendAfter(TRY_AGAIN_AFTER);
    } finally {
      this.isSending = false;
      const next = this.whenSent;
      this.whenSent = undefined;
      next?.();
    }
  }

  // A page instead of an answer: the form is too old or too large, or no portal stands behind the
  // web server. The device keeps it; a press of the button goes through, to where it is said why.
  untold(status) {
    this.save();
    if (status >= 502) this.sendAfter(TRY_AGAIN_AFTER);
  }

  // Files go with the press of a button, not with every pause in typing.
  body() {
    const body = new FormData(this.form);
    for (const field of this.form.querySelectorAll("[type=file]")) body.delete(field.name);
    return body;
  }

  // The version seen must be that of the last answer: a press of a button waits for it.
  submitting(event) {
    if (this.isSending) {
      event.preventDefault();
      const button = event.submitter;
      this.whenSent = () => this.isLost || this.form.requestSubmit(button);
      return;
    }
    if (this.isLost) {
      // The line may be back by now: the button is pressed again once something has gone through.
      event.preventDefault();
      const button = event.submitter;
      this.whenSent = () => this.isLost || this.form.requestSubmit(button);
      this.send();
      return;
    }
    super.submitting(event);
    if (event.defaultPrevented) return;
    this.isSubmitted = true;
    clearTimeout(this.sending);
  }

  typed() {
    return JSON.stringify(this.fields().map((field) => [field.name, field.value, field.checked]));
  }

  sent(told, typed) {
    for (const [name, value] of [["draft", told.reference], ["seen", told.seen]]) {
      const field = this.form.elements.namedItem(name);
      if (field) field.value = value;
    }
    localStorage.removeItem(this.name);
    this.name = nameOf(told.edit, `request-${told.reference}`);
    if (location.pathname !== told.edit) {
      history.replaceState(null, "", told.edit);
      this.form.action = told.edit;
    }
    // What could not be kept there, or was typed meanwhile, stays here.
    if (told.left_out.length || this.typed() !== typed) this.save();
    if (this.typed() !== typed) this.sendAfter(SEND_AFTER);
    const left = told.left_out.length ? ` ${words.left_out} ${told.left_out.join(", ")}.` : "";
    this.note.textContent = `${words.sent} ${told.reference}, ${clock(Date.now())}.${left}`;
  }
}

// What was sent is taken when the portal leads on from its form to another page. The same form with
// errors, a refusal, the page to sign in on, or no answer at all: the device keeps it.
const hasLedOn = (from) =>
  performance.getEntriesByType("navigation")[0]?.redirectCount > 0 &&
  document.referrer !== "" &&
  new URL(document.referrer).pathname === from &&
  !document.querySelector("main [type=password], [data-error-summary]");

// Copies that name nobody, from before; those that are damaged or too old to be offered.
for (const [name, kept] of Object.entries(localStorage)) {
  if (!name.startsWith("draft:")) continue;
  const isOffered = read(kept)?.at >= Date.now() - KEPT_DAYS * 864e5;
  if (name.startsWith("draft:/") || !isOffered) localStorage.removeItem(name);
}

const sent = read(sessionStorage.getItem("draft-sent"));
sessionStorage.removeItem("draft-sent");
if (sent && hasLedOn(sent.from)) localStorage.removeItem(sent.name);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) sessionStorage.removeItem("draft-sent");
});

for (const form of document.querySelectorAll("form[data-draft]")) {
  if (!form.dataset.autosave) new Draft(form);
  else {
    const draft = new SentDraft(form);
    document.querySelector("[data-saves-itself]")?.removeAttribute("hidden");
    window.addEventListener("online", () => draft.sendAfter(0));
  }
}
