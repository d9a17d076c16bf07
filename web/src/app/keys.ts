/** Keys of the page: one listener, the innermost claim first, nothing while someone types. */
import { useEffect, useRef } from "react";

/** By key as `KeyboardEvent.key` names it (`.`, `[`), by two in a row (`g o`), or with Control or ⌘ (`mod+k`). */
export type Keys = Readonly<Record<string, () => void>>;

const SEQUENCE_MS = 1_000;

const claims: { current: Keys }[] = [];
let first = { key: "", at: Number.NEGATIVE_INFINITY };

/** Claim keys while the component is there. Those of a component that came later are looked at first. */
export function useKeys(keys: Keys): void {
  const claim = useRef(keys);
  useEffect(() => {
    claim.current = keys;
  });
  useEffect(() => {
    claims.push(claim);
    return () => void claims.splice(claims.indexOf(claim), 1);
  }, []);
}

/** Listen; gives what ends that. Called once, by the shell. */
export function listenForKeys(): () => void {
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const act = find(event);
  if (!act) return;
  event.preventDefault();
  act();
}

function find(event: KeyboardEvent): (() => void) | undefined {
  const hasModifier = event.ctrlKey || event.metaKey;
  if (hasModifier) return event.altKey || event.shiftKey ? undefined : claimed(`mod+${event.key.toLowerCase()}`);
  if (event.altKey || isTyping(event.target) || isDialogOpen()) return undefined;
  const before = event.timeStamp - first.at < SEQUENCE_MS ? first.key : "";
  first = { key: event.key, at: event.timeStamp };
  const act = before ? claimed(`${before} ${event.key}`) : undefined;
  if (act) first = { key: "", at: Number.NEGATIVE_INFINITY };
  return act ?? claimed(event.key);
}

const claimed = (key: string): (() => void) | undefined =>
  claims.findLast((claim) => Object.hasOwn(claim.current, key))?.current[key];

/** While a dialog asks something, keys belong to it. */
const isDialogOpen = (): boolean => document.querySelector('[role="dialog"][data-state="open"]') !== null;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}
