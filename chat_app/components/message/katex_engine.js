/** KaTeX with its style sheet and fonts, one lazily loaded piece of the bundle. */
import katex from "katex";
import "katex/dist/katex.min.css";

export default katex;
