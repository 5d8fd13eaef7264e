/*
 * What surrounds the content: the drawer of narrow windows; on pages without Material's script also what that does with
 * the title in the header, the table of contents and the keyboard. Heights of sidebars are in the styles.
 */
(() => {
  "use strict";

  const header = document.querySelector(".md-header"), drawer = document.getElementById("__drawer");
  const isNarrow = matchMedia("(max-width: 76.234375em)");
  const sidebar = () => document.querySelector(".md-sidebar--primary"); // instant navigation replaces it
  const isDialogOpen = () => document.querySelector("dialog[open]") !== null;

  const bindDrawer = (opener) => {
    opener.tabIndex = 0;
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-expanded", drawer.checked);
    opener.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      drawer.click();
    });
    drawer.addEventListener("change", () => {
      opener.setAttribute("aria-expanded", drawer.checked);
      const focused = document.activeElement;
      if (drawer.checked) sidebar()?.querySelector("a")?.focus();
      else if (focused === document.body || sidebar()?.contains(focused)) opener.focus();
    });
    addEventListener("click", ({ target }) => {
      if (drawer.checked && target.closest?.(".md-sidebar--primary a")) drawer.click();
    });
    addEventListener("focusin", ({ target }) => {
      if (drawer.checked && isNarrow.matches && target !== opener && !sidebar()?.contains(target)) drawer.click();
    });
    addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && drawer.checked && !isDialogOpen()) drawer.click();
    });
  };
  const opener = document.querySelector(".drawer-button");
  if (opener) bindDrawer(opener); // the owner's header may have none
  if (globalThis.document$) return;

  const SIDES = { p: "prev", ",": "prev", n: "next", ".": "next" };
  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isDialogOpen()) return;
    const label = target.closest?.("label[tabindex]"), side = SIDES[key];
    if (label && (key === "Enter" || key === " ")) {
      event.preventDefault();
      label.click();
    } else if (side && !isTyping(target)) {
      const link = document.querySelector(`link[rel=${side}]`);
      if (link) location.assign(link.href);
    }
  });

  /* Sections of the navigation: with `navigation.expand` they are open until they are closed. */
  addEventListener("change", ({ target }) => {
    if (!target.matches(".md-nav__toggle")) return;
    if (target.classList.contains("md-toggle--indeterminate")) {
      target.classList.remove("md-toggle--indeterminate");
      target.checked = isNarrow.matches;
    }
    target.parentElement.querySelector(":scope > nav[aria-expanded]")?.setAttribute("aria-expanded", target.checked);
  });

  /* What is cut off is shown in full next to the pointer. */
  addEventListener("pointerover", ({ target }) => {
    const text = target.closest?.(".md-ellipsis");
    if (text && text.offsetWidth < text.scrollWidth) (text.closest("a") ?? text).title = text.textContent.trim();
  });

  /* Calls a function whenever an element goes out below the header, or comes back. */
  const watch = (element, act) => {
    const top = header.offsetHeight;
    const observer = new IntersectionObserver((entries) => {
      const { isIntersecting, boundingClientRect: box } = entries.at(-1);
      act(!isIntersecting && box.bottom <= top);
    }, { rootMargin: `-${top}px 0px 0px` });
    if (element) observer.observe(element);
  };

  /* Scrolls a sidebar, if it is longer than the screen, so that one of its links is seen. */
  const reveal = (link) => {
    const box = link.closest(".md-sidebar__scrollwrap");
    if (!box || box.scrollHeight <= box.clientHeight || !link.clientHeight) return;
    const { top, bottom } = link.getBoundingClientRect(), frame = box.getBoundingClientRect();
    if (top < frame.top + link.clientHeight * 2 || bottom > frame.bottom) box.scrollTop += top - frame.top - box.clientHeight / 2;
  };

  const LEAD = 28; // pixels below the header in which a heading is the current one: where links to it lead
  const markHeadings = (toc) => {
    const rows = [...toc.querySelectorAll("a.md-nav__link")]
      .map((link) => [link, document.getElementById(link.getAttribute("href").slice(1))])
      .filter(([, heading]) => heading);
    const topOf = ([, heading]) => {
      let shown = heading;
      while (!shown.getClientRects().length && shown.parentElement) shown = shown.parentElement; // in what is folded
      return shown.getBoundingClientRect().top;
    };
    /* Returns how many headings are above the edge; all of them at the end of the page. */
    const count = () => {
      if (scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 1) return rows.length;
      const edge = header.offsetHeight + LEAD;
      let [low, high] = [0, rows.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (topOf(rows[middle]) < edge) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    let passed = 0, isWaiting = false;
    const mark = () => {
      isWaiting = false;
      if (!toc.clientHeight) return;
      const now = count();
      if (now === passed) return;
      if (now) reveal(rows[now - 1][0]); // before a class changes: the browser has computed the page
      rows[passed - 1]?.[0].classList.remove("md-nav__link--active");
      for (let at = Math.min(now, passed); at < Math.max(now, passed); at++) rows[at][0].classList.toggle("md-nav__link--passed", at < now);
      rows[now - 1]?.[0].classList.add("md-nav__link--active");
      passed = now;
    };
    addEventListener("scroll", () => {
      if (!isWaiting) requestAnimationFrame(mark);
      isWaiting = true;
    }, { passive: true });
    mark();
  };

  /* After the page is shown: what asks for places on it would have the browser compute them early. */
  const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  idle(() => {
    const title = document.querySelector(".md-header__title"), tabs = document.querySelector(".md-container .md-tabs");
    watch(document.querySelector(".md-content h1"), (isPast) => title.classList.toggle("md-header__title--active", isPast));
    watch(tabs, (isPast) => header.classList.toggle("md-header--shadow", isPast));
    const current = document.querySelector(".md-sidebar--primary .md-nav__link--active[href]");
    if (current) reveal(current);
    const toc = [...document.querySelectorAll("[data-md-component=toc]")].at(-1);
    if (toc) markHeadings(toc);
  });
})();
