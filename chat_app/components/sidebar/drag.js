// Drags rows with mouse, pen or finger (held for a moment first). What lies under the pointer is marked in the document
// itself: no row is rendered anew while something is dragged.
import { useEffect, useRef } from "react";

const SLIP = 5;
const HOLD = 350;
const OPEN_AFTER = 700;
const AFTER_TOUCH = 50;
const EDGE = 36;
const SPEED = 10;

/**
 * @param root ref of the tree; its rows carry data-row, and data-drag where they can be dragged
 * @param rules {take(key): {label, …}|null, target(thing, row element or null, part): {…}|null, drop(thing, target), hover(row element), held(key, event)}
 */
export function useDrag(root, rules) {
  const current = useRef(rules);
  current.current = rules;
  useEffect(() => {
    const tree = root.current;
    if (!tree) return undefined;
    let press = null;
    const begin = () => {
      const thing = current.current.take(press.key);
      if (!thing) return end();
      press.thing = thing;
      press.ghost = ghostOf(thing.label);
      document.documentElement.dataset.dragging = "";
      moveTo(press.x, press.y);
      press.frame = requestAnimationFrame(scroll);
      return undefined;
    };
    const scroll = () => {
      if (!press?.thing) return;
      const box = press.scroller.getBoundingClientRect();
      const step = press.y < box.top + EDGE ? -SPEED : press.y > box.bottom - EDGE ? SPEED : 0;
      if (step) press.scroller.scrollTop += step;
      press.frame = requestAnimationFrame(scroll);
    };
    const moveTo = (x, y) => {
      Object.assign(press, { x, y });
      press.ghost.style.setProperty("--x", `${x}px`);
      press.ghost.style.setProperty("--y", `${y}px`);
      const row = rowAt(tree, x, y);
      const target = row === undefined ? null : current.current.target(press.thing, row, row && partOf(row, y));
      mark(press, target);
      if (row !== press.over) {
        clearTimeout(press.opening);
        press.over = row;
        if (row) press.opening = setTimeout(() => current.current.hover(row), OPEN_AFTER);
      }
    };
    const moved = (event) => {
      if (!press || event.pointerId !== press.id) return;
      const far = Math.hypot(event.clientX - press.startX, event.clientY - press.startY) > SLIP;
      if (!press.thing && press.touch && far && !press.ready) return end();
      if (!press.thing && far && (press.ready || !press.touch)) begin();
      if (press?.thing) moveTo(event.clientX, event.clientY);
      return undefined;
    };
    const lifted = (event) => {
      if (!press || event.pointerId !== press.id) return;
      const { thing, target, ready, key, touch } = press;
      end();
      if (thing || ready) swallowClick(touch ? AFTER_TOUCH : 0);
      if (thing && target) current.current.drop(thing, target);
      else if (!thing && ready) current.current.held(key, event);
    };
    const end = () => {
      if (!press) return;
      clearTimeout(press.timer);
      clearTimeout(press.opening);
      cancelAnimationFrame(press.frame);
      mark(press, null);
      press.ghost?.remove();
      delete document.documentElement.dataset.dragging;
      press = null;
    };
    const pressed = (event) => {
      const row = event.target.closest("[data-drag]");
      if (!row || event.button !== 0 || event.target.closest("button, input")) return;
      end();
      const { clientX, clientY, pointerId } = event;
      press = { id: pointerId, key: row.dataset.row, startX: clientX, startY: clientY, x: clientX, y: clientY, touch: event.pointerType === "touch", scroller: tree.closest(".sidebar-list") };
      if (press.touch) press.timer = setTimeout(() => press && (press.ready = true), HOLD);
    };
    // A finger that has been held drags the row, not the list.
    const touched = (event) => press?.ready && event.cancelable && event.preventDefault();
    const menu = (event) => (press?.thing || press?.ready) && (event.preventDefault(), event.stopPropagation());
    const escaped = (event) => {
      if (event.key !== "Escape" || !press?.thing) return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    tree.addEventListener("pointerdown", pressed);
    tree.addEventListener("touchmove", touched, { passive: false });
    tree.addEventListener("contextmenu", menu, true);
    addEventListener("pointermove", moved);
    addEventListener("pointerup", lifted);
    addEventListener("pointercancel", end);
    addEventListener("keydown", escaped, true);
    return () => {
      end();
      tree.removeEventListener("pointerdown", pressed);
      tree.removeEventListener("touchmove", touched);
      tree.removeEventListener("contextmenu", menu, true);
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", lifted);
      removeEventListener("pointercancel", end);
      removeEventListener("keydown", escaped, true);
    };
  }, [root]);
}

// undefined outside of the tree, null on its ground.
function rowAt(tree, x, y) {
  const under = document.elementFromPoint(x, y);
  const area = tree.closest(".sidebar-list");
  if (!under || !area?.contains(under)) return undefined;
  return under.closest("[data-row]");
}

const partOf = (row, y) => {
  const box = row.getBoundingClientRect();
  const share = (y - box.top) / box.height;
  return share < 0.28 ? "before" : share > 0.72 ? "after" : "into";
};

function mark(press, target) {
  const element = target?.element ?? null;
  if (press.marked && press.marked !== element) delete press.marked.dataset.over;
  if (element) element.dataset.over = target.place;
  press.marked = element;
  press.target = target;
  if (press.ghost) press.ghost.dataset.possible = String(Boolean(target));
}

function ghostOf(label) {
  const ghost = document.createElement("div");
  ghost.className = "drag-ghost";
  ghost.textContent = label;
  ghost.setAttribute("aria-hidden", "true");
  document.body.append(ghost);
  return ghost;
}

// Lifting the pointer after a drag is no click.
// A mouse clicks at once after it was lifted, a finger a moment later.
function swallowClick(wait) {
  const stop = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), wait);
}
