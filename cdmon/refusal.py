"""What a person asked for and cannot have, told in a sentence."""


class Refusal(Exception):  # noqa: N818 (it is no fault of the program's)
    """What was asked for cannot be done; the message says why, and what to do, to the person who asked.

    The command line and the pages show it as it stands. Any other exception is a fault of ours: a trace in the log, never a sentence.
    """
