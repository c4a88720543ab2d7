"""The same scan over HTTP: ``edge-runtime serve``. See README.md beside this file.

Needs the extra ``server``. Nothing outside this package and the verb imports it.
"""
