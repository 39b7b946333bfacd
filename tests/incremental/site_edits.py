# SPDX-License-Identifier: MIT
"""A site of 200 pages, and edits of it as an author makes them."""
import os
import random
import shutil
import struct
import subprocess
import zlib

WORDS = ("cache trace page build token kernel batch layer memory thread step "
         "graph value table model query stage block index shard").split()
TAGS = ["c", "gpu", "linux", "notes", "training", "inference", "git"]

CONFIG = """title: {title}
base_url: https://incremental.example/base
languages: {{en: {{name: English}}, zh: {{name: 中文}}}}
author: {{name: A}}
taxonomies: {{tags: {{paginate: {paginate}}}}}
content: {{paginate: {paginate}, related: 3}}
feeds: {{formats: [atom, rss, json], limit: 10, full: {full}}}
menus:
  main:
    - {{name: Posts, url: /posts/}}
    - {{name: {menu}, url: /docs/}}
params: {{motto: {motto}}}
severity: {{links: {links}}}
"""

PAGE_TEMPLATE = """{% extends "base.html" %}
{% block main %}<article><h1>{{ page.title }}</h1>
{% include ["partials/extra.html", "partials/none.html"] ignore missing %}
{% if page.date %}<time>{{ page.date | date }}</time>{% endif %}
<p>{{ page.reading_time }} {{ page.word_count | default(0) }}</p>
{{ page.content }}
{% for h in page.toc %}<i>{{ h.title }}</i>{% endfor %}
{% for p in page.related %}<a href="{{ p.url }}">{{ p.title }}</a>{% endfor %}
{% if page.previous %}<a href="{{ page.previous.url }}">{{ page.previous.title }}</a>{% endif %}
{% if page.next %}<a href="{{ page.next.url }}">{{ page.next.title }}</a>{% endif %}
<p>{{ site.params.motto }}</p>VERSION</article>{% endblock %}
"""

ABOUT_TEMPLATE = """{% extends "base.html" %}
{% block main %}<h1>{{ page.title }}</h1>{{ page.content }}
{% for k, v in data.items() %}<p>{{ k }} {{ v }}</p>{% endfor %}
{% for s in site.sections %}<b>{{ s.title }}</b>{% endfor %}
<p>{{ site.build.commit }}</p>
{% endblock %}
"""

# The phoenix theme prints the commit on every page; here only one page does.
FOOTER = "<footer>{{ t(\"built_with\") }} {{ site.title }}</footer>\n"


