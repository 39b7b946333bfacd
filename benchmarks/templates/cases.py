#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Templates and their context as JSON (cases.py FILE), or Jinja2's time for
each of FILE's cases (cases.py --time FILE): the best of 15 renderings."""
import json
import sys
import time

POSTS = [
    {
        "title": "Post <%d> & co" % i,
        "url": "/posts/%d/" % i,
        "tags": ["a", "b", "c%d" % (i % 7)],
        "words": i * 37,
        "date": "2024-01-%02d" % (i % 28 + 1),
        "summary": "Some text about things " * 5,
    }
    for i in range(300)
]
CONTEXT = {
    "posts": POSTS,
    "site": {
        "title": "S & T",
        "menu": [{"t": "Home", "u": "/"}, {"t": "Posts", "u": "/posts/"}],
    },
}
FOR = "{% for p in posts %}"
CASES = {
    "loop": {"main": "{% for i in range(10000) %}{{ i }},{% endfor %}"},
    "attributes": {
        "main": FOR + '<li><a href="{{ p.url }}">{{ p.title }}</a> '
        "{{ p.words }}</li>\n{% endfor %}"
    },
    "conditions": {
        "main": FOR + '{% for t in p.tags %}{% if t == "a" and not loop.last %}'
        "{{ loop.index }}{% elif p.words > 100 %}{{ t }}{% else %}-{% endif %}"
        "{% endfor %}{% endfor %}"
    },
    "filters": {
        "main": FOR + '{{ p.title|upper|truncate(20) }}{{ p.tags|join(", ") }}'
        '{{ p.summary|wordcount }}{{ p.title|replace("o", "0")|lower|e }}'
        "{{ p.words|filesizeformat }}{% endfor %}"
    },
    "grouping": {
        "main": '{% for g, l in posts|groupby("date") %}{{ g }}:{{ l|length }}'
        '{{ l|sort(attribute="words", reverse=true)|map(attribute="title")'
        '|join("; ") }}{% endfor %}'
    },
    "macro": {
        "main": '{% macro card(p, cls="x") %}<div class="{{ cls }}">'
        "{{ p.title }}{{ p.words }}</div>{% endmacro %}"
        + FOR
        + '{{ card(p, cls="y") }}{% endfor %}'
    },
    "include": {
        "main": FOR + '{% include "part" %}{% endfor %}',
        "part": "<i>{{ p.title }}</i>{{ site.title }}",
    },
    "page": {
        "main": '{% extends "base" %}{% import "m" as m %}{% block body %}'
        "{{ m.link(posts[0]) }}{{ m.link(posts[1]) }}"
        '{% include "foot" %}{% endblock %}',
        "base": "<title>{{ site.title }}</title>{% for m in site.menu %}"
        '<a href="{{ m.u }}">{{ m.t }}</a>{% endfor %}'
        "{% block body %}{% endblock %}",
        "m": '{% macro link(p) %}<a href="{{ p.url }}">{{ p.title }}</a>'
        "{% endmacro %}",
        "foot": "<footer>{% if posts|length > 5 %}many{% endif %}</footer>",
    },
}


def write(path):
    rows = [
        {"id": name, "templates": templates, "context": CONTEXT}
        for name, templates in CASES.items()
    ]
    with open(path, "w") as out:
        json.dump(rows, out)


def measure(path):
    import jinja2

    with open(path) as rows:
        cases = json.load(rows)
    for case in cases:
        loader = jinja2.DictLoader(case["templates"])
        env = jinja2.Environment(loader=loader, autoescape=True)
        main = env.get_template("main")
        best = float("inf")
        for _ in range(15):
            start = time.perf_counter()
            text = main.render(case["context"])
            best = min(best, time.perf_counter() - start)
        size = len(text.encode())
        print("%s %.1f %d" % (case["id"], best * 1e6, size))


if sys.argv[1] == "--time":
    measure(sys.argv[2])
else:
    write(sys.argv[1])
