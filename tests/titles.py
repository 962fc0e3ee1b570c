"""What each page is called, by its file, in the order of the navigation."""

TITLES = {
    "overview": "Overview",
    "meeting": "Meeting",
    "neighbourhood": "Neighbourhood",
    "chart": "Charts",
    "threads": "What residents raised",
    "goals": "Residents' goals",
    "partnership": "Partnership",
    "effects": "Effects",
    "risks": "Risks",
    "groups": "Groups",
    "milestones": "Milestones",
    "decisions": "Decisions",
    "reports": "Reports",
    "money": "Money",
    "value": "Value",
    "kpis": "KPIs",
    "definitions": "Definitions",
    "board": "Returns due",
    "upload": "Upload",
    "set_up": "Set-up",
    "history": "History",
    "people": "People",
    "audit_log": "Audit log",
}
WITH_WELCOME = TITLES | {"welcome": "Welcome"}  # which has a link only until there is a programme
