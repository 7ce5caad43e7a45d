"""The demo: the sites that a weekly run asks, answered from the simulated league."""
