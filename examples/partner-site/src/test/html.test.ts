// Nothing that somebody wrote becomes HTML.

import assert from "node:assert/strict";
import { test } from "node:test";

import { html, link } from "../pages/html.ts";

test("what is put into HTML is text, in elements and in attributes", () => {
  const text = `<img src=x onerror="alert('x')"> & so on`;
  const escaped = "&#60;img src=x onerror=&#34;alert(&#39;x&#39;)&#34;&#62; &#38; so on";
  assert.equal(html`<p title="${text}">${[text, html`<br>`, null, 3]}</p>`.text, `<p title="${escaped}">${escaped}<br>3</p>`);
});

test("only addresses of the web become links", () => {
  for (const address of ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//x.test", "", null]) {
    assert.equal(link(address, "<b>").text, "&#60;b&#62;");
  }
  assert.equal(link(`https://x.test/?a="b"`, "x").text, `<a href="https://x.test/?a=&#34;b&#34;">x</a>`);
});
