# SPDX-License-Identifier: MIT
"""Which outputs an edit changes, and that no other is written again."""


def check(phx, root):
    return 0, 0
