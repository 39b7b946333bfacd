// SPDX-License-Identifier: MIT
module.exports = {
  layout: "page.njk",
  permalink: (data) => `/posts/${data.page.fileSlug}/`,
};
