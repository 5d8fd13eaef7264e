/*
 * On the page for missing URLs: opens an archived article by its original URL. The index of original URLs is split into
 * small files, of which one is loaded for a query. Keys are computed as in archive/url_keys.py, and files
 * are chosen as in outputs/original_urls.py. The script shows their content as text; its phrases are in the page.
 */
(() => {
  "use strict";

  const decode = (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(run.match(/[^%]{2}/g), (pair) => parseInt(pair, 16))));

  /* The first label of a host that shows a version of a site, unless only a public suffix would remain. */
  const VERSION = /^(?:www|m|mobile|amp)\.(?!(?:ac|asn|co|com|edu|go|gob|gouv|gov|gub|gv|id|ltd|me|mil|ne|net|nom|or|org|plc|sch)\.[a-z]{2}$)(?=[^.]+\.)/;

  const siteOf = ({ hostname, port }) => {
    let site = hostname.replace(/^\.+|\.+$/g, "");
    while (VERSION.test(site)) site = site.replace(VERSION, "");
    return /^(?:80|443)?$/.test(port) ? site : `${site}:${port}`;
  };

  /* Returns the key of a URL and its query; undefined for text that is no HTTP or HTTPS URL. */
  const lookupKey = (text, tracking) => {
    const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
    if (!URL.canParse(address)) return undefined;
    const url = new URL(address);
    if (!/^https?:$/.test(url.protocol) || !/[.:]/.test(url.host)) return undefined;
    const query = url.search.slice(1).split("&").filter((pair) => pair && !tracking.test(decode(pair))).join("&");
    return [siteOf(url) + decode(url.pathname.replace(/\/+$/, "")).toLowerCase(), decode(query)];
  };

  /* Returns the CRC-32 of a text in UTF-8, as zlib computes it. */
  const crc32 = (text) => {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  };

  const bind = (form) => {
    const { files, folder, tracking, ...phrases } = form.dataset;
    const [input, status, list] = [".original__input", ".original__status", ".original__matches"].map((part) => form.querySelector(part));
    const trackingParameter = new RegExp(`^(?:${tracking})$`, "is");
    const base = new URL(folder, location); // computed now: with instant navigation, the location may change

    const show = (text, rows = []) => {
      status.textContent = text;
      list.replaceChildren(...rows.map(([, page, headline]) => {
        const link = Object.assign(document.createElement("a"), { href: new URL(`../${page}`, base), textContent: headline });
        const item = document.createElement("li");
        item.append(link);
        return item;
      }));
    };

    const lookUp = async () => {
      const text = input.value.trim();
      const keyAndQuery = text && lookupKey(text, trackingParameter);
      if (!keyAndQuery) return show(phrases.unreadable);
      const [key, query] = keyAndQuery;
      const response = await fetch(new URL(`${crc32(key) % files}.json`, base));
      if (!response.ok) throw new Error(response.status);
      const index = await response.json();
      if (input.value.trim() !== text) return undefined; // a newer query has been sent
      const rows = Object.hasOwn(index, key) ? index[key] : [];
      const matches = rows.filter(([rowQuery]) => rowQuery === query);
      if (matches.length === 1) {
        show(phrases.opening, matches);
        location.assign(list.querySelector("a").href);
      } else if (matches.length) show(phrases.several, matches);
      else show(rows.length ? phrases.near : phrases.none, rows);
      return undefined;
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show("");
      lookUp().catch((error) => {
        console.info("original:", error);
        show(phrases.failed);
      });
    });
  };

  const boundForms = new WeakSet();
  atEveryPage(() => {
    const form = document.querySelector(".original");
    if (form && !boundForms.has(form)) {
      boundForms.add(form);
      bind(form);
    }
  });
})();
