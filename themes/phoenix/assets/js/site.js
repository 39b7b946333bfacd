// Progressive: theme memory, copy buttons, arrow keys in charts, tables sorted by
// their headings. Without it everything is readable.
(function () {
  "use strict";
  var root = document.documentElement;

  var order = ["system", "light", "dark"];
  var toggle = document.querySelector(".theme-toggle");
  function stored() {
    try {
      return localStorage.getItem("theme") || "system";
    } catch (e) {
      return "system";
    }
  }
  function show(theme) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    if (toggle) {
      var label = toggle.dataset[theme];
      toggle.setAttribute("aria-label", label);
      toggle.title = label;
    }
  }
  if (toggle) {
    toggle.addEventListener("click", function () {
      var next = order[(order.indexOf(stored()) + 1) % order.length];
      try {
        if (next === "system") localStorage.removeItem("theme");
        else localStorage.setItem("theme", next);
      } catch (e) {
        /* private windows forget */
      }
      show(next);
    });
    window.addEventListener("storage", function (e) {
      if (e.key === "theme") show(stored());
    });
    show(stored());
  }

  var label = document.body.dataset.copy;
  if (label && navigator.clipboard) {
    document.querySelectorAll(".code").forEach(function (block) {
      var bar = block.querySelector(".code-bar");
      var code = block.querySelector("code");
      if (!bar || !code) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = label;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(code.textContent).then(function () {
          button.textContent = document.body.dataset.copied;
          setTimeout(function () {
            button.textContent = label;
          }, 2000);
        });
      });
      bar.appendChild(button);
    });
  }

  // Charts: left and right go along a series, up and down to the value above or
  // below in another, by where they stand. Tab reaches each without this.
  function middle(mark) {
    var box = mark.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2, of: mark };
  }
  function next(mark, key) {
    var along = key === "ArrowLeft" || key === "ArrowRight";
    var sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    var from = middle(mark);
    var group = mark.closest(".series");
    var best = null;
    mark.closest("svg").querySelectorAll(".mark[tabindex], a.mark").forEach(function (other) {
      var to = middle(other);
      var same = other.closest(".series") === group;
      var far = along ? (to.x - from.x) * sign : (to.y - from.y) * sign;
      var aside = along ? Math.abs(to.y - from.y) : Math.abs(to.x - from.x);
      var cost = far + 4 * aside + (along && !same ? 10000 : 0);
      if (other !== mark && far > 0.5 && (!best || cost < best.cost))
        best = { cost: cost, of: other };
    });
    return best && best.of;
  }
  document.addEventListener("keydown", function (e) {
    var mark = e.target.closest && e.target.closest(".chart .mark");
    if (!mark || e.key.indexOf("Arrow") !== 0 || e.altKey || e.ctrlKey || e.metaKey) return;
    var to = next(mark, e.key);
    e.preventDefault();
    if (to) to.focus();
  });

  // Tables of results: a heading sorts, numbers by their value, empty cells last.
  function sort(table, column, down) {
    var body = table.tBodies[0];
    function key(row) {
      var cell = row.cells[column];
      var value = cell.dataset.value;
      return value !== undefined ? Number(value) : cell.textContent === "\u2013" ? null : cell.textContent;
    }
    Array.prototype.slice
      .call(body.rows)
      .map(function (row, at) {
        return { row: row, at: at, key: key(row) };
      })
      .sort(function (a, b) {
        if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.at - b.at;
        var order =
          typeof a.key === "number" && typeof b.key === "number"
            ? a.key - b.key
            : String(a.key).localeCompare(String(b.key), root.lang, { numeric: true });
        return (down ? -order : order) || a.at - b.at;
      })
      .forEach(function (item) {
        body.appendChild(item.row);
      });
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    if (table.tBodies.length !== 1 || table.tBodies[0].rows.length < 3) return;
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (heading, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (heading.firstChild) button.appendChild(heading.firstChild);
      heading.appendChild(button);
      button.addEventListener("click", function () {
        var down = heading.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("th[aria-sort]").forEach(function (th) {
          th.removeAttribute("aria-sort");
        });
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table, column, down);
      });
    });
  });
})();
