/** Which addresses a message may lead to, and what of them a reader must see. Pure. */

const LINK_SCHEMES = new Set(["http:", "https:", "mailto:"]);
const SMALL_PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=]+$/i;
const MOST_PICTURE = 300_000; // characters

/** @returns {{href: string, host: string} | null} null: not an address we link to */
export function linkTarget(url) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  if (!LINK_SCHEMES.has(parsed.protocol)) return null;
  return { href: parsed.href, host: parsed.protocol === "mailto:" ? decodeMail(parsed.pathname) : parsed.host };
}

/** Whether the text of a link already says where it goes: it begins with the very host. */
export function saysHost(text, host) {
  const shown = text.trim().toLowerCase().replace(/^(?:https?:\/\/|mailto:)/, "");
  const names = [host, host.replace(/^www\./, "")];
  return names.some((name) => shown === name || (shown.startsWith(name) && "/?#".includes(shown[name.length])));
}

/** @returns {"inline" | "remote" | "none"} how a picture of a message may be shown */
export function pictureKind(url) {
  if (/^data:/i.test(url)) return url.length <= MOST_PICTURE && SMALL_PICTURE.test(url) ? "inline" : "none";
  const target = linkTarget(url);
  return target && !/^mailto:/i.test(target.href) ? "remote" : "none";
}

function decodeMail(address) {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
