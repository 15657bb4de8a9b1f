"""Building the frontend: bun from the npm registry, Reflex's export, our changes to its result.

`fingerprint` says whether a build is needed, `bun` brings the JavaScript tool, `export` runs Reflex, `plugin` is what we
change in the framework's own JavaScript.
"""
