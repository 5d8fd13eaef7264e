"""Taggers, one way of finding tags in each module: functions from a `TaggerInput` to labels, the best first."""
