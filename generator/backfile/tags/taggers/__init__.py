"""Taggers, one way of finding tags in each module: functions from a subject to labels, the best first."""
