"""What each page is called, by its file, in the order of the navigation."""

TITLES = {
    "overview": "Overview",
    "meeting": "Meeting",
    "neighbourhood": "Neighbourhood",
    "chart": "Chart of factors",
    "groups": "Groups",
    "effects": "Effects",
    "threads": "What residents raised, and what followed",
    "goals": "Residents' goals",
    "milestones": "Milestones",
    "kpis": "KPIs",
    "risks": "Risks",
    "board": "Returns due",
    "upload": "Upload",
    "history": "History",
    "definitions": "Definitions",
}
WITH_WELCOME = TITLES | {"welcome": "Welcome"}  # which has a link only until there is a programme
