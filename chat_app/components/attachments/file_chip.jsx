// One file: in the tray with what happens to it, in a message with a way to look at it and to save it.
import { File, FileCode2, FileSpreadsheet, FileText, Image as ImageIcon, Presentation } from "lucide-react";

const ICONS = { image: ImageIcon, pdf: FileText, office: FileText, text: FileText, code: FileCode2 };
const BY_NAME = [[/\.(xlsx?|ods|csv|tsv)$/i, FileSpreadsheet], [/\.(pptx?|odp)$/i, Presentation]];

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const numbers = (options) => new Intl.NumberFormat(document.documentElement.lang || "en", options);
export const figure = (value) => numbers().format(value);
export const sizeOf = (bytes) => {
  const [unit, amount] = bytes < 1000 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  return numbers({ style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: amount < 10 && unit === "megabyte" ? 1 : 0 }).format(amount);
};

export function FileFace({ file }) {
  const source = file.preview ?? (file.kind === "image" && file.id ? `/api/v1/files/${file.id}/thumbnail` : "");
  const Icon = BY_NAME.find(([ending]) => ending.test(file.name))?.[1] ?? ICONS[file.kind] ?? File;
  return <span className="file-face">{source ? <img src={source} alt="" /> : <Icon size={18} strokeWidth={1.75} aria-hidden />}</span>;
}

/** Name above, facts below. */
export function FileWords({ name, children }) {
  return (
    <span className="file-words">
      <span className="file-name" title={name}>
        {name}
      </span>
      <span className="file-facts">{children}</span>
    </span>
  );
}
