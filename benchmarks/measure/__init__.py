"""Times code; reads machine, background load, memory and energy; makes the input pictures."""
