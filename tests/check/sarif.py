# Whether a SARIF file has the form of 2.1.0 (OASIS), and the diagnostics of the
# JSON report: sarif.py FILE.sarif FILE.json
import json
import sys

sarif, report = (json.load(open(name)) for name in sys.argv[1:3])
assert set(sarif) == {"$schema", "version", "runs"}, set(sarif)
assert sarif["version"] == "2.1.0"
(run,) = sarif["runs"]
assert set(run) <= {"tool", "columnKind", "results"}, set(run)
assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
driver = run["tool"]["driver"]
assert driver["name"] == "phx" and driver["version"]
ids = [rule["id"] for rule in driver["rules"]]
assert len(ids) == len(set(ids))
for rule in driver["rules"]:
    assert set(rule) == {"id", "shortDescription"} and rule["shortDescription"]["text"]
assert len(run["results"]) == len(report["diagnostics"]) > 0
for result, diag in zip(run["results"], report["diagnostics"]):
    assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations"}
    assert ids[result["ruleIndex"]] == result["ruleId"] == diag["id"]
    assert result["level"] == diag["severity"] in ("note", "warning", "error")
    assert result["message"]["text"].startswith(diag["message"])
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert not physical["artifactLocation"]["uri"].startswith("/")
    region = physical.get("region")
    assert (region is None) == (diag["line"] == 0)
    if region:
        assert region["startLine"] == diag["line"]
        assert region.get("endColumn", 2) > region.get("startColumn", 1) >= 1
# Columns count letters, not bytes: the link behind Chinese text.
(chinese,) = [r for r in run["results"] if "/weg/" in r["message"]["text"]]
assert chinese["locations"][0]["physicalLocation"]["region"]["startColumn"] == 7
