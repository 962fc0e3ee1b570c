"""Methods: arrays in, arrays out; numbers broadcast, NaN stands for "none".

statsmodels and scipy are imported where they are used: they cost 0.6 s, and most commands need neither.
"""
