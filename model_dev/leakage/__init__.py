"""Checks that neither splits nor files give the label away."""
