// The face of an assistant: an icon in a colour, kept as "feather:teal".
import { BookOpen, Bot, Briefcase, Calculator, Code, Feather, FlaskConical, GraduationCap, Heart, Languages, Mail, Music, Palette, Scale, Search, Utensils } from "lucide-react";

export const ICONS = { bot: Bot, feather: Feather, book: BookOpen, code: Code, languages: Languages, mail: Mail, briefcase: Briefcase, search: Search, graduation: GraduationCap, flask: FlaskConical, calculator: Calculator, scale: Scale, palette: Palette, music: Music, heart: Heart, food: Utensils };
export const COLORS = ["teal", "blue", "violet", "pink", "red", "orange", "yellow", "green"];

export const parts = (avatar) => {
  const [icon, color] = (avatar || "").split(":");
  return { icon: ICONS[icon] ? icon : "bot", color: COLORS.includes(color) ? color : "teal" };
};

export function Avatar({ avatar, size = 16 }) {
  const { icon, color } = parts(avatar);
  const Icon = ICONS[icon];
  return (
    <span className="assistant-avatar" data-color={color} aria-hidden>
      <Icon size={size} strokeWidth={1.75} />
    </span>
  );
}
