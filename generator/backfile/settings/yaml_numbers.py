"""Numbers in YAML files of settings. Owns the refusal of those that Python does not write, which no setting needs, and
of values that are no numbers.
"""

from __future__ import annotations

import sys
from typing import Any

import yaml

LONGEST = 12_000
"""Bits of a number: 3,613 digits. Python writes 4,300 digits by default (`sys.set_int_max_str_digits`)."""
_LONG_TEXT = sys.int_info.str_digits_check_threshold
"""Characters. Python reads each number whose text is not longer."""
TAG = "tag:yaml.org,2002:int"


def construct_int(constructor: Any, node: yaml.ScalarNode) -> int:
    """Return the number of a node, as PyYAML does. Raises ConstructorError, with the line, for one that is too long,
    and for a value that is no number.
    """
    try:
        number = int(yaml.constructor.SafeConstructor.construct_yaml_int(constructor, node))
    except (ValueError, IndexError) as error:  # IndexError: an empty text
        if len(node.value) <= _LONG_TEXT:
            reason = "a value cannot be read as a number"
            raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark) from error
        number = 1 << (LONGEST + 1)
    if number.bit_length() > LONGEST:
        raise yaml.constructor.ConstructorError(None, None, "a number has thousands of digits", node.start_mark)
    return number
