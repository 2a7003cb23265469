// What happens as the page opens. Without a script it holds all the same text, and links lead to the full texts.
box.hidden = whole < 2;
const wideScreen = window.matchMedia("(min-width: 62.01rem)");
const fitFilters = () => { box.open = wideScreen.matches; };
wideScreen.addEventListener("change", fitFilters);
fitFilters();

keep();
// The page is written as these choices show it; a browser that brings back others is followed.
if (selects.some((select) => select.value !== "") || words.value || (pairChoice && (pairChoice.value !== "0" || beside.checked))) apply();
drawMap();
drawNetwork();
window.addEventListener("resize", drawMap);

const arrive = () => {
  const target = location.hash.length > 1 && targetOf(location.hash);
  if (!target) return;
  if (target.closest(".off") && pairChoice) { pairChoice.value = ""; apply(); }
  reveal(target);
  target.scrollIntoView({ block: target.classList.contains("q") ? "center" : "start" });
};
window.addEventListener("hashchange", arrive);
arrive();

// Print shows what is found of every event, also where the browser cannot open groups by style alone.
let closed = [];
window.addEventListener("beforeprint", () => {
  closed = all("main details:not([open])");
  closed.forEach((node) => { node.open = true; });
});
window.addEventListener("afterprint", () => { closed.forEach((node) => { node.open = false; }); closed = []; });
