/*
 * On the page for a missing address: the original address of an article opens its archived page. The index of addresses
 * is in small files, of which one is loaded when it is asked for (see archive/url_keys.py: lookup_key gives the same key).
 * What comes out of them is shown as text. The words come from the page.
 */
(() => {
  "use strict";

  const decoded = (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(run.match(/[^%]{2}/g), (pair) => parseInt(pair, 16))));

  /* An address without what makes no difference, and its query; nothing where it is no web address. */
  const read = (text, tracking) => {
    const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
    if (!URL.canParse(whole)) return undefined;
    const { protocol, host, pathname, search } = new URL(whole);
    if (!/^https?:$/.test(protocol) || !/[.:]/.test(host)) return undefined;
    const query = search.slice(1).split("&").filter((pair) => !tracking.test(pair)).join("&");
    return [host.replace(/^www\./, "") + decoded(pathname).replace(/\/+$/, "").toLowerCase(), decoded(query)];
  };

  /* CRC-32, as in zlib. */
  const digest = (text) => {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  };

  const bind = (form) => {
    const { files, folder, tracking, ...words } = form.dataset;
    const [input, status, list] = [".original__input", ".original__status", ".original__matches"].map((part) => form.querySelector(part));
    const drop = new RegExp(`^(?:${tracking})$`, "is");
    const at = new URL(folder, location); // as it is here: with instant navigation, the address may change

    const say = (text, rows = []) => {
      status.textContent = text;
      list.replaceChildren(...rows.map(([, page, headline]) => {
        const link = Object.assign(document.createElement("a"), { href: new URL(`../${page}`, at), textContent: headline });
        const item = document.createElement("li");
        item.append(link);
        return item;
      }));
    };

    const look = async () => {
      const asked = input.value.trim();
      const found = asked && read(asked, drop);
      if (!found) return say(words.unreadable);
      const [address, query] = found;
      const response = await fetch(new URL(`${digest(address) % files}.json`, at));
      if (!response.ok) throw new Error(response.status);
      const all = await response.json();
      if (input.value.trim() !== asked) return undefined; // asked again meanwhile
      const near = Object.hasOwn(all, address) ? all[address] : [];
      const same = near.filter(([other]) => other === query);
      if (same.length === 1) {
        say(words.opening, same);
        location.assign(list.querySelector("a").href);
      } else if (same.length) say(words.several, same);
      else say(near.length ? words.near : words.none, near);
      return undefined;
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      say("");
      look().catch((error) => {
        console.info("original:", error);
        say(words.failed);
      });
    });
  };

  const bound = new WeakSet();
  document$.subscribe(() => {
    const form = document.querySelector(".original");
    if (form && !bound.has(form)) {
      bound.add(form);
      bind(form);
    }
  });
})();
