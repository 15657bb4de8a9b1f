import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTarget, pictureKind, saysHost } from "./links.js";

test("links lead to the web and to mail only", () => {
  for (const url of ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///x", "/relative", "#anchor", "//evil.example", "ftp://a.example", ""]) {
    assert.equal(linkTarget(url), null, url);
  }
  assert.equal(linkTarget("https://a.example/x?y#z").host, "a.example");
  assert.equal(linkTarget("mailto:me@a.example").host, "me@a.example");
});

test("a text that only looks like the target does not hide it", () => {
  assert.equal(saysHost("https://a.example/path", "a.example"), true);
  assert.equal(saysHost("a.example", "www.a.example"), true);
  for (const text of ["https://bank.example", "a.example.evil.example", "see https://a.example", "https://a.example@evil.example"]) assert.equal(saysHost(text, "a.example"), false, text);
});

test("pictures: small ones inline, others on demand, nothing else", () => {
  assert.equal(pictureKind("data:image/png;base64,AAAA"), "inline");
  assert.equal(pictureKind("data:image/svg+xml;base64,AAAA"), "none");
  assert.equal(pictureKind(`data:image/png;base64,${"A".repeat(400_000)}`), "none");
  assert.equal(pictureKind("https://a.example/a.png"), "remote");
  assert.equal(pictureKind("javascript:x"), "none");
  assert.equal(pictureKind("cat.png"), "none");
});
