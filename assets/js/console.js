// On the console's pages: what somebody types into a text area outlives an ended login, a lost connection, a closed page.
// It is kept in this tab alone (sessionStorage), for the person who typed it, and goes once the form was taken.
(() => {
  "use strict";
  const meta = document.querySelector('meta[name="pd-staff"]');
  if (!meta) return; // the login page: what is kept waits
  const store = (() => {
    try {
      return window.sessionStorage;
    } catch {
      return null; // switched off in this browser: as without this script
    }
  })();
  if (!store) return;

  const PREFIX = "pd-text:";
  const SENT = "pd-sent";
  const own = `${PREFIX}${meta.content}:`;
  const keys = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  const keyOf = (area) => `${own}${new URL(area.form.action).pathname}:${area.name}`;

  // A tab that somebody else has logged in with shows them nothing of what was typed before.
  keys().filter((key) => !key.startsWith(own)).forEach((key) => store.removeItem(key));

  // The server took the form that was sent last: its page says so in the address.
  if (new URLSearchParams(location.search).has("done")) {
    JSON.parse(store.getItem(SENT) || "[]").forEach((key) => store.removeItem(key));
  }
  store.removeItem(SENT);

  // From a ticket the way back leads to the list as it was left: its view, its filters, its page.
  const LIST = `${own}list`;
  if (location.pathname === "/console") store.setItem(LIST, location.search);
  const list = new URLSearchParams(store.getItem(LIST) || "");
  list.delete("done");
  const back = document.querySelector('a.govuk-back-link[href="/console"]');
  if (back && list.toString()) back.search = list.toString();

  const keep = (area) => {
    try {
      if (area.value === area.defaultValue) store.removeItem(keyOf(area));
      else store.setItem(keyOf(area), JSON.stringify({ text: area.value, over: area.defaultValue }));
    } catch {
      // The browser's room is full: the text stays in its field, as without this script.
    }
  };

  const tell = (area) => {
    const note = document.createElement("p");
    note.className = "govuk-body pd-kept";
    note.setAttribute("role", "status");
    note.append("Nội dung ông/bà đã nhập và chưa gửi được đưa lại vào đây. ");
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "pd-link-button";
    drop.textContent = "Bỏ nội dung này";
    drop.addEventListener("click", () => {
      area.value = area.defaultValue;
      keep(area);
      note.remove();
      area.focus();
    });
    note.append(drop);
    area.before(note);
  };

  document.querySelectorAll('form[method="post"] textarea:not([readonly])').forEach((area) => {
    const kept = JSON.parse(store.getItem(keyOf(area)) || "null");
    if (kept && kept.text !== area.value) {
      // The page came with other words than those typed over (sentences of a draft): both are wanted.
      const other = area.defaultValue !== kept.over && area.defaultValue.trim() ? `\n${area.defaultValue}` : "";
      area.value = kept.text + other;
      keep(area);
      const fold = area.closest("details");
      if (fold) fold.open = true;
      tell(area);
    }
    area.addEventListener("input", () => keep(area));
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-leave]")) {
      keys().forEach((key) => store.removeItem(key));
      return;
    }
    const sent = [...event.target.querySelectorAll("textarea")].map(keyOf);
    store.setItem(SENT, JSON.stringify(sent));
  });
})();
