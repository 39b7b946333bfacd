# SPDX-License-Identifier: MIT
"""Which outputs an edit changes. A page shows its neighbours' titles, lists show
titles and summaries; nothing else may be written again."""
import json
import os
import subprocess

TEMPLATES = {
    "base.html": "<title>{% block t %}{% endblock %}</title>"
                 "{% block main %}{% endblock %}\n",
    "page.html": """{% extends "base.html" %}{% block main %}{{ page.title }}
{{ page.content }}{% if page.next %}{{ page.next.title }}{% endif %}
{% if page.previous %}{{ page.previous.title }}{% endif %}{% endblock %}""",
    "section.html": """{% extends "base.html" %}{% block main %}
{% for p in pages %}{{ p.title }} {{ p.summary }}{% endfor %}
{% endblock %}""",
    "taxonomy.html": """{% extends "base.html" %}{% block main %}
{% for t in taxonomy.terms %}{{ t.name }} {{ t.count }}{% endfor %}
{% endblock %}""",
    "term.html": """{% extends "base.html" %}{% block main %}
{% for p in pages %}{{ p.title }} {{ p.summary }}{% endfor %}
{% endblock %}""",
    "404.html": "404\n",
}


class Small:
    def __init__(self, phx, root):
        self.phx = phx
        self.root = root
        self.passed = self.failed = 0
        self.write("phx.yaml", "title: Small\ntheme: small\n"
                   "base_url: https://small.example\n"
                   "feeds: {formats: [atom], full: true}\n")
        for name, text in TEMPLATES.items():
            self.write("themes/small/templates/" + name, text)
        for i in range(1, 10):
            self.post(i, f"Post {i}", "Rest.")
        self.post(1, "Post 1", "## End {#end}")
        self.write("content/far.md", "---\ntitle: Far\n---\n"
                   "{ref}`posts/p1.md#end`\n")
        self.write("content/posts/_index.md", "---\ntitle: Posts\n---\n")
        self.write("content/show.md", "---\ntitle: Show\n---\n```{bench} r\n"
                   "```\n")
        self.write("benchmarks/results/r.csv", "engine,n\na,1\nb,2\n")
        self.build()

    def write(self, name, text):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    def post(self, i, title, rest, summary="First."):
        tags = "[odd]" if i % 2 else "[even]"
        self.write(f"content/posts/p{i}.md",
                   f"---\ntitle: {title}\ndate: 2026-01-0{i}\n"
                   f"updated: 2026-01-0{i}\ntags: {tags}\n---\n"
                   f"{summary}\n\n{rest}\n")

    def build(self):
        run = subprocess.run(
            [self.phx, "build", "--json", "."], cwd=self.root,
            capture_output=True, text=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1780272000"})
        return set(json.loads(run.stdout).get("changed_paths", ["nothing"]))

    def expect(self, what, wanted):
        changed = self.build()
        if changed == set(wanted):
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {what}: written again: {sorted(changed)},"
              f" expected {sorted(wanted)}")


def check(phx, root):
    s = Small(phx, root)
    s.expect("nothing", [])
    s.post(5, "Post 5", "Other words.")
    s.expect("a body below the summary",
             ["posts/p5/index.html", "atom.xml", "posts/atom.xml",
              "tags/odd/atom.xml"])
    s.post(5, "Post 5", "Other words.", "Another first.")
    lists = ["posts/index.html", "index.html", "archive/index.html",
             "tags/odd/index.html"]
    feeds = ["atom.xml", "posts/atom.xml", "tags/odd/atom.xml"]
    # llms.txt says title and summary of every page.
    s.expect("a summary", ["posts/p5/index.html", "llms.txt"] + lists + feeds)
    s.post(5, "Post five", "Other words.", "Another first.")
    s.expect("a title", ["posts/p5/index.html", "posts/p4/index.html",
                         "posts/p6/index.html", "llms.txt"] + lists + feeds)
    p1 = ["posts/p1/index.html"] + feeds
    s.post(1, "Post 1", "Other.\n\n## End {#end}")
    s.expect("what stands before a label", p1)
    s.post(1, "Post 1", "Other.\n\n## The end {#end}")
    s.expect("what a page elsewhere refers to", p1 + ["far/index.html"])
    s.write("benchmarks/results/r.csv", "engine,n\na,1\nb,3\n")
    changed = s.build()
    pages = {p for p in changed if p.endswith(".html")}
    if pages == {"show/index.html"}:
        s.passed += 1
    else:
        s.failed += 1
        print(f"FAILED a result file: {sorted(changed)}")
    s.write("themes/small/templates/404.html", "404!\n")
    s.expect("a template", ["404.html"])
    return s.passed, s.failed
