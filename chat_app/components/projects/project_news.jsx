// Where the server's news of projects arrive; shows nothing.
import { useEffect } from "react";
import { tellProjectNews } from "./live.js";

export function ProjectNews({ serial }) {
  useEffect(() => {
    if (serial) tellProjectNews();
  }, [serial]);
  return null;
}
