// Progressive: theme memory, copy buttons. Without it everything is readable.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");

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
})();