def png(shade):
    """64 x 64 grey pixels."""
    def chunk(kind, data):
        body = kind + data
        return (struct.pack(">I", len(data)) + body
                + struct.pack(">I", zlib.crc32(body)))
    rows = (b"\0" + bytes([shade]) * 64) * 64
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Site:
    def __init__(self, root, seed):
        self.root = root
        self.random = random.Random(seed)
        self.serial = 0
        self.clock = 1780272000
        self.config = dict(title="Incremental", paginate=10, full="false",
                           menu="Docs", motto="one", links="warning")
        self.make()

    # ---- Files

    def path(self, name):
        return os.path.join(self.root, name)

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    def remove(self, name):
        os.remove(self.path(name))
        folder = os.path.dirname(self.path(name))
        if not os.listdir(folder) and folder != self.root:
            os.rmdir(folder)

    def files(self, folder, end=""):
        found = []
        for base, dirs, names in os.walk(self.path(folder)):
            dirs.sort()
            for name in sorted(names):
                if name.endswith(end):
                    found.append(os.path.relpath(os.path.join(base, name),
                                                 self.root))
        return found

    def git(self, *args):
        subprocess.run(["git", "-C", self.root, *args], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={**os.environ,
                            "GIT_AUTHOR_DATE": f"{self.clock} +0800",
                            "GIT_COMMITTER_DATE": f"{self.clock} +0800"})

    # ---- Texts

    def words(self, n):
        return " ".join(self.random.choice(WORDS) for _ in range(n))

    def new_name(self):
        self.serial += 1
        return f"n{self.serial:04d}"

    def posts(self):
        return [p for p in self.files("content/posts", ".md")
                if not p.endswith("_index.md")]

    def post(self):
        return self.random.choice(self.posts())

    def body(self, index):
        r = self.random
        text = [self.words(12), ""]
        if r.random() < .3:
            text += ["<!--more-->", ""]
        text += [f"## {self.words(2).capitalize()} {index}", "", self.words(20)]
        if index and r.random() < .5:
            to = r.randrange(index)
            text += ["", f"See [this](p{to:03d}.md) and "
                     f"[that](/posts/p{to:03d}/)."]
        if r.random() < .1:
            text += ["", "Title is {eval}`page.title | upper`."]
        if r.random() < .1:
            text += ["", "```{note}", self.words(5), "```"]
        if r.random() < .06:
            text += ["", "```{bench} r1", "```"]
        if r.random() < .06:
            text += ["", "Best {eval}`bench(\"r2\").best(\"throughput\")"
                     ".engine`."]
        if r.random() < .05:
            text += ["", "```{include} ../shared.inc", "```"]
        if r.random() < .04:
            text += ["", "![](missing-alt.svg)"]
        if r.random() < .05:
            text += ["", "```python", "print(1)", "```"]
        if r.random() < .02:
            text += ["", "A formula $x^2$."]
        if r.random() < .05:
            text += ["", "Number {eval}`data.numbers.first`."]
        return "\n".join(text) + "\n"

    def front(self, title, day, extra=""):
        tags = self.random.sample(TAGS, self.random.randrange(1, 4))
        return (f"---\ntitle: {title}\ndate: 2026-{day // 28 % 5 + 1:02d}-"
                f"{day % 28 + 1:02d}\ntags: [{', '.join(tags)}]\n{extra}---\n")

    def make(self):
        self.write(".gitignore", "public\n")
        self.write_config()
        for i in range(150):
            extra = ""
            if i % 17 == 3:
                extra = "draft: true\n"
            if i % 23 == 5:
                extra = "series: one\n"
            if i % 29 == 7:
                extra = f"aliases: [/old/{i}/]\n"
            if i % 31 == 9:
                extra = f"expires: 2026-06-{i % 28 + 1:02d}\n"
            self.write(f"content/posts/p{i:03d}.md",
                       self.front(f"Post {i}", i, extra) + self.body(i))
        self.write("content/posts/future.md",
                   "---\ntitle: To come\ndate: 2026-06-10\n---\nLater.\n")
        self.write("content/posts/_index.md", "---\ntitle: Posts\n---\nAll.\n")
        for i in range(20):
            self.write(f"content/posts/p{i:03d}.zh.md",
                       self.front(f"文章 {i}", i) + "正文。\n")
        for i in range(25):
            self.write(f"content/docs/d{i:02d}.md",
                       f"---\ntitle: Doc {i}\nweight: {i}\n---\n"
                       + self.body(0))
        self.write("content/about.md", "---\ntitle: About\ntemplate: "
                   "about.html\n---\nMe.\n")
        os.makedirs(self.path("content/posts/bundle"))
        self.write("content/posts/bundle/index.md",
                   self.front("Bundle", 20) + "![p](picture.svg)\n\n"
                   "![q](photo.png)\n")
        self.write_photo()
        self.write("content/posts/bundle/picture.svg", "<svg/>\n")
        self.write("content/posts/missing-alt.svg", "<svg/>\n")
        self.write("content/shared.inc", "Shared words.\n")
        self.write("templates/page.html", PAGE_TEMPLATE)
        self.write("templates/about.html", ABOUT_TEMPLATE)
        self.write("templates/partials/footer.html", FOOTER)
        self.write("data/numbers.yaml", "first: 1\nsecond: 2\n")
        self.write("i18n/en.yaml", "built_with: Made\n")
        self.write("static/a.txt", "a\n")
        for name in ("r1", "r2"):
            self.write_result(name)
        self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-qm", "one")

    def write_config(self):
        self.write("phx.yaml", CONFIG.format(**self.config))

    def write_result(self, name):
        rows = "".join(f"{e},{c},{self.random.randrange(100, 999)}\n"
                       for e in ("vllm", "hf") for c in (1, 8))
        self.write(f"benchmarks/results/{name}.csv",
                   "engine,concurrency,throughput\n" + rows)

    def write_photo(self):
        with open(self.path("content/posts/bundle/photo.png"), "wb") as f:
            f.write(png(self.random.randrange(256)))

    # ---- Edits: each says in a word what it did, or None when it could not

    def edit_body(self):
        p = self.post()
        self.write(p, self.read(p) + self.words(4) + ".\n")
        return p

    def edit_first_line(self):
        p = self.post()
        self.write(p, self.read(p).replace("---\n", "---\n# a comment\n", 1))
        return p

    def edit_title(self):
        p = self.post()
        head, _, rest = self.read(p).partition("title: ")
        self.write(p, head + "title: " + self.words(2) + " " +
                   rest[rest.index("\n"):].lstrip(" "))
        return p

    def edit_date(self):
        p = self.post()
        lines = self.read(p).split("\n")
        lines = [f"date: 2026-0{self.random.randrange(1, 6)}-1"
                 f"{self.random.randrange(10)}" if x.startswith("date:") else x
                 for x in lines]
        self.write(p, "\n".join(lines))
        return p

    def edit_tags(self):
        p = self.post()
        lines = self.read(p).split("\n")
        lines = [f"tags: [{self.random.choice(TAGS)}, new{self.serial % 5}]"
                 if x.startswith("tags:") else x for x in lines]
        self.write(p, "\n".join(lines))
        return p

    def edit_heading(self):
        p = self.post()
        self.write(p, self.read(p).replace("## ", "## New ", 1))
        return p

    def toggle_draft(self):
        p = self.post()
        text = self.read(p)
        if "draft: true\n" in text:
            text = text.replace("draft: true\n", "", 1)
        else:
            text = text.replace("---\n", "---\ndraft: true\n", 1)
        self.write(p, text)
        return p

    def add_post(self):
        p = f"content/posts/{self.new_name()}.md"
        self.write(p, self.front(self.words(3), self.random.randrange(140))
                   + self.body(100))
        return p

    def add_page_with_warning(self):
        p = f"content/posts/{self.new_name()}.md"
        self.write(p, self.front(self.words(3), 50)
                   + "[x](p001.md#nowhere) ![](missing-alt.svg)\n")
        return p

    def delete_post(self):
        posts = self.posts()
        if len(posts) < 120:
            return None
        p = self.random.choice(posts)
        self.remove(p)
        return p

    def rename_post(self):
        p = self.post()
        if "bundle" in p:
            return None
        to = f"content/posts/{self.new_name()}.md"
        os.rename(self.path(p), self.path(to))
        return f"{p} {to}"

    def add_translation(self):
        p = self.post()
        if p.endswith(".zh.md") or "bundle" in p:
            return None
        self.write(p[:-3] + ".zh.md", self.front("译文", 30) + "译。\n")
        return p

    def edit_include(self):
        self.write("content/shared.inc", self.words(5) + "\n")
        return "shared.inc"

    def edit_template(self):
        self.serial += 1
        self.write("templates/page.html",
                   PAGE_TEMPLATE.replace("VERSION", f"v{self.serial}"))
        return "page.html"

    def section_template(self):
        p = "templates/docs/page.html"
        if os.path.exists(self.path(p)):
            self.remove(p)
        else:
            self.write(p, PAGE_TEMPLATE.replace("VERSION", "docs"))
        return p

    def toggle_partial(self):
        p = self.random.choice(["templates/partials/extra.html",
                                "templates/partials/none.html"])
        if os.path.exists(self.path(p)):
            self.remove(p)
        else:
            self.write(p, f"<p>{self.words(3)}</p>\n")
        return p

    def edit_footer(self):
        self.write("templates/partials/footer.html",
                   FOOTER + self.words(1) + "\n")
        return "footer"

    def toggle_component(self):
        p = "components/note.html"
        if os.path.exists(self.path(p)) and self.random.random() < .5:
            self.remove(p)
        else:
            self.write(p, "<aside>{{ body }} %s</aside>\n" % self.words(1))
        return p

    def declare_component(self):
        self.write("components/note.html",
                   "{# phx:\nbody: %s\n#}<aside>{{ body }}{{ text }}</aside>\n"
                   % self.random.choice(["markdown", "raw"]))
        return "note"

    def edit_style(self):
        color = "#%06x" % self.random.randrange(1 << 24)
        p = self.random.choice(["assets/css/extra.css",
                                "themes/phoenix/styles/_print.scss"])
        self.write(p, "p{color:%s}\n" % color)
        return p

    def edit_data(self):
        self.write("data/numbers.yaml",
                   f"first: {self.random.randrange(99)}\nsecond: 2\n")
        return "numbers"

    def toggle_data(self):
        p = "data/more.yaml"
        if os.path.exists(self.path(p)):
            self.remove(p)
        else:
            self.write(p, "a: 1\n")
        return p

    def edit_result(self):
        name = self.random.choice(["r1", "r2"])
        self.write_result(name)
        return name

    def toggle_result(self):
        p = "benchmarks/results/r3.csv"
        if os.path.exists(self.path(p)):
            self.remove(p)
        else:
            self.write_result("r3")
        return p

    def edit_config(self):
        key, value = self.random.choice([
            ("title", self.words(2)), ("paginate", self.random.choice([7, 10])),
            ("full", self.random.choice(["true", "false"])),
            ("menu", self.words(1)), ("motto", self.words(1)),
            ("links", self.random.choice(["warning", "note"]))])
        self.config[key] = value
        self.write_config()
        return f"{key}: {value}"

    def production_config(self):
        p = "phx.production.yaml"
        if os.path.exists(self.path(p)):
            self.remove(p)
        else:
            self.write(p, "title: Production\n")
        return p

    def edit_words(self):
        self.write("i18n/en.yaml", f"built_with: {self.words(1)}\n"
                   + self.random.choice(["", "date_format: '%d.%m.%Y'\n"]))
        return "en.yaml"

    def toggle_static(self):
        p = f"static/s{self.random.randrange(3)}.txt"
        if os.path.exists(self.path(p)):
            self.remove(p)
        else:
            self.write(p, self.words(3))
        return p

    def edit_picture(self):
        self.write("content/posts/bundle/picture.svg",
                   f"<svg>{self.serial}{self.words(1)}</svg>\n")
        return "picture"

    def edit_photo(self):
        self.write_photo()
        return "photo"

    def break_link(self):
        p = self.post()
        self.write(p, self.read(p) + "\n[gone](nowhere.md)\n")
        return p

    def mend(self):
        for p in self.posts():
            text = self.read(p)
            if "[gone](nowhere.md)" in text:
                self.write(p, text.replace("[gone](nowhere.md)", "mended"))
                return p
        return None

    def break_template(self):
        self.write("templates/partials/extra.html", "{% if %}\n")
        return "extra.html"

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-qm", self.words(2), "--allow-empty")
        return "HEAD"

    def checkout(self):
        self.git("add", "-A")
        self.git("stash", "-q") if self.random.random() < .3 else None
        return "stash or index"

    def touch(self):
        p = self.post()
        os.utime(self.path(p))
        return p

    def same_size(self):
        """A change that keeps the size, made right behind a build."""
        p = self.post()
        text = self.read(p)
        at = text.rindex("e") if "e" in text else len(text)
        self.write(p, text[:at] + "a" + text[at + 1:])
        return p

    def move_clock(self):
        self.clock += self.random.choice([3600, 86400, 3 * 86400])
        return str(self.clock)

    def turn_clock_back(self):
        self.clock = max(1780272000, self.clock - 2 * 86400)
        return str(self.clock)

    # ---- Damage to the output

    def outputs(self):
        return [p for p in self.files("public") if ".phx-" not in p]

    def damage(self):
        p = self.random.choice(self.outputs())
        with open(self.path(p), "r+b") as f:
            f.write(b"damaged")
        return p

    def truncate(self):
        p = self.random.choice(self.outputs())
        os.truncate(self.path(p), 0)
        return p

    def delete_output(self):
        p = self.random.choice(self.outputs())
        os.remove(self.path(p))
        return p

    def delete_folder(self):
        p = os.path.dirname(self.random.choice(self.outputs()))
        if p == "public":
            return None
        shutil.rmtree(self.path(p))
        return p

    def delete_cache(self):
        shutil.rmtree(self.path(".phx"))
        return ".phx"

    def corrupt_cache(self):
        p = self.path(".phx/cache")
        if not os.path.exists(p):
            return None
        with open(p, "r+b") as f:
            f.seek(self.random.randrange(os.path.getsize(p)))
            f.write(b"\xff" * 100)
        return ".phx/cache"

    def edits(self):
        often = [self.edit_body, self.edit_title, self.edit_tags,
                 self.edit_heading, self.edit_date, self.add_post,
                 self.delete_post, self.rename_post, self.same_size]
        return often * 2 + [
            self.edit_first_line, self.toggle_draft,
            self.add_page_with_warning, self.add_translation,
            self.edit_include, self.edit_template, self.section_template,
            self.toggle_partial, self.edit_footer, self.toggle_component,
            self.declare_component, self.edit_style, self.edit_data,
            self.toggle_data, self.edit_result, self.toggle_result,
            self.edit_config, self.production_config, self.edit_words,
            self.toggle_static, self.edit_picture, self.edit_photo, self.break_link, self.mend,
            self.mend, self.break_template, self.toggle_partial, self.commit,
            self.commit, self.checkout, self.touch, self.move_clock,
            self.turn_clock_back, self.damage, self.truncate,
            self.delete_output, self.delete_folder, self.delete_cache,
            self.corrupt_cache]
