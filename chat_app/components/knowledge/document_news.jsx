// Where the server's news of documents arrive; shows nothing.
import { useEffect } from "react";
import { tellDocumentNews } from "./news.js";

export function DocumentNews({ serial }) {
  useEffect(() => {
    if (serial) tellDocumentNews();
  }, [serial]);
  return null;
}
