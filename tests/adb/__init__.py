"""A phone that is none: an adb daemon over TCP, and what Android's commands would answer."""
