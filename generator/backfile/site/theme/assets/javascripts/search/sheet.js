/*
 * Where the filters are: in a column beside the results if the window is wide, else in a dialog at the edge of the
 * window (a sheet), into which the form is moved while it is open.
 */
const wide = matchMedia("(min-width: 76.25em)"); // as in search.css

/*
 * Binds the form of the filters to the button that opens them. `onShow` is called when they come into view. Returns
 * whether they are in view, and a function to call when they are filled: only then can the button lead to them.
 */
export const bindSheet = (page, onShow) => {
  const part = (name) => page.querySelector(`.search-page__${name}`);
  const [form, column, sheet, open] = ["filters", "aside", "sheet", "open"].map(part);
  const isShown = () => wide.matches || sheet.open;
  const focusFirst = () => [...form.querySelectorAll("input")].find((input) => input.getClientRects().length)?.focus();
  let isAwaited = false;
  const onFilled = () => {
    if (isAwaited && document.activeElement === open) focusFirst();
    isAwaited = false;
  };

  open.addEventListener("click", () => {
    if (wide.matches) {
      focusFirst();
      isAwaited = document.activeElement === open;
    } else {
      sheet.append(form);
      sheet.showModal();
      onShow();
    }
  });
  sheet.addEventListener("close", () => column.append(form));
  sheet.addEventListener("click", ({ target }) => {
    if (target === sheet || target.closest(".search-page__close, .search-page__show")) sheet.close();
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  const describeButton = () => (open.ariaHasPopup = wide.matches ? null : "dialog");
  describeButton();
  const onResize = () => {
    describeButton();
    if (!page.isConnected) return wide.removeEventListener("change", onResize);
    if (sheet.open) sheet.close();
    else if (isShown()) onShow();
  };
  wide.addEventListener("change", onResize);
  return [isShown, onFilled];
};
