// Colours to choose from, each with its name: never colour alone.
import { Check } from "lucide-react";

export const COLORS = ["", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"];

export function Colors({ name, value, labels, onChange }) {
  return (
    <fieldset className="colors">
      <legend className="form-label">{labels.color}</legend>
      {COLORS.map((color) => {
        const text = labels[color ? `color_${color}` : "color_none"];
        return (
          <label key={color} className="color-choice" title={text} data-color={color || undefined}>
            <input type="radio" className="visually-hidden" name={name} value={color} checked={value === color} aria-label={text} data-testid={`color-${color || "none"}`} onChange={() => onChange(color)} />
            {value === color && <Check size={14} strokeWidth={2.5} aria-hidden />}
          </label>
        );
      })}
    </fieldset>
  );
}
