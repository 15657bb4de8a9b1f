// Which answers stand beside each other, and which version of each is on show.
import { useEffect, useState } from "react";

/** @returns {object[][]} the versions of each column, oldest first, in the order of the columns */
export function byPlace(columns) {
  const places = new Map();
  for (const column of columns) {
    const versions = places.get(column.place);
    if (versions) versions.push(column);
    else places.set(column.place, [column]);
  }
  return [...places.values()];
}

const first = (versions) => versions.find(({ status }) => status === "running") ?? versions.find(({ chosen }) => chosen) ?? versions.find(({ goes_on: goesOn }) => goesOn) ?? versions.at(-1);

/** The version of each column that is looked at: the one being written, else the reader's choice, else the one that counts. */
export function useShownVersions(places) {
  const [picked, setPicked] = useState({});
  const running = places.flatMap((versions) => versions.filter(({ status, id }) => status === "running" && versions.length > 1 && picked[versions[0].place] !== id));
  const pick = (version) => setPicked((before) => ({ ...before, [version.place]: version.id }));
  useEffect(() => running.forEach(pick), [running.map(({ id }) => id).join(" ")]);
  const shown = places.map((versions) => versions.find(({ id }) => id === picked[versions[0].place]) ?? first(versions));
  return { shown, pick };
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
