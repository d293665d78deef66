"""Packet captures down to their SIP messages and calls, packet by packet and in bounded memory. Knows no store and no trunk."""
