// How long ago something was, as short as a list needs it: 5 min, 3 h, 2 d.
const STEPS = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["week", 604_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
const formats = new Map();

const formatOf = (language, unit) => {
  const name = `${language}.${unit}`;
  // German's shortest forms are a jumble: 12 Min., 3h, 1 T.
  const unitDisplay = language.startsWith("de") ? "short" : "narrow";
  if (!formats.has(name)) formats.set(name, new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay }));
  return formats.get(name);
};

export function ageOf(time, language, now = Date.now()) {
  const passed = Math.max(60_000, now - time);
  const [unit, length] = STEPS.find(([, size]) => passed >= size);
  return formatOf(language, unit).format(Math.floor(passed / length));
}

const exact = new Map();
export function momentOf(time, language) {
  if (!exact.has(language)) exact.set(language, new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }));
  return exact.get(language).format(time);
}
