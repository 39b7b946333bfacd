// SPDX-License-Identifier: MIT
// Lists of ten, and Prism by Eleventy's own plugin unless PLAIN is set.
const each = 10;

function slices(items, describe) {
  const total = Math.max(1, Math.ceil(items.length / each));
  return Array.from({ length: total }, (_, i) => ({
    ...describe,
    number: i + 1,
    total,
    previous: i > 0 ? describe.url + (i > 1 ? `page/${i}/` : "") : null,
    next: i + 1 < total ? `${describe.url}page/${i + 2}/` : null,
    path: describe.url + (i > 0 ? `page/${i + 1}/` : ""),
    posts: items.slice(i * each, (i + 1) * each),
  }));
}

module.exports = async function (config) {
  if (!process.env.PLAIN) {
    const plugin = await import("@11ty/eleventy-plugin-syntaxhighlight");
    config.addPlugin(plugin.default);
  }
  const posts = (api) => api.getFilteredByGlob("content/posts/*.md").reverse();
  const byTag = (api) => {
    const tags = new Map();
    for (const post of posts(api))
      for (const tag of post.data.tags || []) {
        if (!tags.has(tag)) tags.set(tag, []);
        tags.get(tag).push(post);
      }
    return [...tags].sort(([a], [b]) => (a < b ? -1 : 1));
  };
  config.addCollection("posts", posts);
  config.addCollection("postPages", (api) =>
    slices(posts(api), { title: "Posts", url: "/posts/" }),
  );
  config.addCollection("tagList", byTag);
  config.addCollection("tagPages", (api) =>
    byTag(api).flatMap(([tag, items]) =>
      slices(items, { title: tag, url: `/tags/${tag}/` }),
    ),
  );
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("minutes", (html) =>
    Math.ceil(html.replace(/<[^>]*>/g, " ").split(/\s+/).length / 212),
  );
  config.addFilter("head", (items, count) => items.slice(0, count));
  config.addFilter("neighbour", (items, url, by) => {
    if (!items.byUrl) {
      items.byUrl = new Map(items.map((post, i) => [post.url, i]));
    }
    return items[items.byUrl.get(url) + by];
  });
  config.addPassthroughCopy({ static: "/" });
  return {
    dir: { input: "content", includes: "../templates", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
};
