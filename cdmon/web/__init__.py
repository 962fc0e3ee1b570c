"""All that knows Streamlit: the router, the parts that pages share, charts, and what wraps the server."""
