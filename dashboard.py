"""The dashboard: `streamlit run dashboard.py` serves it."""

import streamlit as st

from cdmon.web.binding import refuse_to_be_seen, refuse_unread_secrets
from cdmon.web.server import lifespan, middleware, on_script_error, routes

refuse_unread_secrets()
refuse_to_be_seen()
app = st.App("cdmon/web/router.py", routes=routes, middleware=middleware, lifespan=lifespan, on_script_error=on_script_error)
