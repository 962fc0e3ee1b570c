"""Texts that somebody could type into a spreadsheet to make a page do something."""

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "**bold**",
    "$x$",
    ":red[x]",
    "www.evil.example",
    "https://evil.example",
    "someone@evil.example",
    ":tada:",
    "# heading",
    "- list",
    "1. list",
    "`code`",
    "&lt;b&gt;",
)
