"""Measures a phone over adb with the benchmark build of the app."""
