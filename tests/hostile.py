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

OF_TYPESETTERS = (
    *HOSTILE,
    '#eval("1+1")',
    '#import "@preview/x:0.1.0": *',
    '#read("/etc/passwd")',
    "$ x^2 $",
    "@reference <label>",
    "http://evil.example/a?b=c",
    "*b* _i_ `r`",
    "= h",
    "\\u{41} \\ ~ -- ---",
    "/* not seen */ // nor this",
    '=HYPERLINK("http://evil.example")',
    "＝1+1",
    "{ PAGE } «MERGEFIELD x»",
    '<w:fldSimple w:instr="AUTHOR"/>',
    'it\'s "quoted"',
)
