"""Files that leave cdmon for others to publish or to analyse."""
