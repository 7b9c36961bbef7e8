// The chat page with script: lines arrive by themselves. Without it every form loads the whole page.
(() => {
  "use strict";
  const lines = document.getElementById("lines");
  const typing = document.getElementById("typing");
  const failed = document.getElementById("failed");
  const photoFailed = document.getElementById("photo-failed");
  if (!lines) return;

  const field = () => document.getElementById("text");

  // A line can come twice, by the answer to the form and by the stream: the first one stays.
  const settle = () => {
    const seen = new Set();
    lines.querySelectorAll(":scope > li").forEach((line) => {
      if (seen.has(line.id)) line.remove();
      seen.add(line.id);
    });
    const last = lines.lastElementChild;
    typing.hidden = !last || !last.matches(".pd-line--citizen");
    const reached = document.querySelector("#composer [name=after]");
    if (reached && last) reached.value = last.dataset.position;
  };

  const show = () => {
    const last = typing.hidden ? lines.lastElementChild : typing;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (last) last.scrollIntoView({ block: "end", behavior: calm ? "auto" : "smooth" });
  };

  document.body.addEventListener("htmx:afterSwap", () => {
    settle();
    show();
  });
  document.body.addEventListener("htmx:sseMessage", () => {
    settle();
    show();
  });

  // The field is emptied once the message is stored, unless the citizen has already typed on.
  let sent = null;
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    failed.hidden = true;
    photoFailed.hidden = true;
    if (event.detail.elt.id === "composer") sent = field().value;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.id === "photo" && event.detail.successful) event.detail.elt.reset();
    if (event.detail.elt.id !== "composer") return;
    if (event.detail.successful && field().value === sent) field().value = "";
    field().focus({ preventScroll: true }); // the button that had it was switched off meanwhile
  });
  const failure = (event) => {
    (event.detail.elt.id === "photo" ? photoFailed : failed).hidden = false;
  };
  document.body.addEventListener("htmx:sendError", failure);
  document.body.addEventListener("htmx:responseError", failure);

  // A position is asked of the browser only when the citizen taps; without it the page works all the same.
  const pin = document.getElementById("pin");
  if (pin && navigator.geolocation && window.isSecureContext) {
    const locate = document.getElementById("locate");
    const problem = document.getElementById("pin-problem");
    pin.hidden = false;
    locate.addEventListener("click", () => {
      locate.disabled = true;
      problem.hidden = true;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          locate.disabled = false;
          pin.elements.latitude.value = coords.latitude;
          pin.elements.longitude.value = coords.longitude;
          pin.dispatchEvent(new Event("located"));
        },
        () => {
          locate.disabled = false;
          problem.hidden = false;
        },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 }
      );
    });
  }

  // Enter sends on a machine with a keyboard and a mouse; never while a Vietnamese input method composes.
  document.addEventListener("keydown", (event) => {
    const wanted = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (wanted && event.target === field() && window.matchMedia("(pointer: fine)").matches) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });

  settle();
  show();
})();
