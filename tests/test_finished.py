"""Finished HTML is drawn as it is, to the last space."""

from streamlit.testing.v1 import AppTest


def test_html_is_drawn_as_it_is():
    def script():
        from markupsafe import Markup

        from cdmon.web.finished import draw_html

        draw_html(Markup("  <p>{}</p>\n   <p>two</p>\n").format("<b> & one"))

    (drawn,) = AppTest.from_function(script).run().main.children.values()
    assert drawn.proto.body == "  <p>&lt;b&gt; &amp; one</p>\n   <p>two</p>\n"
