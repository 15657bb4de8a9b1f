import { memo, useState } from "react";
import { ImageIcon } from "./icons.jsx";
import { fill, useLabels } from "./labels.jsx";
import { linkTarget, pictureKind } from "./links.js";

/**
 * A picture that a message asks for. Nothing is fetched before a click, since the mere request can carry away what the model
 * read; after it, our server fetches it.
 */
export const Picture = memo(function Picture({ url, alt, source }) {
  const labels = useLabels();
  const [state, setState] = useState("asking");
  const kind = pictureKind(url);
  if (kind === "none") return source;
  if (kind === "inline") return <img className="msg-picture" src={url} alt={alt} />;
  if (state === "shown") {
    return <img className="msg-picture" src={`/api/v1/remote-image?url=${encodeURIComponent(url)}`} alt={alt} referrerPolicy="no-referrer" onError={() => setState("failed")} />;
  }
  const { host, href } = linkTarget(url);
  return (
    <span className="msg-picture-ask" title={href} data-testid="remote-image">
      <ImageIcon />
      <span className="msg-picture-words">
        <span>{alt || labels.image}</span>
        <bdi className="msg-host">{host}</bdi>
      </span>
      {state === "failed" ? (
        <span className="msg-note">{labels.image_failed}</span>
      ) : (
        <button type="button" className="msg-button" onClick={() => setState("shown")} aria-label={fill(labels.load_image_from, { host })}>
          {labels.load_image}
        </button>
      )}
    </span>
  );
});
