"""Whether a desk is open at a moment, from its hours and closures. Pure: no Django, no clock.

Hours are OpenStreetMap expressions in Japanese time. The library that reads them knows some Japanese holidays on wrong
days and closes days where people mean nights; `rules` rewrites an expression before it is read, `evaluation` asks.
"""
