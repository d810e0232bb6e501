// The total of what is ticked, shown while it is ticked and sent as the sum that the customer signed for. The server
// reckons it again from its own price list and refuses another one.
export function charges(form) {
  const reckon = () => {
    let cents = 0;
    for (const pick of form.querySelectorAll("[name=pick]:checked")) {
      cents += Number(pick.dataset.cents) * Math.max(1, Number(form.elements[`n:${pick.value}`]?.value || 1));
    }
    cents += Math.round(Number(form.querySelector("[data-yuan]")?.value.replace(/[,，¥]/g, "") || 0) * 100) || 0;
    form.elements.shown_cents.value = String(cents);
    const told = cents ? `¥${(cents / 100).toLocaleString("en", { minimumFractionDigits: 2 })}` : "";
    document.querySelectorAll("[data-charge-total]").forEach((el) => (el.textContent = told));
    const parts = form.querySelector("[data-old-parts]");
    if (parts) parts.hidden = !form.querySelector("[data-part]:checked");
  };
  form.addEventListener("input", reckon);
  reckon();
}
