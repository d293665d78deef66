"""A real network in a box: five carriers on Kamailio, telephones on SIPp, agents that follow the carriers' live accounting."""
