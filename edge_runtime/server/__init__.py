"""Scans pictures over HTTP: ``edge-runtime serve``. See README.md beside this file.

Needs the extra ``server``. Only the verb imports it.
"""
