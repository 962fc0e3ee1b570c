"""cdmon: spreadsheets of community development in health in, honest tables out."""
