"""What a programme may be worth by assumptions that somebody typed: never mixed with what was measured."""
