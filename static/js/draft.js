// <form data-draft="name">: what was typed is kept on this device until the form is sent.
// Secrets, files and hidden fields are never kept.
const words = JSON.parse(document.getElementById("page-words")?.textContent ?? "{}");
const KEPT_DAYS = 14;
const LEFT_OUT = "[type=password], [type=file], [type=hidden]:not([data-key]), [data-no-draft]";

const clock = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "long",
    timeStyle: "short",
  }).format(new Date(moment));

class Draft {
  constructor(form) {
    this.form = form;
    this.name = `draft:${location.pathname}:${form.dataset.draft}`;
    this.note = document.createElement("p");
    this.note.className = "form__draft";
    this.note.setAttribute("role", "status");
    form.append(this.note);
    this.restore();
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.save();
      sessionStorage.setItem("draft-sent", this.name);
    });
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
    const draft = JSON.parse(localStorage.getItem(this.name) ?? "null");
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

// A form that was sent and did not come back has been accepted: its draft may go.
const sent = sessionStorage.getItem("draft-sent");
if (sent) {
  sessionStorage.removeItem("draft-sent");
  if (!document.querySelector("[data-error-summary]")) localStorage.removeItem(sent);
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  new Draft(form);
}
