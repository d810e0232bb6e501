// The words typed for a caller outlive a reload and the choice of who speaks; they go when the call is taken.
(() => {
  const holder = document.querySelector("[data-draft]");
  const field = document.querySelector("[name=fault]");
  if (!holder?.dataset.draft || !field) return;
  const key = `call:${holder.dataset.draft}`;
  field.value ||= sessionStorage.getItem(key) || "";
  // after htmx has looked over the page: words of danger bring their script again
  addEventListener("load", () => field.value && field.dispatchEvent(new Event("restored", { bubbles: true })));
  field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.id === "wish" && event.detail.xhr.getResponseHeader("HX-Redirect")) sessionStorage.removeItem(key);
  });
})();
