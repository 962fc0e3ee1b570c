"""The parts that definitions are made of, as strict models; what they mean together is checked by `cdmon.definitions`."""
