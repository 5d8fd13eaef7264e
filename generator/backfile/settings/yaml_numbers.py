"""Numbers in YAML files of settings. Owns the refusal of those that Python does not write, which no setting needs."""

from __future__ import annotations

from typing import Any

import yaml

LONGEST = 12_000
"""Bits of a number: 3,613 digits. Python writes 4,300 digits by default (`sys.set_int_max_str_digits`)."""
TAG = "tag:yaml.org,2002:int"


def construct_int(constructor: Any, node: yaml.ScalarNode) -> int:
    """Return the number of a node, as PyYAML does. Raises ConstructorError, with the line, for one that is too long."""
    try:
        number = int(yaml.constructor.SafeConstructor.construct_yaml_int(constructor, node))
    except ValueError:
        number = 1 << (LONGEST + 1)
    if number.bit_length() > LONGEST:
        raise yaml.constructor.ConstructorError(None, None, "a number has thousands of digits", node.start_mark)
    return number
