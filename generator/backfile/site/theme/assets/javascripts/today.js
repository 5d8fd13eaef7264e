/* On the front page: the articles of this day of the year, from one file for each month (see list_pages/today.py). */
(() => {
  const create = (name, className, text = "") => Object.assign(document.createElement(name), { className, textContent: text });

  const row = ([year, headline, url, source, language], base) => {
    const item = create("li", "card"), text = create("div", "card__text");
    const title = create("h3", "card__headline"), link = Object.assign(create("a", "", headline), { href: new URL(url, base), dir: "auto" });
    if (language) title.lang = language;
    title.append(link);
    text.append(title);
    if (source) {
      const about = create("p", "card__about"), name = document.createElement("span");
      name.append(create("bdi", "", source));
      about.append(name);
      text.append(about);
    }
    item.append(create("b", "today__year", String(year)), text);
    return item;
  };

  const show = async (section) => {
    const now = new Date(), month = String(now.getMonth() + 1).padStart(2, "0");
    const file = new URL(`${section.dataset.days}${month}.json`, location.href);
    const answer = await fetch(file).catch(() => null);
    const rows = answer?.ok ? ((await answer.json())[now.getDate()] ?? []) : [];
    const list = section.querySelector("ul");
    list.replaceChildren(...rows.map((each) => row(each, file)));
    list.hidden = !rows.length;
    section.hidden = !rows.length;
    const day = new Intl.DateTimeFormat(section.dataset.language, { day: "numeric", month: "long" }).format(now);
    section.querySelector("h2").dataset.day = day;
  };

  atEveryPage(() => {
    const section = document.querySelector(".today");
    if (section) show(section);
  });
})();
