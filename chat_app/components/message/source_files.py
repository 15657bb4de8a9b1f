"""The JavaScript of this package and what it needs from npm, exact versions."""

from chat_app.components.ui.javascript import importable

PACKAGES = [
    "katex@0.18.11",
    "lowlight@3.3.0",
    "mdast-util-from-markdown@2.1.0",
    "mdast-util-gfm-autolink-literal@2.1.0",
    "mdast-util-gfm-footnote@2.1.0",
    "mdast-util-gfm-strikethrough@2.0.1",
    "mdast-util-gfm-table@2.0.1",
    "mdast-util-gfm-task-list-item@2.0.1",
    "mermaid@12.3.0",
    "micromark-extension-gfm-autolink-literal@2.1.0",
    "micromark-extension-gfm-footnote@2.1.0",
    "micromark-extension-gfm-strikethrough@2.1.0",
    "micromark-extension-gfm-table@2.1.2",
    "micromark-extension-gfm-task-list-item@2.1.0",
    "micromark-util-character@2.1.1",
    "micromark-util-normalize-identifier@2.0.1",
]


def library(entry: str) -> str:
    """Make every module of the package known to the bundler and return what a component imports for `entry`."""
    return importable(__file__, entry)
